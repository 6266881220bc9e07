using System.Text.Json.Nodes;
using MathNet.Numerics.LinearAlgebra;
using Microsoft.DotNet.Interactive.Formatting;

namespace Workbook.Tests;

public class FigureTests
{
    private static Plotly.NET.GenericChart Chart(params double[] y) =>
        Plotly.NET.CSharp.Chart.Line<double, double, string>(x: [.. y.Select((_, i) => (double)i)], y: y, UseDefaults: false);

    [Fact]
    public void What_is_given_is_merged_into_the_charts_own_json()
    {
        var grid = Plotly.NET.CSharp.Chart.Grid(
            gCharts: [Chart(1, 2), Chart(3, 4)], nRows: 1, nCols: 2, SubPlotTitles: new[] { "left", "right" });
        var json = new Figure(grid, "two", "Two lines.",
            layout: new { title = new { text = "both" }, annotations = new[] { new { text = "a note" } } },
            traces: [new { name = "first" }, new { name = "second" }],
            frames: new("step", [new { name = "0" }])).ToJson();

        Assert.Equal("both", (string?)json["layout"]!["title"]!["text"]);
        Assert.Equal(["left", "right", "a note"], json["layout"]!["annotations"]!.AsArray().Select(each => (string?)each!["text"]));
        Assert.Equal(["first", "second"], json["data"]!.AsArray().Select(each => (string?)each!["name"]));
        Assert.Equal("0", (string?)json["frames"]![0]!["name"]);
        JsonNode image = json["config"]!["toImageButtonOptions"]!;
        Assert.Equal(("svg", "two"), ((string?)image["format"], (string?)image["filename"]));
    }

    [Fact]
    public void One_object_serves_all_traces()
    {
        var json = new Figure(Plotly.NET.CSharp.Chart.Combine([Chart(1), Chart(2)]), "two", "", traces: [new { opacity = 0.5 }]).ToJson();
        Assert.Equal([0.5, 0.5], json["data"]!.AsArray().Select(each => (double)each!["opacity"]!));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("../up")]
    public void A_name_that_is_no_file_name_is_refused(string name) =>
        Assert.Contains($"'{name}'", Assert.Throws<ArgumentException>(nameof(name), () => new Figure(Chart(1), name, "")).Message);

    [Fact]
    public void Text_cannot_break_out_of_the_page()
    {
        var layout = new { title = new { text = "</script><script>alert(1)</script>" } };
        string html = new Figure(Chart(1), "x", "a < b & \"c\" </div>", layout: layout).ToHtml();
        Assert.Contains("aria-label=\"a &lt; b &amp; &quot;c&quot; &lt;/div&gt;\"", html);
        Assert.Single(html.Split("</script>").Skip(1));
    }

    [Fact]
    public void The_same_figure_gives_the_same_html_and_another_does_not()
    {
        Assert.Equal(new Figure(Chart(1, 2), "x", "y").ToHtml(), new Figure(Chart(1, 2), "x", "y").ToHtml());
        Assert.NotEqual(new Figure(Chart(1, 2), "x", "y").ToHtml(), new Figure(Chart(1, 3), "x", "y").ToHtml());
    }

    [Fact]
    public void Inside_another_value_a_figure_is_still_drawn_and_described()
    {
        // .NET Interactive's own formatting package, which finds the attribute and the formatters by their names.
        var holder = new { Figures = new[] { new Figure(Chart(1, 2), "x", "A line.") } };
        Assert.Contains("<div class=\"rnn-figure\"", Formatter.ToDisplayString(holder, "text/html"));
        Assert.Equal("A line.", Formatter.ToDisplayString(holder.Figures[0], "text/plain"));
    }

    [Fact]
    public void A_gap_stays_a_gap() =>
        Assert.Contains("\"NaN\"", new Figure(Chart(1, double.NaN, 2), "x", "").ToJson().ToJsonString());

    [Fact]
    public void A_saved_page_is_whole_and_replaces_an_older_one()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("figure.html", "older");
        new Figure(Chart(1, 2), "x", "A line.").SaveHtml(path);

