#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;

/// <summary>A logarithmic colour range, for numbers that differ by powers of ten. It ignores signs and whatever is not finite.</summary>
/// <param name="From">Its lower end, a power of ten; anything smaller, except zero, is drawn as this.</param>
/// <param name="To">Its upper end, a greater power of ten.</param>
public sealed record LogScale(double From, double To)
{
    /// <summary>The narrowest range that holds every entry; from 1 to 10 if all are zero.</summary>
    public static LogScale Of(params IEnumerable<Matrix<double>> matrices)
    {
        double[] sizes = [.. Sizes(matrices.SelectMany(matrix => matrix.Enumerate())).DefaultIfEmpty(1)];
        double from = Math.Floor(Math.Log10(sizes.Min())), to = Math.Ceiling(Math.Log10(sizes.Max()));
        return new LogScale(Math.Pow(10, from), Math.Pow(10, Math.Max(to, from + 1)));
    }

    internal double Decades => Math.Round(Math.Log10(To / From));

    /// <summary>Decades above <see cref="From"/>, within the range; NaN for zero and for what is not finite.</summary>
    internal double Position(double value) =>
        value == 0 || !double.IsFinite(value) ? double.NaN : Math.Clamp(Math.Log10(Math.Abs(value) / From), 0, Decades);

    /// <summary>The magnitude to two digits; below the range, where it may be rounding, only the range's end.</summary>
    internal string Text(double value) => value == 0 ? "0" : FigureNumber.Text(Math.Max(Math.Abs(value), From));

    /// <summary>Whether a number is drawn as the range's lower end although it is smaller.</summary>
    internal bool IsBelow(double value) => value != 0 && Math.Abs(value) < From;

    /// <summary>Whether a number is drawn as the range's upper end although it is larger.</summary>
    internal bool IsAbove(double value) => double.IsFinite(value) && Math.Abs(value) > To;

    /// <summary>A matrix in words: its size, its zeros and the range of its other magnitudes.</summary>
    internal string Describe(Matrix<double> matrix)
    {
        double[] sizes = [.. Sizes(matrix.Enumerate())];
        int zeros = matrix.Enumerate().Count(value => value == 0);
        string others = sizes.Length == 0 ? "" : $", the others from {Bound(sizes.Min())} to {Bound(sizes.Max())}";
        return $"{matrix.RowCount} × {matrix.ColumnCount}, {zeros} exactly zero{others}";
    }

    private static IEnumerable<double> Sizes(IEnumerable<double> values) =>
        values.Select(Math.Abs).Where(size => size > 0 && double.IsFinite(size));

    private string Bound(double size) => (size < From ? "below " : "") + Text(size);
}
