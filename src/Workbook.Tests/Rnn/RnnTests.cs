using CsCheck;
using MathNet.Numerics.LinearAlgebra;

namespace Workbook.Tests;

public class RnnTests
{
    // The same sums of at most 50 terms of size 1 in another order: a few units of 2.2e-16.
    private const double Rounding = 1e-12;

    private static readonly Gen<Case> Given = Gen.Select(Case.Any(tokens: 12, hidden: 12, steps: 12), Gen.Int[0, 1], (given, fast) =>
        given with { Rnn = Both(given.Rnn.Parameters, given.Rnn.LossKind)[fast] });

    [Theory]
    [InlineData("exact-squared-error-7x20.json", LossKind.SquaredError)]
    [InlineData("exact-squared-error-16x40.json", LossKind.SquaredError)]
    [InlineData("exact-cross-entropy-7x20.json", LossKind.CrossEntropy)]
    [InlineData("exact-cross-entropy-16x40.json", LossKind.CrossEntropy)]
    public void Exact_agrees_with_PyTorch_autograd(string file, LossKind loss)
    {
        var expected = Reference.Read(file);
        Assert.Equal(loss, expected.LossKind);
        var weights = Reference.Draw(expected, expected["scale"].GetDouble());
        Reference.AssertClose(expected["parameters"], weights, Rounding);
        foreach (Rnn rnn in Both(weights, loss))
            AssertAgrees(expected, rnn);
    }

    private static void AssertAgrees(ReferenceRecord expected, Rnn rnn)
    {
        rnn.Forward(expected.X, expected.Y);
        rnn.Backward();
        Reference.AssertClose(ReferenceRecord.Steps(expected["hidden"]), rnn.HiddenStates, relative: Rounding);
        Reference.AssertClose(ReferenceRecord.Steps(expected["logits"]), rnn.Logits, relative: Rounding);
        Assert.Equal(expected["loss"].GetDouble(), rnn.Loss, expected["loss"].GetDouble() * Rounding);
        Reference.AssertClose(rnn.OutputGradients.RowSums().ToColumnMatrix(), rnn.Gradients.by.ToColumnMatrix(), relative: Rounding);
        Reference.AssertClose(expected["gradients"], rnn.Gradients, relative: Rounding);
    }

    [Fact]
    public void A_sequence_is_its_steps_one_after_another() => Given.Sample(given =>
    {
        var (rnn, x, y, start) = given;
        rnn.Forward(x, y, start);
        rnn.Backward();
        var (before, steps) = (start, new Rnn(rnn.Parameters));
        var (h, dy) = (new Vector<double>[x.Length], new Vector<double>[x.Length]);
        double[] losses = new double[x.Length];
        for (int t = 0; t < x.Length; t++)
        {
            (h[t], var yhat) = steps.StepForward(x[t], before);
            (losses[t], dy[t]) = Losses.Of(rnn.LossKind, yhat, y[t]);
            before = h[t];
        }
        var (deltas, after) = (new Vector<double>[x.Length], steps.ZeroState);
        for (int t = x.Length - 1; t >= 0; t--)
            deltas[t] = after = steps.StepBackward(x[t], h[t], t > 0 ? h[t - 1] : start, dy[t], after);

        // Sums of at most 12 terms below 10, 12 times one after another, in another order.
        Reference.AssertClose(Columns(h), rnn.HiddenStates, 1e-12);
        Reference.AssertClose(Columns(dy), rnn.OutputGradients, 1e-11);
        Reference.AssertClose(Columns(deltas), rnn.Deltas, 1e-10);
        Reference.AssertClose(steps.Gradients, rnn.Gradients, 1e-9);
        Assert.All(losses.Zip(rnn.StepLosses), pair => Assert.Equal(pair.First, pair.Second, 1e-11));
        Assert.Equal(rnn.StepLosses.Sum(), rnn.Loss, 1e-10);
        Assert.Equal(rnn.HiddenStates.Column(x.Length - 1), rnn.State);

        static Matrix<double> Columns(Vector<double>[] steps) => Matrix<double>.Build.DenseOfColumnVectors(steps);
    });

