using CsCheck;
using MathNet.Numerics.LinearAlgebra;

namespace Workbook.Tests;

public class LstmTests
{
    // The same sums of at most 50 terms of size 1 in another order: a few units of 2.2e-16.
    private const double Rounding = 1e-12;

    private sealed record Drawn(Lstm Lstm, int[] X, int[] Y, Vector<double> Start);

    // Whh of spectral radius near 1 at most, so that rounding does not grow from step to step.
    private static readonly Gen<Drawn> Any =
        from sizes in Gen.Select(Gen.Int[1, 6], Gen.Int[1, 6], Gen.Int[1, 6])
        from length in Gen.Int[1, 12]
        from seed in Gen.UInt
        from scale in Gen.Double[0.01, 0.5]
        from forgetBias in Gen.Double[-1, 3]
        from loss in Gen.Enum<LossKind>()
        let random = new NumPyRandom(seed)
        let weights = LstmParameters.Draw(sizes.Item1, sizes.Item2, sizes.Item3, random, scale, forgetBias)
        select new Drawn(
            new Lstm(weights) { LossKind = loss }, Case.Tokens(random, sizes.Item1, length), Case.Tokens(random, sizes.Item3, length),
            random.Randn(2 * sizes.Item2));

    [Theory]
    [InlineData("lstm-squared-error-4x3.json", LossKind.SquaredError)]
    [InlineData("lstm-squared-error-8x30.json", LossKind.SquaredError)]
    [InlineData("lstm-cross-entropy-4x3.json", LossKind.CrossEntropy)]
    [InlineData("lstm-cross-entropy-8x30.json", LossKind.CrossEntropy)]
    public void It_agrees_with_PyTorchs_LSTM(string file, LossKind loss)
    {
        var expected = Reference.Read(file);
        Assert.Equal(loss, expected.LossKind);
        var weights = new LstmParameters(
            expected["input_size"].GetInt32(), expected["hidden_size"].GetInt32(), expected["output_size"].GetInt32());
        foreach (string name in weights.Names)
            ReferenceRecord.Matrix(expected["parameters"].GetProperty(name)).CopyTo(weights[name]);
        var lstm = new Lstm(weights) { LossKind = loss };

        lstm.Forward(expected.X, expected.Y, ReferenceRecord.Matrix(expected["start"]).Column(0));
        lstm.Backward();
        Reference.AssertClose(ReferenceRecord.Steps(expected["hidden"]), Columns(lstm, step => step.h), relative: Rounding);
        Reference.AssertClose(ReferenceRecord.Steps(expected["cells"]), Columns(lstm, step => step.c), relative: Rounding);
        Reference.AssertClose(ReferenceRecord.Steps(expected["logits"]), lstm.Logits, relative: Rounding);
        Assert.Equal(expected["loss"].GetDouble(), lstm.Loss, expected["loss"].GetDouble() * Rounding);
        Reference.AssertClose(expected["gradients"], lstm.Gradients, relative: Rounding);
        Reference.AssertClose(
            ReferenceRecord.Matrix(expected["start_gradient"]), lstm.StartGradient.ToColumnMatrix(), relative: Rounding);
    }

    [Fact]
    public void The_gradient_is_that_of_dual_numbers() => Any.Sample(drawn =>
    {
        var (lstm, x, y, start) = drawn;
        lstm.Forward(x, y, start);
        lstm.Backward();
        var (exact, ofStart) = DualLstm.Gradient(lstm.Parameters, x, y, lstm.LossKind, start);
        // Relative to each tensor's largest entry; absolute where all entries are small, of terms below 1.
        Reference.AssertClose(exact, lstm.Gradients, absolute: 1e-14, relative: Rounding);
        Reference.AssertClose(
            Vector<double>.Build.Dense(ofStart).ToColumnMatrix(), lstm.StartGradient.ToColumnMatrix(), absolute: 1e-14, relative: Rounding);
    }, iter: 40);

