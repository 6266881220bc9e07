using System.Text.Json.Nodes;

namespace Workbook.Tests;

public class RunsChartTests
{
    [Fact]
    public void Fewer_than_ten_runs_are_dots_with_a_tick_at_their_median()
    {
        var data = RunsChart.Of([new("a", [1, 2], [[3, 1, 2], [5, 4]])], "Few", "x", "y").ToJson()["data"]!.AsArray();
        Assert.Equal(2, data.Count);
        Assert.Equal([3, 1, 2, 5, 4], Y(data[0]!));
        Assert.Equal([2, 4.5], Y(data[1]!));
        Assert.All(data, trace => Assert.Equal("markers", (string?)trace!["mode"]));   // nothing joins one run to another
    }

    [Fact]
    public void Ten_runs_are_a_band_about_a_line_through_the_medians()
    {
        double[] runs = [.. Enumerable.Range(0, 11).Select(i => (double)i)];
        var data = RunsChart.Of([new("a", [1, 2], [runs, runs])], "Many", "x", "y").ToJson()["data"]!.AsArray();
        Assert.Equal([[1, 1], [9, 9], [5, 5]], data.Select(trace => Y(trace!)));
        Assert.Equal(["none", "tonexty", null], data.Select(trace => (string?)trace!["fill"]));
    }

    [Fact]
    public void Dots_of_several_series_stand_beside_each_other()
    {
        var data = RunsChart.Of([new("a", [1, 2], [[1], [2]]), new("b", [1, 2], [[1], [2]])], "Two", "x", "y").ToJson()["data"]!;
        double first = (double)data[0]!["x"]![0]!, second = (double)data[2]!["x"]![0]!;
        Assert.True(first < 1 && second > 1 && second - first < 0.1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_level_runs_from_one_end_of_the_axis_to_the_other(bool log)
    {
        var figure = RunsChart.Of([new("a", [1, 10, 100], [[3], [5], [4]])], "A title", "x", "y", logX: log,
            levels: [("half", 2.5, FigureStyle.Floor)]).ToJson();
        var level = figure["data"]![2]!;
        double[] ends = [.. level["x"]!.AsArray().Select(x => (double)x!)];
        double[] range = [.. figure["layout"]!["xaxis"]!["range"]!.AsArray().Select(end => (double)end!)];
        Assert.Equal(log ? [Math.Pow(10, range[0]), Math.Pow(10, range[1])] : range, ends);
        Assert.Equal([2.5, 2.5], Y(level));
    }

    [Fact]
    public void Without_runs_a_sentence_says_so() =>
        Assert.StartsWith("There are no runs to draw", Assert.Throws<ArgumentException>(() =>
            RunsChart.Of([new("a", [], [])], "None", "x", "y")).Message);

    private static double[] Y(JsonNode trace) => [.. trace["y"]!.AsArray().Select(value => (double)value!)];
}
