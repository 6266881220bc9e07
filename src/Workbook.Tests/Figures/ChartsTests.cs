using System.Text.Json.Nodes;
using MathNet.Numerics.LinearAlgebra;

namespace Workbook.Tests;

public class ChartsTests
{
    [Fact]
    public void Exact_zeros_are_a_layer_of_their_own_and_small_numbers_are_not_among_them()
    {
        var matrix = Matrix<double>.Build.DenseOfRowArrays([[0, -1000, 1e-9], [double.NaN, 5e8, 0]]);
        var data = Charts.Heatmap(matrix, "Log", log: new LogScale(1, 1e6)).ToJson()["data"]!.AsArray();

        // Decades above 1; what lies outside is drawn as the end of the range.
        Assert.Equal(["NaN", "3", "0", "NaN", "6", "NaN"], Entries(data[0]!));
        Assert.Equal(["0", "NaN", "NaN", "NaN", "NaN", "0"], Entries(data[1]!));
        Assert.Equal(FigureStyle.Zero, (string?)data[1]!["colorscale"]![0]![1]);
    }

    [Fact]
    public void The_description_counts_zeros_and_gives_no_digits_below_the_range()
    {
        var matrix = Matrix<double>.Build.DenseOfRowArrays([[0, 1e-3, -3.7e-17]]);
        Assert.Equal("1 × 3, 1 exactly zero, the others from below 10⁻¹² to 0.001", Charts.Describe(matrix, new LogScale(1e-12, 1)));
    }

    [Fact]
    public void A_logarithmic_colour_bar_names_its_powers_of_ten_from_the_largest_down()
    {
        var figure = Charts.Heatmap(Matrix<double>.Build.Dense(2, 2, 1), "Log", log: new LogScale(1e-12, 1));
        var bar = figure.ToJson()["data"]![0]!["colorbar"]!;
        double[] values = [.. bar["tickvals"]!.AsArray().Select(value => (double)value!)];
        Assert.Equal(12, values[0]);
        Assert.InRange(values.Length, 2, 7);
        var names = values.Select(value => FigureNumber.Power((int)value - 12));
        Assert.Equal(names, bar["ticktext"]!.AsArray().Select(text => (string?)text));
        // Far enough apart to be read.
        Assert.True((values[0] - values[1]) / 12 * (double)bar["len"]! >= 20);
    }

    [Theory]
    [InlineData(false, 5)]
    [InlineData(true, 10)]
    public void Parameters_that_share_rows_or_columns_lie_in_line_each_under_its_name(bool log, int count)
    {
        var parameters = new Rnn(3, 4, 2, new NumPyRandom(0)).Parameters;
        var json = Charts.Gradients(parameters, prefix: "", log: log ? new LogScale(1e-12, 1) : null).ToJson();
        JsonObject layout = json["layout"]!.AsObject();
        string Domain(string axis) => layout[axis]!["domain"]!.ToJsonString();
        // Rows of hidden units, and of output tokens; columns of Whh and Why, and of the biases.
        Assert.Equal([Domain("yaxis"), Domain("yaxis"), Domain("yaxis5")], new[] { "yaxis2", "yaxis3", "yaxis4" }.Select(Domain));
        Assert.Equal([Domain("xaxis4"), Domain("xaxis5")], new[] { "xaxis2", "xaxis3" }.Select(Domain));

        string[] names = ["Wxh", "Whh", "bh", "Why", "by"], axes = ["", "2", "3", "4", "5"];
        var titles = layout["annotations"]!.AsArray();
        for (int k = 0; k < names.Length; k++)
        {
            JsonNode x = layout["xaxis" + axes[k]]!, y = layout["yaxis" + axes[k]]!;
            Assert.StartsWith($"<b>{names[k]}</b><br>" + (log ? "≤ " : "±"), (string?)titles[k]!["text"]);
            Assert.Equal(((double)x["domain"]![0]!, (double)y["domain"]![1]!), ((double)titles[k]!["x"]!, (double)titles[k]!["y"]!));
            Assert.Equal(("y" + axes[k], "x" + axes[k]), ((string?)x["anchor"], (string?)y["anchor"]));
        }
        // The leftmost panel of a row says what its rows are, for all of them.
        Assert.Equal(["hidden unit", "", "", "output token", ""], axes.Select(axis => (string?)layout["yaxis" + axis]!["title"]!["text"]));

        // Each trace has the axes of the panel that it is named after; one panel has the colour bar.
        var traces = json["data"]!.AsArray();
        Assert.Equal(count, traces.Count);
        Assert.All(traces, trace => Assert.Equal("x" + axes[Array.IndexOf(names, (string?)trace!["name"])], (string?)trace["xaxis"]));
        Assert.All(traces, trace => Assert.Equal((string?)trace!["name"] == "Wxh", (bool)trace["showscale"]!));
    }

