#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;

/// <summary>The names of series at their ends, each in its colour, none over another.</summary>
internal static class EndLabels
{
    private const double Height = 15, Away = 7, Letter = 6.6;   // in pixels: of a label, of its distance from the end, of a letter's width

    /// <summary>What the longest name needs beside the panel, in pixels.</summary>
    public static int Width(IEnumerable<string> names) =>
        (int)(Away + 8 + (Letter * names.Select(name => name.Length).DefaultIfEmpty(0).Max()));

    /// <summary>Notes for a layout.</summary>
    /// <param name="ends">Name, colour and last point of each; one that is not on the axes has no label.</param>
    /// <param name="height">Of the panel, in pixels.</param>
    /// <param name="axes">What follows "x" and "y" in the names of its axes.</param>
    public static IEnumerable<object> Of(
        IEnumerable<(string Name, FigureColour Colour, double X, double Y)> ends, FigureAxis x, FigureAxis y, double height,
        string axes = "")
    {
        var labels = ends.Select(end => (end.Name, end.Colour, X: x.Place(end.X), Y: y.Place(end.Y)))
            .Where(end => double.IsFinite(end.X) && double.IsFinite(end.Y)).OrderBy(end => end.Y).ToArray();
        double[] wanted = [.. labels.Select(end => (end.Y - y.Low) / (y.High - y.Low) * height)];
        double[] placed = Apart(wanted, height);
        return labels.Select((end, i) =>
            FigureLayout.Note(end.Name, end.Colour, end.X, end.Y, axes, right: Away, up: placed[i] - wanted[i]));
    }

    // Upwards each at least a label's height over the one before; then down again from the top.
    private static double[] Apart(double[] wanted, double height)
    {
        double[] placed = [.. wanted];
        for (int i = 1; i < placed.Length; i++)
            placed[i] = Math.Max(placed[i], placed[i - 1] + Height);
        for (int i = placed.Length - 1; i >= 0; i--)
            placed[i] = Math.Min(placed[i], i == placed.Length - 1 ? Math.Max(height, wanted[i]) : placed[i + 1] - Height);
        return placed;
    }
}
