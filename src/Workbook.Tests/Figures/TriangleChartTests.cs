using System.Text.Json;
using System.Text.Json.Nodes;
using MathNet.Numerics.LinearAlgebra;

namespace Workbook.Tests;

public class TriangleChartTests
{
    private static readonly string[] Letters = [.. "a sentence …".Select(letter => $"{letter}")];

    // A loss of size 10^t falls by a factor at each step back: the fraction at a lag is the same in every row.
    private static readonly Matrix<double> Norms = Falling(12, 0.03);

    [Fact]
    public void The_colour_is_the_share_of_the_losss_own_state_whatever_the_losss_size()
    {
        var trace = TriangleChart.Of([new(Norms)], "One", "one").ToJson()["data"]![0]!;
        for (int t = 0; t < 12; t++)
            for (int k = 0; k < 12; k++)
                if (k > t)
                    Assert.Equal("NaN", (string?)trace["z"]![t]![k]);
                else
                    Assert.Equal(Math.Max((t - k) * Math.Log10(0.03), -16), (double)trace["z"]![t]![k]!, 0.006);   // two decimals are kept
        Assert.Equal((-16.0, 0.0), ((double)trace["zmin"]!, (double)trace["zmax"]!));
        // Deep enough to meet the floor.
        Assert.Contains(trace["z"]![11]!.AsArray(), z => z!.GetValueKind() == JsonValueKind.Number && (double)z == -16);
        string[] texts = [.. trace["colorbar"]!["ticktext"]!.AsArray().Select(text => (string)text!)];
        Assert.Equal(("1", "≤ 10⁻¹⁶"), (texts[0], texts[^1]));
    }

    [Fact]
    public void The_sizes_of_the_losses_stand_beside_their_rows()
    {
        var sizes = TriangleChart.Of([new(Norms)], "One", "one").ToJson()["data"]![3]!;
        Assert.Equal(Enumerable.Range(0, 12).Select(t => Math.Pow(10, t)), sizes["x"]!.AsArray().Select(x => (double)x!));
        Assert.Equal(Enumerable.Range(0, 12).Select(t => (double)t), sizes["y"]!.AsArray().Select(y => (double)y!));
    }

    [Fact]
    public void A_range_that_holds_every_share_says_no_less_or_equal_and_grows_above_one()
    {
        var trace = TriangleChart.Of([new(Falling(4, 3))], "One", "one").ToJson()["data"]![0]!;
        // Up to 3³ = 27, two decades above the loss's own state.
        Assert.Equal(Math.Log10(27) - 2, (double)trace["z"]![3]![0]!, 0.006);
        Assert.Equal(["10²", "10", "1"], trace["colorbar"]!["ticktext"]!.AsArray().Select(text => (string?)text));
    }

    [Theory]
    [InlineData(0.03, 1.5)]   // 3 % after a step, under 1 % after two
    [InlineData(0.2, 2.5)]
    [InlineData(0.9, 11.5)]   // never under 1 %: left of the first state
    public void The_line_runs_left_of_the_last_state_at_one_percent(double factor, double lag)
    {
        var edge = TriangleChart.Of([new(Falling(12, factor))], "One", "one").ToJson()["data"]![1]!;
        for (int t = 0; t < 12; t++)
            Assert.Equal((t - Math.Min(lag, t + 0.5), t - 0.5), ((double)edge["x"]![2 * t]!, (double)edge["y"]![2 * t]!));
    }

    [Theory]
    [InlineData(0.2, "last loss:<br>20 % at lag 1,<br>under 1 %<br>from lag 3")]
    [InlineData(0.9, "last loss:<br>31 % at lag 11")]
    public void The_empty_half_says_how_far_the_last_loss_reaches(double factor, string said)
    {
        var figure = TriangleChart.Of([new(Falling(12, factor))], "One", "one").ToJson();
        Assert.Equal(said, (string?)figure["layout"]!["annotations"]!.AsArray()[^1]!["text"]);
    }

    [Fact]
    public void The_sentence_stands_on_both_axes_shaded_by_what_a_loss_reaches_with_a_frame_for_each()
    {
        var figure = TriangleChart.Of([new(Falling(12, 0.2), Letters: Letters)], "One", "one").ToJson();
        string[] shown = [.. "a␣sentence␣…".Select(letter => $"{letter}")];
        Assert.Equal(shown, figure["layout"]!["yaxis"]!["ticktext"]!.AsArray().Select(letter => (string?)letter));
        Assert.Equal(shown, figure["data"]![4]!["text"]![0]!.AsArray().Select(letter => (string?)letter));
        var frames = figure["frames"]!.AsArray();
        Assert.Equal(Enumerable.Range(0, 12).Select(t => $"{t}"), frames.Select(frame => (string?)frame!["name"]));
        Assert.True(JsonNode.DeepEquals(figure["data"]![4]!["z"], frames[11]!["data"]![0]!["z"]));
        // Loss 3: its own state whole, then a fifth of it at each step back; nothing of later states.
        Assert.Equal(["0.008", "0.04", "0.2", "1", "NaN"],
            frames[3]!["data"]![0]!["z"]![0]!.AsArray().Take(5).Select(fraction => $"{fraction}"));
        Assert.Equal([4, 5], frames[3]!["traces"]!.AsArray().Select(trace => (int)trace!));
    }

    [Fact]
    public void Side_by_side_triangles_share_the_width_and_one_colour_bar()
    {
        var json = TriangleChart.Of([new(Norms, "one"), new(Norms, "two"), new(Norms, "three")], "Three", "three").ToJson();
        string[] axes = ["", "2", "3"], sizes = ["4", "5", "6"];
        var ends = axes.Zip(sizes, (cells, dots) => new[] { cells, dots }).SelectMany(pair => pair)
            .SelectMany(axis => json["layout"]!["xaxis" + axis]!["domain"]!.AsArray().Select(end => (double)end!)).ToArray();
        Assert.Equal(ends.Order(), ends);   // each triangle, its dots, the next triangle
        Assert.Equal((0, 1), (ends[0], Math.Round(ends[^1], 12)));
        Assert.Equal([true, false, false], new[] { 0, 4, 8 }.Select(i => (bool)json["data"]![i]!["showscale"]!));
        Assert.Null(json["frames"]);
    }

    [Fact]
    public void Triangles_of_cells_and_of_hidden_states_say_which_they_are()
    {
        string both = TriangleChart.Of([new(Norms, "RNN"), new(Norms, "LSTM", State: "c")], "Two", "two").ToJson().ToJsonString();
        string cells = TriangleChart.Of([new(Norms, State: "c")], "One", "one").ToJson().ToJsonString();
        string[] Subscripts(params string[] texts) => [.. texts.Select(text => System.Text.Json.JsonSerializer.Serialize(text)[1..^1])];
        Assert.All(Subscripts("state hₖ of step k", "state cₖ of step k", "‖∂Lₜ/∂hₖ‖ or ‖∂Lₜ/∂cₖ‖"), text => Assert.Contains(text, both));
        Assert.All(Subscripts("state cₖ of step k", "‖∂Lₜ/∂cₖ‖ as a fraction of ‖∂Lₜ/∂cₜ‖"), text => Assert.Contains(text, cells));
        Assert.DoesNotContain(Subscripts("hₖ")[0], cells);
    }

    private static Matrix<double> Falling(int steps, double factor) =>
        Matrix<double>.Build.Dense(steps, steps, (t, k) => k <= t ? Math.Pow(10, t) * Math.Pow(factor, t - k) : double.NaN);
}
