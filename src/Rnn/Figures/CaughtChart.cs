#nullable enable
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;
using Chart = Plotly.NET.CSharp.Chart;

/// <summary>The figure of planted mistakes: which check catches which mistake, and how often.</summary>
public static class CaughtChart
{
    /// <param name="shares">0 to 1, one row per mistake, one column per check.</param>
    /// <param name="mistakes">One name per row.</param>
    /// <param name="checks">One name per column; a comma breaks the line.</param>
    /// <param name="title">Stands over the figure.</param>
    /// <param name="name">The file name.</param>
    public static Figure Of(
        Matrix<double> shares, IReadOnlyList<string> mistakes, IReadOnlyList<string> checks, string title, string name) => new(
        Chart.Heatmap<double, string, string, string>(
            zData: shares.ToRowArrays(),
            X: checks.Select(check => check.Replace(", ", "<br>")).ToArray(),
            Y: mistakes.ToArray(),
            UseDefaults: false),
        name,
        $"{title}, in percent, by: {string.Join("; ", checks)}. "
            + string.Join(" ", mistakes.Select((mistake, i) => $"{mistake}: {string.Join(", ", shares.Row(i).Select(Percent))}.")),
        layout: new
        {
            title = new { text = title },
            width = 840,
            height = 480,
            margin = new { l = 220, r = 30, t = 60, b = 70 },
            xaxis = new { showgrid = false },
            yaxis = new { autorange = "reversed", showgrid = false },
        },
        traces:
        [
            new
            {
                zmin = 0,
                zmax = 1,
                showscale = false,
                texttemplate = "%{z:.0%}",
                hovertemplate = "%{y}<br>%{x}<br>caught in %{z:.0%}<extra></extra>",
            },
        ]);

    private static string Percent(double share) => (100 * share).ToString("0", CultureInfo.InvariantCulture);
}
