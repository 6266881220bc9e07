#nullable enable
using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;
using Chart = Plotly.NET.CSharp.Chart;

/// <summary>The workbook's figures. Diverging colours run symmetrically about zero.</summary>
public static class Charts
{
    /// <summary>A matrix as a heatmap, row 0 on top; up to 100 entries are written into their cells.</summary>
    /// <param name="matrix">Any size; an entry that is not finite is a gap.</param>
    /// <param name="title">Stands over the figure.</param>
    /// <param name="rows">What a row stands for: "hidden unit", for example.</param>
    /// <param name="columns">What a column stands for.</param>
    /// <param name="name">The file name; made from the title if omitted.</param>
    /// <param name="log">Colours by magnitude, on a scale of decades, with a colour of its own for exact zero.</param>
    public static Figure Heatmap(
        Matrix<double> matrix, string title, string rows = "row", string columns = "column", string? name = null, LogScale? log = null)
    {
        const double LargestCell = 46, LeastSide = 40;   // in pixels
        const int MostWritten = 100;
        double cell = FigureLayout.CellSize(LargestCell, Math.Max(matrix.RowCount, matrix.ColumnCount));
        double width = Math.Max(cell * matrix.ColumnCount, LeastSide), height = Math.Max(cell * matrix.RowCount, LeastSide);
        var layers = HeatmapLayer.Of(matrix, log, height, height, written: matrix.RowCount * matrix.ColumnCount <= MostWritten);
        foreach (var layer in layers)
            (layer.Style["name"], layer.Style["hovertemplate"]) = (title, HeatmapLayer.Hover(rows, columns, log));
        var layout = FigureLayout.Around(title, width, height, left: 70, right: 120, top: 70, bottom: 60);
        layout["xaxis"] = FigureLayout.UnitAxis(columns, matrix.ColumnCount);
        layout["yaxis"] = FigureLayout.UnitAxis(rows, matrix.RowCount, reversed: true);
        return new Figure(
            Chart.Combine(layers.Select(layer => layer.Trace)),
            name ?? FileName(title),
            $"Heatmap of {title}: {Describe(matrix, log)}.",
            layout,
            traces: [.. layers.Select(layer => layer.Style)]);
    }

    /// <summary>
    /// The tensors of a network as one figure: Whh in the middle, Wxh and bh on its rows, Why under its columns.
    /// Each has a colour range of its own, written over it; a logarithmic one is shared by all.
    /// </summary>
    /// <param name="gradients">The gradients, or the parameters themselves.</param>
    /// <param name="title">Stands over the figure.</param>
    /// <param name="prefix">Stands before the name of each: "∂L/∂" for gradients, nothing for parameters.</param>
    /// <param name="name">The file name; made from the title if omitted.</param>
    /// <param name="log">Colours by magnitude, on a scale of decades, with a colour of its own for exact zero.</param>
    public static Figure Gradients(
        Tensors gradients, string title = "Gradients of the loss", string prefix = "∂L/∂", string? name = null, LogScale? log = null)
    {
        var grid = new ParameterGrid(gradients);
        var layout = FigureLayout.Around(title, grid.Width, grid.Height, left: 65, right: 120, top: 95, bottom: 60);
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
        var words = grid.Panels.Select(panel => $"{prefix}{panel.Name}: {Describe(panel.Matrix, log)}.");
        return new Figure(
            Chart.Combine(layers.Select(layer => layer.Trace)),
            name ?? FileName(title),
            $"{title}, {(grid.Panels.Count == 5 ? "five" : grid.Panels.Count)} heatmaps. {string.Join(" ", words)}",
            layout,
            traces: [.. layers.Select(layer => layer.Style)]);

        string Range(ParameterPanel panel) => log is null
            ? $"±{Number(HeatmapLayer.Limit(panel.Matrix))}"
            : $"≤ {log.Text(panel.Matrix.Enumerate().Max(Math.Abs))}";
    }

