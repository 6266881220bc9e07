#nullable enable
using System;
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
