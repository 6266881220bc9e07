#nullable enable
using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;
using Chart = Plotly.NET.CSharp.Chart;
using GenericChart = Plotly.NET.GenericChart;

/// <summary>The workbook's figures. Diverging colours run symmetrically about zero.</summary>
public static class Charts
{
    /// <summary>A matrix as a heatmap, row 0 on top; up to 100 entries are written into their cells.</summary>
    /// <param name="matrix">Any size; an entry that is not a number is left out.</param>
    /// <param name="title">Stands over the figure.</param>
    /// <param name="rows">What a row stands for, "hidden unit", say.</param>
    /// <param name="columns">What a column stands for.</param>
    /// <param name="name">The file name; made from the title where it is left out.</param>
    /// <param name="log">Colours by magnitude, a decade at a time, with a colour of its own for exact zero.</param>
    public static Figure Heatmap(
        Matrix<double> matrix, string title, string rows = "row", string columns = "column", string? name = null, LogScale? log = null)
    {
        double cell = CellSize(46, Math.Max(matrix.RowCount, matrix.ColumnCount));
        double width = Math.Max(cell * matrix.ColumnCount, 40), height = Math.Max(cell * matrix.RowCount, 40);
        bool written = matrix.RowCount * matrix.ColumnCount <= 100;
        var layers = log is null ? [Layer(matrix, written)] : Layers(matrix, log, height, height, written);
        foreach (var (_, style) in layers)
            (style["name"], style["hovertemplate"]) = (title, Hover(rows, columns, log));
        return new Figure(
            Chart.Combine(layers.Select(layer => layer.Trace)),
            name ?? FileName(title),
            $"Heatmap of {title}: {Describe(matrix, log)}.",
            layout: new
            {
                title = new { text = title },
                width = width + 190,
                height = height + 130,
                margin = new { l = 70, r = 120, t = 70, b = 60 },
                xaxis = UnitAxis(columns, matrix.ColumnCount),
                yaxis = UnitAxis(rows, matrix.RowCount, reversed: true),
            },
            traces: [.. layers.Select(layer => layer.Style)]);
    }

    /// <summary>
    /// The five tensors of a network as one figure: Whh in the middle, Wxh and bh on its rows, Why under its columns.
    /// Each has a colour range of its own, written over it; a logarithmic one is shared by all.
    /// </summary>
    /// <param name="gradients">The gradients, or the weights themselves.</param>
    /// <param name="title">Stands over the figure.</param>
    /// <param name="prefix">Stands before the name of each: "∂L/∂" for gradients, nothing for weights.</param>
    /// <param name="name">The file name; made from the title where it is left out.</param>
    /// <param name="log">Colours by magnitude, a decade at a time, with a colour of its own for exact zero.</param>
    public static Figure Gradients(
        RnnParameters gradients, string title = "Gradients of the loss", string prefix = "∂L/∂", string? name = null, LogScale? log = null)
    {
        int input = gradients.Wxh.ColumnCount, hidden = gradients.Whh.RowCount, output = gradients.by.Count;
        double cell = Math.Min(CellSize(30, input + hidden), CellSize(30, hidden + output));
        (string Label, Matrix<double> Matrix, int Row, int Column, string Rows, string Columns)[] panels =
        [
            ("Wxh", gradients.Wxh, 0, 0, "hidden unit", "input token"),
            ("Whh", gradients.Whh, 0, 1, "hidden unit", "hidden unit at t − 1"),
            ("bh", gradients.bh.ToColumnMatrix(), 0, 2, "hidden unit", ""),
            ("Why", gradients.Why, 1, 1, "output token", "hidden unit"),
            ("by", gradients.by.ToColumnMatrix(), 1, 2, "output token", ""),
        ];
        // In pixels: the panels' columns and rows, with room between them for titles and labels.
        double[] widths = [Math.Max(cell * input, 70), Math.Max(cell * hidden, 70), Math.Max(cell, 26)];
        double[] heights = [Math.Max(cell * hidden, 40), Math.Max(cell * output, 40)];
        double[] x = [0, widths[0] + 80, widths[0] + widths[1] + 150], y = [0, heights[0] + 110];
        double width = x[2] + widths[2], height = y[1] + heights[1];

        var layout = new Dictionary<string, object>
        {
            ["title"] = new { text = title },
            ["width"] = width + 185,
            ["height"] = height + 155,
            ["margin"] = new { l = 65, r = 120, t = 95, b = 60 },
        };
        var traces = new List<(GenericChart Trace, Dictionary<string, object> Style)>();
        var annotations = new List<object>();
        for (int k = 0; k < panels.Length; k++)
        {
            var (label, matrix, row, column, rows, columns) = panels[k];
            string axis = k == 0 ? "" : $"{k + 1}";
            double left = x[column] / width, top = 1 - (y[row] / height);
            layout["xaxis" + axis] = UnitAxis(columns, matrix.ColumnCount, from: left, to: left + (widths[column] / width), anchor: "y" + axis);
            layout["yaxis" + axis] = UnitAxis(column < 2 && k != 1 ? rows : "", matrix.RowCount, reversed: true, from: top - (heights[row] / height), to: top, anchor: "x" + axis);
            string range = log is null ? $"±{Number(Limit(matrix))}" : $"≤ {log.Text(matrix.Enumerate().Max(Math.Abs))}";
            annotations.Add(new
            {
                text = $"<b>{prefix}{label}</b><br>{range}",
                x = left, y = top, xref = "paper", yref = "paper", xanchor = "left", yanchor = "bottom", align = "left", showarrow = false,
            });
            var layers = log is null ? [Layer(matrix)] : Layers(matrix, log, heights[0], height);
            foreach (var (_, style) in layers)
            {
                (style["name"], style["hovertemplate"]) = (prefix + label, Hover(rows, columns, log));
                (style["xaxis"], style["yaxis"], style["showscale"]) = ("x" + axis, "y" + axis, k == 0);
                if (log is null)
                    style["colorbar"] = new { tickvals = new[] { -Limit(matrix), 0, Limit(matrix) }, ticktext = new[] { "− max", "0", "+ max" }, len = heights[0], lenmode = "pixels", y = 1, yanchor = "top" };
            }
            traces.AddRange(layers);
        }
        layout["annotations"] = annotations;
        return new Figure(
            Chart.Combine(traces.Select(layer => layer.Trace)),
            name ?? FileName(title),
            $"{title}, five heatmaps. " + string.Join(" ", panels.Select(panel => $"{prefix}{panel.Label}: {Describe(panel.Matrix, log)}.")),
            layout,
            [.. traces.Select(layer => layer.Style)]);
    }

