#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;

/// <summary>
/// Reads one bit off a hidden state: is w · h + c above zero? w and c are the least squares fit to −1 and 1 (Alain and Bengio 2016,
/// "Understanding intermediate layers using linear classifier probes", fit theirs by cross-entropy). Every unit is read with some noise,
/// so that a difference too small to matter does not count as memory.
/// </summary>
public sealed class LinearProbe
{
    private readonly Vector<double> weights;   // w, then c
    private readonly double noise;

    /// <param name="states">More than they have units, else they can be told apart whatever they hold.</param>
    /// <param name="bits">One per state.</param>
    /// <param name="noise">The standard deviation of what is added to each unit, here and when it is read.</param>
    /// <exception cref="ArgumentException">No more states than units, or another number of bits.</exception>
    public LinearProbe(IReadOnlyList<Vector<double>> states, IReadOnlyList<bool> bits, NumPyRandom random, double noise = 0.01)
    {
        if (states.Count != bits.Count)
            throw new ArgumentException($"{states.Count} states and {bits.Count} bits: there must be as many.");
        if (states.Count == 0 || states.Count <= states[0].Count + 1)
            throw new ArgumentException($"{states.Count} states are too few: there must be more than one per unit and one for c.");
        this.noise = Require.Positive(noise, nameof(noise));
        var targets = Vector<double>.Build.DenseOfEnumerable(bits.Select(bit => bit ? 1.0 : -1));
        weights = Noisy(states, random).QR().Solve(targets);
    }

    /// <summary>The fraction of states whose bit is read correctly; guessing gives ½ where both bits are as frequent.</summary>
    public double Accuracy(IReadOnlyList<Vector<double>> states, IReadOnlyList<bool> bits, NumPyRandom random) =>
        (Noisy(states, random) * weights).Zip(bits).Count(pair => pair.First > 0 == pair.Second) / (double)states.Count;

    // One row per state, with a 1 at its end for c.
    private Matrix<double> Noisy(IReadOnlyList<Vector<double>> states, NumPyRandom random)
    {
        var rows = Matrix<double>.Build.DenseOfRowVectors(states);
        rows += random.Randn(rows.RowCount, rows.ColumnCount) * noise;
        return rows.InsertColumn(rows.ColumnCount, Vector<double>.Build.Dense(rows.RowCount, 1));
    }
}
