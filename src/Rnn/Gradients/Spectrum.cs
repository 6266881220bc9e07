#nullable enable
using System;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;

/// <summary>
/// The eigenvalues of a real matrix, as pairs of real numbers. <c>Evd().EigenValues</c> would give them as complex ones, but MathNet
/// names an older System.Runtime.Numerics than the notebook engines have, and they warn where that type is used (CS1701).
/// </summary>
public static class Spectrum
{
    /// <summary>All eigenvalues, each as often as it is a root of the characteristic polynomial; conjugates are adjacent.</summary>
    /// <param name="matrix">Square; its entries are finite.</param>
    /// <exception cref="ArgumentException">The matrix is not square.</exception>
    public static (double Real, double Imaginary)[] Of(Matrix<double> matrix)
    {
        var D = matrix.Evd().D;   // row i: the real part of the i-th on the diagonal, its imaginary part beside it
        var values = new (double Real, double Imaginary)[D.RowCount];
        for (int i = 0; i < values.Length; i++)
        {
            double left = i > 0 ? D[i, i - 1] : 0, right = i + 1 < values.Length ? D[i, i + 1] : 0;   // at most one of them is not 0
            values[i] = (D[i, i], left + right);
        }
        return values;
    }
}

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
