#nullable enable
using System;
using MathNet.Numerics.LinearAlgebra;

/// <summary>What an argument must be. Each throws one sentence that names the argument and its value.</summary>
public static class Require
{
    /// <summary>The value, if it is finite and positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static double Positive(double value, string name) => value > 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(
            name, value, FormattableString.Invariant($"{name} is {value}; it must be finite and positive."));

    /// <summary>The value, if it is at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static int AtLeast1(int value, string name) => value >= 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, FormattableString.Invariant($"{name} is {value}; it must be at least 1."));

    /// <summary>Two token sequences of one length, at least 1, with every token in its range.</summary>
    /// <exception cref="ArgumentException">An empty sequence, or two of different length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A token outside its range.</exception>
    public static void Sequence(ReadOnlySpan<int> x, int inputSize, ReadOnlySpan<int> y, int outputSize)
    {
        Tokens(x, inputSize, nameof(x));
        Tokens(y, outputSize, nameof(y));
        if (x.Length != y.Length)
            throw new ArgumentException($"x has {x.Length} tokens and y has {y.Length}: every step needs one of each.", nameof(y));
    }

    /// <summary>The vector, if it has so many entries; null stays null.</summary>
    /// <exception cref="ArgumentException">It has another number of entries.</exception>
    public static Vector<double>? Length(Vector<double>? vector, int length, string name) => vector is null || vector.Count == length
        ? vector
        : throw new ArgumentException($"{name} has {vector.Count} entries; {length} are needed.", name);

    /// <summary>The matrix, if it has this shape; null stays null.</summary>
    /// <exception cref="ArgumentException">It has another shape.</exception>
    public static Matrix<double>? Shape(Matrix<double>? matrix, int rows, int columns, string name) =>
        matrix is null || (matrix.RowCount, matrix.ColumnCount) == (rows, columns)
            ? matrix
            : throw new ArgumentException($"{name} is {matrix.RowCount} × {matrix.ColumnCount}; {rows} × {columns} is needed.", name);

    /// <summary>The exception for reading a result before it is computed.</summary>
    /// <param name="method">What computes it.</param>
    public static InvalidOperationException NotComputed(string method) => new($"There is no result yet: call {method} first.");

    private static void Tokens(ReadOnlySpan<int> tokens, int size, string name)
    {
        if (tokens.IsEmpty)
            throw new ArgumentException($"{name} is empty: a sequence has at least one token.", name);
        for (int t = 0; t < tokens.Length; t++)
            if (tokens[t] < 0 || tokens[t] >= size)
                throw new ArgumentOutOfRangeException(
                    name, tokens[t], FormattableString.Invariant($"{name}[{t}] is {tokens[t]}; tokens here run from 0 to {size - 1}."));
    }
}
