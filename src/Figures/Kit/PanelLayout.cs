#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;

/// <summary>The layout of a figure of one panel with lines over a pair of axes, each line named at its end.</summary>
internal static class PanelLayout
{
    private const double NarrowPage = 360, LeastWidth = 150;   // in pixels

    /// <summary>The layout, and in its <c>meta</c> the same for a narrow page.</summary>
    /// <param name="title">What the figure shows.</param>
    /// <param name="measures">Quantity and unit of the vertical axis.</param>
    /// <param name="width">Of the figure, in pixels, as all here.</param>
    /// <param name="height">Of the panel.</param>
    /// <param name="left">For the labels of the vertical axis.</param>
    /// <param name="bottom">For those of the horizontal one.</param>
    /// <param name="ends">Name, colour and last point of each line; without them the lines have no names.</param>
    public static Dictionary<string, object> Of(
        string title, string measures, FigureAxis x, FigureAxis y, double width, double height, int left, int bottom,
        params IReadOnlyList<(string Name, FigureColour Colour, double X, double Y)> ends)
    {
        int right = ends.Count == 0 ? 30 : EndLabels.Width(ends.Select(end => end.Name));
        Dictionary<string, object> Around(double width, bool isNarrow) => FigureLayout.Wrap(
            title, measures, width - left - right, height, left, right, FigureLayout.TitleHeight, bottom, isNarrow);
        var layout = Around(width, isNarrow: false);
        (layout["xaxis"], layout["yaxis"]) = (x.Layout, y.Layout);
        layout["annotations"] = EndLabels.Of(ends, x, y, height).ToArray();
        layout["meta"] = new { narrow = Around(Math.Min(width, Math.Max(NarrowPage, LeastWidth + left + right)), isNarrow: true) };
        return layout;
    }
}
