using System.Text.Json.Nodes;
using MathNet.Numerics.LinearAlgebra;

namespace Workbook.Tests;

public class TimeChartsTests
{
    private static readonly GradientFlow Flow = new(
        new Rnn(3, 4, 3, new NumPyRandom(0), scale: 0.01), [0, 1, 2, 2, 1, 0, 1, 0, 2, 1, 0, 2], [1, 2, 2, 1, 0, 1, 0, 2, 1, 0, 2, 0]);

    [Fact]
    public void The_slider_over_the_terms_ends_with_the_gradient()
    {
        Matrix<double>[] terms = [.. Enumerable.Range(1, Flow.Steps - 1).Select(Flow.Term)];
        var figure = TimeCharts.Terms(terms, "Terms", "terms").ToJson();
        var frames = figure["frames"]!.AsArray();
        Assert.Equal(Flow.Steps - 1, frames.Count);
        Assert.Equal(Enumerable.Range(1, Flow.Steps - 1).Select(t => $"{t}"), frames.Select(frame => (string?)frame!["name"]));
        var sum = frames[^1]!["data"]![1]!["z"]!;
        Assert.True(JsonNode.DeepEquals(sum, figure["data"]![1]!["z"]));
        for (int i = 0; i < 4; i++)
            for (int j = 0; j < 4; j++)
                Assert.Equal(Flow.WhhGradient[i, j], (double)sum[i]![j]!, Math.Abs(Flow.WhhGradient[i, j]) / 190);   // of three digits

        // Without the slider: how long the sum is, and how long it would be if no term turned another back.
        Assert.Equal(Flow.WhhGradient.FrobeniusNorm(), (double)figure["data"]![2]!["y"]![Flow.Steps - 2]!, 1e-9);
        Assert.Equal(terms.Sum(term => term.FrobeniusNorm()), (double)figure["data"]![3]!["y"]![Flow.Steps - 2]!, 1e-9);
    }

    [Fact]
    public void Lags_are_drawn_until_their_sum_stays_near_the_whole()
    {
        double[] shares = [0.6, 0.5, -0.2, 0.05, 0.04, 0.005, 0.006, -0.0005, -0.0005, 0, 0, 0];
        var data = TimeCharts.LagShares(shares, "Shares", "shares").ToJson()["data"]!;
        // Up to lag 5 they make 99.5 %, up to lag 6 100.1 %; lag 7 brings them under 0.1 % of the whole.
        Assert.Equal([60, 50, -20, 5, 4, 0.5, 0.6, -0.05], data[0]!["y"]!.AsArray().Select(value => Math.Round((double)value!, 9)));
        Assert.Equal(100.05, (double)data[1]!["y"]![7]!, 1e-9);
    }
}
