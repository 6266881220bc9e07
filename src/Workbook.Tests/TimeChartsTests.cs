using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workbook.Tests;

public class TimeChartsTests
{
    private static readonly GradientFlow Flow = new(new Rnn(3, 4, 3, new NumPyRandom(0), scale: 0.01), [0, 1, 2, 2, 1, 0, 1, 0, 2, 1, 0, 2], [1, 2, 2, 1, 0, 1, 0, 2, 1, 0, 2, 0]);

    [Fact]
    public void Triangles_are_coloured_by_decades_under_the_largest_norm_of_all_panels()
    {
        var other = new GradientFlow(new Rnn(3, 4, 3, new NumPyRandom(1), scale: 1), [0, 1, 2], [0, 1, 2]);
        var data = TimeCharts.Triangles([("one", Flow), ("two", other)], "Two", "two").ToJson()["data"]!.AsArray();
        double largest = new[] { Flow, other }.Max(flow => flow.Norms.Enumerate().Where(double.IsFinite).Max());
        var z = data[0]!["z"]!.AsArray();
        for (int t = 0; t < Flow.Steps; t++)
            for (int k = 0; k < Flow.Steps; k++)
                if (k > t)
                    Assert.Equal("NaN", (string?)z[t]![k]);
                else
                    Assert.Equal(Math.Max(Math.Log10(Flow.Norms[t, k] / largest), -8), (double)z[t]![k]!, 1e-4);      // four decimals are kept
        Assert.Contains(z.SelectMany(row => row!.AsArray()), value => value!.GetValueKind() == JsonValueKind.Number && (double)value == -8);      // deep enough to meet the floor
        Assert.All(new[] { 0, 2 }, i => Assert.Equal((-8.0, 0.0), ((double)data[i]!["zmin"]!, (double)data[i]!["zmax"]!)));
    }

    [Fact]
    public void The_edge_runs_left_of_the_last_state_at_one_percent()
    {
        var edge = TimeCharts.Triangles([("", Flow)], "One", "one").ToJson()["data"]![1]!;
        for (int t = 0; t < Flow.Steps; t++)
        {
            int lit = Enumerable.Range(0, t + 1).Reverse().TakeWhile(k => Flow.Norms[t, k] >= 0.01 * Flow.Norms[t, t]).Last();
            Assert.Equal((lit - 0.5, t - 0.5), ((double)edge["x"]![2 * t]!, (double)edge["y"]![2 * t]!));
        }
    }

    [Fact]
    public void The_slider_over_the_terms_ends_with_the_gradient()
    {
        var figure = TimeCharts.Terms(Flow, "Terms", "terms").ToJson();
        var frames = figure["frames"]!.AsArray();
        Assert.Equal(Flow.Steps - 1, frames.Count);
        Assert.Equal(frames.Select(frame => (string?)frame!["name"]), figure["layout"]!["sliders"]![0]!["steps"]!.AsArray().Select(step => (string?)step!["label"]));
        var sum = frames[^1]!["data"]![1]!["z"]!;
        Assert.True(JsonNode.DeepEquals(sum, figure["data"]![1]!["z"]));
        for (int i = 0; i < 4; i++)
            for (int j = 0; j < 4; j++)
                Assert.Equal(Flow.WhhGradient[i, j], (double)sum[i]![j]!, Math.Abs(Flow.WhhGradient[i, j]) / 190);      // three digits are kept
    }

    [Fact]
    public void The_line_over_the_lags_ends_at_the_whole()
    {
        var data = TimeCharts.LagShares(Flow, "Shares", "shares").ToJson()["data"]!;
        Assert.Equal(Flow.LagShares().Select(share => 100 * share), data[0]!["y"]!.AsArray().Select(value => (double)value!));
        Assert.Equal(100, (double)data[1]!["y"]![Flow.Steps - 1]!, 1e-9);
    }
}
