using System.Text.Json.Nodes;

namespace Workbook.Tests;

public class LadderChartTests
{
    [Fact]
    public void Each_line_has_its_times_and_the_shade_lies_under_the_highest_floor()
    {
        var figure = LadderChart.Of(
            [new("loops", [16, 64, 256], [90, 1400, double.NaN]), new("spans", [16, 64, 256], [30, 160, 1900])],
            [new("arithmetic", [16, 64, 256], [4, 60, 900]), new("memory", [16, 64, 256], [7, 50, 1000])],
            [new("NumPy", [16, 64], [300, 500])], "A title", "ladder").ToJson();
        var data = figure["data"]!.AsArray();
        string[] names = ["below the floors", "loops", "spans", "arithmetic", "memory", "NumPy"];
        Assert.Equal(names, data.Select(trace => (string?)trace!["name"]));
        // What took too long is left out.
        Assert.Equal(["16 64", "16 64 256", "16 64 256", "16 64 256", "16 64"], data.Skip(1).Select(trace => Numbers(trace!["x"]!)));
        Assert.Equal(["90 1400", "30 160 1900", "4 60 900", "7 50 1000", "300 500"], data.Skip(1).Select(trace => Numbers(trace!["y"]!)));
        Assert.Equal("16 64 256 256 16", Numbers(data[0]!["x"]!));
        Assert.StartsWith("7 60 1000 ", Numbers(data[0]!["y"]!));
        var (bottom, axis) = ((double)data[0]!["y"]![4]!, figure["layout"]!["yaxis"]!);
        Assert.Equal(("log", Math.Log10(bottom)), ((string?)axis["type"], (double)axis["range"]![0]!));
        Assert.Equal("16 64 256", Numbers(figure["layout"]!["xaxis"]!["tickvals"]!));
        string[] dashes = [.. data.Skip(1).Take(4).Select(trace => (string)trace!["line"]!["dash"]!)];
        Assert.Equal(["solid", "solid", "dash", "dash"], dashes);
        Assert.Equal("markers", (string?)data[5]!["mode"]);
    }

    private static string Numbers(JsonNode list) =>
        string.Join(' ', list.AsArray().Select(number => FormattableString.Invariant($"{(double)number!}")));
}
