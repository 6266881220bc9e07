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

        // Each frame has its own term and the sum up to it.
        for (int k = 0; k < terms.Length; k++)
        {
            double sumSoFar = terms.Take(k + 1).Sum(term => term[1, 2]), most = terms.Max(term => Math.Abs(term[1, 2]));
            Assert.Equal(terms[k][1, 2], (double)frames[k]!["data"]![0]!["z"]![1]![2]!, most / 190);
            Assert.Equal(sumSoFar, (double)frames[k]!["data"]![1]!["z"]![1]![2]!, Math.Abs(sumSoFar) / 190);
        }

        // Without the slider: how long the sum is, and how long it would be if all terms agreed, or were at right angles.
        Assert.Equal(Flow.WhhGradient.FrobeniusNorm(), (double)figure["data"]![2]!["y"]![Flow.Steps - 2]!, 1e-9);
        Assert.Equal(terms.Sum(term => term.FrobeniusNorm()), (double)figure["data"]![3]!["y"]![Flow.Steps - 2]!, 1e-9);
        double squares = terms.Sum(term => Math.Pow(term.FrobeniusNorm(), 2));
        Assert.Equal(Math.Sqrt(squares), (double)figure["data"]![4]!["y"]![Flow.Steps - 2]!, 1e-9);
    }

    [Fact]
    public void Lags_are_drawn_until_their_sum_stays_near_the_whole()
    {
        double[] fractions = [0.6, 0.5, -0.2, 0.05, 0.04, 0.002, 0.001, 0.001, 0.001, 0.007, -0.0015, -0.0005, 0, 0];
        var data = TimeCharts.LagFractions(fractions, "Fractions", "fractions").ToJson()["data"]!.AsArray();
        // Up to lag 8 they make 99.5 %, up to lag 9 100.2 %; lag 10 brings them within 0.1 % of the whole.
        double[] drawn = [60, 50, -20, 5, 4, 0.2, 0.1, 0.1, 0.1, 0.7, -0.15];
        Assert.Equal(drawn, data[0]!["y"]!.AsArray().Select(value => Math.Round((double)value!, 9)));
        Assert.Equal(100.05, (double)data[1]!["y"]![10]!, 1e-9);
        Assert.Equal(2, data.Count);
        double[] errors = [.. fractions.Select((_, lag) => 1.0 / (lag + 1))];
        var error = TimeCharts.LagFractions(fractions, "Fractions", "fractions", errors).ToJson()["data"]![2]!["y"]!.AsArray();
        Assert.Equal(errors[..11].Select(each => 100 * each), error.Select(value => (double)value!));
    }

    [Fact]
    public void Two_panels_have_the_same_lines_on_axes_of_their_own()
    {
        Line[] Lines(double factor) => [new("one", [1, 2, 3], [factor, 2 * factor, 3 * factor]), new("other", [1, 2, 3], [0, 0, factor])];
        var figure = TimeCharts.Beside([("cosine", Lines(1)), ("ratio", Lines(5))], "Two", "k", "of something", "two");
        var data = figure.ToJson()["data"]!.AsArray();
        Assert.Equal(["x y", "x y", "x2 y2", "x2 y2"], data.Select(trace => $"{trace!["xaxis"]} {trace["yaxis"]}"));
        Assert.Equal([1, 0, 5, 0], data.Select(trace => (double)trace!["y"]![0]!));
        Assert.Equal("Two. cosine: 1 to 3, 0 to 1. ratio: 5 to 15, 0 to 5.", figure.Description);
        // Each line is named in both panels.
        var names = figure.ToJson()["layout"]!["annotations"]!.AsArray().Select(note => (string?)note!["text"]);
        Assert.Equal(4, names.Count(name => name is "one" or "other"));
    }
}
