using MathNet.Numerics.LinearAlgebra;
using static Workbook.Tests.ExerciseCheck;

namespace Workbook.Tests;

/// <summary>The checks of notebook 01 take what is right, however it was computed; what is wrong gets a hint that fits.</summary>
public class StepByStepExercisesTests
{
    private static readonly int[] X = [1, 3, 3], Y = [0, 2, 1];
    private static readonly Rnn Network = Run();
    private static readonly StepByStepExercises Exercises = new(Network.Parameters, X, Y);

    [Fact]
    public void One_more_token()
    {
        var p = Network.Parameters;
        Vector<double> zero = Network.ZeroState, last = Network.State;
        Vector<double> sum = p.Wxh.Column(0) + (p.Whh * last) + p.bh, h = sum.PointwiseTanh();
        Right(Exercises.OneMoreToken((p.Why * h) + p.by));
        var logits = Network.StepForward(0, last).yhat;
        Right(Exercises.OneMoreToken(logits));
        Right(Exercises.OneMoreToken(logits.Map(value => Math.Round(value, 8))));            // as NumPyText prints it
        Right(Exercises.OneMoreToken(logits.Map(value => Math.Round(value, 6))));
        Refused(
        [
            (null, "empty"), (h, "hidden state"), (Network.StepForward(0, zero).yhat, "zero again"), (p.Why * h, "by is missing"),
            ((p.Why * sum) + p.by, "tanh is missing"), (Network.Logits.Column(2), "too early"), (p.by.SubVector(0, 4), "4 numbers"),
            (Network.StepForward(1, last).yhat, "term by term"), (Vector<double>.Build.Dense(5, double.NaN), "is NaN"),
            (logits.Map(value => Math.Round(value, 3)), "not enough digits"), (Vector<double>.Build.Dense(5), "term by term"),
        ], Exercises.OneMoreToken);
    }

    [Fact]
    public void Five_gradients()
    {
        var d = Network.Gradients;
        double change = 0.01 * d.bh.Sum(), factor = d.Why.Row(1) * Tanh(Network) / (Tanh(Network) * Tanh(Network));
        int largest = Tanh(Network).AbsoluteMaximumIndex();
        Right(Exercises.FiveGradients(d.by.MaximumIndex(), d.by[1], change, 28, 4));
        // As one reads it off, to the digits that are asked for.
        Right(Exercises.FiveGradients(d.by.MaximumIndex(), Rounded(d.by[1], 2), Rounded(change, 3), 28, 4));
        Right(Exercises.FiveGradients(d.by.MaximumIndex(), factor, change, 28, 4));
        Right(Exercises.FiveGradients(d.by.MaximumIndex(), d.Why[1, largest] / Tanh(Network)[largest], change, 28, 4));
        Assert.Equal("Not yet: by2 is empty. Why2 is empty. bh2 is empty. Wxh2 is empty. Whh2 is empty.",
            Exercises.FiveGradients(null, null, null, null, null));
        // Each alone, so that the hint is that of its question.
        Refused([(1, "by2: that logit is the farthest off, but too low"), (2, "by2: too high"), (7, "by2: the output tokens are 0 to 4")],
            by => Exercises.FiveGradients(by, d.by[1], change, 28, 4));
        Refused([(d.Why[1, 0], "Why2: that is an entry of row 1 itself"), (d.by[2], "Why2: that is entry 2 of dby"), (-d.by[1], "sign"),
                (3 * d.by[1], "What is left"), (double.NaN, "Why2 is NaN"), (Rounded(d.by[1], 1), "not enough digits")],
            Why => Exercises.FiveGradients(d.by.MaximumIndex(), Why, change, 28, 4));
        Refused([(100 * change, "growth by 1"), (-change, "sign"), (0.01 * d.bh[0], "add up"), (double.PositiveInfinity, "bh2 is Infinity"),
                (Rounded(change, 2), "not enough digits"), (0.01 * d.by.Sum(), "add up")],
            bh => Exercises.FiveGradients(d.by.MaximumIndex(), d.by[1], bh, 28, 4));
        Refused([(14, "not zero"), (42, "How many"), (4, "How many")],
            Wxh => Exercises.FiveGradients(d.by.MaximumIndex(), d.by[1], change, Wxh, 4));
        Refused([(5, "Which?"), (7, "7 is its size"), (2, "three tokens"), (3, "count"), (12, "Its rank is 7 at most")],
            Whh => Exercises.FiveGradients(d.by.MaximumIndex(), d.by[1], change, 28, Whh));
    }

