#nullable enable
using System;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;

/// <summary>The largest absolute value of a square matrix's eigenvalues.</summary>
public static class SpectralRadius
{
    /// <summary>That of a matrix.</summary>
    public static double Of(Matrix<double> matrix) => Spectrum.Of(matrix).Max(value => double.Hypot(value.Real, value.Imaginary));

    /// <summary>A Gaussian matrix, scaled to a spectral radius.</summary>
    /// <param name="size">Rows and columns; at least 1.</param>
    /// <param name="radius">Finite and not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">The radius is negative or not finite.</exception>
    public static Matrix<double> Gaussian(int size, double radius, NumPyRandom random)
    {
        if (!(radius >= 0 && double.IsFinite(radius)))
            throw new ArgumentOutOfRangeException(
                nameof(radius), radius,
                FormattableString.Invariant($"The spectral radius is {radius}; it must be finite and not negative."));
        var gaussian = random.Randn(size, size);
        return gaussian * (radius / Of(gaussian));
    }
}
