#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;

/// <summary>
/// Gradients of a network's loss by finite differences, and how far apart two gradients are. <see cref="ForwardMode"/> is another way,
/// with no step size.
/// </summary>
public static class GradientCheck
{
    /// <summary>
    /// For every entry p of every parameter (L(p + s) − L(p − s)) / 2s. The formula is off by s²/6 · L‴, and rounding by about
    /// 1e-16 · L / s, so a step size near 1e-5 is best, with about ten digits right.
    /// </summary>
    /// <param name="network">Its parameters come back to what they were, and its last forward pass is the one over x and y.</param>
    /// <param name="x">T input tokens.</param>
    /// <param name="y">T target tokens.</param>
    /// <param name="step">s, not zero.</param>
    public static T CentralDifferences<T>(IRecurrentNetwork<T> network, ReadOnlySpan<int> x, ReadOnlySpan<int> y, double step = 1e-5)
        where T : Tensors =>
        Differences(network, x, y, [(step, 1 / (2 * step)), (-step, -1 / (2 * step))]);

    /// <summary>
    /// For every entry p of every parameter (8 L(p + s) − 8 L(p − s) − L(p + 2s) + L(p − 2s)) / 12s, off by s⁴/30 · L⁗′ and the
    /// same rounding: larger steps, near 1e-3, and more digits for twice the work.
    /// </summary>
    /// <inheritdoc cref="CentralDifferences"/>
    public static T FivePointDifferences<T>(IRecurrentNetwork<T> network, ReadOnlySpan<int> x, ReadOnlySpan<int> y, double step = 1e-3)
        where T : Tensors =>
        Differences(network, x, y,
            [(step, 8 / (12 * step)), (-step, -8 / (12 * step)), (2 * step, -1 / (12 * step)), (-2 * step, 1 / (12 * step))]);

    /// <summary>|a − n| / max(floor, |a| + |n|): 0 where the two are equal, 1 where their signs differ.</summary>
    /// <param name="floor">Keeps two numbers that are both nearly zero from looking far apart; positive.</param>
    public static double RelativeError(double a, double n, double floor = 1e-8) =>
        Math.Abs(a - n) / Math.Max(floor, Math.Abs(a) + Math.Abs(n));

    /// <summary>The <see cref="RelativeError"/> of every entry.</summary>
    public static T RelativeErrors<T>(T a, T n, double floor = 1e-8)
        where T : Tensors
    {
        var errors = (T)a.ZerosLike();
        for (int k = 0; k < errors.Values.Length; k++)
            for (int i = 0; i < errors.Values[k].Length; i++)
                errors.Values[k][i] = RelativeError(a.Values[k][i], n.Values[k][i], floor);
        return errors;
    }

    /// <summary>
    /// max |a − n| / max |n| over the entries of each tensor, in the order of <see cref="Tensors.Names"/>: how wrong the tensor
    /// is as a whole, whatever its small entries are. 0 where the two are equal, even if both are all zero, which
    /// <see cref="Sizes"/> shows; NaN where a tensor has an entry that is NaN or infinite in both.
    /// </summary>
    public static double[] TensorErrors(Tensors a, Tensors n) => [.. a.Values.Zip(n.Values, (ak, nk) =>
    {
        double apart = Largest(ak.Zip(nk, (ai, ni) => ai - ni));
        return apart == 0 ? 0 : apart / Largest(nk);
    })];

    /// <summary>
    /// max |n| over the entries of each tensor: how large what a gradient was compared with is. An agreement where it is 0 says nothing.
    /// </summary>
    public static double[] Sizes(Tensors n) => [.. n.Values.Select(Largest)];

    /// <summary>max |v|; NaN if one of them is NaN, over which LINQ's Max would pass. 0 of none.</summary>
    public static double Largest(IEnumerable<double> values) => values.Aggregate(0.0, (most, value) => Math.Max(most, Math.Abs(value)));

    // Σ weight · L(p + shift) for every entry p.
    private static T Differences<T>(
        IRecurrentNetwork<T> network, ReadOnlySpan<int> x, ReadOnlySpan<int> y, (double Shift, double Weight)[] terms)
        where T : Tensors
    {
        var gradient = (T)network.Gradients.ZerosLike();
        for (int k = 0; k < gradient.Values.Length; k++)
            for (int i = 0; i < gradient.Values[k].Length; i++)
            {
                ref double p = ref network.Parameters.Values[k][i];
                double value = p;
                foreach (var (shift, weight) in terms)
                {
                    p = value + shift;
                    gradient.Values[k][i] += weight * network.Forward(x, y);
                }
                p = value;
            }
        network.Forward(x, y);
        return gradient;
    }
}
