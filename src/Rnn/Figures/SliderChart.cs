#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using MathNet.Numerics.LinearAlgebra;

/// <summary>Figures with a slider, which works in an exported page too, with no kernel behind it.</summary>
public static class SliderChart
{
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
        JsonObject figure = first.ToJson(), trace = figure["data"]![0]!.AsObject();

        double limit = HeatmapLayer.Limit(frames.Select(frame => frame.Matrix));
        (trace["zmin"], trace["zmax"]) = (-limit, limit);

        var (low, high) = (frames.MinBy(Norm), frames.MaxBy(Norm));
        return new Figure(
            first.Chart,
            first.Name,
            FormattableString.Invariant($"{title}, {frames.Count} heatmaps under a slider from {slider} {frames[0].Label} ")
                + FormattableString.Invariant($"to {slider} {frames[^1].Label}, in one colour range of ±{limit:G3}. ")
                + FormattableString.Invariant($"The norm is largest, {Norm(high):G3}, at {slider} {high.Label}, ")
                + FormattableString.Invariant($"and smallest, {Norm(low):G3}, at {slider} {low.Label}."),
            layout: figure["layout"],
            traces: [trace],
            frames: new(slider, [.. frames.Select(frame =>
                new { name = frame.Label, data = new[] { new { z = frame.Matrix.ToRowArrays() } } })]));

        static double Norm((string, Matrix<double> Matrix) frame) => frame.Matrix.FrobeniusNorm();
    }
}
