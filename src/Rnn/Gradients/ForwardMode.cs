#nullable enable
using System;
using MathNet.Numerics.LinearAlgebra;

/// <summary>
/// The gradient of an <see cref="Rnn"/>'s loss by forward-mode differentiation: the forward pass once more, in dual numbers, once
/// for every entry of every parameter. It shares no arithmetic with <see cref="Rnn"/>: whole sums over plain loops, no backward pass.
/// </summary>
public static class ForwardMode
{
    /// <param name="parameters">Where the gradient is taken; they stay as they are.</param>
    /// <param name="x">T input tokens.</param>
    /// <param name="y">T target tokens.</param>
    /// <param name="start">h_{-1} (hidden); zero if omitted.</param>
    /// <returns>The derivative of L with respect to each entry, exact to rounding.</returns>
    public static RnnParameters Gradient(
        RnnParameters parameters, ReadOnlySpan<int> x, ReadOnlySpan<int> y, LossKind lossKind = LossKind.SquaredError,
        Vector<double>? start = null)
    {
        var gradient = parameters.ZerosLike();
        var duals = Array.ConvertAll(parameters.Values, values => Array.ConvertAll(values, value => new DualNumber(value)));
        for (int k = 0; k < duals.Length; k++)
            for (int i = 0; i < duals[k].Length; i++)
            {
                double value = parameters.Values[k][i];
                duals[k][i] = new DualNumber(value, 1);
                gradient.Values[k][i] = Loss(duals, x, y, lossKind, start).Slope;
                duals[k][i] = value;
            }
        return gradient;
    }

    // L as in Rnn; p holds Wxh, Whh, Why column by column, then bh and by.
    private static DualNumber Loss(DualNumber[][] p, ReadOnlySpan<int> x, ReadOnlySpan<int> y, LossKind lossKind, Vector<double>? start)
    {
        var (Wxh, Whh, Why, bh, by) = (p[0], p[1], p[2], p[3], p[4]);
        var (h, before, logits) = (new DualNumber[bh.Length], new DualNumber[bh.Length], new DualNumber[by.Length]);
        DualNumber loss = 0;
        for (int i = 0; start != null && i < h.Length; i++)
            h[i] = start[i];
        for (int t = 0; t < x.Length; t++)
        {
            (h, before) = (before, h);
            for (int i = 0; i < h.Length; i++)
                h[i] = DualNumber.Tanh(Wxh[(x[t] * h.Length) + i] + RowTimes(Whh, i, before, h.Length) + bh[i]);
            for (int i = 0; i < logits.Length; i++)
                logits[i] = RowTimes(Why, i, h, logits.Length) + by[i];
            loss += lossKind == LossKind.SquaredError ? HalfSquares(logits, y[t]) : LogSum(logits) - logits[y[t]];
        }
        return loss;
    }

    private static DualNumber RowTimes(DualNumber[] A, int row, DualNumber[] v, int rows)
    {
        DualNumber sum = 0;
        for (int j = 0; j < v.Length; j++)
            sum += A[(j * rows) + row] * v[j];
        return sum;
    }

    // ½ ‖ŷ − y‖², y one-hot
    private static DualNumber HalfSquares(DualNumber[] logits, int target)
    {
        DualNumber sum = 0;
        for (int i = 0; i < logits.Length; i++)
        {
            DualNumber error = logits[i] - (i == target ? 1 : 0);
            sum += error * error * 0.5;
        }
        return sum;
    }

    // log Σ exp(ŷ), shifted by the largest so that no exp overflows; a shift by a constant changes no slope
    private static DualNumber LogSum(DualNumber[] logits)
    {
        double max = double.NegativeInfinity;
        foreach (DualNumber logit in logits)
            max = Math.Max(max, logit.Value);
        DualNumber sum = 0;
        foreach (DualNumber logit in logits)
            sum += DualNumber.Exp(logit - max);
        return DualNumber.Log(sum) + max;
    }
}

/// <summary>
/// A number with its derivative with respect to one input: a + b ε, where ε² = 0. Sums, products and functions carry the derivative
/// along by the rules of differentiation, so that it is exact to rounding, and there is no step size to choose (Wengert 1964,
/// "A simple automatic derivative evaluation program").
/// </summary>
/// <param name="Value">a, the number.</param>
/// <param name="Slope">b, its derivative: 1 for the input itself, 0 for what does not depend on it.</param>
public readonly record struct DualNumber(double Value, double Slope = 0)
{
    public static implicit operator DualNumber(double value) => new(value);

    public static DualNumber operator +(DualNumber a, DualNumber b) => new(a.Value + b.Value, a.Slope + b.Slope);

    public static DualNumber operator -(DualNumber a, DualNumber b) => new(a.Value - b.Value, a.Slope - b.Slope);

    public static DualNumber operator *(DualNumber a, DualNumber b) => new(a.Value * b.Value, (a.Slope * b.Value) + (a.Value * b.Slope));

    /// <summary>With the slope 1 / cosh², which keeps its digits where 1 − tanh² loses them.</summary>
    public static DualNumber Tanh(DualNumber a) => new(Math.Tanh(a.Value), a.Slope / (Math.Cosh(a.Value) * Math.Cosh(a.Value)));

    public static DualNumber Exp(DualNumber a) => new(Math.Exp(a.Value), a.Slope * Math.Exp(a.Value));

    public static DualNumber Log(DualNumber a) => new(Math.Log(a.Value), a.Slope / a.Value);
}
