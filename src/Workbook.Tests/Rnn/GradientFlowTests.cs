using CsCheck;
using MathNet.Numerics.LinearAlgebra;

namespace Workbook.Tests;

public class GradientFlowTests
{
    // Sums of at most 24 terms of products of 12 numbers, in another order than the network's: about 300 units of 2.2e-16 of the
    // largest term; the demand is 1e-12.
    private const double Rounding = 1e-12;

    private static readonly Gen<Case> Given = Case.Any(tokens: 8, hidden: 12, steps: 24);

    [Fact]
    public void The_state_gradients_of_all_losses_sum_to_those_of_backpropagation() => Given.Sample(given =>
    {
        var (rnn, x, y, _) = given;
        var flow = new GradientFlow(rnn, x, y);
        // dh_t from the network's own δ_t = (1 − h_t²) ⊙ dh_t.
        var dh = rnn.Deltas.PointwiseDivide(1 - rnn.HiddenStates.PointwisePower(2));
        AssertClose(dh, flow.StateGradients());

        var sum = Matrix<double>.Build.Dense(rnn.HiddenSize, x.Length, 0);
        for (int t = 0; t < x.Length; t++)
            for (int k = 0; k <= t; k++)
                sum.SetColumn(k, sum.Column(k) + flow.StateGradient(t, k));
        AssertClose(dh, sum);
    });

    // The oracle: ∂L_t/∂h_k by the chain rule over the Jacobians written out, each from the states alone.
    [Fact]
    public void A_state_gradient_is_the_product_of_the_Jacobians() => Given.Sample(given =>
    {
        var (rnn, x, y, _) = given;
        var flow = new GradientFlow(rnn, x, y);
        var h = rnn.HiddenStates;
        for (int t = 0; t < x.Length; t++)
        {
            var product = Matrix<double>.Build.DenseIdentity(rnn.HiddenSize);
            for (int k = t; k >= 0; k--)
            {
                AssertClose((product.Transpose() * flow.StateGradient(t, t)).ToColumnMatrix(), flow.StateGradient(t, k).ToColumnMatrix());
                Assert.Equal(flow.StateGradient(t, k).L2Norm(), flow.Norms[t, k]);
                var jacobian = Matrix<double>.Build.Dense(
                    rnn.HiddenSize, rnn.HiddenSize, (i, j) => (1 - (h[i, k] * h[i, k])) * rnn.Parameters.Whh[i, j]);
                AssertClose(jacobian, flow.Jacobian(k));
                product *= jacobian;
            }
        }
    });

    [Fact]
    public void The_contributions_to_a_state_sum_to_the_norm_that_backpropagation_has_there() => Given.Sample(given =>
    {
        var flow = new GradientFlow(given.Rnn, given.X, given.Y);
        var contributions = flow.Contributions();
        // Backward keeps δ_k = (1 − h_k²) ⊙ ∂L/∂h_k.
        var h = given.Rnn.HiddenStates;
        var all = given.Rnn.Deltas.PointwiseDivide(1 - h.PointwiseMultiply(h));
        for (int k = 0; k < flow.Steps; k++)
        {
            double norm = all.Column(k).L2Norm();
            double terms = contributions.Column(k).Sum(Math.Abs);
            // A sum of terms that may cancel: rounding is far below a millionth of their sizes.
            Assert.Equal(norm, contributions.Column(k).Sum(), 1e-9 * (norm + terms));
            for (int t = 0; t < flow.Steps; t++)
                if (t < k)
                    Assert.Equal(0, contributions[t, k]);
                else
                    Assert.InRange(Math.Abs(contributions[t, k]), 0, flow.Norms[t, k] * (1 + 1e-9));
        }
    });

    [Fact]
    public void A_loss_that_pulls_against_the_others_contributes_less_than_nothing()
    {
        // Two outputs' gradients of opposite signs, the nearer one the larger: one unit, whose state goes on with its sign.
        var rnn = new Rnn(1, 1, 1, new NumPyRandom(0));
        rnn.Parameters.Whh[0, 0] = rnn.Parameters.Why[0, 0] = 1;
        var flow = new GradientFlow(rnn, [0, 0], [0, 0], outputGradients: Matrix<double>.Build.DenseOfRowArrays([[3, -1]]));
        Assert.Equal(3, flow.Contributions()[0, 0], 1e-12);
        Assert.InRange(flow.Contributions()[1, 0], -1, -1e-3);
    }

