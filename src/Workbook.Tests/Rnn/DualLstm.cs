using MathNet.Numerics.LinearAlgebra;

namespace Workbook.Tests;

/// <summary>
/// The gradient of an <see cref="Lstm"/>'s loss in dual numbers, once for every entry of every parameter and of the start. It shares no
/// arithmetic with <see cref="Lstm"/>: whole sums over plain loops, σ(a) as ½ + ½ tanh(a/2), no backward pass.
/// </summary>
internal static class DualLstm
{
    public static (LstmParameters Gradient, double[] OfStart) Gradient(
        LstmParameters parameters, int[] x, int[] y, LossKind lossKind, Vector<double> start)
    {
        var gradient = parameters.ZerosLike();
        double[] ofStart = new double[start.Count];
        double[][] from = [.. parameters.Values, [.. start]], into = [.. gradient.Values, ofStart];
        var duals = Array.ConvertAll(from, values => Array.ConvertAll(values, value => new DualNumber(value)));
        for (int k = 0; k < duals.Length; k++)
            for (int i = 0; i < duals[k].Length; i++)
            {
                duals[k][i] = new DualNumber(from[k][i], 1);
                into[k][i] = Loss(duals, x, y, lossKind).Slope;
                duals[k][i] = from[k][i];
            }
        return (gradient, ofStart);
    }

    // p holds Wxh, Whh, Why column by column, then bh, by, and the start.
    private static DualNumber Loss(DualNumber[][] p, int[] x, int[] y, LossKind lossKind)
    {
        var (Wxh, Whh, Why, bh, by) = (p[0], p[1], p[2], p[3], p[4]);
        int n = bh.Length / 4;
        DualNumber[] h = p[5][..n], c = p[5][n..];
        DualNumber loss = 0;
        for (int t = 0; t < x.Length; t++)
        {
            var a = new DualNumber[4 * n];
            for (int row = 0; row < a.Length; row++)
            {
                a[row] = bh[row] + Wxh[(x[t] * a.Length) + row];
                for (int j = 0; j < n; j++)
                    a[row] += Whh[(j * a.Length) + row] * h[j];
            }
            (DualNumber[] hNext, DualNumber[] cNext) = (new DualNumber[n], new DualNumber[n]);
            for (int k = 0; k < n; k++)
            {
                cNext[k] = (Logistic(a[n + k]) * c[k]) + (Logistic(a[k]) * DualNumber.Tanh(a[(2 * n) + k]));
                hNext[k] = Logistic(a[(3 * n) + k]) * DualNumber.Tanh(cNext[k]);
            }
            (h, c) = (hNext, cNext);

            var logits = new DualNumber[by.Length];
            for (int row = 0; row < logits.Length; row++)
            {
                logits[row] = by[row];
                for (int j = 0; j < n; j++)
                    logits[row] += Why[(j * logits.Length) + row] * h[j];
            }
            loss += lossKind == LossKind.SquaredError ? HalfSquares(logits, y[t]) : CrossEntropy(logits, y[t]);
        }
        return loss;
    }

    private static DualNumber Logistic(DualNumber a) => (DualNumber.Tanh(a * 0.5) * 0.5) + 0.5;

    private static DualNumber HalfSquares(DualNumber[] logits, int target)
    {
        DualNumber sum = 0;
        for (int row = 0; row < logits.Length; row++)
            sum += (logits[row] - (row == target ? 1 : 0)) * (logits[row] - (row == target ? 1 : 0)) * 0.5;
        return sum;
    }

    // Logits here are small: no exponential overflows.
    private static DualNumber CrossEntropy(DualNumber[] logits, int target) =>
        DualNumber.Log(logits.Aggregate(new DualNumber(0), (sum, logit) => sum + DualNumber.Exp(logit))) - logits[target];
}
