#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;

/// <summary>
/// Names the class of a vector by the nearest class mean: the simplest reading of a hidden state. What it names rightly is there to be
/// read; what it misses may be there all the same, in a form that is not a distance.
/// </summary>
public sealed class NearestMean
{
    private readonly int[] classes;
    private readonly Vector<double>[] means;

    /// <param name="vectors">At least one.</param>
    /// <param name="labels">The class of each.</param>
    /// <exception cref="ArgumentException">None, or another number of labels.</exception>
    public NearestMean(IReadOnlyList<Vector<double>> vectors, IReadOnlyList<int> labels)
    {
        if (vectors.Count == 0 || vectors.Count != labels.Count)
            throw new ArgumentException($"{vectors.Count} vectors and {labels.Count} labels: there must be as many, and at least one.");
        var byClass = vectors.Zip(labels).GroupBy(pair => pair.Second, pair => pair.First).OrderBy(group => group.Key).ToArray();
        classes = [.. byClass.Select(group => group.Key)];
        means = [.. byClass.Select(group => group.Aggregate((sum, each) => sum + each) / group.Count())];
    }

    /// <summary>The class whose mean is nearest; of several as near, the smallest.</summary>
    public int Name(Vector<double> vector)
    {
        double[] distances = [.. means.Select(mean => (mean - vector).L2Norm())];
        return classes[distances.Index().MinBy(each => each.Item).Index];
    }

    /// <summary>The share of vectors, 0 to 1, whose class is named rightly.</summary>
    public double Right(IReadOnlyList<Vector<double>> vectors, IReadOnlyList<int> labels) =>
        vectors.Zip(labels).Count(pair => Name(pair.First) == pair.Second) / (double)vectors.Count;
}
