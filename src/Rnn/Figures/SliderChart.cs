#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using MathNet.Numerics.LinearAlgebra;

/// <summary>Figures with a slider; it is plotly.js's own, so it works in an exported page too, with no kernel behind it.</summary>
public static class SliderChart
{
    private const int SliderHeight = 90;   // in pixels, under the figure

    /// <summary>One heatmap per position of a slider, all in one colour range.</summary>
    /// <param name="frames">At least one, all of one size, each with the label of its position.</param>
    /// <param name="title">Stands over the figure.</param>
    /// <param name="slider">What the labels count: "step", for example.</param>
    /// <param name="rows">What a row stands for.</param>
    /// <param name="columns">What a column stands for.</param>
    /// <param name="name">The file name; made from the title if omitted.</param>
    public static Figure Heatmaps(
        IReadOnlyList<(string Label, Matrix<double> Matrix)> frames, string title, string slider,
        string rows = "row", string columns = "column", string? name = null)
    {
        Figure first = Charts.Heatmap(frames[0].Matrix, title, rows, columns, name);
        JsonObject figure = first.ToJson(), layout = figure["layout"]!.AsObject(), trace = figure["data"]![0]!.AsObject();

        double limit = HeatmapLayer.Limit(frames.Select(frame => frame.Matrix));
        (trace["zmin"], trace["zmax"]) = (-limit, limit);
        layout["height"] = layout["height"]!.GetValue<double>() + SliderHeight;
        layout["margin"]!["b"] = layout["margin"]!["b"]!.GetValue<int>() + SliderHeight;
        layout["sliders"] = JsonSerializer.SerializeToNode(Slider(slider, frames.Select(frame => frame.Label)));

        var (low, high) = (frames.MinBy(Norm), frames.MaxBy(Norm));
        return new Figure(
            first.Chart,
            first.Name,
            FormattableString.Invariant($"{title}, {frames.Count} heatmaps under a slider from {slider} {frames[0].Label} ")
                + FormattableString.Invariant($"to {slider} {frames[^1].Label}, in one colour range of ±{limit:G3}. ")
                + FormattableString.Invariant($"The norm is largest, {Norm(high):G3}, at {slider} {high.Label}, ")
                + FormattableString.Invariant($"and smallest, {Norm(low):G3}, at {slider} {low.Label}."),
            layout,
            traces: [trace],
            frames: frames.Select(frame => new { name = frame.Label, data = new[] { new { z = frame.Matrix.ToRowArrays() } } }));

        static double Norm((string, Matrix<double> Matrix) frame) => frame.Matrix.FrobeniusNorm();
    }

    /// <summary>A slider over the frames of a figure, for its layout.</summary>
    /// <param name="counts">What the labels count.</param>
    /// <param name="labels">The names of the frames.</param>
    /// <param name="active">Which of them the figure itself shows.</param>
    public static object[] Slider(string counts, IEnumerable<string> labels, int active = 0)
    {
        var atOnce = new { mode = "immediate", frame = new { duration = 0, redraw = true }, transition = new { duration = 0 } };
        return
        [
            new
            {
                active,
                currentvalue = new { prefix = counts + " " },
                pad = new { t = 60 },
                steps = labels.Select(label => new { label, method = "animate", args = new object[] { new[] { label }, atOnce } }),
            },
        ];
    }
}
