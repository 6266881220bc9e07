#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;

/// <summary>
/// Predicts the class of a vector from the nearest class mean: the simplest probe of a hidden state. What it predicts correctly is in the
/// state; what it misses may be there all the same, in a form that is not a distance.
/// </summary>
public sealed class NearestCentroid
{
    private readonly int[] classes;
    private readonly Vector<double>[] centroids;

    /// <param name="vectors">At least one.</param>
    /// <param name="labels">The class of each.</param>
    /// <exception cref="ArgumentException">None, or another number of labels.</exception>
    public NearestCentroid(IReadOnlyList<Vector<double>> vectors, IReadOnlyList<int> labels)
    {
        if (vectors.Count == 0 || vectors.Count != labels.Count)
            throw new ArgumentException($"{vectors.Count} vectors and {labels.Count} labels: there must be as many, and at least one.");
        var byClass = vectors.Zip(labels).GroupBy(pair => pair.Second, pair => pair.First).OrderBy(group => group.Key).ToArray();
        classes = [.. byClass.Select(group => group.Key)];
        centroids = [.. byClass.Select(group => group.Aggregate((sum, each) => sum + each) / group.Count())];
    }

    /// <summary>The class whose mean is nearest; of several as near, the smallest.</summary>
    public int Predict(Vector<double> vector)
    {
        double[] distances = [.. centroids.Select(centroid => (centroid - vector).L2Norm())];
        return classes[distances.Index().MinBy(each => each.Item).Index];
    }

    /// <summary>The fraction of vectors whose class is predicted correctly.</summary>
    public double Accuracy(IReadOnlyList<Vector<double>> vectors, IReadOnlyList<int> labels) =>
        vectors.Zip(labels).Count(pair => Predict(pair.First) == pair.Second) / (double)vectors.Count;
}
