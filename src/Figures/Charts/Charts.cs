#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;
using Chart = Plotly.NET.CSharp.Chart;

/// <summary>The workbook's figures. Diverging colours run symmetrically about zero.</summary>
public static class Charts
{
    /// <summary>A matrix as a heatmap, row 0 on top; up to 100 entries are written into their cells.</summary>
    /// <param name="matrix">Any size; an entry that is not finite is a gap.</param>
    /// <param name="title">What the figure shows, with its number, in at most 60 characters.</param>
    /// <param name="rows">What a row stands for: "hidden unit", for example.</param>
    /// <param name="columns">What a column stands for.</param>
    /// <param name="name">The file name; made from the title if omitted.</param>
    /// <param name="log">Colours by magnitude, on a scale of decades, with a colour of its own for exact zero.</param>
    /// <param name="measures">Quantity and unit, under the title.</param>
    public static Figure Heatmap(
        Matrix<double> matrix, string title, string rows = "row", string columns = "column", string? name = null, LogScale? log = null,
        string measures = "")
    {
        // In pixels.
        const double LargestCell = 46, LeastSide = 40, Letter = 6.2, AroundText = 8;
        const int MostWritten = 100;
        bool few = matrix.RowCount * matrix.ColumnCount <= MostWritten;
        double text = few ? AroundText + (Letter * HeatmapLayer.Texts(matrix).SelectMany(row => row).Max(entry => entry.Length)) : 0;
        double cell = FigureLayout.CellSize(Math.Max(LargestCell, text), Math.Max(matrix.RowCount, matrix.ColumnCount));
        double width = Math.Max(cell * matrix.ColumnCount, LeastSide), height = Math.Max(cell * matrix.RowCount, LeastSide);
        bool written = few && text <= cell;
        var layers = HeatmapLayer.Of(matrix, log, height, height, [matrix], written);
        foreach (var layer in layers)
            (layer.Style["name"], layer.Style["hovertemplate"]) =
                (title, HeatmapLayer.Hover(rows, columns, isText: written || log is not null));
        var layout = FigureLayout.Wrap(title, measures, width, height, left: 70, right: 120, FigureLayout.TitleHeight, bottom: 60);
        layout["xaxis"] = FigureLayout.UnitAxis(columns, matrix.ColumnCount);
        layout["yaxis"] = FigureLayout.UnitAxis(rows, matrix.RowCount, reversed: true);
        return new Figure(
            Chart.Combine(layers.Select(layer => layer.Trace)),
            name ?? FileName(title),
            FigureLayout.Describe(title, $"Heatmap, {Describe(matrix, log)}."),
            layout,
            traces: [.. layers.Select(layer => layer.Style)]);
    }

    /// <summary>
    /// The tensors of a network as one figure: Whh in the middle, Wxh and bh on its rows, Why under its columns.
    /// Each has a colour range of its own, written over it; a logarithmic one is shared by all.
    /// </summary>
    /// <param name="gradients">The gradients, or the parameters themselves, under their names; a vector is a column.</param>
    /// <param name="title">What the figure shows, with its number, in at most 60 characters.</param>
    /// <param name="prefix">Stands before the name of each: "∂L/∂" for gradients, nothing for parameters.</param>
    /// <param name="name">The file name; made from the title if omitted.</param>
    /// <param name="log">Colours by magnitude, on a scale of decades, with a colour of its own for exact zero.</param>
    /// <param name="measures">Quantity and unit, under the title.</param>
    public static Figure Gradients(
        IEnumerable<KeyValuePair<string, Matrix<double>>> gradients, string title = "Gradients of the loss", string prefix = "∂L/∂",
        string? name = null, LogScale? log = null, string measures = "") =>
        Panels(new(new Dictionary<string, Matrix<double>>(gradients)), title, prefix, name, log, measures);

    /// <summary>Matrices side by side, each in a colour range of its own, written over it.</summary>
    /// <param name="matrices">One or more, each with its name.</param>
    /// <param name="title">What the figure shows, with its number, in at most 60 characters.</param>
    /// <param name="rows">What a row stands for.</param>
    /// <param name="columns">What a column stands for.</param>
    /// <param name="name">The file name; made from the title if omitted.</param>
    /// <param name="measures">Quantity and unit, under the title.</param>
    public static Figure Heatmaps(
        IReadOnlyList<(string Name, Matrix<double> Matrix)> matrices, string title, string rows = "row", string columns = "column",
        string? name = null, string measures = "") =>
        Panels(new(matrices.ToDictionary(each => each.Name, each => each.Matrix), rows, columns), title, "", name, null, measures);