    [Fact]
    public void Five_gradients_of_whatever_the_notebook_lets_a_reader_change()
    {
        for (int seed = 0; seed < 500; seed++)
        {
            var random = new NumPyRandom(1_000 + seed);
            int Draw(int least, int most) => least + (int)(random.NextDouble() * (most - least + 1));
            int hidden = seed % 11 + 2;
            // The tokens and sizes of the notebook, then others.
            var network = seed % 2 == 0 ? new Rnn(6, 7, 5, new NumPyRandom(seed))
                : new Rnn(Draw(2, 12), hidden, Draw(2, 12), new NumPyRandom(seed));
            int[] x = seed % 2 == 0 ? X : Case.Tokens(random, network.InputSize, Draw(2, 6));
            int[] y = seed % 2 == 0 ? Y : Case.Tokens(random, network.OutputSize, x.Length);
            network.Forward(x, y);
            network.Backward();
            var (d, exercises) = (network.Gradients, new StepByStepExercises(network.Parameters, x, y));
            int by = d.by.MaximumIndex(), zeros = d.Wxh.Enumerate().Count(value => value == 0), rank = Math.Min(4, network.HiddenSize);
            double change = 0.01 * d.bh.Sum();
            Right(exercises.FiveGradients(by, d.by[1], change, zeros, rank));

            for (int k = 0; k < network.OutputSize; k++)
            {
                if (k != by)
                    Assert.StartsWith("Not yet: by2: ", exercises.FiveGradients(k, d.by[1], change, zeros, rank));
                if (k != 1)
                    Assert.StartsWith($"Not yet: Why2: that is entry {k} ", exercises.FiveGradients(by, d.by[k], change, zeros, rank));
            }
            for (int k = 0; k < 15; k++)
                if (k != rank)
                    Assert.StartsWith("Not yet: Whh2: ", exercises.FiveGradients(by, d.by[1], change, zeros, k));
            Assert.StartsWith("Not yet: Wxh2: ", exercises.FiveGradients(by, d.by[1], change, zeros + 1, rank));
            Assert.StartsWith("Not yet: bh2: ", exercises.FiveGradients(by, d.by[1], 100 * change, zeros, rank));
            // What is said of a logit is so.
            int least = d.by.MinimumIndex();
            string said = exercises.FiveGradients(least, d.by[1], change, zeros, rank);
            Assert.Equal(d.by[by] <= 0, said.Contains("every logit is too low", StringComparison.Ordinal));
            if (said.Contains("farthest off, but too low", StringComparison.Ordinal))
                Assert.True(d.by[least] < 0 && d.by[least] == -d.by.Map(Math.Abs).Maximum());
        }
    }

    [Fact]
    public void Five_tokens_give_rank_4_at_most_alike_or_not()
    {
        foreach (int[] x in new int[][] { [1, 3, 0, 5, 2], [3, 3, 3, 3, 3], [1, 3, 3, 1, 3] })
            for (int hidden = 2; hidden <= 12; hidden++)
            {
                var network = new Rnn(6, hidden, 5, new NumPyRandom(hidden), scale: 0.5);
                network.Forward(x, [0, 2, 1, 4, 3]);
                network.Backward();
                // With weights this large the fourth singular value is far above rounding, some 1e-16 of the first.
                var values = network.Gradients.Whh.Svd().S;
                Assert.Equal(Math.Min(4, hidden), values.Count(value => value > 1e-12 * values[0]));
            }
    }

    [Fact]
    public void Delta_on_paper()
    {
        var (h, p) = (Network.HiddenStates, Network.Parameters);
        Vector<double> Slope(int t) => 1 - h.Column(t).PointwiseMultiply(h.Column(t));
        var last = Slope(2).PointwiseMultiply(p.Why.Transpose() * Network.OutputGradients.Column(2));
        var middle = Slope(1).PointwiseMultiply(p.Whh.Transpose() * last);
        var right = Slope(0).PointwiseMultiply(p.Whh.Transpose() * middle);
        Right(Exercises.DeltaOnPaper(right));
        // As the notebook measures δ: the last loss, with the pre-activation of h_0 moved.
        var measured = Vector<double>.Build.Dense(7, i => (LastLoss(i, 1e-5) - LastLoss(i, -1e-5)) / 2e-5);
        var straight = Slope(0).PointwiseMultiply(p.Whh * Slope(1).PointwiseMultiply(p.Whh * last));
        var flat = p.Whh.Transpose() * (p.Whh.Transpose() * (p.Why.Transpose() * Network.OutputGradients.Column(2)));
        Refused(
        [
            (null, "empty"), (Vector<double>.Build.Dense(5), "has 7 numbers, and answer3 has 5"), (-right, "sign"),
            (Network.Deltas.Column(0), "all answers"), (middle, "δ_1"), (straight, "transpose"), (flat, "tanh′"),
            (p.Whh.Transpose() * middle, "∂L/∂h_0"), (last, "δ_2"), (Vector<double>.Build.Dense(7), "write down"),
            (measured, "digits, as a measured or a rounded δ_0 is"), (right.Map(value => Rounded(value, 4)), "right to 3 digits"),
            (1.1 * right, "write down"), (right.Map(_ => double.NegativeInfinity), "is -Infinity"),
        ], Exercises.DeltaOnPaper);

        double LastLoss(int unit, double nudge)
        {
            var state = Network.StepForward(X[0], Network.ZeroState).h;
            var nudged = p.Wxh.Column(X[0]) + p.bh;
            nudged[unit] += nudge;
            state = nudged.PointwiseTanh();
            var logits = Vector<double>.Build.Dense(5);
            for (int t = 1; t < X.Length; t++)
                (state, logits) = Network.StepForward(X[t], state);
            return Losses.Of(LossKind.SquaredError, logits, Y[^1]).Loss;
        }
    }

