#nullable enable
using System;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;

/// <summary>Recurrent weights to start from, other than the original's; copy one into <see cref="RnnParameters.Whh"/>.</summary>
public static class Initialization
{
    /// <summary>
    /// A random orthogonal matrix, uniform over all of them: it turns vectors and keeps their lengths.
    /// The Q of a Gaussian matrix, its columns' signs set by R's diagonal (Mezzadri 2007, "How to generate random matrices from the classical compact groups").
    /// </summary>
    /// <param name="size">Rows and columns; at least 1.</param>
    public static Matrix<double> Orthogonal(int size, NumPyRandom random)
    {
        var qr = random.Randn(size, size).QR();
        return qr.Q * Matrix<double>.Build.DiagonalOfDiagonalVector(qr.R.Diagonal().Map(value => value < 0 ? -1.0 : 1.0));
    }

    /// <summary>A Gaussian matrix, scaled to a spectral radius.</summary>
    /// <param name="size">Rows and columns; at least 1.</param>
    /// <param name="radius">The largest absolute value of an eigenvalue; finite and not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">The radius is negative or not finite.</exception>
    public static Matrix<double> WithSpectralRadius(int size, double radius, NumPyRandom random)
    {
        if (!(radius >= 0 && double.IsFinite(radius)))
            throw new ArgumentOutOfRangeException(nameof(radius), radius, FormattableString.Invariant($"The spectral radius is {radius}; it must be finite and not negative."));
        var gaussian = random.Randn(size, size);
        return gaussian * (radius / SpectralRadius(gaussian));
    }

    /// <summary>The largest absolute value of an eigenvalue.</summary>
    public static double SpectralRadius(Matrix<double> matrix) => matrix.Evd().EigenValues.Max(value => value.Magnitude);
}
