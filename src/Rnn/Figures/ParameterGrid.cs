#nullable enable
using System;
using System.Collections.Generic;
using MathNet.Numerics.LinearAlgebra;

/// <summary>A tensor of a network and where it lies in a figure; its ends are shares of the figure, from below and from the left.</summary>
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
/// The five tensors of a network laid out on two rows and three columns, so that shared rows and columns meet: Whh in the middle,
/// Wxh and bh on its rows, Why under its columns, by on the rows of Why.
/// </summary>
internal sealed class ParameterGrid
{
    // In pixels. The gaps hold the labels of axes and the titles of panels.
    private const double LargestCell = 30, LeastWidth = 70, LeastBiasWidth = 26, LeastHeight = 40;
    private const double GapAfterWxh = 80, GapAfterWhh = 70, GapBelowWhh = 110;

    /// <param name="parameters">The tensors, or their gradients.</param>
    public ParameterGrid(RnnParameters parameters)
    {
        int input = parameters.Wxh.ColumnCount, hidden = parameters.Whh.RowCount, output = parameters.by.Count;
        double cell = Math.Min(FigureLayout.CellSize(LargestCell, input + hidden), FigureLayout.CellSize(LargestCell, hidden + output));
        double[] widths = [Math.Max(cell * input, LeastWidth), Math.Max(cell * hidden, LeastWidth), Math.Max(cell, LeastBiasWidth)];
        double[] heights = [Math.Max(cell * hidden, LeastHeight), Math.Max(cell * output, LeastHeight)];
        double[] x = [0, widths[0] + GapAfterWxh, widths[0] + widths[1] + (GapAfterWxh + GapAfterWhh)], y = [0, heights[0] + GapBelowWhh];
        (Width, Height, FirstHeight) = (x[2] + widths[2], y[1] + heights[1], heights[0]);
        Panels =
        [
            Panel(0, 0, "Wxh", parameters.Wxh, "", "hidden unit", "input token", namesRows: true),
            Panel(0, 1, "Whh", parameters.Whh, "2", "hidden unit", "hidden unit at t − 1"),
            Panel(0, 2, "bh", parameters.bh.ToColumnMatrix(), "3", "hidden unit", ""),
            Panel(1, 1, "Why", parameters.Why, "4", "output token", "hidden unit", namesRows: true),
            Panel(1, 2, "by", parameters.by.ToColumnMatrix(), "5", "output token", ""),
        ];

        ParameterPanel Panel(
            int row, int column, string name, Matrix<double> matrix, string axis, string rows, string columns, bool namesRows = false)
        {
            double left = x[column] / Width, top = 1 - (y[row] / Height);
            double right = left + (widths[column] / Width), bottom = top - (heights[row] / Height);
            return new(name, matrix, axis, rows, columns, namesRows, left, right, bottom, top);
        }
    }

    /// <summary>Wxh, Whh, bh, Why, by.</summary>
    public IReadOnlyList<ParameterPanel> Panels { get; }

    /// <summary>Of all panels with the gaps between them, in pixels.</summary>
    public double Width { get; }

    /// <summary>Of all panels with the gap between them, in pixels.</summary>
    public double Height { get; }

    /// <summary>Of the panels on the first row, in pixels.</summary>
    public double FirstHeight { get; }
}
