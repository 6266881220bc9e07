#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;
using Chart = Plotly.NET.CSharp.Chart;
using GenericChart = Plotly.NET.GenericChart;

/// <summary>A trace of a heatmap: the only one on a linear scale; on a logarithmic scale a second one shows the exact zeros.</summary>
/// <param name="Trace">The chart as Plotly.NET makes it.</param>
/// <param name="Style">What is merged into its trace, in plotly.js's own names; may be added to.</param>
internal sealed record HeatmapLayer(GenericChart Trace, Dictionary<string, object> Style)
{
    // In pixels, along a colour bar.
    private const double LeastBar = 40, TickDistance = 20, ZeroBar = 16, ZeroGap = 14, BarEnds = ZeroBar + ZeroGap;

    /// <summary>The end of a colour range symmetric about zero: the largest magnitude of all; 1 if all are zero.</summary>
    public static double Limit(params IEnumerable<Matrix<double>> matrices)
    {
        double largest = matrices.SelectMany(matrix => matrix.Enumerate()).Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        return largest > 0 ? largest : 1;
    }

    /// <summary>A colour bar that calls the ends of such a range by name, since each panel has its own.</summary>
    public static object SharedBar(double limit) => new { tickvals = Ends(limit), ticktext = EndNames };

    /// <summary>The same, as long as the panel beside it.</summary>
    /// <param name="limit">The end of the range.</param>
    /// <param name="length">In pixels.</param>
    public static object SharedBar(double limit, double length) =>
        new { tickvals = Ends(limit), ticktext = EndNames, len = length, lenmode = "pixels", y = 1, yanchor = "top" };

    /// <summary>The layers of a matrix.</summary>
    /// <param name="matrix">An entry that is not finite is a gap.</param>
    /// <param name="log">Colours by magnitude; by value, symmetrically about zero, if null.</param>
    /// <param name="bar">The height of the panel beside the colour bar, in pixels.</param>
    /// <param name="room">The height of all panels, in pixels.</param>
    /// <param name="all">What the colour bar is for: it says if it cuts off some of it.</param>
    /// <param name="written">Whether the entries are written into their cells.</param>
    public static HeatmapLayer[] Of(
        Matrix<double> matrix, LogScale? log, double bar, double room, IReadOnlyList<Matrix<double>> all, bool written = false) =>
        log is null ? [Linear(matrix, written)] : Logarithmic(matrix, log, Math.Max(bar - BarEnds, LeastBar), room, all, written);

    /// <summary>What a cell says when it is pointed at: row, column and the number.</summary>
    /// <param name="isText">Whether the layer has its numbers as text.</param>
    public static string Hover(string rows, string columns, bool isText)
    {
        string place = columns == "" ? $"{rows} %{{y}}" : $"{rows} %{{y}}<br>{columns} %{{x}}";
        return $"{place}<br>%{{{(isText ? "text" : "z")}}}<extra></extra>";
    }

    /// <summary>Every entry as it is written into its cell.</summary>
    public static string[][] Texts(Matrix<double> matrix) =>
        [.. matrix.ToRowArrays().Select(row => row.Select(value => FigureNumber.Text(value).Replace(" × ", "·")).ToArray())];

    private static HeatmapLayer Linear(Matrix<double> matrix, bool written)
    {
        var style = new Dictionary<string, object>
        {
            ["zmin"] = -Limit(matrix),
            ["zmax"] = Limit(matrix),
            ["zhoverformat"] = ".3~g",
        };
        if (written)
            (style["text"], style["texttemplate"]) = (Texts(matrix), "%{text}");
        return new(Heatmap(matrix), style);
    }

    private static HeatmapLayer[] Logarithmic(
        Matrix<double> matrix, LogScale log, double length, double room, IReadOnlyList<Matrix<double>> all, bool written)
    {
        var magnitudes = new Dictionary<string, object>
        {
            ["zmin"] = 0,
            ["zmax"] = log.Decades,
            ["customdata"] = matrix.ToRowArrays(),
            ["text"] = Texts(matrix).Select(row => row.Select(text => text == "0" ? "" : text)),   // the other layer's
            ["texttemplate"] = written ? "%{text}" : "",
            ["colorbar"] = DecadeBar(log, length, all),
        };
        var zeros = new Dictionary<string, object>
        {
            ["zmin"] = 0,
            ["zmax"] = 1,
            ["customdata"] = matrix.ToRowArrays(),
            ["text"] = Texts(matrix),
            ["meta"] = "mask",
            ["autocolorscale"] = false,
            ["colorscale"] = new object[] { new object[] { 0, FigureStyle.Zero }, new object[] { 1, FigureStyle.Zero } },
            ["colorbar"] = new
            {
                tickvals = new[] { 0.5 }, ticktext = new[] { "0" },
                len = ZeroBar, lenmode = "pixels", y = 1 - ((length + ZeroGap) / room), yanchor = "top", ypad = 0,
            },
        };
        return
        [
            new(Heatmap(matrix.Map(log.Position, Zeros.Include)), magnitudes),
            new(Heatmap(matrix.Map(value => value == 0 ? 0 : double.NaN, Zeros.Include)), zeros),
        ];
    }

    private static object DecadeBar(LogScale log, double length, IReadOnlyList<Matrix<double>> all)
    {
        int lowest = (int)Math.Round(Math.Log10(log.From)), decades = (int)log.Decades;
        double[] ticks = Decades(decades, TickDistance / length);
        bool below = all.Any(matrix => matrix.Enumerate().Any(log.IsBelow)), above = all.Any(matrix => matrix.Enumerate().Any(log.IsAbove));
        return new
        {
            tickvals = ticks,
            ticktext = ticks.Select(tick =>
                (below && tick == 0 ? "≤ " : above && tick == decades ? "≥ " : "") + FigureNumber.Power(lowest + (int)tick)),
            len = length,
            lenmode = "pixels",
            y = 1,
            yanchor = "top",
            ypad = 0,
        };
    }

    /// <summary>Ticks of a bar of decades, counted from its lower end: whole ones from the largest down, and both ends.</summary>
    /// <param name="count">How many decades there are.</param>
    /// <param name="least">The least distance between two ticks, as a fraction of the bar.</param>
    public static double[] Decades(int count, double least)
    {
        int every = Math.Max(1, (int)Math.Ceiling(count * least));
        double[] ticks = [.. Enumerable.Range(0, (count / every) + 1).Select(k => (double)(count - (k * every)))];
        return ticks[^1] == 0 ? ticks
            : ticks[^1] < every && ticks.Length > 1 ? [.. ticks[..^1], 0] : [.. ticks, 0];
    }

    private static GenericChart Heatmap(Matrix<double> matrix) =>
        Chart.Heatmap<double, double, double, string>(zData: matrix.ToRowArrays(), UseDefaults: false);

    private static double[] Ends(double limit) => [-limit, 0, limit];

    private static string[] EndNames => ["− max", "0", "+ max"];
}
