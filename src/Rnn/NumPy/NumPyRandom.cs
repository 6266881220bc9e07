#nullable enable
using System;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Random;

/// <summary>
/// The random numbers of <c>np.random.seed(seed)</c>: a reader who runs NumPy beside this sees the same ones.
/// The bits are MathNet's Mersenne Twister (MT19937), whose stream is NumPy's; the two ways of turning bits into
/// numbers are those of NumPy's legacy generator (<c>numpy/random/src/legacy/legacy-distributions.c</c>).
/// </summary>
public sealed class NumPyRandom
{
    private readonly MersenneTwister twister;
    private double? second;   // the polar method makes two normals at a time; this one waits for the next call

    /// <param name="seed">0 to 4,294,967,295, as in NumPy.</param>
    /// <exception cref="ArgumentOutOfRangeException">The seed is outside that range.</exception>
    public NumPyRandom(long seed)
    {
        if (seed is < 0 or > uint.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(seed), seed, "A NumPy seed lies between 0 and 4294967295.");
        twister = new MersenneTwister(unchecked((int)(uint)seed), threadSafe: false);
    }

    /// <summary>Uniform on [0, 1) with 53 random bits: <c>np.random.random_sample()</c>.</summary>
    public double NextDouble() => (((NextUInt32() >> 5) * 67108864.0) + (NextUInt32() >> 6)) / 9007199254740992.0;

    /// <summary>One draw from N(0, 1) by Marsaglia's polar method: <c>np.random.randn()</c>.</summary>
    public double NextGaussian()
    {
        if (second is double waiting)
        {
            second = null;
            return waiting;
        }
        double u, v, r2;
        do
        {
            u = (2 * NextDouble()) - 1;
            v = (2 * NextDouble()) - 1;
            r2 = (u * u) + (v * v);
        }
        while (r2 is >= 1 or 0);
        double factor = Math.Sqrt(-2 * Math.Log(r2) / r2);
        second = factor * u;
        return factor * v;
    }

    /// <summary>A matrix of N(0, 1) draws, filled row by row: <c>np.random.randn(rows, columns)</c>.</summary>
    public Matrix<double> Randn(int rows, int columns)
    {
        var matrix = Matrix<double>.Build.Dense(rows, columns);
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++)
                matrix[i, j] = NextGaussian();
        return matrix;
    }

    /// <summary>A vector of N(0, 1) draws: <c>np.random.randn(length)</c>.</summary>
    public Vector<double> Randn(int length)
    {
        var vector = Vector<double>.Build.Dense(length);
        for (int i = 0; i < length; i++)
            vector[i] = NextGaussian();
        return vector;
    }

    // MathNet hands its 32 bits out as a fraction of 2³²; the product is exact.
    private uint NextUInt32() => (uint)(twister.NextDouble() * 4294967296.0);
}