    [Fact]
    public void The_backward_step()
    {
        Right(StepByStepExercises.StepBackward((p, d, x, h, before, dy, after) => Step(p, d, x, h, before, dy, after)));
        // Element by element is right too.
        Right(StepByStepExercises.StepBackward((p, d, x, h, before, dy, after) =>
        {
            var delta = Vector<double>.Build.Dense(7);
            for (int i = 0; i < 7; i++)
            {
                double dh = (p.Why.Column(i) * dy) + (p.Whh.Column(i) * after);
                delta[i] = (1 - (h[i] * h[i])) * dh;
                for (int j = 0; j < 7; j++)
                    d.Whh[i, j] += delta[i] * before[j];
                for (int k = 0; k < 5; k++)
                    d.Why[k, i] += dy[k] * h[i];
                d.Wxh[i, x] += delta[i];
            }
            (d.by, d.bh) = (d.by + dy, d.bh + delta);
            return delta;
        }));
        Refused<BackwardStep>(
        [
            ((p, d, x, h, before, dy, after) => null, "returns null"),
            ((p, d, x, h, before, dy, after) => dy, "returns 5 numbers"),
            ((p, d, x, h, before, dy, after) => after, "All five are still zero"),
            ((p, d, x, h, before, dy, after) => Step(p, d, x, h, before, -dy, after), "sign"),
            ((p, d, x, h, before, dy, after) => Step(p, d, x, h, before, dy, 0 * after), "Nothing comes back through time"),
            ((p, d, x, h, before, dy, after) => Step(p, d, x, h, before, dy, after, isTransposed: false), "transpose"),
            ((p, d, x, h, before, dy, after) => Step(p, d, x, h, before, dy, after, _ => 1), "tanh′ is missing"),
            ((p, d, x, h, before, dy, after) => Step(p, d, x, h, before, dy, after, value => 1 - value), "tanh′ is 1 − h²"),
            ((p, d, x, h, before, dy, after) => Step(p, d, x, h, h, dy, after), "Not yet: Whh. Whh was multiplied with the state before."),
            ((p, d, x, h, before, dy, after) => Overwriting(p, d, x, h, before, dy, after), "holds one alone"),
            ((p, d, x, h, before, dy, after) => WithoutSum(p, d, x, h, before, dy, after), "Not yet: Wxh. Token 3 is read twice"),
            ((p, d, x, h, before, dy, after) => Step(p, d, x, h, 2 * before, dy, after), "Not yet: Whh. What is not named is right."),
            ((p, d, x, h, before, dy, after) => Step(p, d, x, before, before, dy, after), "hPrev in place of h"),
            ((p, d, x, h, before, dy, after) =>
            {
                d.by.Add(dy);                                                     // the sum, thrown away
                d.bh.Add(h);
                return after;
            }, "`d.bh.Add(…)` returns the sum"),
            ((p, d, x, h, before, dy, after) =>
            {
                var (sum, delta) = (d.bh.Clone(), Step(p, d, x, h, before, dy, after));
                d.bh = sum;
                d.bh.Add(delta);
                return delta;
            }, "Not yet: bh. Still zero: bh. `d.bh.Add(…)` returns the sum"),
            ((p, d, x, h, before, dy, after) =>
            {
                var (column, delta) = (d.Wxh.Column(x), Step(p, d, x, h, before, dy, after));
                d.Wxh.SetColumn(x, column);
                d.Wxh.Column(x).Add(delta, d.Wxh.Column(x));
                return delta;
            }, "Not yet: Wxh. Still zero: Wxh."),
            ((p, d, x, h, before, dy, after) =>
            {
                Step(p, d, x, h, before, dy, after);
                return (p.Why.Transpose() * dy) + (p.Whh.Transpose() * after);
            }, "something else is returned"),
            ((p, d, x, h, before, dy, after) =>
            {
                var delta = (1 - before.PointwiseMultiply(before))
                    .PointwiseMultiply(Step(p, p.ZerosLike(), x, h, before, dy, after, _ => 1));
                (d.Why, d.by, d.bh) = (d.Why + dy.OuterProduct(h), d.by + dy, d.bh + delta);
                (d.Whh, d.Wxh) = (d.Whh + delta.OuterProduct(before), d.Wxh);
                d.Wxh.SetColumn(x, d.Wxh.Column(x) + delta);
                return delta;
            }, "hPrev in place of h"),
            ((p, d, x, h, before, dy, after) =>
            {
                var delta = Step(p, d, x, h, before, dy, after);
                p.Whh -= 0.1 * d.Whh;
                return delta;
            }, "changes p"),
            ((p, d, x, h, before, dy, after) => Step(p, d, x, h, before, double.NaN * dy, after), "NaN"),
            ((p, d, x, h, before, dy, after) =>
            {
                d.by += dy;
                return p.Whh.Transpose() * after;
            }, "δ_t is zero at every time step"),
        ], StepByStepExercises.StepBackward);
    }