    [Fact]
    public void Titles_size_and_margins_leave_a_heatmap_square_cells()
    {
        var layout = Charts.Heatmap(Matrix<double>.Build.Dense(5, 9, 1), "Cells").ToJson()["layout"]!;
        double Of(string key) => (double)layout["margin"]![key]!;
        Assert.Equal(((double)layout["height"]! - Of("t") - Of("b")) / 5, ((double)layout["width"]! - Of("l") - Of("r")) / 9, 1e-9);
    }

    [Theory]
    [InlineData(1e-6, 1, "≤ 10⁻⁶", "1")]
    [InlineData(1e-6, 1e-3, "≤ 10⁻⁶", "≥ 10⁻³")]
    [InlineData(1e-9, 1e-3, "10⁻⁹", "≥ 10⁻³")]
    [InlineData(1e-9, 1, "10⁻⁹", "1")]
    public void A_bar_that_cuts_numbers_off_says_so_at_that_end(double from, double to, string lowest, string highest)
    {
        var matrix = Matrix<double>.Build.DenseOfRowArrays([[0.5, 0, 1e-8]]);
        var bar = Charts.Heatmap(matrix, "Log", log: new LogScale(from, to)).ToJson()["data"]![0]!["colorbar"]!;
        string[] texts = [.. bar["ticktext"]!.AsArray().Select(text => (string)text!)];
        Assert.Equal((lowest, highest), (texts[^1], texts[0]));
        double[] places = [.. bar["tickvals"]!.AsArray().Select(place => (double)place!)];
        Assert.Equal((0, Math.Log10(to / from)), (places[^1], places[0]));
    }

    [Fact]
    public void A_number_is_written_into_its_cell_with_a_true_minus_if_there_is_room()
    {
        var few = Charts.Heatmap(Matrix<double>.Build.DenseOfRowArrays([[-0.031, 2e-7]]), "Few").ToJson();
        Assert.Equal(["−0.031", "2·10⁻⁷"], few["data"]![0]!["text"]![0]!.AsArray().Select(text => (string?)text));
        Assert.Equal("%{text}", (string?)few["data"]![0]!["texttemplate"]);
        // A row of 50 has cells of ten pixels.
        Assert.Null(Charts.Heatmap(Matrix<double>.Build.Dense(1, 50, -0.031), "Many").ToJson()["data"]![0]!["texttemplate"]);
    }

    [Theory]
    [InlineData(60, 1)]
    [InlineData(61, 2)]
    [InlineData(130, 3)]
    public void A_long_title_takes_more_lines_and_the_figure_is_as_much_taller(int length, int lines)
    {
        static JsonNode Layout(string title) => Charts.Lines([new("line", [1, 2], [1, 2])], title, "x", "y").ToJson()["layout"]!;
        JsonNode one = Layout("A title"), layout = Layout(string.Concat(Enumerable.Repeat("word ", 26))[..length].TrimEnd());
        Assert.Equal(lines + 1, ((string)layout["title"]!["text"]!).Split("<br>").Length);   // the last says what is measured
        Assert.Equal(20 * (lines - 1), (double)layout["height"]! - (double)one["height"]!);
        Assert.Equal(20 * (lines - 1), (double)layout["margin"]!["t"]! - (double)one["margin"]!["t"]!);
        Assert.InRange((double)layout["width"]!, (double)one["width"]!, 760 + 200);
    }

    [Theory]
    [InlineData("Größe 1", "größe-1")]
    [InlineData("損失", "損失")]
    [InlineData("—", "figure")]
    [InlineData("∂L/∂Whh, last", "dl-dwhh-last")]
    public void A_title_in_any_script_names_its_figure(string title, string name) =>
        Assert.Equal(name, Charts.Lines([new("line", [1, 2], [1, 2])], title, "x", "y").Name);

