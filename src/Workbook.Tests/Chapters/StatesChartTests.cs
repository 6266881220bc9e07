using System.Text.Json.Nodes;
using MathNet.Numerics.LinearAlgebra;

namespace Workbook.Tests;

public class StatesChartTests
{
    [Fact]
    public void Each_point_stands_in_its_group_in_every_frame_and_the_last_frame_is_the_figure()
    {
        var early = Matrix<double>.Build.DenseOfArray(new[,] { { 1.0, 10 }, { 2, 20 }, { 3, 31 }, { 9, 50 } });
        var late = Matrix<double>.Build.DenseOfArray(new[,] { { 4.0, -40 }, { 5, -50 }, { 6, -61 }, { 7, -90 } });
        var figure = StatesChart.Of(
            [("0", early), ("10", late)], [new("a", FigureStyle.Exact, Mark: "A"), new("b", FigureStyle.Published, "square")], [0, 1, 0, 0],
            "A title", "strings", "points", "states").ToJson();
        // The mark is at the point of its group that is nearest to the mean.
        Assert.Equal(["1,3,9 10,31,50", "2 20", "3 31"], Points(figure["frames"]![0]!["data"]!));
        Assert.Equal(["4,6,7 -40,-61,-90", "5 -50", "6 -61"], Points(figure["frames"]![1]!["data"]!));
        Assert.Equal(Points(figure["frames"]![1]!["data"]!), Points(figure["data"]!));
        Assert.Equal(1, (int)figure["controls"]!["start"]!);
        var colours = figure["data"]!.AsArray().Take(2).Select(trace => (string?)trace!["marker"]!["color"]);
        Assert.Equal([FigureStyle.Exact.Mark, FigureStyle.Published.Mark], colours);
        // Each on axes of its own, with a margin of 4 %.
        Assert.Equal(["0.68 9.32", "8.4 51.6"], Ranges(figure["frames"]![0]!["layout"]!));
        Assert.Equal(["3.88 7.12", "-92 -38"], Ranges(figure["frames"]![1]!["layout"]!));
        Assert.Equal(Ranges(figure["frames"]![1]!["layout"]!), Ranges(figure["layout"]!));
    }

    private static IEnumerable<string> Points(JsonNode traces) =>
        traces.AsArray().Select(trace => $"{Numbers(trace!["x"]!, ",")} {Numbers(trace["y"]!, ",")}");

    private static IEnumerable<string> Ranges(JsonNode layout) =>
        new[] { "xaxis", "yaxis" }.Select(axis => Numbers(layout[axis]!["range"]!, " "));

    private static string Numbers(JsonNode list, string between) =>
        string.Join(between, list.AsArray().Select(number => FormattableString.Invariant($"{Math.Round((double)number!, 9)}")));
}
