#nullable enable
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using MathNet.Numerics.LinearAlgebra;
using Chart = Plotly.NET.CSharp.Chart;

/// <summary>
/// The figure of planted mistakes: which check catches which mistake, and how often. Misses are strong, and the mistakes that are
/// missed most stand on top; the control, with no mistake planted, stands apart at the bottom.
/// </summary>
public static class CaughtChart
{
    private const int CellWidth = 108, CellHeight = 32, Apart = 14;   // in pixels; Apart: between the mistakes and the control

    /// <param name="fractions">0 to 1, one row per mistake, one column per check.</param>
    /// <param name="mistakes">One name per row.</param>
    /// <param name="checks">One name per column; a comma breaks the line.</param>
    /// <param name="title">What the figure shows, with its number, in at most 60 characters.</param>
    /// <param name="name">The file name.</param>
    /// <param name="control">The row where no mistake is planted; -1 if there is none.</param>
    public static Figure Of(
        Matrix<double> fractions, IReadOnlyList<string> mistakes, IReadOnlyList<string> checks, string title, string name, int control = -1)
    {
        int[] order = [.. Enumerable.Range(0, mistakes.Count).Where(i => i != control).OrderBy(i => fractions.Row(i).Sum())];
        double height = CellHeight * order.Length, whole = height + (control < 0 ? 0 : Apart + CellHeight);
        var layout = FigureLayout.Wrap(
            title, "% of draws in which a check catches a planted mistake; strong: missed",
            CellWidth * checks.Count, whole, left: 215, right: 20, FigureLayout.TitleHeight, bottom: 70);
        layout["xaxis"] = Names(0, 0, anchor: control < 0 ? "y" : "y2");
        layout["yaxis"] = Names(1 - (height / whole), 1, anchor: "x");
        layout["yaxis2"] = Names(0, CellHeight / whole, anchor: "x");
        int[][] panels = control < 0 ? [order] : [order, [control]];
        return new Figure(
            Chart.Combine(panels.Select((rows, panel) => Chart.Heatmap<double, string, string, string>(
                zData: rows.Select(i => fractions.Row(i).Select(fraction => panel == 0 ? 1 - fraction : fraction).ToArray()).ToArray(),
                X: checks.Select(check => Powers(check).Replace(", ", "<br>")).ToArray(),
                Y: rows.Select(i => mistakes[i]).ToArray(),
                UseDefaults: false))),
            name,
            FigureLayout.Describe(title, $"{checks.Count} checks, {order.Length} mistakes, most missed: {mistakes[order[0]]}."),
            layout,
            traces: [.. panels.Select((rows, panel) => Style(fractions, rows, isControl: panel == 1))]);
    }

    private static Dictionary<string, object> Names(double from, double to, string anchor) => new()
    {
        ["showgrid"] = false,
        ["tickfont"] = new { size = 12 },
        ["anchor"] = anchor,
        ["domain"] = anchor == "x" ? new[] { from, to } : [0, 1],
        ["autorange"] = anchor == "x" ? "reversed" : true,
    };

    // Where nothing is planted, it is the strong colour that says a check was wrong too.
    private static object Style(Matrix<double> fractions, int[] rows, bool isControl)
    {
        string[][] percents = [.. rows.Select(i => fractions.Row(i).Select(Percent).ToArray())];
        return new
        {
            name = isControl ? "no mistake planted: % of draws flagged" : "% of draws that catch it",
            yaxis = isControl ? "y2" : "y",
            zmin = 0,
            zmax = 1,
            showscale = false,
            text = percents,
            customdata = percents,
            texttemplate = "%{text} %",
            textfont = new { size = 12 },
            hovertemplate = "%{y}<br>%{x}<br>caught in %{text} %<extra></extra>",
        };
    }

    // 10⁻⁴ for 1e-4.
    private static string Powers(string text) =>
        Regex.Replace(text, "1e(-?[0-9]+)", found => FigureNumber.Power(int.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture)));

    private static string Percent(double fraction) => (100 * fraction).ToString("0", CultureInfo.InvariantCulture);
}
