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
        Right(Exercises.OneMoreToken(Network.StepForward(0, last).yhat));
        Refused(
        [
            (null, "empty"), (h, "hidden state"), (Network.StepForward(0, zero).yhat, "zero again"), (p.Why * h, "by is missing"),
            ((p.Why * sum) + p.by, "tanh is missing"), (Network.Logits.Column(2), "too early"), (p.by.SubVector(0, 4), "4 numbers"),
            (Network.StepForward(1, last).yhat, "term by term"), (Vector<double>.Build.Dense(5, double.NaN), "term by term"),
        ], Exercises.OneMoreToken);
    }

    [Fact]
    public void Five_gradients()
    {
        var d = Network.Gradients;
        double change = 0.01 * d.bh.Sum();
        Right(Exercises.FiveGradients(d.by.MaximumIndex(), d.by[1], change, 28, 4));
        Assert.Equal("Not yet: by is empty. Why is empty. bh is empty. Wxh is empty. Whh is empty.",
            Exercises.FiveGradients(null, null, null, null, null));
        // Each alone, so that the hint is that of its question.
        Refused([(1, "too low"), (2, "which is the largest"), (7, "which is the largest")],
            by => Exercises.FiveGradients(by, d.by[1], change, 28, 4));
        Refused([(d.Why[1, 0], "What is left"), (-d.by[1], "What is left"), (double.NaN, "What is left")],
            Why => Exercises.FiveGradients(d.by.MaximumIndex(), Why, change, 28, 4));
        Refused([(100 * change, "by 1"), (-change, "add up"), (0.01 * d.bh[0], "add up")],
            bh => Exercises.FiveGradients(d.by.MaximumIndex(), d.by[1], bh, 28, 4));
        Refused([(14, "not zero"), (42, "How many"), (4, "How many")],
            Wxh => Exercises.FiveGradients(d.by.MaximumIndex(), d.by[1], change, Wxh, 4));
        Refused([(5, "Which?"), (7, "at most"), (2, "three tokens"), (3, "count")],
            Whh => Exercises.FiveGradients(d.by.MaximumIndex(), d.by[1], change, 28, Whh));
    }

    [Fact]
    public void Five_tokens_give_rank_4()
    {
        var network = new Rnn(6, 7, 5, new NumPyRandom(0), scale: 0.5);
        network.Forward([1, 3, 0, 5, 2], [0, 2, 1, 4, 3]);
        network.Backward();
        // With weights this large the fourth singular value is far above rounding, some 1e-16 of the first.
        var values = network.Gradients.Whh.Svd().S;
        Assert.Equal([false, false, false, false, true, true, true], values.Select(value => value < 1e-12 * values[0]));
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
        var straight = Slope(0).PointwiseMultiply(p.Whh * Slope(1).PointwiseMultiply(p.Whh * last));
        var flat = p.Whh.Transpose() * (p.Whh.Transpose() * (p.Why.Transpose() * Network.OutputGradients.Column(2)));
        Refused(
        [
            (null, "empty"), (Vector<double>.Build.Dense(5), "has 7 numbers, and answer3 has 5"), (-right, "sign"),
            (Network.Deltas.Column(0), "all answers"), (middle, "δ_1"), (straight, "transpose"), (flat, "tanh′"),
            (p.Whh.Transpose() * middle, "∂L/∂h_0"), (last, "write down"), (Vector<double>.Build.Dense(7), "write down"),
        ], Exercises.DeltaOnPaper);
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
            ((p, d, x, h, before, dy, after) => Overwriting(p, d, x, h, before, dy, after), "yours hold one"),
            ((p, d, x, h, before, dy, after) => WithoutSum(p, d, x, h, before, dy, after), "Not yet: Wxh. Token 3 is read twice"),
            ((p, d, x, h, before, dy, after) => Step(p, d, x, h, 2 * before, dy, after), "Not yet: Whh. What is not named is right."),
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
            (Matrix<double>.Build.Dense(2, 2), "answer5 is 2 × 2"),
        ], Check);
        Assert.Equal(before, network.Parameters.Wxh);
    }

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
