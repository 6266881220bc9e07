using CsCheck;
using MathNet.Numerics.LinearAlgebra;

namespace Workbook.Tests;

public class GradientCheckTests
{
    private static readonly Gen<Case> Given = Case.Any(tokens: 12, hidden: 12, steps: 40);

    public static TheoryData<LossKind, double> Models =>
        new MatrixTheoryData<LossKind, double>([LossKind.SquaredError, LossKind.CrossEntropy], [0.01, 0.05, 0.1, 0.2, 0.5]);

    [Theory]
    [MemberData(nameof(Models))]
    public void The_backward_pass_agrees_with_dual_numbers(LossKind loss, double scale)
    {
        // Sums of at most 20 · 12 terms that hardly cancel: some hundreds of 2.2e-16 at most.
        for (uint seed = 0; seed < 5; seed++)
        {
            var random = new NumPyRandom(seed);
            var rnn = new Rnn(6, 7, 5, random, scale: scale) { LossKind = loss };
            var (x, y) = (Case.Tokens(random, 6, 20), Case.Tokens(random, 5, 20));
            var errors = GradientCheck.TensorErrors(Backward(rnn, x, y), ForwardMode.Gradient(rnn.Parameters, x, y, loss));
            Assert.All(errors, error => Assert.InRange(error, 0, 1e-13));
        }
    }

    [Fact]
    public void It_agrees_for_any_size_length_and_scale() => Given.Sample(given =>
    {
        var (rnn, x, y, _) = given;
        var (actual, exact) = (Backward(rnn, x, y), ForwardMode.Gradient(rnn.Parameters, x, y, rnn.LossKind));
        // The terms may cancel in the sum over time, and 1 − h² loses digits: rounding is measured against what goes into them, Σ ‖dy_t‖
        // for the output's tensors and Σ (‖Why‖ ‖dy_t‖ + ‖Whh‖ ‖δ_t‖) for the hidden ones.
        var p = rnn.Parameters;
        // Where dy_t is softmax − y, the softmax adds up to 1, however small dy_t is.
        double output = rnn.LossKind == LossKind.CrossEntropy ? x.Length : rnn.OutputGradients.EnumerateColumns().Sum(dy => dy.L2Norm());
        double deltas = rnn.Deltas.EnumerateColumns().Sum(delta => delta.L2Norm());
        double hidden = (p.Why.FrobeniusNorm() * output) + (p.Whh.FrobeniusNorm() * deltas);
        double[] scales = [hidden, hidden, output, hidden, output];
        for (int k = 0; k < scales.Length; k++)
            Assert.All(actual.Values[k].Zip(exact.Values[k]), two => Assert.Equal(two.Second, two.First, 1e-13 * scales[k]));
    }, iter: 60);

    // The same draws in every run: the rounding below is an estimate, which one draw of very many may exceed.
    public static TheoryData<ulong> Draws => [.. Enumerable.Range(0, 30).Select(k => (ulong)k)];

    [Theory]
    [MemberData(nameof(Draws))]
    public void Differences_come_within_their_formulas_error(ulong seed)
    {
        var (rnn, x, y, _) = Given.Generate(new PCG(1, seed), null, out Size _);
        var exact = ForwardMode.Gradient(rnn.Parameters, x, y, rnn.LossKind);
        // Rounding, over the step: a few hundred units of the loss (it is a sum of up to 480 terms), and of the gradient, through
        // which the states' own rounding reaches it. Truncation: it falls with s² and s⁴, so doubling the step adds 3 and 15 times
        // as much as there is.
        double rounding = 1e-13 * (rnn.Forward(x, y) + exact.Values.Max(values => values.Max(Math.Abs)));
        AssertWithin(exact,
            GradientCheck.CentralDifferences(rnn, x, y, 1e-5), GradientCheck.CentralDifferences(rnn, x, y, 2e-5), rounding / 1e-5);
        AssertWithin(exact,
            GradientCheck.FivePointDifferences(rnn, x, y, 1e-3), GradientCheck.FivePointDifferences(rnn, x, y, 2e-3), rounding / 1e-3);
    }