    [Fact]
    public void The_gradient_from_a_start_is_that_of_dual_numbers() => Given.Sample(given =>
    {
        var (rnn, x, y, start) = given;
        rnn.Forward(x, y, start);
        rnn.Backward();
        var exact = ForwardMode.Gradient(rnn.Parameters, x, y, rnn.LossKind, start);
        // Rounding against what goes into the sums: at most 12 steps of terms below 100.
        Reference.AssertClose(exact, rnn.Gradients, absolute: 1e-10, relative: 1e-12);
    }, iter: 40);

    [Fact]
    public void The_gradient_with_respect_to_the_start_is_that_of_differences() => Given.Sample(given =>
    {
        var (rnn, x, y, start) = given;
        rnn.Forward(x, y, start);
        rnn.Backward();
        var gradient = rnn.StartGradient;
        for (int i = 0; i < start.Count; i++)
        {
            double Difference(double s)
            {
                var e = Vector<double>.Build.Dense(start.Count, k => k == i ? s : 0);
                return (rnn.Forward(x, y, start + e) - rnn.Forward(x, y, start - e)) / (2 * s);
            }
            // Off by s² / 6 of the third derivative: doubling the step adds three times as much as there is. Rounding: of a loss
            // below 1000.
            double near = Difference(1e-5);
            Assert.Equal(near, gradient[i], 1e-7 + Math.Abs(Difference(2e-5) - near));
        }
    }, iter: 40);

    [Fact]
    public void A_start_of_zeros_is_none_and_a_sequence_goes_on_from_its_state() => Given.Sample(given =>
    {
        var (rnn, x, y, start) = given;
        double loss = rnn.Forward(x, y, start);
        var hidden = rnn.HiddenStates;
        int cut = x.Length / 2;
        if (cut > 0)
        {
            double first = rnn.Forward(x.AsSpan(0, cut), y.AsSpan(0, cut), start);
            double second = rnn.Forward(x.AsSpan(cut), y.AsSpan(cut), rnn.State);
            Assert.Equal(hidden.SubMatrix(0, rnn.HiddenSize, cut, x.Length - cut), rnn.HiddenStates);
            Assert.Equal(loss, first + second, 1e-10);
        }
        loss = rnn.Forward(x, y);
        hidden = rnn.HiddenStates;
        Assert.Equal(loss, rnn.Forward(x, y, rnn.ZeroState));
        Assert.Equal(hidden, rnn.HiddenStates);
    });

    [Fact]
    public void Other_gradients_than_the_losses_own_go_back() => Given.Sample(given =>
    {
        var (rnn, x, y, start) = given;
        rnn.Forward(x, y, start);
        rnn.Backward();
        double[] own = rnn.Gradients.ToArray();
        rnn.ZeroGradients();
        rnn.Backward(rnn.OutputGradients);
        Assert.Equal(own, rnn.Gradients.ToArray());

        // The last step alone, against central differences of its loss.
        var mask = rnn.OutputGradients;
        for (int t = 0; t < x.Length - 1; t++)
            mask.ClearColumn(t);
        rnn.ZeroGradients();
        rnn.Backward(mask);
        double[] gradient = rnn.Gradients.Values[1];
        double[] Whh = rnn.Parameters.Values[1];
        for (int i = 0; i < Whh.Length; i++)
        {
            double value = Whh[i];
            double Last(double shift)
            {
                Whh[i] = value + shift;
                rnn.Forward(x, y, start);
                Whh[i] = value;
                return rnn.StepLosses[^1];
            }
            double Difference(double s) => (Last(s) - Last(-s)) / (2 * s);
            // As for the start: off by less than what doubling the step adds, and by rounding of a loss below 1000.
            double near = Difference(1e-5);
            Assert.Equal(near, gradient[i], 1e-7 + Math.Abs(Difference(2e-5) - near));
        }
    }, iter: 40);

    [Fact]
    public void A_network_of_given_weights_has_a_copy()
    {
        var weights = RnnParameters.Draw(2, 3, 4, new NumPyRandom(0));
        foreach (Rnn rnn in Both(weights))
        {
            Assert.Equal((2, 3, 4), (rnn.InputSize, rnn.HiddenSize, rnn.OutputSize));
            Assert.Equal(weights.Values, rnn.Parameters.Values);
            rnn.Parameters.Clear();
            Assert.NotEqual(0, weights.Norm());
        }
    }