    [Fact]
    public void Names_at_the_ends_of_lines_keep_apart()
    {
        Line[] lines = [.. Enumerable.Range(0, 5).Select(k => new Line($"line {k}", [1, 2], [0, k == 0 ? 0 : 10 + (0.01 * k)]))];
        var layout = Charts.Lines(lines, "Lines", "x", "y").ToJson()["layout"]!;
        var (range, margin) = (layout["yaxis"]!["range"]!, layout["margin"]!);
        double height = (double)layout["height"]! - (double)margin["t"]! - (double)margin["b"]!;
        double pixels = height / ((double)range[1]! - (double)range[0]!);
        double[] placed =
            [.. layout["annotations"]!.AsArray().Select(note => ((double)note!["y"]! * pixels) + (double)note["yshift"]!).Order()];
        Assert.Equal(5, placed.Length);
        Assert.All(placed.Zip(placed.Skip(1)), pair => Assert.True(pair.Second - pair.First >= 15 - 1e-9));
        // None leaves the panel by more than half a label.
        Assert.True(placed[^1] - ((double)range[0]! * pixels) <= height + 8);
    }

    [Fact]
    public void A_name_stands_at_the_right_end_whichever_way_the_line_was_computed()
    {
        var notes = Charts.Lines([new("down", [3, 2, 1], [5, 6, 9]), new("up", [1, 2], [0, 4])], "Lines", "x", "y")
            .ToJson()["layout"]!["annotations"]!.AsArray();
        Assert.Equal([("down", 3.0, 5.0), ("up", 2, 4)],
            notes.Select(note => ((string)note!["text"]!, (double)note["x"]!, (double)note["y"]!)).Order());
    }

    [Fact]
    public void Of_more_than_five_lines_those_with_a_colour_of_their_own_stand_out_from_grey_ones()
    {
        Line[] lines =
            [.. Enumerable.Range(0, 6).Select(k => new Line($"line {k}", [1, 2], [k, k], Colour: k == 3 ? FigureStyle.Exact : null))];
        var colours = Charts.Lines(lines, "Lines", "x", "y").ToJson()["data"]!.AsArray().Select(trace => (string?)trace!["line"]!["color"]);
        Assert.Equal(Enumerable.Range(0, 6).Select(k => k == 3 ? FigureStyle.Exact.Mark : FigureStyle.Muted.Mark), colours);
        // A colour that one line is given is dealt to no other.
        var two = Charts.Lines([new("a", [1, 2], [1, 2]), new("b", [1, 2], [1, 3], Colour: FigureStyle.Series[0])], "Two", "x", "y");
        Assert.Equal([FigureStyle.Series[1].Mark, FigureStyle.Series[0].Mark],
            two.ToJson()["data"]!.AsArray().Select(trace => (string?)trace!["line"]!["color"]));
    }

    [Fact]
    public void A_line_has_points_where_it_is_asked_for()
    {
        var figure = Charts.Lines([new("a", [1], [1]), new("b", [1], [1], Points: true)], "Title", "step", "value");
        var data = figure.ToJson()["data"]!.AsArray();
        Assert.Equal(["lines", "lines+markers"], data.Select(line => (string?)line!["mode"]));
    }

    private static IEnumerable<string> Entries(JsonNode trace) =>
        trace["z"]!.AsArray().SelectMany(row => row!.AsArray()).Select(entry => $"{double.Parse(entry!.ToString())}");

    [Fact]
    public void Panels_of_one_cell_are_large_enough_to_read()
    {
        var layout = Charts.Gradients(new RnnParameters(1, 1, 1)).ToJson()["layout"]!;
        // Cells of 30 pixels; but Wxh and Whh take 70 in width and every panel 40 in height. Gaps of 80, 70 and 110, then the margins.
        Assert.Equal(70 + 80 + 70 + 70 + 30 + 65 + 120, (double)layout["width"]!);
        Assert.Equal(40 + 110 + 40 + 96 + 60, (double)layout["height"]!);
    }

    [Fact]
    public void The_colour_of_zero_has_its_bar_below_that_of_the_decades()
    {
        var matrix = Matrix<double>.Build.Dense(6, 6, (i, j) => i == j ? 0 : Math.Pow(10, -i));
        var figure = Charts.Heatmap(matrix, "Decades", log: new LogScale(1e-6, 1)).ToJson();
        var (decades, zero) = (figure["data"]![0]!["colorbar"]!, figure["data"]![1]!["colorbar"]!);
        JsonNode margin = figure["layout"]!["margin"]!;
        double room = (double)figure["layout"]!["height"]! - (double)margin["t"]! - (double)margin["b"]!;
        double top = (1 - (double)zero["y"]!) * room;
        Assert.InRange(top, (double)decades["len"]!, room);
        Assert.InRange(top + (double)zero["len"]!, 0, room + 1);
    }
}
