using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpenQA.Selenium;

namespace Workbook.Tests;

/// <summary>What can be told apart: computed from the style, and measured on every kind of figure in a browser, light and dark.</summary>
[Collection(OneAtATime.Name)]
[Trait("speed", "slow")]
public sealed class ContrastTests(Browser browser) : IClassFixture<Browser>
{
    // WCAG 2.2: 1.4.11 for what is not text, 1.4.3 for text.
    private const double OfMarks = 3, OfText = 4.5;

    private const int Phone = 376;   // in pixels, of a page

    private static readonly FigureColour[] Named = [.. FigureStyle.Series, FigureStyle.Muted, .. FigureStyle.Ramp(7)];

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string Measure =
        File.ReadAllText(Path.Combine(Repository.Root, "src", "Workbook.Tests", "Figures", "measure-figures.js"));

    [Fact]
    public void Every_colour_stands_out_from_the_panels_and_its_shades_can_be_read()
    {
        Assert.All(new[] { (FigureStyle.Light, "#ffffff"), (FigureStyle.Dark, "#1e1e1e") }, theme =>
        {
            var (template, page) = theme;
            string panel = (string)template["layout"]!["plot_bgcolor"]!;
            var shades = template["layout"]!["annotations"]!.AsArray()
                .ToDictionary(note => (string)note!["name"]!, note => (string)note!["font"]!["color"]!);
            Assert.All(Named, colour =>
            {
                Assert.InRange(Contrast(colour.Mark, panel), OfMarks, 21);
                Assert.InRange(Contrast(shades[colour.Name], panel), OfText, 21);
                Assert.InRange(Contrast(shades[colour.Name], page), OfText, 21);
            });
        });
    }

    [Theory]
    [InlineData("diverging")]
    [InlineData("sequential")]
    public void Text_can_be_read_on_every_colour_of_a_scale(string scale) => Assert.All([FigureStyle.Light, FigureStyle.Dark], template =>
    {
        string ink = (string)template["data"]!["heatmap"]![0]!["textfont"]!["color"]!;
        string[] stops = [.. template["layout"]!["colorscale"]![scale]!.AsArray().Select(stop => (string)stop![1]!)];
        foreach (var (from, to) in stops.Zip(stops.Skip(1)))
            for (int i = 0; i <= 20; i++)
                Assert.InRange(Contrast(ink, FigureColour.Mixed(from, to, i / 20.0)), OfText, 21);
    });

    public static MatrixTheoryData<string, int> PagesAndWidths => new(["#ffffff", "#1e1e1e"], [1400, Phone]);

    public static TheoryData<string> Notebooks => [.. NotebookRuns.Names];

    [Theory]
    [MemberData(nameof(PagesAndWidths))]
    public void Every_kind_of_figure_can_be_read(string page, int width)
    {
        Open(page, width, OfRecipes);
        var measured = Measured();
        // All kinds are there, with text and marks.
        Assert.Equal(Recipes.All.Count, measured.Select(each => (string)each["chart"]!).Distinct().Count());
        Assert.Contains(measured, each => (string)each["kind"]! == "cell");
        Assert.Contains(measured, each => (string)each["kind"]! == "mark");
        CanBeRead(measured);
    }

    [Theory]
    [MemberData(nameof(Notebooks))]
    public async Task Every_figure_of_a_notebook_can_be_read(string notebook)
    {
        var figures = (await NotebookRuns.Of(notebook)).Figures;
        foreach (var (page, width) in new[] { ("#ffffff", 1400), ("#1e1e1e", Phone) })
        {
            Open(page, width, figures.Select(figure => (figure.Name, figure.Description, figure.Json)));
            var measured = Measured();
            Assert.Equal(figures.Count, measured.Select(each => (string)each["chart"]!).Distinct().Count());
            CanBeRead(measured);
        }
    }