    [Fact]
    public void Gradients_add_up_until_zeroed_and_an_exact_pass_keeps_nothing_else() => Given.Sample(given =>
    {
        var rnn = given.Rnn;
        rnn.Forward([0, 0], [0, 0]);
        rnn.Backward();
        double[][] once = [.. rnn.Gradients.Values.Select(values => values.ToArray())];
        rnn.Backward();
        // Four terms in two orders: a few units of 2.2e-16 of the largest, which is below 100.
        Assert.All(once.Zip(rnn.Gradients.Values), pair =>
            Assert.All(pair.First.Zip(pair.Second), two => Assert.Equal(2 * two.First, two.Second, 1e-13)));

        rnn.ZeroGradients();
        Assert.All(rnn.Gradients.Values, values => Assert.All(values, value => Assert.Equal(0, value)));
        rnn.Backward();
        Assert.Equal(once, rnn.Gradients.Values);
    });

    [Fact]
    public void Update_takes_one_step_down_and_its_own_rate_for_once()
    {
        Rnn slow = new(6, 7, 5, new NumPyRandom(0), 0.001), fast = new(6, 7, 5, new NumPyRandom(0), 0.5);
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
        var error = Assert.Throws<ArgumentOutOfRangeException>("learningRate", () => new Rnn(1, 1, 1, new NumPyRandom(0), rate));
        Assert.Contains($"{rate}", error.Message);
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
        foreach (Rnn rnn in Both(RnnParameters.Draw(6, 7, 5, new NumPyRandom(0))))
            AssertRefused(rnn, says, () => rnn.Forward(x, y));
    }

    [Fact]
    public void A_start_or_gradients_that_do_not_fit_are_refused_and_change_nothing()
    {
        foreach (Rnn rnn in Both(RnnParameters.Draw(6, 7, 5, new NumPyRandom(0))))
        {
            AssertRefused(rnn, "start has 6 entries; 7 are needed", () => rnn.Forward([1], [1], Vector<double>.Build.Dense(6)));
            AssertRefused(rnn, "outputGradients is 5 × 2; 5 × 3 is needed", () => rnn.Backward(Matrix<double>.Build.Dense(5, 2)));
        }
    }

    [Fact]
    public void Looking_or_going_back_before_a_forward_pass_is_refused()
    {
        foreach (Rnn rnn in Both(RnnParameters.Draw(6, 7, 5, new NumPyRandom(0))))
        {
            Assert.Contains("Forward", Assert.Throws<InvalidOperationException>(() => rnn.Backward()).Message);
            Func<object>[] looks = [() => rnn.HiddenStates, () => rnn.Logits, () => rnn.OutputGradients, () => rnn.State];
            foreach (Func<object> look in looks)
                Assert.Contains("call Forward first", Assert.Throws<InvalidOperationException>(look).Message);
            rnn.Forward([1], [1]);
            rnn.Backward();
            rnn.Forward([1], [1]);
            foreach (Func<object> look in (Func<object>[])[() => rnn.Deltas, () => rnn.StartGradient])
                Assert.Contains("call Backward first", Assert.Throws<InvalidOperationException>(look).Message);
        }
    }

    private static Rnn[] Both(RnnParameters weights, LossKind loss = LossKind.SquaredError) =>
        [new Rnn(weights) { LossKind = loss }, new FastRnn(weights) { LossKind = loss }];

    private static void AssertRefused(Rnn rnn, string says, Action call)
    {
        rnn.Forward([1, 3, 3], [0, 2, 1]);
        rnn.Backward();
        var (loss, hidden, logits, deltas, gradient) = (rnn.Loss, rnn.HiddenStates, rnn.Logits, rnn.Deltas, rnn.Gradients.ToArray());

        var error = Assert.ThrowsAny<ArgumentException>(call);
        Assert.Contains(says, error.Message);
        Assert.Equal((3, loss, hidden, logits, deltas), (rnn.Steps, rnn.Loss, rnn.HiddenStates, rnn.Logits, rnn.Deltas));
        Assert.Equal(gradient, rnn.Gradients.ToArray());
    }
}
