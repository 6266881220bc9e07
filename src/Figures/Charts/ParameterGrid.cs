#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;

/// <summary>A tensor of a network and where it lies in a figure; its ends are fractions of the figure, from below and left.</summary>
/// <param name="Name">The tensor's.</param>
/// <param name="Matrix">A vector is a column.</param>
/// <param name="Axis">What follows "xaxis" and "x" in the names of its axes.</param>
/// <param name="Rows">What a row stands for.</param>
/// <param name="Columns">What a column stands for.</param>
/// <param name="NamesRows">Whether its axis says what a row stands for; if not, the panel on its left does.</param>
internal sealed record ParameterPanel(
    string Name, Matrix<double> Matrix, string Axis, string Rows, string Columns, bool NamesRows,
    double Left, double Right, double Bottom, double Top);

/// <summary>
/// The tensors of a network laid out so that shared rows and columns meet: Whh in the middle, Wxh and bh on its rows, Why under its
/// columns, by on the rows of Why. Tensors of other names lie side by side.
/// </summary>
internal sealed class ParameterGrid
{
    // In pixels. The gaps hold the labels of axes and the titles of panels.
    private const double LargestCell = 30, LeastWidth = 70, LeastBiasWidth = 26, LeastHeight = 40;
    private const double Gap = 80, GapBeforeBias = 70, GapBelow = 110;

    private static readonly Place[] Known =
    [
        new("Wxh", 0, 0, "hidden unit", "input token"),
        new("Whh", 0, 1, "hidden unit", "hidden unit at t − 1"),
        new("bh", 0, 2, "hidden unit", ""),
        new("Why", 1, 1, "output token", "hidden unit"),
        new("by", 1, 2, "output token", ""),
    ];

    /// <param name="tensors">The parameters, or their gradients, under their names; a vector is a column.</param>
    /// <param name="unknownRows">What a row of tensors of other names stands for.</param>
    /// <param name="unknownColumns">What a column of them stands for.</param>
    public ParameterGrid(
        IReadOnlyDictionary<string, Matrix<double>> tensors, string unknownRows = "row", string unknownColumns = "column")
    {
        Place[] places = tensors.Keys.All(name => Known.Any(place => place.Name == name))
            ? [.. Known.Where(place => tensors.ContainsKey(place.Name))]
            : [.. tensors.Select((tensor, k) =>
                new Place(tensor.Key, 0, k, unknownRows, tensor.Value.ColumnCount > 1 ? unknownColumns : ""))];
        var columns = places.GroupBy(place => place.Column).OrderBy(group => group.Key).Select(group => group.ToArray()).ToArray();
        var rows = places.GroupBy(place => place.Row).OrderBy(group => group.Key).Select(group => group.ToArray()).ToArray();
        int[] across = [.. columns.Select(column => column.Max(place => tensors[place.Name].ColumnCount))];
        int[] down = [.. rows.Select(row => row.Max(place => tensors[place.Name].RowCount))];
        bool[] isBias = [.. columns.Select(column => column.All(place => place.Columns == ""))];
        double cell = Math.Min(
            FigureLayout.CellSize(LargestCell, across.Zip(isBias).Sum(each => each.Second ? 0 : each.First)),
            FigureLayout.CellSize(LargestCell, down.Sum()));

        double[] widths = [.. across.Zip(isBias, (count, bias) => Math.Max(cell * count, bias ? LeastBiasWidth : LeastWidth))];
        double[] heights = [.. down.Select(count => Math.Max(cell * count, LeastHeight))];
        double[] x = new double[widths.Length], y = new double[heights.Length];
        for (int i = 1; i < x.Length; i++)
            x[i] = x[i - 1] + widths[i - 1] + (isBias[i] ? GapBeforeBias : Gap);
        for (int i = 1; i < y.Length; i++)
            y[i] = y[i - 1] + heights[i - 1] + GapBelow;
        (Width, Height, FirstHeight) = (x[^1] + widths[^1], y[^1] + heights[^1], heights[0]);
        Panels = [.. places.Select((place, k) => Panel(place, k == 0 ? "" : $"{k + 1}"))];

        ParameterPanel Panel(Place place, string axis)
        {
            double left = x[place.Column] / Width, top = 1 - (y[place.Row] / Height);
            double right = left + (widths[place.Column] / Width), bottom = top - (heights[place.Row] / Height);
            bool namesRows = rows[place.Row].MinBy(each => each.Column) == place;
            return new(place.Name, tensors[place.Name], axis, place.Rows, place.Columns, namesRows, left, right, bottom, top);
        }
    }

    /// <summary>One per tensor, row by row.</summary>
    public IReadOnlyList<ParameterPanel> Panels { get; }

    /// <summary>Of all panels with the gaps between them, in pixels.</summary>
    public double Width { get; }

    /// <summary>Of all panels with the gaps between them, in pixels.</summary>
    public double Height { get; }

    /// <summary>Of the panels on the first row, in pixels.</summary>
    public double FirstHeight { get; }

    private sealed record Place(string Name, int Row, int Column, string Rows, string Columns);
}
