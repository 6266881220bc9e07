#nullable enable
using System;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

/// <summary>
/// A matrix whose columns begin at cache lines, 64 bytes: vector instructions read 64 bytes at a time, and half as fast across two
/// lines. The notebook on speed measures it.
/// </summary>
public sealed class AlignedColumns
{
    private readonly double[] memory;
    private readonly int first, rows, stride;

    /// <summary>All zero.</summary>
    /// <param name="rows">At least 1.</param>
    /// <param name="count">How many columns; 0 or more.</param>
    public AlignedColumns(int rows, int count)
    {
        (this.rows, stride) = (rows, (rows + 7) / 8 * 8);
        memory = GC.AllocateArray<double>((stride * count) + 8, pinned: true);     // stays where it is
        first = (int)(8 - (Marshal.UnsafeAddrOfPinnedArrayElement(memory, 0) / 8 % 8));
    }

    /// <summary>Column j (rows).</summary>
    public Span<double> this[int j] => new(memory, first + (j * stride), rows);

    /// <summary>into = Σ_k column_{j + k} v[from + k · step]: this matrix times a vector, or times a row of another.</summary>
    /// <param name="j">The first column that takes part.</param>
    /// <param name="count">How many columns take part; at least 1.</param>
    /// <param name="v">Where the factors are.</param>
    /// <param name="from">The place of the first factor.</param>
    /// <param name="step">From one factor to the next.</param>
    /// <param name="into">The sum (rows).</param>
    public void Multiply(int j, int count, double[] v, int from, int step, Span<double> into)
    {
        int column = first + (j * stride);
        TensorPrimitives.Multiply(new ReadOnlySpan<double>(memory, column, rows), v[from], into);
        ReadOnlySpan<double> sum = into;
        for (int k = 1; k < count; k++)
            TensorPrimitives.MultiplyAdd(new ReadOnlySpan<double>(memory, column + (k * stride), rows), v[from + (k * step)], sum, into);
    }

    /// <summary>into = this matrix, transposed, times v.</summary>
    /// <param name="v">One factor per row (rows).</param>
    /// <param name="into">One entry for each of the first columns.</param>
    public void MultiplyTransposed(ReadOnlySpan<double> v, double[] into)
    {
        for (int j = 0; j < into.Length; j++)
            into[j] = TensorPrimitives.Dot(new ReadOnlySpan<double>(memory, first + (j * stride), rows), v);
    }
}
