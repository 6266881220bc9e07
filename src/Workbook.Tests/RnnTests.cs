using System.Text.Json;
using CsCheck;
using MathNet.Numerics.LinearAlgebra;

namespace Workbook.Tests;

public class RnnTests
{
    // The same sums of at most 50 terms of size 1 in another order: a few units of 2.2e-16.
    private const double Rounding = 1e-12;

    public static TheoryData<string> Originals => ["original-seed-0.json", "original-seed-42.json"];

    [Theory]
    [MemberData(nameof(Originals))]
    public void As_published_computes_the_original_numbers(string file)
    {
        var expected = new ReferenceRun(file);
        Rnn rnn = expected.Model();
        rnn.Rule = GradientRule.AsPublished;
        ReferenceRun.AssertClose(expected["parameters"], rnn.Parameters, Rounding);

        AssertStep(expected["hidden"], expected["logits"], expected["loss"], rnn, expected);
        AssertGradients(expected["gradients"], rnn);

        rnn.Backward();
        AssertGradients(expected["gradients_after_a_second_backward_without_reset"], rnn);
    }

    [Theory]
    [MemberData(nameof(Originals))]
    public void As_published_updates_as_the_original(string file)
    {
        var expected = new ReferenceRun(file);
        Rnn rnn = expected.Model();
        rnn.Rule = GradientRule.AsPublished;

        AssertStep(expected["hidden"], expected["logits"], expected["loss"], rnn, expected);
        rnn.Update();
        ReferenceRun.AssertClose(expected["parameters_after_update"], rnn.Parameters, Rounding);

        JsonElement second = expected["second_step_without_reset"];
        AssertStep(second.GetProperty("hidden"), second.GetProperty("logits"), second.GetProperty("loss"), rnn, expected);
        AssertGradients(second.GetProperty("gradients"), rnn);
        rnn.Update();
        ReferenceRun.AssertClose(second.GetProperty("parameters_after_update"), rnn.Parameters, Rounding);
    }

    [Theory]
    [InlineData("exact-squared-error-7x20.json", LossKind.SquaredError)]
    [InlineData("exact-squared-error-16x40.json", LossKind.SquaredError)]
    [InlineData("exact-cross-entropy-7x20.json", LossKind.CrossEntropy)]
    [InlineData("exact-cross-entropy-16x40.json", LossKind.CrossEntropy)]
    public void Exact_agrees_with_PyTorch_autograd(string file, LossKind loss)
    {
        var expected = new ReferenceRun(file);
        Rnn rnn = expected.Model(expected["scale"].GetDouble());
        rnn.LossKind = loss;
        ReferenceRun.AssertClose(expected["parameters"], rnn.Parameters, Rounding);

        rnn.Forward(expected.X, expected.Y);
        rnn.Backward();
        ReferenceRun.AssertClose(ReferenceRun.Steps(expected["hidden"]), rnn.HiddenStates, relative: Rounding);
        ReferenceRun.AssertClose(ReferenceRun.Steps(expected["logits"]), rnn.Logits, relative: Rounding);
        Assert.Equal(expected["loss"].GetDouble(), rnn.Loss, expected["loss"].GetDouble() * Rounding);
        Assert.Equal(rnn.Gradients.by, rnn.OutputGradients.RowSums());
        ReferenceRun.AssertClose(expected["gradients"], rnn.Gradients, relative: Rounding);
    }

    [Theory]
    [InlineData(0, "as_published", GradientRule.AsPublished)]
    [InlineData(0, "exact", GradientRule.Exact)]
    [InlineData(42, "as_published", GradientRule.AsPublished)]
    [InlineData(42, "exact", GradientRule.Exact)]
    public void Training_follows_the_recorded_losses(long seed, string rule, GradientRule gradientRule)
    {
        double[] expected = new ReferenceRun("training-losses.json")["runs"].GetProperty($"{seed}").GetProperty(rule).Deserialize<double[]>()!;
        var rnn = new Rnn(6, 7, 5, new NumPyRandom(seed), learningRate: 0.01) { Rule = gradientRule };

        // The published rule climbs away exponentially and takes rounding with it: 50 steps keep it under 1e-9.
        for (int step = 0; step < 50; step++)
        {
            Assert.Equal(expected[step], rnn.Forward([1, 3, 3], [0, 2, 1]), expected[step] * 1e-9);
            rnn.ZeroGradients();
            rnn.Backward();
            rnn.Update();
        }
    }

