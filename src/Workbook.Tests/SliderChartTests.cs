using MathNet.Numerics.LinearAlgebra;

namespace Workbook.Tests;

public class SliderChartTests
{
    private static readonly Figure Figure = SliderChart.Heatmaps(
        [("0", Matrix<double>.Build.Dense(2, 3, 0.5)), ("10", Matrix<double>.Build.Dense(2, 3, -4)), ("20", Matrix<double>.Build.Dense(2, 3, 1))], "Whh", "step");

    [Fact]
    public void Every_position_of_the_slider_asks_for_a_frame_that_is_there()
    {
        var json = Figure.ToJson();
        var steps = json["layout"]!["sliders"]![0]!["steps"]!.AsArray();
        Assert.Equal(["0", "10", "20"], json["frames"]!.AsArray().Select(frame => (string?)frame!["name"]));
        Assert.Equal(["0", "10", "20"], steps.Select(step => (string?)step!["args"]![0]![0]));
        Assert.All(steps, step => Assert.Equal("animate", (string?)step!["method"]));
        Assert.Equal([0.5, -4, 1], json["frames"]!.AsArray().Select(frame => (double)frame!["data"]![0]!["z"]![1]![2]!));
    }

    [Fact]
    public void All_positions_share_one_colour_range_about_zero()
    {
        var trace = Figure.ToJson()["data"]![0]!;
        Assert.Equal((-4, 4), ((double)trace["zmin"]!, (double)trace["zmax"]!));
        Assert.All(Figure.ToJson()["frames"]!.AsArray(), frame => Assert.Null(frame!["data"]![0]!["zmin"]));
    }

    [Fact]
    public void The_description_says_where_the_norm_is_largest() =>
        // Six entries of −4: √96.
        Assert.Contains("largest, 9.8, at step 10", Figure.Description);
}