    /// <summary>
    /// Curves over one pair of axes, each with its name at its end. Up to five have colours and dashes of their own; of more, those
    /// that are given a colour have it, and the others are grey.
    /// </summary>
    /// <param name="lines">At least one; a value that is not finite leaves a gap.</param>
    /// <param name="title">What the figure shows, with its number, in at most 60 characters.</param>
    /// <param name="x">What the horizontal axis measures, with its unit.</param>
    /// <param name="y">What the vertical axis measures, with its unit: stands under the title.</param>
    /// <param name="logX">A logarithmic horizontal axis.</param>
    /// <param name="logY">A logarithmic vertical axis.</param>
    /// <param name="name">The file name; made from the title if omitted.</param>
    /// <param name="ordered">Whether the lines are in the order of a quantity, and have colours that are too.</param>
    /// <param name="letters">What stands on the horizontal axis at 0, 1, 2, …, one character each, in place of numbers.</param>
    public static Figure Lines(
        IReadOnlyList<Line> lines, string title, string x, string y, bool logX = false, bool logY = false, string? name = null,
        bool ordered = false, IReadOnlyList<string>? letters = null)
    {
        var curves = new Curves(lines, x, logX, logY, ordered);
        if (letters != null)
            FigureAxis.PutLetters(curves.X.Layout, letters);
        return new Figure(
            Chart.Combine(curves.Traces),
            name ?? FileName(title),
            FigureLayout.Describe(title, lines.Select(Describe)),
            curves.Layout(title, y, width: 760, height: 420),
            curves.Styles(x, y));
    }

    /// <summary>A matrix in words: its size, its largest entry and where that is; on a logarithmic scale the zeros and the range.</summary>
    public static string Describe(Matrix<double> matrix, LogScale? log = null)
    {
        if (log is not null)
            return log.Describe(matrix);
        var (row, column, largest) = matrix.EnumerateIndexed().MaxBy(entry => Math.Abs(entry.Item3));
        return $"{matrix.RowCount} × {matrix.ColumnCount}, largest {FigureNumber.Text(largest)} at ({row}, {column})";
    }

    /// <summary>A file name made of a title's letters, of whatever script, and digits; "figure" where there are none.</summary>
    internal static string FileName(string title) =>
        string.Join("-", new string([.. title.Replace('∂', 'd').Select(c => char.IsLetterOrDigit(c) ? char.ToLowerInvariant(c) : ' ')])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries).DefaultIfEmpty("figure"));

    private static string Describe(Line line)
    {
        (double X, double Y)[] points = [.. line.X.Zip(line.Y).Where(point => double.IsFinite(point.Second))];
        return points.Length == 0 ? $"{line.Name}: no finite value."
            : $"{line.Name}: from {At(points[0])} to {At(points[^1])}.";

        static string At((double X, double Y) point) => $"{FigureNumber.Text(point.Y)} at {FigureNumber.Text(point.X)}";
    }

    private static Figure Panels(ParameterGrid grid, string title, string prefix, string? name, LogScale? log, string measures)
    {
        var layout = FigureLayout.Wrap(
            title, measures, grid.Width, grid.Height, left: 65, right: 120, FigureLayout.TitleHeight + 40, bottom: 60);
        var layers = new List<HeatmapLayer>();
        foreach (var panel in grid.Panels)
        {
            string rows = panel.NamesRows ? panel.Rows : "", x = "x" + panel.Axis, y = "y" + panel.Axis;
            layout["xaxis" + panel.Axis] =
                FigureLayout.UnitAxis(panel.Columns, panel.Matrix.ColumnCount, from: panel.Left, to: panel.Right, anchor: y);
            layout["yaxis" + panel.Axis] =
                FigureLayout.UnitAxis(rows, panel.Matrix.RowCount, reversed: true, from: panel.Bottom, to: panel.Top, anchor: x);
            layers.AddRange(Layers(panel, prefix, log, grid));
        }
        layout["annotations"] = grid.Panels.Select(panel =>
            FigureLayout.PanelTitle(prefix + panel.Name, Range(panel), panel.Left, panel.Top));
        return new Figure(
            Chart.Combine(layers.Select(layer => layer.Trace)),
            name ?? FileName(title),
            FigureLayout.Describe(
                title, [$"{grid.Panels.Count} heatmaps.", .. grid.Panels.Select(panel => $"{panel.Name} {Range(panel)}.")]),
            layout,
            traces: [.. layers.Select(layer => layer.Style)]);

        string Range(ParameterPanel panel) => log is null
            ? $"±{FigureNumber.Text(HeatmapLayer.Limit(panel.Matrix))}"
            : $"≤ {log.Text(panel.Matrix.Enumerate().Max(Math.Abs))}";
    }

    // With a colour bar beside the first panel.
    private static HeatmapLayer[] Layers(ParameterPanel panel, string prefix, LogScale? log, ParameterGrid grid)
    {
        var layers = HeatmapLayer.Of(
            panel.Matrix, log, bar: grid.FirstHeight, room: grid.Height, [.. grid.Panels.Select(each => each.Matrix)]);
        foreach (var style in layers.Select(layer => layer.Style))
        {
            (style["name"], style["hovertemplate"]) =
                (prefix + panel.Name, HeatmapLayer.Hover(panel.Rows, panel.Columns, isText: log is not null));
            (style["xaxis"], style["yaxis"], style["showscale"]) = ("x" + panel.Axis, "y" + panel.Axis, panel == grid.Panels[0]);
            if (log is null)
                style["colorbar"] = HeatmapLayer.SharedBar(HeatmapLayer.Limit(panel.Matrix), grid.FirstHeight);
        }
        return layers;
    }
}
