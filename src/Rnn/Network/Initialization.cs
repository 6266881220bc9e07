#nullable enable
using MathNet.Numerics.LinearAlgebra;

/// <summary>Recurrent weights to begin with, other than the original's.</summary>
public static class Initialization
{
    /// <summary>
    /// A random orthogonal matrix, uniform over all of them: it turns vectors and keeps their lengths. The Q of a Gaussian matrix, its
    /// columns' signs set by R's diagonal (Mezzadri 2007, "How to generate random matrices from the classical compact groups").
    /// </summary>
    /// <param name="size">Rows and columns; at least 1.</param>
    public static Matrix<double> Orthogonal(int size, NumPyRandom random)
    {
        var qr = random.Randn(size, size).QR();
        return qr.Q * Matrix<double>.Build.DiagonalOfDiagonalVector(qr.R.Diagonal().Map(value => value < 0 ? -1.0 : 1.0));
    }
}