    [Fact]
    public void Five_points_are_nearer_than_two_and_their_orders_are_four_and_two()
    {
        var rnn = new Rnn(6, 7, 5, new NumPyRandom(0), scale: 0.5);
        int[] x = [1, 3, 3], y = [0, 2, 1];
        var exact = ForwardMode.Gradient(rnn.Parameters, x, y);
        double Error(Func<Rnn, int[], int[], double, RnnParameters> differences, double step) =>
            GradientCheck.TensorErrors(differences(rnn, x, y, step), exact).Max();
        double Two(double step) => Error((rnn, x, y, s) => GradientCheck.CentralDifferences(rnn, x, y, s), step);
        double Five(double step) => Error((rnn, x, y, s) => GradientCheck.FivePointDifferences(rnn, x, y, s), step);

        // Half the step: a quarter and a sixteenth of the error, while truncation is all of it.
        Assert.Equal(4, Two(0.02) / Two(0.01), 0.1);
        Assert.Equal(16, Five(0.02) / Five(0.01), 1.0);
        Assert.True(Five(0.01) < Two(0.01) / 100);
    }

    [Fact]
    public void Differences_put_the_parameters_back_and_forward_last()
    {
        var (rnn, untouched) = (new Rnn(3, 4, 5, new NumPyRandom(1)), new Rnn(3, 4, 5, new NumPyRandom(1)));
        GradientCheck.CentralDifferences(rnn, [2, 0], [1, 4]);
        untouched.Forward([2, 0], [1, 4]);
        Assert.Equal(untouched.Parameters.Values, rnn.Parameters.Values);
        Assert.Equal((untouched.Loss, untouched.HiddenStates), (rnn.Loss, rnn.HiddenStates));
    }

    [Theory]
    [InlineData("exact-squared-error-7x20.json")]
    [InlineData("exact-squared-error-16x40.json")]
    [InlineData("exact-cross-entropy-7x20.json")]
    [InlineData("exact-cross-entropy-16x40.json")]
    public void Dual_numbers_agree_with_PyTorch_autograd(string file)
    {
        var record = Reference.Read(file);
        var duals = ForwardMode.Gradient(record.Parameters, record.X, record.Y, record.LossKind);
        Assert.All(GradientCheck.TensorErrors(duals, record.Gradients), error => Assert.InRange(error, 0, 1e-12));
    }

    [Fact]
    public void Gradients_of_two_sequences_add_up() => Gen.Select(Given, Gen.UInt).Sample((given, seed) =>
    {
        var (rnn, x, y, _) = given;
        var random = new NumPyRandom(seed);
        var (x2, y2) = (Case.Tokens(random, rnn.InputSize, 20), Case.Tokens(random, rnn.OutputSize, 20));
        double[][] one = Copy(Backward(rnn, x, y)), two = Copy(Backward(rnn, x2, y2));

        rnn.Forward(x, y);
        rnn.Backward();   // on top of the second sequence
        for (int k = 0; k < one.Length; k++)
        {
            // At most 60 terms, added in two orders: some hundred units of 2.2e-16 of the largest term, which is below 100.
            for (int i = 0; i < one[k].Length; i++)
                Assert.Equal(one[k][i] + two[k][i], rnn.Gradients.Values[k][i], 1e-11);
        }
    });

    [Fact]
    public void A_repeated_run_is_the_same_bit_for_bit() => Given.Sample(given =>
    {
        var (rnn, x, y, _) = given;
        double[][] first = Copy(Backward(rnn, x, y));
        double loss = rnn.Loss;
        Assert.Equal(first, Copy(Backward(rnn, x, y)));
        Assert.Equal(loss, rnn.Loss);
    });

    [Theory]
    [InlineData(3, 3, 0)]
    [InlineData(0, 0, 0)]
    [InlineData(1, -1, 1)]
    [InlineData(1, 3, 0.5)]
    [InlineData(1e-9, 3e-9, 0.2)]   // 2e-9 over the floor of 1e-8
    public void Relative_error_is_as_defined(double a, double n, double expected) =>
        Assert.Equal(expected, GradientCheck.RelativeError(a, n), 1e-15);

