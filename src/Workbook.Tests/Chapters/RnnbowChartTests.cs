using System.Text.Json.Nodes;
using MathNet.Numerics.LinearAlgebra;

namespace Workbook.Tests;

public class RnnbowChartTests
{
    [Fact]
    public void A_bar_is_a_losss_part_at_its_state_in_the_losss_colour_and_the_diamond_is_their_sum()
    {
        var contributions = Matrix<double>.Build.DenseOfArray(new[,] { { 1.0, 0, 0 }, { -0.25, 3, 0 }, { 0.5, 0.001, 4 } });
        var data = RnnbowChart.Of(contributions, "A title", "bars").ToJson()["data"]!;
        double[] Of(JsonNode numbers) => [.. numbers.AsArray().Select(number => (double)number!)];
        // State by state, without what is too short to be seen: 0.001 beside 4.
        Assert.Equal([1, -0.25, 0.5, 3, 4], Of(data[0]!["y"]!));
        Assert.Equal([0, 0, 0, 1, 2], Of(data[0]!["x"]!));
        Assert.Equal([0, 1, 2, 1, 2], Of(data[0]!["marker"]!["color"]!));
        Assert.Equal([0, 1, 2, 1, 2], Of(data[0]!["customdata"]!));
        Assert.Equal((0, 2), ((int)data[0]!["marker"]!["cmin"]!, (int)data[0]!["marker"]!["cmax"]!));
        Assert.Equal([1.25, 3.001, 4], Of(data[1]!["y"]!));
        Assert.Equal([0, 1, 2], Of(data[1]!["x"]!));
    }
}
