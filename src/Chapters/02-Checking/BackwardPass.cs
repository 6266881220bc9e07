#nullable enable
using System;
using MathNet.Numerics.LinearAlgebra;

/// <summary>
/// The backward pass once more, with a property for every piece of it that people get wrong; the default of each is correct. A mistake
/// is planted by replacing one: <c>new BackwardPass() with { Previous = (h, t) => h.Column(t) }</c>.
/// </summary>
public sealed record BackwardPass
{
    /// <summary>Where the way back starts, given T.</summary>
    public Func<int, int> Last { get; init; } = steps => steps - 1;

    /// <summary>dy_t (output), given ŷ_t − y_t.</summary>
    public Func<Vector<double>, Vector<double>> Error { get; init; } = error => error;

    /// <summary>What reaches h_t through h_{t+1} (hidden), given Whh and δ_{t+1}.</summary>
    public Func<Matrix<double>, Vector<double>, Vector<double>> FromNext { get; init; } = (Whh, next) => Whh.TransposeThisAndMultiply(next);

    /// <summary>tanh′ at time step t (hidden), given the states, one column per time step.</summary>
    public Func<Matrix<double>, int, Vector<double>> Slope { get; init; } = (h, t) => h.Column(t).Map(value => 1 - (value * value));

    /// <summary>The state that Whh was multiplied with at time step t (hidden), given all states.</summary>
    public Func<Matrix<double>, int, Vector<double>> Previous { get; init; } = (h, t) => t > 0 ? h.Column(t - 1) : 0 * h.Column(0);

    /// <summary>The gradient of a bias, given its sum so far and what a time step adds.</summary>
    public Func<Vector<double>, Vector<double>, Vector<double>> AddBias { get; init; } = (sum, term) => sum + term;

    /// <summary>Done to every finished derivative.</summary>
    public Func<double, double> Entry { get; init; } = value => value;

    /// <summary>The gradient of a network's loss over a sequence, as this pass has it.</summary>
    /// <param name="network">Its last forward pass is the one over x and y.</param>
    /// <param name="x">T input tokens.</param>
    /// <param name="y">T target tokens.</param>
    public RnnParameters Gradient(Rnn network, int[] x, int[] y)
    {
        network.Forward(x, y);
        var (p, h, errors) = (network.Parameters, network.HiddenStates, network.OutputGradients);
        var (d, delta) = (p.ZerosLike(), network.ZeroState);
        for (int t = Last(x.Length); t >= 0; t--)
        {
            var dy = Error(errors.Column(t));
            var dh = p.Why.TransposeThisAndMultiply(dy) + FromNext(p.Whh, delta);
            delta = Slope(h, t).PointwiseMultiply(dh);                        // δ_{t+1} becomes δ_t
            d.Why += dy.OuterProduct(h.Column(t));
            d.by = AddBias(d.by, dy);
            d.bh = AddBias(d.bh, delta);
            d.Wxh.SetColumn(x[t], d.Wxh.Column(x[t]) + delta);
            d.Whh += delta.OuterProduct(Previous(h, t));
        }
        foreach (double[] values in d.Values)
            for (int i = 0; i < values.Length; i++)
                values[i] = Entry(values[i]);
        return d;
    }
}