    [Theory]
    [InlineData(double.NaN, 0.5)]
    [InlineData(0.5, double.NaN)]
    [InlineData(double.NaN, double.NaN)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    public void A_gradient_with_an_entry_that_is_no_number_is_not_called_right(double a, double n)
    {
        var (left, right) = (RnnParameters.Draw(2, 3, 2, new NumPyRandom(0)), RnnParameters.Draw(2, 3, 2, new NumPyRandom(0)));
        (left.Whh[1, 1], right.Whh[1, 1]) = (a, n);
        double[] errors = GradientCheck.TensorErrors(left, right);
        Assert.Equal([0, double.NaN, 0, 0, 0], errors);
        Assert.True(double.IsNaN(GradientCheck.Largest(errors)));
    }

    [Fact]
    public void An_infinite_entry_is_infinitely_wrong()
    {
        var (left, right) = (RnnParameters.Draw(2, 3, 2, new NumPyRandom(0)), RnnParameters.Draw(2, 3, 2, new NumPyRandom(0)));
        left.Why[0, 0] = double.NegativeInfinity;
        Assert.Equal(double.PositiveInfinity, GradientCheck.Largest(GradientCheck.TensorErrors(left, right)));
    }

    [Fact]
    public void How_large_what_was_compared_is_shows_that_nothing_was()
    {
        var gradient = new RnnParameters(2, 3, 2);
        (gradient.Whh[1, 2], gradient.by[0]) = (-4, 3);
        Assert.Equal([0, 4, 0, 0, 3], GradientCheck.Sizes(gradient));
    }

    [Fact]
    public void A_judge_without_a_gradient_is_refused()
    {
        // What it answers is what is asked for: the squared error's gradient is zero.
        Rnn Solved() => new(new RnnParameters(1, 1, 1) { by = Vector<double>.Build.Dense([1.0]) });
        Assert.Contains("largest entry is 0 here", Assert.Throws<ArgumentException>(() => new GradientJudge(Solved, [0], [0])).Message);
    }

    [Fact]
    public void A_tensor_of_zeros_has_no_error_if_both_are()
    {
        var (a, n) = (new RnnParameters(1, 2, 3), new RnnParameters(1, 2, 3));
        (a.Whh[1, 0], n.Whh[1, 0], n.Whh[0, 1]) = (3, 4, -5);
        Assert.Equal([0, 1, 0, 0, 0], GradientCheck.TensorErrors(a, n));
    }

    [Fact]
    public void Dual_numbers_know_the_derivatives() => Gen.Double[-3, 3].Sample(at =>
    {
        var x = new DualNumber(at, 1);
        // Values below 410 and slopes below 410, each within a few units of 2.2e-16.
        AssertDual(Math.Tanh(at), 1 - (Math.Tanh(at) * Math.Tanh(at)), DualNumber.Tanh(x));
        AssertDual(Math.Exp(at), Math.Exp(at), DualNumber.Exp(x));
        AssertDual(Math.Log(at + 4), 1 / (at + 4), DualNumber.Log(x + 4));
        AssertDual((2 * at * at) - at, (4 * at) - 1, (2 * x * x) - x);
    });

    private static void AssertDual(double value, double slope, DualNumber actual)
    {
        Assert.Equal(value, actual.Value, 1e-12);
        Assert.Equal(slope, actual.Slope, 1e-12);
    }

    // As near as the next longer step is, but for rounding.
    private static void AssertWithin(RnnParameters exact, RnnParameters actual, RnnParameters longer, double rounding)
    {
        for (int k = 0; k < exact.Values.Length; k++)
            for (int i = 0; i < exact.Values[k].Length; i++)
                Assert.Equal(exact.Values[k][i], actual.Values[k][i], rounding + Math.Abs(longer.Values[k][i] - actual.Values[k][i]));
    }

    private static RnnParameters Backward(Rnn rnn, int[] x, int[] y)
    {
        rnn.ZeroGradients();
        rnn.Forward(x, y);
        rnn.Backward();
        return rnn.Gradients;
    }

    private static double[][] Copy(RnnParameters gradients) => [.. gradients.Values.Select(values => values.ToArray())];
}