    [Fact]
    public void No_norm_exceeds_its_bound() => Given.Sample(given =>
    {
        var flow = new GradientFlow(given.Rnn, given.X, given.Y);
        var bounds = flow.Bounds();
        for (int t = 0; t < flow.Steps; t++)
        {
            Assert.Equal(flow.Norms[t, t], bounds[t, t]);
            for (int k = 0; k < flow.Steps; k++)
                if (k > t)
                    Assert.True(double.IsNaN(flow.Norms[t, k]) && double.IsNaN(bounds[t, k]));
                else
                    Assert.True(flow.Norms[t, k] <= bounds[t, k] * (1 + Rounding), $"{flow.Norms[t, k]} over {bounds[t, k]}");
        }
    });

    [Fact]
    public void One_unit_reaches_its_bound() => Gen.Select(Gen.UInt, Gen.Double[0.1, 2], Gen.Int[1, 30]).Sample((seed, scale, steps) =>
    {
        // With numbers for matrices, the norm of a product is the product of the norms.
        var flow = new GradientFlow(new Rnn(1, 1, 1, new NumPyRandom(seed), scale: scale), new int[steps], new int[steps]);
        var bounds = flow.Bounds();
        for (int t = 0; t < steps; t++)
            for (int k = 0; k <= t; k++)
                Assert.Equal(bounds[t, k], flow.Norms[t, k], bounds[t, k] * Rounding);
    });

    [Fact]
    public void The_terms_and_the_lags_sum_to_the_gradient_of_Whh() => Given.Sample(given =>
    {
        var (rnn, x, y, _) = given;
        var flow = new GradientFlow(rnn, x, y);
        var steps = Enumerable.Range(0, x.Length).ToList();
        Assert.Equal(rnn.Gradients.Whh, flow.WhhGradient);
        AssertClose(rnn.Gradients.Whh, steps.Select(flow.Term).Aggregate((a, b) => a + b));
        AssertClose(rnn.Gradients.Whh, steps.Select(flow.OfLag).Aggregate((a, b) => a + b));
        // Each product is rounded once, so the entries are equal bit for bit; a rank by singular values would have to guess where
        // rounding ends.
        Matrix<double> Product(int t) =>
            Matrix<double>.Build.Dense(rnn.HiddenSize, rnn.HiddenSize, (i, j) => rnn.Deltas[i, t] * rnn.HiddenStates[j, t - 1]);
        Assert.All(steps[1..], t => Assert.Equal(Product(t), flow.Term(t)));
        Assert.Equal(0, flow.Term(0).FrobeniusNorm());
        // The parts may cancel: digits are lost where they are larger than the whole.
        if (flow.WhhGradient.FrobeniusNorm() > 0)
            Assert.Equal(1, flow.LagFractions().Sum(), 1e-9);
    });

    [Fact]
    public void Truncated_from_T_steps_on_is_the_full_gradient_bit_for_bit() => Gen.Select(Given, Gen.Int[0, 50]).Sample((given, more) =>
    {
        var (rnn, x, y, _) = given;
        var flow = new GradientFlow(rnn, x, y);
        Assert.Equal(rnn.Gradients.Values, flow.Truncated(x.Length + more).Values);
    });

    // The oracle: each loss by itself, its δ carried back a step at a time until it stops.
    [Fact]
    public void Truncated_follows_each_loss_so_many_steps_back() => Gen.Select(Given, Gen.Int[1, 25]).Sample((given, steps) =>
    {
        var (rnn, x, y, _) = given;
        var flow = new GradientFlow(rnn, x, y);
        var (h, p) = (rnn.HiddenStates, rnn.Parameters);
        var expected = new RnnParameters(rnn.InputSize, rnn.HiddenSize, rnn.OutputSize);
        for (int t = 0; t < x.Length; t++)
        {
            var dh = flow.StateGradient(t, t);
            for (int k = t; k >= 0 && k > t - steps; k--)
            {
                var delta = dh.PointwiseMultiply(1 - h.Column(k).PointwisePower(2));
                expected.bh.Add(delta, expected.bh);
                expected.Wxh.SetColumn(x[k], expected.Wxh.Column(x[k]) + delta);
                if (k > 0)
                    expected.Whh.Add(delta.OuterProduct(h.Column(k - 1)), expected.Whh);
                dh = p.Whh.TransposeThisAndMultiply(delta);
            }
        }
        var cut = flow.Truncated(steps);
        AssertClose(expected.Whh, cut.Whh);
        AssertClose(expected.Wxh, cut.Wxh);
        AssertClose(expected.bh.ToColumnMatrix(), cut.bh.ToColumnMatrix());
        Assert.Equal((rnn.Gradients.Why, rnn.Gradients.by), (cut.Why, cut.by));
    });

