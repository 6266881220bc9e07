#nullable enable
using System;
using System.Collections.Generic;
using System.Globalization;
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
    /// <param name="written">Whether the entries are written into their cells.</param>
    public static HeatmapLayer[] Of(Matrix<double> matrix, LogScale? log, double bar, double room, bool written = false) =>
        log is null ? [Linear(matrix, written)] : Logarithmic(matrix, log, Math.Max(bar - BarEnds, LeastBar), room, written);

    /// <summary>What a cell says when it is pointed at: row, column and the whole number.</summary>
    public static string Hover(string rows, string columns, LogScale? log)
    {
        string place = columns == "" ? $"{rows} %{{y}}" : $"{rows} %{{y}}<br>{columns} %{{x}}";
        return $"{place}<br>%{{{(log is null ? "z" : "customdata")}:.16~g}}<extra></extra>";
    }

    private static HeatmapLayer Linear(Matrix<double> matrix, bool written) => new(Heatmap(matrix), new()
    {
        ["zmin"] = -Limit(matrix),
        ["zmax"] = Limit(matrix),
        ["texttemplate"] = written ? "%{z:.2~g}" : "",
        ["textfont"] = new { size = 10 },
    });

    private static HeatmapLayer[] Logarithmic(Matrix<double> matrix, LogScale log, double length, double room, bool written)
    {
        var magnitudes = new Dictionary<string, object>
        {
            ["zmin"] = 0,
            ["zmax"] = log.Decades,
            ["customdata"] = matrix.ToRowArrays(),
            ["text"] = matrix.ToRowArrays().Select(row => row.Select(value => value.ToString("0e0", CultureInfo.InvariantCulture))),
            ["texttemplate"] = written ? "%{text}" : "",
            ["textfont"] = new { size = 10 },
            ["colorbar"] = DecadeBar(log, length),
        };
        var zeros = new Dictionary<string, object>
        {
            ["zmin"] = 0,
            ["zmax"] = 1,
            ["customdata"] = matrix.ToRowArrays(),
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

    // A power of ten every so many decades, counted from the largest down.
    private static object DecadeBar(LogScale log, double length)
    {
        double every = Math.Ceiling(log.Decades * TickDistance / length);
        double[] ticks = [.. Enumerable.Range(0, (int)(log.Decades / every) + 1).Select(k => log.Decades - (k * every))];
        return new
        {
            tickvals = ticks,
            ticktext = ticks.Select(tick => FigureLayout.Power(tick + Math.Log10(log.From))),
            len = length,
            lenmode = "pixels",
            y = 1,
            yanchor = "top",
            ypad = 0,
        };
    }

    private static GenericChart Heatmap(Matrix<double> matrix) =>
        Chart.Heatmap<double, double, double, string>(zData: matrix.ToRowArrays(), UseDefaults: false);

    private static double[] Ends(double limit) => [-limit, 0, limit];

    private static string[] EndNames => ["− max", "0", "+ max"];
}
