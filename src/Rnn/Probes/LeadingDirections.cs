#nullable enable
using System.Collections.Generic;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;

/// <summary>The directions in which vectors vary most: the first principal components.</summary>
public sealed class LeadingDirections
{
    private readonly Vector<double> mean;
    private readonly Matrix<double> directions;   // one per row

    /// <param name="vectors">At least two.</param>
    /// <param name="count">How many directions, at most as many as the vectors have entries.</param>
    public LeadingDirections(IReadOnlyList<Vector<double>> vectors, int count = 2)
    {
        mean = vectors.Aggregate((sum, each) => sum + each) / vectors.Count;
        var svd = Matrix<double>.Build.DenseOfRowVectors(vectors.Select(each => each - mean)).Svd();
        directions = svd.VT.SubMatrix(0, count, 0, mean.Count);
        // The sign of a singular vector is free: its largest entry is positive here.
        for (int k = 0; k < count; k++)
            if (directions.Row(k)[directions.Row(k).AbsoluteMaximumIndex()] < 0)
                directions.SetRow(k, -directions.Row(k));
        var squares = svd.S.PointwiseMultiply(svd.S);
        Share = squares.Take(count).Sum() / squares.Sum();
    }

    /// <summary>The share of the variance, 0 to 1, that lies in these directions.</summary>
    public double Share { get; }

    /// <summary>A vector's coordinates along the directions, from the mean of all.</summary>
    public Vector<double> Of(Vector<double> vector) => directions * (vector - mean);
}