    [Fact]
    public void Dense_inputs()
    {
        var inputs = Matrix<double>.Build.Dense(4, 3, (i, t) => 0.1 * (i - t + 1));
        var Wx = Matrix<double>.Build.Dense(5, 4, (i, j) => 0.05 * ((3 * i) - j));
        int[] targets = [0, 1, 0];
        var network = new Rnn(3, 5, 2, new NumPyRandom(0), scale: 1);
        network.Parameters.Wxh = Wx * inputs;
        network.Forward([0, 1, 2], targets);
        network.Backward();
        var (d, delta) = (network.Gradients.Wxh, network.Deltas);
        var before = network.Parameters.Wxh.Clone();
        string Check(Matrix<double>? answer) => StepByStepExercises.DenseInputs(answer, network, Wx, inputs, targets);
        Right(Check(d * inputs.Transpose()));
        Refused(
        [
            (null, "empty"), (d, "one δ_t per column"), (inputs * d.Transpose(), "transpose"), (-d * inputs.Transpose(), "sign"),
            (Wx, "Sum over"), (before * inputs.Transpose(), "weights"), (delta.Column(1).OuterProduct(inputs.Column(1)), "one time step"),
            (2 * d * inputs.Transpose(), "2 times the gradient"), (3 * d * inputs.Transpose(), "3 times the gradient"),
            ((d * inputs.Transpose()).Map(value => Rounded(value, 4)), "right to 3 digits"),
            (d * inputs.Transpose() / 3, "mean over the time steps"),
            (Matrix<double>.Build.Dense(2, 2), "answer5 is 2 × 2"),
        ], Check);
        Assert.Equal(before, network.Parameters.Wxh);
    }

    private static Vector<double> Tanh(Rnn network) => network.Parameters.bh.PointwiseTanh();

    private static Rnn Run()
    {
        var network = new Rnn(6, 7, 5, new NumPyRandom(0));
        network.Forward(X, Y);
        network.Backward();
        return network;
    }

    private static Vector<double> Step(
        RnnParameters p, RnnParameters d, int x, Vector<double> h, Vector<double> before, Vector<double> dy, Vector<double> after,
        Func<double, double>? slope = null, bool isTransposed = true)
    {
        slope ??= value => 1 - (value * value);
        var delta = h.Map(slope).PointwiseMultiply((p.Why.Transpose() * dy) + ((isTransposed ? p.Whh.Transpose() : p.Whh) * after));
        d.Why += dy.OuterProduct(h);
        d.by += dy;
        d.bh += delta;
        d.Wxh.SetColumn(x, d.Wxh.Column(x) + delta);
        d.Whh += delta.OuterProduct(before);
        return delta;
    }

    private static Vector<double> Overwriting(
        RnnParameters p, RnnParameters d, int x, Vector<double> h, Vector<double> before, Vector<double> dy, Vector<double> after)
    {
        d.Clear();
        return Step(p, d, x, h, before, dy, after);
    }

    private static Vector<double> WithoutSum(
        RnnParameters p, RnnParameters d, int x, Vector<double> h, Vector<double> before, Vector<double> dy, Vector<double> after)
    {
        var delta = Step(p, d, x, h, before, dy, after);
        d.Wxh.SetColumn(x, delta);
        return delta;
    }
}