    /// <summary>Curves over one pair of axes; each has a colour and a dash of its own, so that they part in grey too.</summary>
    /// <param name="lines">At least one; a value that is not finite leaves a gap.</param>
    /// <param name="title">Stands over the figure.</param>
    /// <param name="x">What the horizontal axis measures, with its unit.</param>
    /// <param name="y">What the vertical axis measures, with its unit.</param>
    /// <param name="logX">A logarithmic horizontal axis.</param>
    /// <param name="logY">A logarithmic vertical axis.</param>
    /// <param name="name">The file name; made from the title where it is left out.</param>
    public static Figure Lines(IReadOnlyList<Line> lines, string title, string x, string y, bool logX = false, bool logY = false, string? name = null)
    {
        string[] dashes = ["solid", "dash", "dot", "dashdot", "longdash", "longdashdot"];
        return new Figure(
            Chart.Combine(lines.Select(line => Chart.Line<double, double, string>(x: line.X, y: line.Y, Name: line.Name, UseDefaults: false))),
            name ?? FileName(title),
            $"{title}, {y} against {x}. " + string.Join(" ", lines.Select(Describe)),
            layout: new
            {
                title = new { text = title },
                width = 760,
                height = 420,
                margin = new { l = 75, r = 30, t = 60, b = 60 },
                xaxis = new { title = new { text = x }, type = logX ? "log" : "linear", exponentformat = logX ? "power" : "none", separatethousands = true },
                yaxis = new { title = new { text = y }, type = logY ? "log" : "linear", exponentformat = logY ? "power" : "none", separatethousands = true },
                showlegend = lines.Count > 1,
            },
            traces: [.. lines.Select((line, k) => new
            {
                mode = line.Points ? "lines+markers" : "lines",
                line = new { dash = dashes[k % dashes.Length] },
                hovertemplate = $"{x} %{{x:.16~g}}<br>{y} %{{y:.16~g}}",
            })]);
    }