    [Fact]
    public void A_flow_from_a_start_and_of_one_loss_sums_to_what_the_network_gives() => Given.Sample(given =>
    {
        var (rnn, x, y, start) = given;
        rnn.Forward(x, y, start);
        var last = rnn.OutputGradients;
        for (int t = 0; t < x.Length - 1; t++)
            last.ClearColumn(t);
        foreach (var only in new[] { null, last })
        {
            var flow = new GradientFlow(rnn, x, y, start, only);
            AssertClose(rnn.Gradients.Whh, flow.WhhGradient);
            AssertClose(rnn.Gradients.Whh, Enumerable.Range(0, x.Length).Select(flow.Term).Aggregate((a, b) => a + b));
            AssertClose(rnn.Gradients.Whh, Enumerable.Range(0, x.Length).Select(flow.OfLag).Aggregate((a, b) => a + b));
            for (int t = 0; only != null && t < x.Length - 1; t++)
                Assert.Equal(0, flow.Norms[t, t]);
        }
        // The first step's term has the start in it.
        Assert.Equal(rnn.Deltas.Column(0).OuterProduct(start), new GradientFlow(rnn, x, y, start, last).Term(0));
    }, iter: 40);

    [Fact]
    public void A_single_step_has_no_past()
    {
        var flow = new GradientFlow(new Rnn(3, 4, 2, new NumPyRandom(0)), [1], [1]);
        Assert.Equal((1, 1), (flow.Norms.RowCount, flow.Norms.ColumnCount));
        Assert.Equal(0, flow.OfLag(0).FrobeniusNorm());
        Assert.Equal([double.NaN], flow.LagFractions());
        Assert.Equal(1, flow.Reach(0));
        Assert.Single(flow.NormByLag());
    }

    [Fact]
    public void The_memory_ends_where_the_signal_falls_under_a_share()
    {
        // One unit of weight 1/2 and state 0 (no input, no bias): the signal halves at each step. 2⁻⁶ > 0.01 > 2⁻⁷.
        var rnn = new Rnn(1, 1, 1, new NumPyRandom(0));
        foreach (double[] values in rnn.Parameters.Values)
            Array.Clear(values);
        (rnn.Parameters.Whh[0, 0], rnn.Parameters.Why[0, 0]) = (0.5, 1);
        var flow = new GradientFlow(rnn, new int[12], new int[12]);
        Assert.Equal(7, flow.Reach(11));
        Assert.Equal(2, flow.Reach(11, fraction: 0.3));
        Assert.Equal(4, flow.Reach(3));                        // never: it outlasts the sequence
        Assert.Equal([1, 0.5, 0.25], flow.NormByLag()[..3]);
    }

    [Fact]
    public void What_cannot_be_taken_apart_is_refused()
    {
        var rnn = new Rnn(3, 4, 2, new NumPyRandom(0));
        Assert.Throws<ArgumentException>("x", () => new GradientFlow(rnn, [], []));
        Assert.Throws<ArgumentException>("y", () => new GradientFlow(rnn, [1, 2], [1]));
        Assert.Throws<ArgumentOutOfRangeException>("steps", () => new GradientFlow(rnn, [1, 2], [1, 0]).Truncated(0));
        // No flow is made of a gradient that is not that of the loss, however it came about.
        var published = new PublishedRnn(3, 4, 2, new NumPyRandom(0));
        var error = Assert.Throws<ArgumentException>("rnn", () => new GradientFlow(published, [1, 2], [1, 0]));
        Assert.Contains("not those of its loss", error.Message);
    }

    private static void AssertClose(Matrix<double> expected, Matrix<double> actual)
    {
        double largest = Math.Max(1, expected.Enumerate().Max(Math.Abs));
        Assert.Equal((expected.RowCount, expected.ColumnCount), (actual.RowCount, actual.ColumnCount));
        Assert.True((expected - actual).Enumerate().Max(Math.Abs) <= Rounding * largest, $"expected {expected}, got {actual}");
    }
}