    [Fact]
    public void Gradients_of_cells_and_states_are_sums_over_the_losses() => Any.Sample(drawn =>
    {
        var (lstm, x, y, start) = drawn;
        lstm.Forward(x, y, start);
        lstm.Backward();
        var (all, cells, hidden) = (lstm.OutputGradients, lstm.CellGradients, lstm.HiddenGradients);
        double[] gradient = lstm.Gradients.ToArray();
        var (cellSum, hiddenSum) = (0 * cells, 0 * hidden);
        lstm.ZeroGradients();
        for (int t = 0; t < x.Length; t++)
        {
            var alone = 0 * all;
            alone.SetColumn(t, all.Column(t));
            lstm.Backward(alone);
            cellSum += lstm.CellGradients;
            hiddenSum += lstm.HiddenGradients;
            for (int k = t + 1; k < x.Length; k++)
                Assert.Equal(0, lstm.CellGradients.Column(k).L2Norm());
        }
        // Up to 12 sums of up to 12 steps, in another order; each term is below 10.
        Reference.AssertClose(cells, cellSum, absolute: 1e-12);
        Reference.AssertClose(hidden, hiddenSum, absolute: 1e-12);
        Assert.All(gradient.Zip(lstm.Gradients.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    });

    [Fact]
    public void A_sequence_goes_on_from_its_state_and_steps_are_the_same_through_the_interface() => Any.Sample(drawn =>
    {
        var (lstm, x, y, start) = drawn;
        double loss = lstm.Forward(x, y, start);
        var (logits, state) = (lstm.Logits, lstm.State);
        var before = start;
        for (int t = 0; t < x.Length; t++)
        {
            (before, var yhat) = ((IRecurrentNetwork<Tensors>)lstm).StepForward(x[t], before);
            Assert.Equal(logits.Column(t), yhat);
        }
        Assert.Equal(state, before);

        int cut = x.Length / 2;
        if (cut > 0)
        {
            double first = lstm.Forward(x.AsSpan(0, cut), y.AsSpan(0, cut), start);
            double second = lstm.Forward(x.AsSpan(cut), y.AsSpan(cut), lstm.State);
            Assert.Equal(loss, first + second, 1e-12 * (1 + loss));
            Assert.Equal(state, lstm.State);
        }
        loss = lstm.Forward(x, y);
        Assert.Equal(loss, lstm.Forward(x, y, lstm.ZeroState));
    });

    [Fact]
    public void A_forget_bias_of_40_is_no_forget_gate()
    {
        var lstm = new Lstm(LstmParameters.Draw(3, 4, 3, new NumPyRandom(0), scale: 0.3, forgetBias: 40));
        lstm.Forward([0, 1, 2, 2], [1, 2, 2, 0]);
        lstm.Backward();
        Assert.All(lstm.Steps, step => Assert.All(step.f, gate => Assert.Equal(1, gate)));
        Assert.Equal(0, lstm.Gradients.Whh.SubMatrix(4, 4, 0, 4).FrobeniusNorm());
        Assert.NotEqual(0, lstm.Gradients.Whh.SubMatrix(0, 4, 0, 4).FrobeniusNorm());
    }

    [Fact]
    public void A_network_of_given_weights_has_a_copy()
    {
        var weights = LstmParameters.Draw(6, 7, 5, new NumPyRandom(0));
        var lstm = new Lstm(weights, learningRate: 0.5);
        Assert.Equal((6, 7, 5, 0.5), (lstm.InputSize, lstm.HiddenSize, lstm.OutputSize, lstm.LearningRate));
        lstm.Parameters.Whh *= 2;
        Assert.Equal(2 * weights.Whh, lstm.Parameters.Whh);
    }

    [Theory]
    [InlineData(new[] { 1, 6 }, new[] { 0, 2 }, "x[1] is 6")]
    [InlineData(new[] { -1, 3 }, new[] { 0, 2 }, "x[0] is -1")]
    [InlineData(new[] { 1, 3 }, new[] { 0, 5 }, "y[1] is 5")]
    [InlineData(new[] { 1, 3 }, new[] { 0 }, "x has 2 tokens and y has 1")]
    [InlineData(new int[0], new int[0], "x is empty")]
    public void A_bad_sequence_is_refused_and_changes_nothing(int[] x, int[] y, string says) =>
        AssertRefused(says, lstm => lstm.Forward(x, y));

    [Fact]
    public void A_start_or_gradients_that_do_not_fit_are_refused_and_change_nothing()
    {
        AssertRefused("start has 7 entries; 14 are needed", lstm => lstm.Forward([1], [1], Vector<double>.Build.Dense(7)));
        AssertRefused("outputGradients is 5 × 2; 5 × 3 is needed", lstm => lstm.Backward(Matrix<double>.Build.Dense(5, 2)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(double.NaN)]
    public void A_learning_rate_that_is_not_finite_and_positive_is_refused(double rate)
    {
        var weights = new LstmParameters(1, 1, 1);
        Assert.Throws<ArgumentOutOfRangeException>("learningRate", () => new Lstm(weights, rate));
        Assert.Throws<ArgumentOutOfRangeException>("LearningRate", () => new Lstm(weights).LearningRate = rate);
    }

    [Fact]
    public void Looking_or_going_back_before_a_forward_pass_is_refused()
    {
        var lstm = new Lstm(LstmParameters.Draw(6, 7, 5, new NumPyRandom(0)));
        Assert.Empty(lstm.Steps);
        Assert.Contains("call Forward first", Assert.Throws<InvalidOperationException>(() => lstm.Backward()).Message);
        foreach (Func<object> look in (Func<object>[])[() => lstm.Logits, () => lstm.OutputGradients, () => lstm.State])
            Assert.Contains("call Forward first", Assert.Throws<InvalidOperationException>(look).Message);
        lstm.Forward([1], [1]);
        lstm.Backward();
        lstm.Forward([1], [1]);
        Func<object>[] backs = [() => lstm.CellGradients, () => lstm.HiddenGradients, () => lstm.StartGradient];
        foreach (Func<object> look in backs)
            Assert.Contains("call Backward first", Assert.Throws<InvalidOperationException>(look).Message);
    }

    [Fact]
    public void It_is_checked_trained_scored_and_spells()
    {
        var lstm = new Lstm(LstmParameters.Draw(7, 5, 7, new NumPyRandom(0), scale: 0.3)) { LossKind = LossKind.CrossEntropy };
        lstm.Forward([0, 2, 1, 2, 2], [1, 0, 2, 1, 1]);
        lstm.Backward();
        LstmParameters differences = GradientCheck.FivePointDifferences(lstm, [0, 2, 1, 2, 2], [1, 0, 2, 1, 1]);
        // Rounding of a loss near 10 over steps of 1e-3, against tensors whose largest entry is above 1e-3.
        Assert.All(GradientCheck.TensorErrors(lstm.Gradients, differences), error => Assert.InRange(error, 0, 1e-8));

        var chunks = TokenSequence.Chunks([0, 1, 2, 3, 4, 5, 6, 0, 1, 2, 3, 4, 5, 6, 0], 2);
        var history = new Trainer(lstm, chunks, new NumPyRandom(0), Optimizer.Adam, rate: _ => 0.03, carryState: true)
            .Run(350);
        Assert.True(history.TakeLast(7).Average(step => step.Loss) < history.Take(7).Average(step => step.Loss) / 4);
        var grammar = new ReberGrammar();
        Assert.InRange(grammar.Score(lstm, grammar.Draw(5, new NumPyRandom(1))).Loss, 1, 10);
        Assert.InRange(new CharacterModel(["abcdef"]).SampleWord(lstm, 1, new NumPyRandom(2)).Length, 0, 20);
        Assert.Contains("5 heatmaps", Charts.Gradients(lstm.Parameters, "An LSTM's weights").Description);
    }

    [Fact]
    public void A_carried_state_is_the_cells_too()
    {
        // Two trainers on the same text; one reads it whole, the other in two chunks at a rate too small to matter.
        var weights = LstmParameters.Draw(3, 4, 3, new NumPyRandom(3), scale: 1);
        int[] text = [0, 1, 2, 2, 1, 0, 1];
        var chunks = TokenSequence.Chunks(text, 3);
        double whole = new Lstm(weights).Forward(text.AsSpan(0, 6), text.AsSpan(1, 6));
        double Sum(bool carry) => new Trainer(new Lstm(weights), chunks, new NumPyRandom(0), rate: _ => 0, carryState: carry)
            .Run(2).Sum(step => step.Loss);
        Assert.Equal(whole, Sum(carry: true), 1e-12);
        Assert.NotEqual(whole, Sum(carry: false), 1e-3);
    }

    private static Matrix<double> Columns(Lstm lstm, Func<LstmStep, Vector<double>> part) =>
        Matrix<double>.Build.DenseOfColumnVectors(lstm.Steps.Select(part));

    private static void AssertRefused(string says, Action<Lstm> call)
    {
        var lstm = new Lstm(LstmParameters.Draw(6, 7, 5, new NumPyRandom(0)));
        lstm.Forward([1, 3, 3], [0, 2, 1]);
        lstm.Backward();
        var (loss, state, logits, cells, gradient) = (lstm.Loss, lstm.State, lstm.Logits, lstm.CellGradients, lstm.Gradients.ToArray());

        Assert.Contains(says, Assert.ThrowsAny<ArgumentException>(() => call(lstm)).Message);
        Assert.Equal((3, loss, state, logits, cells), (lstm.Steps.Count, lstm.Loss, lstm.State, lstm.Logits, lstm.CellGradients));
        Assert.Equal(gradient, lstm.Gradients.ToArray());
    }
}