    [Fact]
    public void The_gradient_of_Whh_has_rank_2_in_the_original_and_here()
    {
        var printed = Matrix<double>.Build.DenseOfRows(
            File.ReadLines(Repository.Reference("printed-whh-gradient.csv")).Select(line => line.Split(',').Select(double.Parse)));
        // Printed to eight decimals: 49 errors of 0.5e-8 at most, so a singular value of at most 7 · 0.5e-8.
        Assert.Equal(2, printed.Svd().S.Count(value => value > 3.5e-8));

        var rnn = new Rnn(6, 7, 5, new NumPyRandom(0)) { Rule = GradientRule.AsPublished };
        rnn.Forward([1, 3, 3], [0, 2, 1]);
        rnn.Backward();
        Assert.Equal(2, rnn.Gradients.Whh.Rank());
    }

    [Fact]
    public void Gradients_add_up_until_zeroed_and_an_exact_pass_keeps_nothing_else() => Models.Sample(rnn =>
    {
        int[] x = [0, 0], y = [0, 0];
        rnn.Forward(x, y);
        rnn.Backward();
        double[][] once = [.. rnn.Gradients.Values.Select(values => values.ToArray())];
        rnn.Backward();
        // Four terms in two orders: a few units of 2.2e-16 of the largest, which is below 100.
        Assert.All(once.Zip(rnn.Gradients.Values), pair => Assert.All(pair.First.Zip(pair.Second), two => Assert.Equal(2 * two.First, two.Second, 1e-13)));

        rnn.ZeroGradients();
        Assert.All(rnn.Gradients.Values, values => Assert.All(values, value => Assert.Equal(0, value)));
        rnn.Backward();
        Assert.Equal(once, rnn.Gradients.Values);
    });

    [Fact]
    public void A_longer_sequence_before_leaves_no_trace() => Models.Sample(rnn =>
    {
        rnn.Forward([0, 0], [0, 0]);
        rnn.Backward();
        var (hidden, deltas) = (rnn.HiddenStates, rnn.Deltas);
        rnn.Forward(new int[9], new int[9]);
        rnn.Backward();
        rnn.Forward([0, 0], [0, 0]);
        rnn.Backward();
        Assert.Equal(hidden, rnn.HiddenStates);
        Assert.Equal(deltas, rnn.Deltas);
    });

    [Fact]
    public void A_pass_over_a_length_seen_before_allocates_nothing()
    {
        var rnn = new Rnn(6, 7, 5, new NumPyRandom(0));
        int[] x = [1, 3, 3, 5], y = [0, 2, 1, 4];
        Step();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            Step();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Step()
        {
            rnn.Forward(x, y);
            rnn.ZeroGradients();
            rnn.Backward();
            rnn.Update();
        }
    }

    [Fact]
    public void Update_takes_one_step_down_and_its_own_rate_for_once()
    {
        var (slow, fast) = (new Rnn(6, 7, 5, new NumPyRandom(0), 0.001), new Rnn(6, 7, 5, new NumPyRandom(0), 0.5));
        foreach (Rnn rnn in new[] { slow, fast })
        {
            rnn.Forward([1], [1]);
            rnn.Backward();
        }
        slow.Update(0.25);
        fast.Update(0.25);
        Assert.Equal(slow.Parameters.Values, fast.Parameters.Values);
        Assert.True(slow.Forward([1], [1]) < new Rnn(6, 7, 5, new NumPyRandom(0)).Forward([1], [1]));
    }

    [Fact]
    public void Cross_entropy_stands_large_logits()
    {
        var rnn = new Rnn(1, 1, 2, new NumPyRandom(0)) { LossKind = LossKind.CrossEntropy };
        rnn.Parameters.Why.Clear();
        rnn.Parameters.by.SetValues([1000, -1000]);
        // −log softmax of logits 2000 apart: the loss is their distance, and softmax is 1 and 0.
        Assert.Equal(2000, rnn.Forward([0], [1]));
        Assert.Equal([1, -1], rnn.OutputGradients.Column(0));
        rnn.Backward();
        Assert.Equal([1, -1], rnn.Gradients.by);
    }