        string page = File.ReadAllText(path);
        Assert.StartsWith("<!DOCTYPE html>", page);
        Assert.Contains("plotly.js v2.", page);
        Assert.DoesNotContain("<script src", page);
        Assert.Equal(["figure.html"], folder.Files);
    }

    [Fact]
    public void A_heatmap_is_symmetric_about_zero_and_says_what_it_shows()
    {
        var two = Matrix<double>.Build.DenseOfArray(new[,] { { 1.0, -2.5, 0 }, { 0.25, 0, 2 } });
        var figure = Charts.Heatmap(two, "∂L/∂Whh of two", "hidden unit", "step t");
        JsonNode trace = figure.ToJson()["data"]![0]!;

        Assert.Equal((-2.5, 2.5), ((double)trace["zmin"]!, (double)trace["zmax"]!));
        Assert.Equal([1.0, -2.5, 0], trace["z"]![0]!.AsArray().Select(each => (double)each!));
        Assert.Equal("hidden unit", (string?)figure.ToJson()["layout"]!["yaxis"]!["title"]!["text"]);
        Assert.Equal("dl-dwhh-of-two", figure.Name);
        Assert.Equal("∂L/∂Whh of two. Heatmap, 2 × 3, largest −2.5 at (0, 1).",
            figure.ToString());
    }

    [Fact]
    public void A_matrix_of_zeros_has_a_colour_range_too() =>
        Assert.Equal(1, (double)Charts.Heatmap(Matrix<double>.Build.Dense(2, 2), "zero").ToJson()["data"]![0]!["zmax"]!);

    [Theory]
    [InlineData(6, 7, 5)]
    [InlineData(1, 1, 1)]
    [InlineData(64, 128, 64)]
    public void The_five_gradients_do_not_overlap_and_each_has_its_own_range(int input, int hidden, int output)
    {
        var rnn = new Rnn(input, hidden, output, new NumPyRandom(0));
        var json = Charts.Gradients(rnn.Parameters).ToJson();
        var traces = json["data"]!.AsArray();
        Assert.Equal(5, traces.Count);

        var boxes = traces.Select(trace => (
            X: Domain(json["layout"]!["xaxis" + ((string?)trace!["xaxis"])![1..]]!),
            Y: Domain(json["layout"]!["yaxis" + ((string?)trace["yaxis"])![1..]]!))).ToList();
        Assert.All(boxes, box => Assert.True(
            box.X is { From: >= 0, To: <= 1.0000001 } && box.Y is { From: >= -1e-9, To: <= 1.0000001 }
            && box.X.To > box.X.From && box.Y.To > box.Y.From));
        foreach (var (a, b) in boxes.SelectMany((a, i) => boxes.Skip(i + 1).Select(b => (a, b))))
            Assert.True(a.X.To < b.X.From || b.X.To < a.X.From || a.Y.To < b.Y.From || b.Y.To < a.Y.From);

        // Wxh is the first trace.
        Assert.Equal(rnn.Parameters.Wxh.Enumerate().Max(Math.Abs), (double)traces[0]!["zmax"]!);
        Assert.Equal(-(double)traces[0]!["zmax"]!, (double)traces[0]!["zmin"]!);
        Assert.InRange((double)json["layout"]!["width"]!, 100, 1000);

        static (double From, double To) Domain(JsonNode axis) => ((double)axis["domain"]![0]!, (double)axis["domain"]![1]!);
    }

    [Fact]
    public void Html_of_five_heatmaps_is_small()
    {
        // 100 KB is the limit that keeps a notebook of figures light.
        string html = Charts.Gradients(new Rnn(6, 7, 5, new NumPyRandom(0)).Parameters).ToHtml();
        Assert.InRange(html.Length, 1_000, 100_000);
    }

    [Fact]
    public void Lines_say_where_they_go()
    {
        var figure = Charts.Lines([new Line("loss", [1, 10, 100], [4, double.NaN, 0.5])], "Loss", "step", "loss", logX: true, logY: true);
        Assert.Equal("Loss. loss: from 4 at 1 to 0.5 at 100.", figure.Description);
        JsonNode layout = figure.ToJson()["layout"]!;
        Assert.Equal(("log", "log"), ((string?)layout["xaxis"]!["type"], (string?)layout["yaxis"]!["type"]));
    }
}
