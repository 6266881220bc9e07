using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workbook.Tests;

public class TimeChartsTests
{
    private static readonly GradientFlow Flow = new(
        new Rnn(3, 4, 3, new NumPyRandom(0), scale: 0.01), [0, 1, 2, 2, 1, 0, 1, 0, 2, 1, 0, 2], [1, 2, 2, 1, 0, 1, 0, 2, 1, 0, 2, 0]);

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
                    Assert.Equal(Math.Max(Math.Log10(Flow.Norms[t, k] / largest), -8), (double)z[t]![k]!, 1e-4);   // four decimals are kept
        // Deep enough to meet the floor.
        Assert.Contains(z.SelectMany(row => row!.AsArray()), value => value!.GetValueKind() == JsonValueKind.Number && (double)value == -8);
        Assert.All(new[] { 0, 2 }, i => Assert.Equal((-8.0, 0.0), ((double)data[i]!["zmin"]!, (double)data[i]!["zmax"]!)));
    }

    [Fact]
    public void The_colour_bar_names_powers_of_ten_of_the_norm_itself()
    {
        var trace = TimeCharts.Triangles([("", Flow)], "One", "one").ToJson()["data"]![0]!;
        var (values, texts) = (trace["colorbar"]!["tickvals"]!.AsArray(), trace["colorbar"]!["ticktext"]!.AsArray());
        double largest = Math.Log10(Flow.Norms.Enumerate().Where(double.IsFinite).Max());
        Assert.InRange(values.Count, 4, 8);
        Assert.Equal(Power(Math.Floor(largest)), (string?)texts[0]);
        foreach (var (value, text) in values.Zip(texts))
        {
            Assert.InRange((double)value!, (double)trace["zmin"]!, 0);
            Assert.Equal(Power((double)value! + largest), (string?)text);
        }

        static string Power(double exponent) => $"10<sup>{exponent:0}</sup>".Replace('-', '−');
    }

    [Fact]
    public void Side_by_side_triangles_share_the_width_one_colour_bar_and_one_legend()
    {
        var json = TimeCharts.Triangles([("one", Flow), ("two", Flow), ("three", Flow)], "Three", "three").ToJson();
        string[] axes = ["", "2", "3"];
        var ends = axes.Select(axis => json["layout"]!["xaxis" + axis]!["domain"]!.AsArray());
        double[][] domains = [.. ends.Select(each => each.Select(end => (double)end!).ToArray())];
        Assert.Equal((0, 1), (domains[0][0], Math.Round(domains[2][1], 12)));
        Assert.True(domains[0][1] < domains[1][0] && domains[1][1] < domains[2][0]);
        Assert.Equal(domains[0][1] - domains[0][0], domains[2][1] - domains[2][0], 1e-12);
        Assert.Equal(domains.Select(domain => domain[0]), json["layout"]!["annotations"]!.AsArray().Select(title => (double)title!["x"]!));
        var data = json["data"]!.AsArray();
        Assert.Equal(axes.SelectMany(axis => new[] { "x" + axis, "x" + axis }), data.Select(trace => (string?)trace!["xaxis"]));
        Assert.Equal([true, false, false], new[] { 0, 2, 4 }.Select(i => (bool)data[i]!["showscale"]!));
        Assert.Equal([true, false, false], new[] { 1, 3, 5 }.Select(i => (bool)data[i]!["showlegend"]!));
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
        Assert.Equal(Enumerable.Range(1, Flow.Steps - 1).Select(t => $"{t}"), frames.Select(frame => (string?)frame!["name"]));
        Assert.Equal(frames.Count - 1, (int)figure["controls"]!["start"]!);
        var sum = frames[^1]!["data"]![1]!["z"]!;
        Assert.True(JsonNode.DeepEquals(sum, figure["data"]![1]!["z"]));
        for (int i = 0; i < 4; i++)
            for (int j = 0; j < 4; j++)
                Assert.Equal(Flow.WhhGradient[i, j], (double)sum[i]![j]!, Math.Abs(Flow.WhhGradient[i, j]) / 190);   // of three digits
    }

    [Fact]
    public void The_line_over_the_lags_ends_at_the_whole()
    {
        var data = TimeCharts.LagShares(Flow, "Shares", "shares").ToJson()["data"]!;
        Assert.Equal(Flow.LagShares().Select(share => 100 * share), data[0]!["y"]!.AsArray().Select(value => (double)value!));
        Assert.Equal(100, (double)data[1]!["y"]![Flow.Steps - 1]!, 1e-9);
    }
}
