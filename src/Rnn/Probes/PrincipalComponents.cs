#nullable enable
using System.Collections.Generic;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;

/// <summary>The first principal components: the directions in which vectors vary most.</summary>
public sealed class PrincipalComponents
{
    private readonly Vector<double> mean;
    private readonly Matrix<double> components;   // one per row

    /// <param name="vectors">At least two.</param>
    /// <param name="count">How many components, at most as many as the vectors have entries.</param>
    public PrincipalComponents(IReadOnlyList<Vector<double>> vectors, int count = 2)
    {
        mean = vectors.Aggregate((sum, each) => sum + each) / vectors.Count;
        var svd = Matrix<double>.Build.DenseOfRowVectors(vectors.Select(each => each - mean)).Svd();
        components = svd.VT.SubMatrix(0, count, 0, mean.Count);
        // The sign of a singular vector is free: its largest entry is positive here.
        for (int k = 0; k < count; k++)
            if (components.Row(k)[components.Row(k).AbsoluteMaximumIndex()] < 0)
                components.SetRow(k, -components.Row(k));
        var squares = svd.S.PointwiseMultiply(svd.S);
        ExplainedVariance = squares.Take(count).Sum() / squares.Sum();
    }

    /// <summary>The fraction of the variance that lies along these components.</summary>
    public double ExplainedVariance { get; }

    /// <summary>A vector's coordinates along the components, from the mean of all.</summary>
    public Vector<double> Project(Vector<double> vector) => components * (vector - mean);
}
