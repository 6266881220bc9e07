using System.Text.Json.Nodes;
using MathNet.Numerics.LinearAlgebra;

namespace Workbook.Tests;

public class CaughtChartTests
{
    [Fact]
    public void Misses_are_strong_those_missed_most_first_and_flags_of_the_control_are_strong_too()
    {
        var fractions = Matrix<double>.Build.DenseOfArray(new[,] { { 0.25, 0, 0 }, { 0.5, 1, 0.75 }, { 0, 0.25, 1 } });
        var figure = CaughtChart.Of(
            fractions, ["none", "often caught", "often missed"], ["falls", "ten, 1e-4", "all"], "A title", "caught", control: 0);
        var data = figure.ToJson()["data"]!;
        Assert.Equal("[[1,0.75,0],[0.5,0,0.25]]", Plain(data[0]!["z"]!));
        Assert.Equal("""[["0","25","100"],["50","100","75"]]""", Plain(data[0]!["text"]!));
        Assert.Equal("""["often missed","often caught"]""", Plain(data[0]!["y"]!));
        Assert.Equal(["falls", "ten<br>10⁻⁴", "all"], data[0]!["x"]!.AsArray().Select(check => (string?)check));
        Assert.Equal("[[0.25,0,0]]", Plain(data[1]!["z"]!));
        Assert.Equal("""[["25","0","0"]]""", Plain(data[1]!["text"]!));
        Assert.Equal("""["none"]""", Plain(data[1]!["y"]!));
        Assert.All(data.AsArray(), trace => Assert.Equal((0, 1), ((int)trace!["zmin"]!, (int)trace["zmax"]!)));
    }

    private static string Plain(JsonNode node) => node.ToJsonString().Replace(".0,", ",").Replace(".0]", "]");
}