    /// <summary>Curves over one pair of axes; each has a colour and a dash of its own, so that they differ in grey too.</summary>
    /// <param name="lines">At least one; a value that is not finite leaves a gap.</param>
    /// <param name="title">Stands over the figure.</param>
    /// <param name="x">What the horizontal axis measures, with its unit.</param>
    /// <param name="y">What the vertical axis measures, with its unit.</param>
    /// <param name="logX">A logarithmic horizontal axis.</param>
    /// <param name="logY">A logarithmic vertical axis.</param>
    /// <param name="name">The file name; made from the title if omitted.</param>
    public static Figure Lines(
        IReadOnlyList<Line> lines, string title, string x, string y, bool logX = false, bool logY = false, string? name = null)
    {
        string[] dashes = ["solid", "dash", "dot", "dashdot", "longdash", "longdashdot"];
        return new Figure(
            Chart.Combine(lines.Select(line =>
                Chart.Line<double, double, string>(x: line.X, y: line.Y, Name: line.Name, UseDefaults: false))),
            name ?? FileName(title),
            $"{title}, {y} against {x}. " + string.Join(" ", lines.Select(Describe)),
            layout: new
            {
                title = new { text = title },
                width = 760,
                height = 420,
                margin = new { l = 75, r = 30, t = 60, b = 60 },
                xaxis = Axis(x, logX),
                yaxis = Axis(y, logY),
                showlegend = lines.Count > 1,
            },
            traces: [.. lines.Select((line, k) => new
            {
                mode = line.Points ? "lines+markers" : "lines",
                line = new { dash = dashes[k % dashes.Length] },
                hovertemplate = $"{x} %{{x:.16~g}}<br>{y} %{{y:.16~g}}",
            })]);

        static object Axis(string measures, bool log) => new
        {
            title = new { text = measures },
            type = log ? "log" : "linear",
            exponentformat = log ? "power" : "none",
            separatethousands = true,
        };
    }

    /// <summary>
    /// A matrix in words: its size, its largest entry and where that is, the range, the Frobenius norm; on a logarithmic scale the
    /// zeros and the range.
    /// </summary>
    public static string Describe(Matrix<double> matrix, LogScale? log = null)
    {
        if (log is not null)
            return log.Describe(matrix);
        var (row, column, largest) = matrix.EnumerateIndexed().MaxBy(entry => Math.Abs(entry.Item3));
        return $"{matrix.RowCount} × {matrix.ColumnCount}, largest entry {Number(largest)} at row {row}, column {column}, "
            + $"from {Number(matrix.Enumerate().Min())} to {Number(matrix.Enumerate().Max())}, norm {Number(matrix.FrobeniusNorm())}";
    }

    private static string Describe(Line line)
    {
        (double X, double Y)[] points = [.. line.X.Zip(line.Y).Where(point => double.IsFinite(point.Second))];
        if (points.Length == 0)
            return $"{line.Name}: no finite value.";
        // The first that comes within rounding of the extreme: which of several equals is the largest differs between machines.
        double least = points.Min(point => point.Y), most = points.Max(point => point.Y);
        var lowest = points.First(point => point.Y <= least + (1e-12 * Math.Abs(least)));
        var highest = points.First(point => point.Y >= most - (1e-12 * Math.Abs(most)));
        return $"{line.Name}: from {At(points[0])} to {At(points[^1])}, lowest {At(lowest)}, highest {At(highest)}.";

        static string At((double X, double Y) point) => $"{Number(point.Y)} at {Number(point.X)}";
    }

    // With a colour bar beside the first panel.
    private static HeatmapLayer[] Layers(ParameterPanel panel, string prefix, LogScale? log, ParameterGrid grid)
    {
        var layers = HeatmapLayer.Of(panel.Matrix, log, bar: grid.FirstHeight, room: grid.Height);
        foreach (var style in layers.Select(layer => layer.Style))
        {
            (style["name"], style["hovertemplate"]) = (prefix + panel.Name, HeatmapLayer.Hover(panel.Rows, panel.Columns, log));
            (style["xaxis"], style["yaxis"], style["showscale"]) = ("x" + panel.Axis, "y" + panel.Axis, panel == grid.Panels[0]);
            if (log is null)
                style["colorbar"] = HeatmapLayer.SharedBar(HeatmapLayer.Limit(panel.Matrix), grid.FirstHeight);
        }
        return layers;
    }

    // Three digits; a whole number up to a million in full.
    private static string Number(double value) =>
        value.ToString(Math.Abs(value) is >= 1000 and < 1e6 && value == Math.Floor(value) ? "#,0" : "G3", CultureInfo.InvariantCulture);

    private static string FileName(string title) =>
        string.Join("-", new string([.. title.Replace('∂', 'd').Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : ' ')])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
