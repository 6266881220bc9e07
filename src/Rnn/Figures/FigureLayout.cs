#nullable enable
using System;
using System.Collections.Generic;
using System.Globalization;

/// <summary>What the layouts of figures with heatmaps have in common, in plotly.js's own names.</summary>
internal static class FigureLayout
{
    private const double LongestSide = 520;   // in pixels, of a heatmap that has many cells
    private const int MostLabels = 12;        // on an axis

    /// <summary>Title, size and margins of a figure whose panels take up this much; the rest of its layout is added to them.</summary>
    /// <param name="title">Stands over the figure.</param>
    /// <param name="width">Of the panels, in pixels, as all here.</param>
    /// <param name="height">Of the panels.</param>
    /// <param name="left">For the labels of the axis.</param>
    /// <param name="right">For the colour bar.</param>
    /// <param name="top">For the titles.</param>
    /// <param name="bottom">For the labels of the axis.</param>
    public static Dictionary<string, object> Around(
        string title, double width, double height, int left, int right, int top, int bottom) => new()
    {
        ["title"] = new { text = title },
        ["width"] = width + (left + right),
        ["height"] = height + (top + bottom),
        ["margin"] = new { l = left, r = right, t = top, b = bottom },
    };

    /// <summary>A heatmap's axis: whole numbers from 0, at most twelve of them written.</summary>
    /// <param name="title">What the numbers count.</param>
    /// <param name="count">How many rows or columns there are.</param>
    /// <param name="reversed">Whether 0 is on top.</param>
    /// <param name="from">Where the axis begins, as a share of the figure.</param>
    /// <param name="to">Where it ends.</param>
    /// <param name="anchor">The axis that it belongs to; the first one if omitted.</param>
    public static object UnitAxis(
        string title, int count, bool reversed = false, double from = 0, double to = 1, string? anchor = null) => new
    {
        title = new { text = title },
        range = reversed ? new[] { count - 0.5, -0.5 } : [-0.5, count - 0.5],
        dtick = Math.Ceiling(count / (double)MostLabels),
        tick0 = 0,
        showticklabels = count > 1,
        showgrid = false,
        zeroline = false,
        domain = new[] { from, to },
        anchor = anchor ?? (reversed ? "x" : "y"),
    };

    /// <summary>A panel's title, over its left end, with its colour range on a second line.</summary>
    /// <param name="name">In bold.</param>
    /// <param name="range">The second line.</param>
    /// <param name="left">Where the panel begins, as a share of the figure.</param>
    /// <param name="top">Where it ends.</param>
    public static object PanelTitle(string name, string range, double left, double top) => new
    {
        text = $"<b>{name}</b><br>{range}",
        x = left,
        y = top,
        xref = "paper",
        yref = "paper",
        xanchor = "left",
        yanchor = "bottom",
        align = "left",
        showarrow = false,
    };

    /// <summary>A power of ten as it is written on an axis, with a true minus.</summary>
    public static string Power(double exponent) =>
        $"10<sup>{exponent.ToString("G3", CultureInfo.InvariantCulture).Replace('-', '−')}</sup>";

    /// <summary>The side of a cell in pixels, so that many cells stay on a page.</summary>
    /// <param name="largest">Its side if there are few.</param>
    /// <param name="count">How many lie side by side.</param>
    public static double CellSize(double largest, int count) => Math.Min(largest, LongestSide / count);
}
