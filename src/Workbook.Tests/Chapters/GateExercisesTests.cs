using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;
using static Workbook.Tests.ExerciseCheck;

namespace Workbook.Tests;

/// <summary>The checks of notebook 06 take what is right, however it was computed; what is wrong gets a hint that fits.</summary>
public class GateExercisesTests
{
    [Fact]
    public void A_triangle_predicted()
    {
        int[] lags = [1, 5, 20];
        double[] Of(Func<int, double> fraction) => [.. lags.Select(fraction)];
        var lstm = new Lstm(LstmParameters.Draw(7, 12, 7, new NumPyRandom(0), scale: 0.001, forgetBias: 2));
        int[] x = [.. Enumerable.Range(0, 30).Select(t => t * 3 % 7)], y = [.. Enumerable.Range(0, 30).Select(t => t * 5 % 7)];
        var norms = CellFlow.Norms(lstm, x, y);
        string Check(double[]? answer) => GateExercises.Predicted(answer, 2, norms, lags);
        double gate = 1 / (1 + Math.Exp(-2.0));
        Right(Check(Of(lag => Math.Pow(gate, lag))));
        Right(Check([0.88, 0.53, 0.079]));                            // rounded
        Refused(
        [
            (null, "empty"), ([], "empty"), ([0.88], "answer1 has 1."), (Of(lag => Math.Pow(1 - gate, lag)), "takes away"),
            (Of(lag => Math.Pow(Math.Tanh(2), lag)), "not tanh"), (Of(lag => Math.Pow(2, lag)), "bias itself"),
            (Of(lag => Math.Pow(gate, lag + 1)), "at lag 0"), (Of(lag => gate), "once more"), (Of(lag => gate / lag), "once more"),
            ([0.88, 0.53, 0.2], "at lag 20 less"), ([0.88, 0.4, 0.079], "at lag 5 more"), ([double.NaN, 0, 0], "is NaN"),
            ([0.9, 0.5, 0.08], "not enough digits"), ([0.9, 0.5, 0.2], "at lag 20 less"),
        ], Check);
    }

    [Fact]
    public void The_derivative_of_a_gate()
    {
        static double Gate(double a) => 1 / (1 + Math.Exp(-a));
        Right(GateExercises.ForgetGate((dc, c, a) => dc * c * Gate(a) * (1 - Gate(a))));
        Right(GateExercises.ForgetGate((dc, c, a) => dc * c * Math.Exp(-a) / Math.Pow(1 + Math.Exp(-a), 2)));
        Right(GateExercises.ForgetGate((dc, c, a) => (float)(dc * c * Gate(a) * (1 - Gate(a)))));
        Refused<Func<double, double, double, double>?>(
        [
            (null, "empty"), ((dc, c, a) => dc * c, "one more factor"), ((dc, c, a) => dc * c * Gate(a), "gate itself"),
            ((dc, c, a) => dc * c * (1 - (Gate(a) * Gate(a))), "belongs to tanh"),
            ((dc, c, a) => dc * c * a * (1 - a), "of the pre-activation"),
            ((dc, c, a) => dc * Gate(a) * (1 - Gate(a)), "is a factor"), ((dc, c, a) => -dc * c * Gate(a) * (1 - Gate(a)), "sign"),
            ((dc, c, a) => 0, "Two links"), ((dc, c, a) => double.NaN, "Two links"),
        ], GateExercises.ForgetGate);
    }

    [Fact]
    public void A_step_of_a_gated_recurrent_unit()
    {
        // Two units; the numbers are those of torch.nn.GRUCell, torch 1.13 in float64.
        var h = Gru([0.5, -1.0, 0.25, 2.0, -0.75, 1.5], [-0.2, 0.4, 1.0, -0.6, 0.8, -1.2], [0.3, -0.9]);
        Assert.Equal(0.17026709262197337, h[0], 1e-15);
        Assert.Equal(-0.5654418920243482, h[1], 1e-15);

        Right(GateExercises.Gru((x, u, before) => Vector<double>.Build.DenseOfArray(Gru([.. x], [.. u], [.. before]))));
        Right(GateExercises.Gru((x, u, before) => Step(x, u, before)));
        Refused<GruStep?>(
        [
            (null, "empty"), ((x, u, before) => null, "null"), ((x, u, before) => x, "returns 12"),
            ((x, u, before) => before, "line by line"),
            ((x, u, before) => Step(x, u, before, mix: (z, n, old) => (z * n) + ((1 - z) * old)), "z and 1 − z"),
            ((x, u, before) => Step(Exchanged(x), Exchanged(u), before), "r and z"),
            ((x, u, before) => Step(x, u, before, candidate: (r, fromX, fromH) => Math.Tanh(fromX + fromH)), "r is missing"),
            ((x, u, before) => Step(x, u, before, candidate: (r, fromX, fromH) => Math.Tanh(r * (fromX + fromH))), "only what comes from"),
            ((x, u, before) => Step(x, u, before, candidate: (r, fromX, fromH) => Math.Tanh((r * fromX) + fromH)), "only what comes from"),
            ((x, u, before) => Step(x, u, before, candidate: (r, fromX, fromH) => fromX + (r * fromH)), "has a tanh"),
            ((x, u, before) => Step(x, u, before, mix: (z, n, old) => n), "the candidate n"),
        ], GateExercises.Gru);

        static Vector<double> Exchanged(Vector<double> parts) => Vector<double>.Build.DenseOfEnumerable(
            [.. parts.Skip(4).Take(4), .. parts.Take(4), .. parts.Skip(8)]);
    }

    // Unit by unit, with plain numbers.
    private static double[] Gru(double[] x, double[] u, double[] before) => [.. before.Select((old, k) =>
    {
        int n = before.Length;
        double r = 1 / (1 + Math.Exp(-x[k] - u[k])), z = 1 / (1 + Math.Exp(-x[n + k] - u[n + k]));
        return (z * old) + ((1 - z) * Math.Tanh(x[(2 * n) + k] + (r * u[(2 * n) + k])));
    })];

    private static Vector<double> Step(
        Vector<double> x, Vector<double> u, Vector<double> before, Func<double, double, double, double>? candidate = null,
        Func<double, double, double, double>? mix = null)
    {
        int n = before.Count;
        candidate ??= (r, fromX, fromH) => Math.Tanh(fromX + (r * fromH));
        mix ??= (z, offered, old) => (z * old) + ((1 - z) * offered);
        return Vector<double>.Build.Dense(n, k =>
        {
            double r = SpecialFunctions.Logistic(x[k] + u[k]), z = SpecialFunctions.Logistic(x[n + k] + u[n + k]);
            return mix(z, candidate(r, x[(2 * n) + k], u[(2 * n) + k]), before[k]);
        });
    }
}
