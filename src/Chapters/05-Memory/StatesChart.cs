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
/// <param name="Mark">A letter or a digit above that of its points which is nearest to their mean; none if omitted.</param>
public sealed record StateGroup(string Name, FigureColour Colour, string Symbol = "circle", string Mark = "");

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
        // The marks are one more trace, so that they move with their points.
        int[] marked = [.. groups.Index().Where(each => each.Item.Mark != "" && members[each.Index].Length > 0).Select(each => each.Index)];
        double[] Middles(Matrix<double> points, int column) =>
            [.. marked.Select(group => Math.Round(points[Middle(points, members[group]), column], 3))];
        IEnumerable<(double[] X, double[] Y)> Places(Matrix<double> points) => groups
            .Select((_, k) => (Coordinates(points, k, 0), Coordinates(points, k, 1))).Append((Middles(points, 0), Middles(points, 1)));
        return new Figure(
            Chart.Combine(Places(last).Zip([.. groups.Select(group => group.Name), "marks"], (place, name) =>
                Chart.Point<double, double, string>(x: place.X, y: place.Y, Name: name, UseDefaults: false))),
            name,
            FigureLayout.Describe(
                title, $"{groupOf.Count} states.", $"{frames.Count} pictures, {slider} {frames[0].Label} to {frames[^1].Label}."),
            layout,
            traces: [.. groups.Select(group => (object)new
            {
                mode = "markers",
                marker = new
                {
                    size = 7, symbol = group.Symbol, color = group.Colour.Mark, line = new { width = 1.2, color = group.Colour.Mark },
                },
                hovertemplate = $"{group.Name}<extra></extra>",
            }), new
            {
                mode = "text", text = marked.Select(group => $"<b>{groups[group].Mark}</b>"), textposition = "top center",
                textfont = new { size = 14 }, hoverinfo = "skip", cliponaxis = false, meta = "mask",
            }],
            frames: new(slider, [.. frames.Select(frame => new
            {
                name = frame.Label,
                data = Places(frame.Points).Select(place => new { x = place.X, y = place.Y }),
                layout = new { xaxis = Axis(x, frame.Points.Column(0)), yaxis = Axis(y, frame.Points.Column(1)) },
            })], Start: frames.Count - 1));
    }

    // The one of these points that is nearest to their mean: where they lie apart, there may be none of them at the mean itself.
    private static int Middle(Matrix<double> points, int[] members)
    {
        var mean = members.Select(points.Row).Aggregate((sum, point) => sum + point) / members.Length;
        return members.MinBy(i => (points.Row(i) - mean).L2Norm());
    }

    // The same axis over other values.
    private static Dictionary<string, object> Axis(FigureAxis axis, Vector<double> values) =>
        new(axis.Layout) { ["range"] = new FigureAxis("", values, log: false).Layout["range"] };
}
