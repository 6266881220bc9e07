#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;
using Chart = Plotly.NET.CSharp.Chart;

/// <summary>One group of points: what they have in common.</summary>
/// <param name="Name">Stands beside the figure, once for all groups of the name.</param>
/// <param name="Colour">Of its points.</param>
/// <param name="Symbol">Of its points, in plotly.js's own names.</param>
public sealed record StateGroup(string Name, FigureColour Colour, string Symbol = "circle");

/// <summary>Hidden states as points in a plane as training goes on: one picture per position of a slider, each on its own axes.</summary>
public static class StatesChart
{
    private const int Left = 60, Bottom = 60, Side = 420;   // in pixels

    /// <param name="frames">
    /// At least one, each with the label of its position and its points, one per row (n × 2); the figure itself is the last one.
    /// </param>
    /// <param name="groups">What the points are told apart by.</param>
    /// <param name="groupOf">One index into the groups per point.</param>
    /// <param name="title">What the figure shows, with its number, in at most 60 characters.</param>
    /// <param name="slider">What the labels count: "strings", for example.</param>
    /// <param name="measures">What the points are, and what their symbols mean: stands under the title.</param>
    /// <param name="name">The file name.</param>
    /// <exception cref="ArgumentException">Points of another number than groupOf has entries.</exception>
    public static Figure Of(
        IReadOnlyList<(string Label, Matrix<double> Points)> frames, IReadOnlyList<StateGroup> groups, IReadOnlyList<int> groupOf,
        string title, string slider, string measures, string name)
    {
        foreach (var (label, points) in frames)
            Require.Shape(points, groupOf.Count, 2, $"the points at {label}");
        int[][] members = [.. groups.Select((_, group) => Enumerable.Range(0, groupOf.Count).Where(i => groupOf[i] == group).ToArray())];
        var last = frames[^1].Points;
        FigureAxis x = new("first direction", last.Column(0), log: false), y = new("second direction", last.Column(1), log: false);
        // One name per colour, evenly from the top.
        var names = groups.Select(group => (group.Name, group.Colour)).Distinct().ToArray();
        var ends = names.Select((each, k) =>
            (each.Name, each.Colour, x.High, y.High - ((k + 0.5) / names.Length * (y.High - y.Low)))).ToArray();
        var layout = PanelLayout.Of(
            title, measures, x, y, Side + Left + EndLabels.Width(names.Select(each => each.Name)), Side, Left, Bottom, ends);
        double[] Coordinates(Matrix<double> points, int group, int column) =>
            [.. members[group].Select(i => Math.Round(points[i, column], 3))];
        return new Figure(
            Chart.Combine(groups.Select((group, k) => Chart.Point<double, double, string>(
                x: Coordinates(last, k, 0), y: Coordinates(last, k, 1), Name: group.Name, UseDefaults: false))),
            name,
            FigureLayout.Describe(
                title, $"{groupOf.Count} states.", $"{frames.Count} pictures, {slider} {frames[0].Label} to {frames[^1].Label}."),
            layout,
            traces: [.. groups.Select(group => new
            {
                mode = "markers",
                marker = new
                {
                    size = 7, symbol = group.Symbol, color = group.Colour.Mark, line = new { width = 1.2, color = group.Colour.Mark },
                },
                hovertemplate = $"{group.Name}<extra></extra>",
            })],
            frames: new(slider, [.. frames.Select(frame => new
            {
                name = frame.Label,
                data = groups.Select((_, k) => new { x = Coordinates(frame.Points, k, 0), y = Coordinates(frame.Points, k, 1) }),
                layout = new { xaxis = Axis(x, frame.Points.Column(0)), yaxis = Axis(y, frame.Points.Column(1)) },
            })], Start: frames.Count - 1));
    }

    // The same axis over other values.
    private static Dictionary<string, object> Axis(FigureAxis axis, Vector<double> values) =>
        new(axis.Layout) { ["range"] = new FigureAxis("", values, log: false).Layout["range"] };
}