    /// <summary>A matrix in words: size, largest entry and where it is, range, Frobenius norm; on a logarithmic scale zeros and range.</summary>
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
        var points = line.X.Zip(line.Y).Where(point => double.IsFinite(point.Second)).ToList();
        if (points.Count == 0)
            return $"{line.Name}: no finite value.";
        // The first that comes within rounding of the extreme: which of several equals is the largest differs between machines.
        double least = points.Min(point => point.Second), most = points.Max(point => point.Second);
        var lowest = points.First(point => point.Second <= least + (1e-12 * Math.Abs(least)));
        var highest = points.First(point => point.Second >= most - (1e-12 * Math.Abs(most)));
        return $"{line.Name}: from {Number(points[0].Second)} at {Number(points[0].First)} to {Number(points[^1].Second)} at {Number(points[^1].First)}, "
            + $"lowest {Number(lowest.Second)} at {Number(lowest.First)}, highest {Number(highest.Second)} at {Number(highest.First)}.";
    }

    private static GenericChart Trace(Matrix<double> matrix) =>
        Chart.Heatmap<double, double, double, string>(zData: matrix.ToRowArrays(), UseDefaults: false);

    private static (GenericChart Trace, Dictionary<string, object> Style) Layer(Matrix<double> matrix, bool written = false) => (Trace(matrix), new()
    {
        ["zmin"] = -Limit(matrix),
        ["zmax"] = Limit(matrix),
        ["texttemplate"] = written ? "%{z:.2~g}" : "",
        ["textfont"] = new { size = 10 },
    });

    // Decades above log.From, and over them the exact zeros; bar and room are the heights in pixels of colour bar and figure.
    private static (GenericChart Trace, Dictionary<string, object> Style)[] Layers(Matrix<double> matrix, LogScale log, double bar, double room, bool written = false)
    {
        double length = Math.Max(bar - 30, 40), every = Math.Ceiling(log.Decades * 20 / length);
        double[] ticks = [.. Enumerable.Range(0, (int)(log.Decades / every) + 1).Select(k => log.Decades - (k * every))];
        return
        [
            (Trace(matrix.Map(log.Position, Zeros.Include)), new()
            {
                ["zmin"] = 0,
                ["zmax"] = log.Decades,
                ["customdata"] = matrix.ToRowArrays(),
                ["text"] = matrix.ToRowArrays().Select(row => row.Select(value => value.ToString("0e0", CultureInfo.InvariantCulture))),
                ["texttemplate"] = written ? "%{text}" : "",
                ["textfont"] = new { size = 10 },
                ["colorbar"] = new
                {
                    tickvals = ticks, ticktext = ticks.Select(tick => $"10<sup>{Number(tick + Math.Log10(log.From)).Replace('-', '−')}</sup>"),
                    len = length, lenmode = "pixels", y = 1, yanchor = "top", ypad = 0,
                },
            }),
            (Trace(matrix.Map(value => value == 0 ? 0 : double.NaN, Zeros.Include)), new()
            {
                ["zmin"] = 0,
                ["zmax"] = 1,
                ["customdata"] = matrix.ToRowArrays(),
                ["meta"] = "mask",
                ["autocolorscale"] = false,
                ["colorscale"] = new object[] { new object[] { 0, FigureStyle.Zero }, new object[] { 1, FigureStyle.Zero } },
                ["colorbar"] = new { tickvals = new[] { 0.5 }, ticktext = new[] { "0" }, len = 16, lenmode = "pixels", y = 1 - ((length + 14) / room), yanchor = "top", ypad = 0 },
            }),
        ];
    }

    /// <summary>A heatmap's axis: whole numbers from 0, at most twelve of them written.</summary>
    /// <param name="count">Rows or columns.</param>
    /// <param name="reversed">Row 0 on top.</param>
    /// <param name="from">Where it begins, as a part of the figure.</param>
    /// <param name="to">Where it ends.</param>
    /// <param name="anchor">The other axis of its panel; "x" or "y" where it is left out.</param>
    public static object UnitAxis(string title, int count, bool reversed = false, double from = 0, double to = 1, string? anchor = null) => new
    {
        title = new { text = title },
        range = reversed ? new[] { count - 0.5, -0.5 } : [-0.5, count - 0.5],
        dtick = Math.Ceiling(count / 12.0),
        tick0 = 0,
        showticklabels = count > 1,
        showgrid = false,
        zeroline = false,
        domain = new[] { from, to },
        anchor = anchor ?? (reversed ? "x" : "y"),
    };

    private static string Hover(string rows, string columns, LogScale? log) =>
        $"{rows} %{{y}}" + (columns == "" ? "" : $"<br>{columns} %{{x}}") + $"<br>%{{{(log is null ? "z" : "customdata")}:.16~g}}<extra></extra>";

    // Pixels a cell, so that many cells stay on a page.
    private static double CellSize(double largest, int count) => Math.Min(largest, 520.0 / count);

    /// <summary>The end of a colour range symmetric about zero: the largest magnitude of all; 1 where all is zero.</summary>
    public static double Limit(params IEnumerable<Matrix<double>> matrices)
    {
        double largest = matrices.SelectMany(matrix => matrix.Enumerate()).Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        return largest > 0 ? largest : 1;
    }

    // Three digits; a whole number up to a million in full.
    private static string Number(double value) =>
        value.ToString(Math.Abs(value) is >= 1000 and < 1e6 && value == Math.Floor(value) ? "#,0" : "G3", CultureInfo.InvariantCulture);

    private static string FileName(string title) =>
        string.Join("-", new string([.. title.Replace('∂', 'd').Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : ' ')])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
