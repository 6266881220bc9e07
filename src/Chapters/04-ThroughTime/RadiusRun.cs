#nullable enable
using System;
using System.Linq;

/// <summary>What became of a gradient on its way back through a network of a given spectral radius.</summary>
/// <param name="Radius">The largest absolute eigenvalue of Whh.</param>
/// <param name="NormByLag">As <see cref="GradientFlow.NormByLag"/>.</param>
/// <param name="Saturated">The fraction of hidden states where tanh has less than half its largest slope, 1 − h² &lt; ½.</param>
public sealed record RadiusRun(double Radius, double[] NormByLag, double Saturated)
{
    /// <summary>Runs a network over a sequence.</summary>
    /// <exception cref="ArgumentException">As a <see cref="GradientFlow"/> of them.</exception>
    public static RadiusRun Of(Rnn rnn, int[] x, int[] y) => new(
        SpectralRadius.Of(rnn.Parameters.Whh),
        new GradientFlow(rnn, x, y).NormByLag(),
        rnn.HiddenStates.Enumerate().Count(h => 1 - (h * h) < 0.5) / (double)(rnn.HiddenSize * rnn.Steps));

    /// <summary>The norm's growth factor per time step back, the geometric mean over the first lags; ρ if the norm were ρ^lag.</summary>
    /// <param name="lags">At least 1, fewer than the sequence has time steps.</param>
    public double GrowthPerStep(int lags) => Math.Pow(NormByLag[lags] / NormByLag[0], 1.0 / lags);
}