    [Theory]
    [InlineData(0, 1, 1, "inputSize")]
    [InlineData(1, -3, 1, "hiddenSize")]
    [InlineData(1, 1, 0, "outputSize")]
    public void Sizes_below_1_are_refused(int input, int hidden, int output, string name)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(name, () => new Rnn(input, hidden, output, new NumPyRandom(0)));
        Assert.Contains($"{Math.Min(input, Math.Min(hidden, output))}", error.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_learning_rate_that_is_not_finite_and_positive_is_refused(double rate)
    {
        Assert.Contains($"{rate}", Assert.Throws<ArgumentOutOfRangeException>("learningRate", () => new Rnn(1, 1, 1, new NumPyRandom(0), rate)).Message);
        var rnn = new Rnn(1, 1, 1, new NumPyRandom(0));
        Assert.Throws<ArgumentOutOfRangeException>("LearningRate", () => rnn.LearningRate = rate);
        Assert.Throws<ArgumentOutOfRangeException>("learningRate", () => rnn.Update(rate));
        Assert.Equal(1e-3, rnn.LearningRate);
    }

    [Theory]
    [InlineData(new[] { 1, 6 }, new[] { 0, 2 }, "x[1] is 6")]
    [InlineData(new[] { -1, 3 }, new[] { 0, 2 }, "x[0] is -1")]
    [InlineData(new[] { 1, 3 }, new[] { 0, 5 }, "y[1] is 5")]
    [InlineData(new[] { 1, 3 }, new[] { -2, 0 }, "y[0] is -2")]
    [InlineData(new[] { 1, 3 }, new[] { 0 }, "x has 2 tokens and y has 1")]
    [InlineData(new[] { 1 }, new[] { 0, 2 }, "x has 1 tokens and y has 2")]
    [InlineData(new int[0], new int[0], "x is empty")]
    public void A_bad_sequence_is_refused_and_changes_nothing(int[] x, int[] y, string says)
    {
        var rnn = new Rnn(6, 7, 5, new NumPyRandom(0));
        rnn.Forward([1, 3, 3], [0, 2, 1]);
        var (loss, hidden, logits) = (rnn.Loss, rnn.HiddenStates, rnn.Logits);

        var error = Assert.ThrowsAny<ArgumentException>(() => { rnn.Forward(x, y); });
        Assert.Contains(says, error.Message);
        Assert.Equal((3, loss, hidden, logits), (rnn.Steps, rnn.Loss, rnn.HiddenStates, rnn.Logits));
    }

    [Fact]
    public void Looking_or_going_back_before_a_forward_pass_is_refused()
    {
        var rnn = new Rnn(6, 7, 5, new NumPyRandom(0));
        Assert.Contains("Forward", Assert.Throws<InvalidOperationException>(rnn.Backward).Message);
        Assert.Contains("Forward", Assert.Throws<InvalidOperationException>(() => rnn.HiddenStates).Message);
        Assert.Contains("Forward", Assert.Throws<InvalidOperationException>(() => rnn.OutputGradients).Message);
        rnn.Forward([1], [1]);
        Assert.Contains("Backward", Assert.Throws<InvalidOperationException>(() => rnn.Deltas).Message);
    }

    private static Gen<Rnn> Models =>
        from input in Gen.Int[1, 12]
        from hidden in Gen.Int[1, 12]
        from output in Gen.Int[1, 12]
        from seed in Gen.UInt
        from scale in Gen.Double[0.01, 1]
        from loss in Gen.Enum<LossKind>()
        select new Rnn(input, hidden, output, new NumPyRandom(seed), scale: scale) { LossKind = loss };

    private static void AssertStep(JsonElement hidden, JsonElement logits, JsonElement loss, Rnn rnn, ReferenceRun run)
    {
        rnn.Forward(run.X, run.Y);
        rnn.Backward();
        ReferenceRun.AssertClose(ReferenceRun.Steps(hidden), rnn.HiddenStates, Rounding, name: "hidden");
        ReferenceRun.AssertClose(ReferenceRun.Steps(logits), rnn.Logits, Rounding, name: "logits");
        Assert.Equal(loss.GetDouble(), rnn.Loss, Rounding);
    }

    private static void AssertGradients(JsonElement expected, Rnn rnn)
    {
        ReferenceRun.AssertClose(expected, rnn.Gradients, Rounding);
        // The original's dnext_h is what its last step back left: δ_0.
        ReferenceRun.AssertClose(ReferenceRun.Matrix(expected.GetProperty("dnext_h")), rnn.Deltas.SubMatrix(0, rnn.HiddenSize, 0, 1), Rounding, name: "dnext_h");
    }
}
