using System.Text.Json.Nodes;
using MathNet.Numerics.LinearAlgebra;

namespace Workbook.Tests;

public sealed class SliderChartTests
{
    private static readonly Figure Figure =
        SliderChart.Heatmaps([("0", Constant(0.5)), ("10", Constant(-4)), ("20", Constant(1))], "Whh", "step");

    [Fact]
    public void Every_matrix_has_a_frame_and_the_first_is_the_figure_itself()
    {
        var json = Figure.ToJson();
        var frames = json["frames"]!.AsArray();
        Assert.Equal(["0", "10", "20"], frames.Select(frame => (string?)frame!["name"]));
        Assert.Equal([0.5, -4, 1], frames.Select(frame => (double)frame!["data"]![0]!["z"]![1]![2]!));
        Assert.Equal(("step", 0), ((string?)json["controls"]!["counts"], (int)json["controls"]!["start"]!));
        Assert.True(JsonNode.DeepEquals(frames[0]!["data"]![0]!["z"], json["data"]![0]!["z"]));
    }

    [Fact]
    public void All_positions_share_one_colour_range_about_zero()
    {
        var trace = Figure.ToJson()["data"]![0]!;
        Assert.Equal((-4, 4), ((double)trace["zmin"]!, (double)trace["zmax"]!));
        Assert.All(Figure.ToJson()["frames"]!.AsArray(), frame => Assert.Null(frame!["data"]![0]!["zmin"]));
    }

    [Fact]
    public void Zeros_alone_have_a_colour_range_too_and_are_said_to()
    {
        var zeros = SliderChart.Heatmaps([("0", Constant(0))], "Zeros", "step");
        Assert.Equal((-1, 1), ((double)zeros.ToJson()["data"]![0]!["zmin"]!, (double)zeros.ToJson()["data"]![0]!["zmax"]!));
        Assert.Contains("in one colour range of ±1.", zeros.Description);
    }

    [Fact]
    public void The_slider_takes_no_room_in_the_picture() => Assert.True(JsonNode.DeepEquals(
        Charts.Heatmap(Constant(0.5), "Whh").ToJson()["layout"], Figure.ToJson()["layout"]));

    [Fact]
    public void The_description_says_where_the_norm_is_largest() =>
        // Six entries of −4: √96.
        Assert.Contains("largest, 9.8, at step 10", Figure.Description);

    private static Matrix<double> Constant(double value) => Matrix<double>.Build.Dense(2, 3, value);
}
