using System.Text.Json.Nodes;
using MathNet.Numerics.LinearAlgebra;

namespace Workbook.Tests;

public sealed class SliderChartTests
{
    private static readonly Figure Figure =
        SliderChart.Heatmaps([("0", Constant(0.5)), ("10", Constant(-4)), ("20", Constant(1))], "Whh", "step");

    [Fact]
    public void Every_matrix_has_a_frame_and_that_of_the_largest_norm_is_the_figure_itself()
    {
        var json = Figure.ToJson();
        var frames = json["frames"]!.AsArray();
        Assert.Equal(["0", "10", "20"], frames.Select(frame => (string?)frame!["name"]));
        Assert.Equal([0.5, -4, 1], frames.Select(frame => (double)frame!["data"]![0]!["z"]![1]![2]!));
        Assert.Equal(("step", 1), ((string?)json["controls"]!["counts"], (int)json["controls"]!["start"]!));
        Assert.True(JsonNode.DeepEquals(frames[1]!["data"]![0]!["z"], json["data"]![0]!["z"]));
    }

    [Fact]
    public void All_positions_share_one_colour_range_about_zero()
    {
        var trace = Figure.ToJson()["data"]![0]!;
        Assert.Equal((-4, 4), ((double)trace["zmin"]!, (double)trace["zmax"]!));
        Assert.All(Figure.ToJson()["frames"]!.AsArray(), frame => Assert.Null(frame!["data"]![0]!["zmin"]));
    }

    [Fact]
    public void The_colour_range_holds_the_largest_entry_of_all_whichever_norm_is_the_largest()
    {
        var peak = Matrix<double>.Build.DenseOfArray(new[,] { { 5.0, 0, 0 }, { 0, -1, 0 } });
        var json = SliderChart.Heatmaps([("0", peak), ("1", Constant(4))], "Whh", "step").ToJson();
        Assert.Equal((-5, 5), ((double)json["data"]![0]!["zmin"]!, (double)json["data"]![0]!["zmax"]!));
        Assert.Equal("5 0 0 0 -1 0", string.Join(' ', json["frames"]![0]!["data"]![0]!["z"]!.AsArray()
            .SelectMany(row => row!.AsArray()).Select(entry => (double)entry!)));
    }

    [Fact]
    public void Zeros_alone_have_a_colour_range_too()
    {
        var zeros = SliderChart.Heatmaps([("0", Constant(0))], "Zeros", "step");
        Assert.Equal((-1, 1), ((double)zeros.ToJson()["data"]![0]!["zmin"]!, (double)zeros.ToJson()["data"]![0]!["zmax"]!));
    }

    [Fact]
    public void The_picture_shows_the_norms_of_all_positions_under_the_heatmap()
    {
        var json = Figure.ToJson();
        double[] Of(string key) => [.. json["data"]![1]![key]!.AsArray().Select(value => (double)value!)];
        Assert.Equal([0, 10, 20], Of("x"));
        Assert.All(Of("y").Zip([0.5, 4, 1]), pair => Assert.Equal(pair.Second * Math.Sqrt(6), pair.First, 1e-9));
        JsonNode alone = Charts.Heatmap(Constant(0.5), "Whh").ToJson()["layout"]!, layout = json["layout"]!;
        // The heatmap keeps its size, and the slider takes no room.
        double height = (double)layout["height"]! - 56 - 60, fraction = 1 - (double)layout["yaxis"]!["domain"]![0]!;
        Assert.Equal((double)alone["height"]! - 56 - 60, height * fraction, 1e-9);
        Assert.True((double)layout["yaxis2"]!["domain"]![1]! < (double)layout["yaxis"]!["domain"]![0]!);
    }

    [Fact]
    public void The_description_says_where_the_norm_is_largest() =>
        // Six entries of −4: √96.
        Assert.Contains("largest, 9.8, at step 10", Figure.Description);

    private static Matrix<double> Constant(double value) => Matrix<double>.Build.Dense(2, 3, value);
}
