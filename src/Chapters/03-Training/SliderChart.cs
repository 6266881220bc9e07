#nullable enable
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using MathNet.Numerics.LinearAlgebra;
using Chart = Plotly.NET.CSharp.Chart;

/// <summary>Figures with a slider, which works in an exported page too, with no kernel behind it.</summary>
public static class SliderChart
{
    // In pixels.
    private const double Gap = 85, CurveHeight = 110;

    /// <summary>
    /// One heatmap per position of a slider, all in one colour range; under it, without the slider, their Frobenius norms. It begins at
    /// the largest of these.
    /// </summary>
    /// <param name="frames">At least one, all of one size, each with the label of its position.</param>
    /// <param name="title">What the figure shows, with its number, in at most 60 characters.</param>
    /// <param name="slider">What the labels count: "step", for example.</param>
    /// <param name="rows">What a row stands for.</param>
    /// <param name="columns">What a column stands for.</param>
    /// <param name="name">The file name; made from the title if omitted.</param>
    /// <param name="measures">Quantity and unit, under the title.</param>
    public static Figure Heatmaps(
        IReadOnlyList<(string Label, Matrix<double> Matrix)> frames, string title, string slider,
        string rows = "row", string columns = "column", string? name = null, string measures = "")
    {
        double[] norms = [.. frames.Select(frame => frame.Matrix.FrobeniusNorm())];
        int largest = norms.Index().MaxBy(each => each.Item).Index;
        Figure still = Charts.Heatmap(frames[largest].Matrix, title, rows, columns, name, measures: measures);
        JsonObject figure = still.ToJson(), trace = figure["data"]![0]!.AsObject(), layout = figure["layout"]!.AsObject();

        double limit = HeatmapLayer.Limit(frames.Select(frame => frame.Matrix));
        (trace["zmin"], trace["zmax"]) = (-limit, limit);

        double[] places =
            [.. frames.Select((frame, i) => double.TryParse(frame.Label, CultureInfo.InvariantCulture, out double at) ? at : i)];
        trace["colorbar"] = JsonSerializer.SerializeToNode(HeatmapBar(MakeRoom(layout, slider, places, norms)));
        return new Figure(
            Chart.Combine([still.Chart, Chart.Line<double, double, string>(x: places, y: norms, Name: "norm", UseDefaults: false)]),
            still.Name,
            FigureLayout.Describe(
                title, $"{frames.Count} heatmaps, {slider} {frames[0].Label} to {frames[^1].Label}.",
                $"The norm is largest, {FigureNumber.Text(norms[largest])}, at {slider} {frames[largest].Label}."),
            layout,
            traces: [trace, Curve],
            frames: new(
                slider, [.. frames.Select(frame => new { name = frame.Label, data = new[] { Data(frame.Matrix) } })],
                Start: largest));

        // A matrix that is written into its cells has its texts in each frame too.
        object Data(Matrix<double> matrix) => trace.ContainsKey("text")
            ? new { z = matrix.ToRowArrays(), text = HeatmapLayer.Texts(matrix) }
            : new { z = matrix.ToRowArrays() };
    }

    private static object Curve => new
    {
        mode = "lines+markers", xaxis = "x2", yaxis = "y2", meta = "mask", line = new { color = FigureStyle.Exact.Mark },
        marker = new { size = 5, color = FigureStyle.Exact.Mark }, hovertemplate = "%{x}: norm %{y}<extra></extra>",
    };

    // Puts the norms under the heatmap, and returns its height.
    private static double MakeRoom(JsonObject layout, string slider, double[] places, double[] norms)
    {
        JsonNode margin = layout["margin"]!;
        double height = (double)layout["height"]! - (double)margin["t"]! - (double)margin["b"]!, all = height + Gap + CurveHeight;
        layout["height"] = (double)layout["height"]! + Gap + CurveHeight;
        layout["yaxis"]!["domain"] = new JsonArray(1 - (height / all), 1);
        FigureAxis x = new(slider, places, log: false), y = new("norm", [0, .. norms], log: false);
        (x.Layout["anchor"], y.Layout["anchor"], y.Layout["domain"]) = ("y2", "x2", new[] { 0, CurveHeight / all });
        layout["xaxis2"] = JsonSerializer.SerializeToNode(x.Layout);
        layout["yaxis2"] = JsonSerializer.SerializeToNode(y.Layout);
        return height;
    }

    private static object HeatmapBar(double height) => new { len = height, lenmode = "pixels", y = 1, yanchor = "top" };
}