    [Fact]
    public void On_a_phone_each_figure_scrolls_in_a_box_of_its_own()
    {
        Open("#ffffff", Phone, OfRecipes);
        Assert.True((bool)Script("return document.body.scrollWidth <= 376")!);
        Assert.True((bool)Script("""
            return [...document.querySelectorAll(".rnn-figure")].every(root => {
              const box = root.firstElementChild, plot = root.querySelector(".svg-container");
              return box.clientWidth <= 376 && box.scrollWidth >= Math.floor(plot.getBoundingClientRect().width);
            })
            """)!);
        // Those that can, are as narrow as the page, and need no scrolling. Matrices cannot: their cells hold numbers.
        Assert.Equal(
            "curves; curves of an ordered quantity; many curves, one of which matters; a few runs; many runs; a loss surface; "
            + "gradients through time, side by side; a gradient by lag; states of a network; "
            + "a sweep over spectral radii; a ladder of implementations",
            Script("""
                return [...document.querySelectorAll(".rnn-figure")]
                  .filter(root => root.querySelector(".js-plotly-plot").layout.meta?.narrow)
                  .filter(root => root.firstElementChild.scrollWidth <= 376).map(root => root.parentElement.dataset.chart).join("; ")
                """));
    }

    [Fact]
    public void A_figure_follows_a_page_that_becomes_narrow_and_wide_again()
    {
        Open("#ffffff", 1400, OfRecipes.Where(recipe => recipe.Name == "curves"));
        foreach (int width in new[] { Phone, 1400, Phone })
        {
            Script($"document.body.style.width = '{width}px'");
            string isWide = width == Phone ? "<= 376" : "> 700";
            browser.WaitFor($"document.querySelector('.rnn-figure .svg-container').getBoundingClientRect().width {isWide}");
        }
    }

    private static IEnumerable<(string Name, string Description, JsonObject Json)> OfRecipes =>
        Recipes.All.Select(recipe => (recipe.Chart, Figure: recipe.Draw()))
            .Select(each => (each.Chart, each.Figure.Description, each.Figure.ToJson()));

    private static void CanBeRead(List<JsonNode> measured)
    {
        None(measured.Where(each => (double?)each["size"] < 10.99));
        None(measured.Where(each => (string)each["kind"]! is "cell" or "text" && (double)each["contrast"]! < OfText));
        None(measured.Where(each => (string)each["kind"]! == "mark" && (double)each["contrast"]! < OfMarks));
        // Nothing reaches beyond its figure, and no text lies on another.
        None(measured.Where(each => (double?)each["out"] > 1));
        None(measured.Where(each => (string)each["kind"]! == "overlap"));
    }

    private List<JsonNode> Measured() => [.. JsonNode.Parse((string)Script(Measure)!)!.AsArray().Select(each => each!)];

    private void Open(string page, int width, IEnumerable<(string Name, string Description, JsonObject Json)> figures)
    {
        var html = new StringBuilder($"<!DOCTYPE html><body style='background: {page}; margin: 8px; width: {width}px'>");
        html.Append($"<script>{FigureHtml.Script(FigureHtml.PlotlyAddress)}</script>");
        int count = 0;
        foreach (var (name, description, figure) in figures)
        {
            string json = figure.ToJsonString();
            html.Append(CultureInfo.InvariantCulture, $"""
                <div data-chart='{name}'>{FigureHtml.Place(description, json)}<script>{FigureHtml.Call(description, json)}</script></div>
                """);
            count++;
        }
        browser.Open(html.ToString());
        browser.WaitFor($"document.querySelectorAll('.rnn-figure .main-svg .xaxislayer-above').length >= {count}");
        Assert.Empty(browser.Complaints());
    }

    private object? Script(string script) => ((IJavaScriptExecutor)browser.Page).ExecuteScript(script);

    private static void None(IEnumerable<JsonNode> measured) =>
        Assert.True(!measured.Any(), string.Join("\n", measured.Select(Say)));

    private static string Say(JsonNode measured) => measured.ToJsonString(Readable);

    private static double Contrast(string first, string second)
    {
        double[] luminances = [.. new[] { first, second }.Select(Luminance).Order()];
        return (luminances[1] + 0.05) / (luminances[0] + 0.05);
    }

    // Relative luminance as WCAG 2.2 defines it.
    private static double Luminance(string colour) => new[] { 0.2126, 0.7152, 0.0722 }.Select((weight, i) =>
    {
        double part = int.Parse(colour.AsSpan(1 + (2 * i), 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
        return weight * (part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4));
    }).Sum();
}
