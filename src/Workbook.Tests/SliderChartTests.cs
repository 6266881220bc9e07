using System.Text.Json.Nodes;
using MathNet.Numerics.LinearAlgebra;
using OpenQA.Selenium;
using OpenQA.Selenium.Interactions;

namespace Workbook.Tests;

[Collection(OneAtATime.Name)]
public sealed class SliderChartTests(Browser browser) : IClassFixture<Browser>
{
    private static readonly Figure Figure =
        SliderChart.Heatmaps([("0", Constant(0.5)), ("10", Constant(-4)), ("20", Constant(1))], "Whh", "step");

    [Fact]
    public void Every_position_of_the_slider_asks_for_a_frame_that_is_there()
    {
        var json = Figure.ToJson();
        var steps = json["layout"]!["sliders"]![0]!["steps"]!.AsArray();
        Assert.Equal(["0", "10", "20"], json["frames"]!.AsArray().Select(frame => (string?)frame!["name"]));
        Assert.Equal(["0", "10", "20"], steps.Select(step => (string?)step!["args"]![0]![0]));
        Assert.All(steps, step => Assert.Equal("animate", (string?)step!["method"]));
        Assert.Equal([0.5, -4, 1], json["frames"]!.AsArray().Select(frame => (double)frame!["data"]![0]!["z"]![1]![2]!));
    }

    [Fact]
    public void All_positions_share_one_colour_range_about_zero()
    {
        var trace = Figure.ToJson()["data"]![0]!;
        Assert.Equal((-4, 4), ((double)trace["zmin"]!, (double)trace["zmax"]!));
        Assert.All(Figure.ToJson()["frames"]!.AsArray(), frame => Assert.Null(frame!["data"]![0]!["zmin"]));
    }

    [Fact]
    public void Zeros_alone_have_a_colour_range_too_and_are_said_to()
    {
        var zeros = SliderChart.Heatmaps([("0", Constant(0))], "Zeros", "step");
        Assert.Equal((-1, 1), ((double)zeros.ToJson()["data"]![0]!["zmin"]!, (double)zeros.ToJson()["data"]![0]!["zmax"]!));
        Assert.Contains("in one colour range of ±1.", zeros.Description);
    }

    [Fact]
    public void The_slider_has_room_of_its_own_under_the_heatmap()
    {
        JsonNode alone = Charts.Heatmap(Constant(1), "Whh").ToJson()["layout"]!, under = Figure.ToJson()["layout"]!;
        int more = (int)under["margin"]!["b"]! - (int)alone["margin"]!["b"]!;
        Assert.True(more > 0);
        Assert.Equal(more, (double)under["height"]! - (double)alone["height"]!);
    }

    [Fact]
    public void The_description_says_where_the_norm_is_largest() =>
        // Six entries of −4: √96.
        Assert.Contains("largest, 9.8, at step 10", Figure.Description);

    [Fact]
    public void The_slider_moves_in_a_browser_with_no_kernel_behind_it()
    {
        var page = Open(Figure);
        Assert.Equal("step 0", page.FindElement(By.CssSelector(".slider-label")).Text);

        SlideToTheMiddle(page);
        browser.WaitFor("document.querySelector('.slider-label').textContent === 'step 10'");
        browser.WaitFor("document.querySelector('.js-plotly-plot')._fullData[0].z[0][0] === -4");
        Assert.Equal("-4", page.FindElement(By.CssSelector(".heatmap-label text, .heatmap-label")).Text);
        Assert.Empty(browser.Complaints());
    }

    [Theory]
    [InlineData("")]
    [InlineData("<script src='require.js'></script>")]
    public void The_numbers_follow_the_slider(string before)
    {
        Assert.SkipUnless(before == "" || Browser.HasRequire, "Debian's libjs-requirejs is not here.");
        var page = Open(Figure, before);
        var summary = page.FindElement(By.CssSelector(".rnn-figure summary"));
        summary.Click();
        browser.WaitFor("document.querySelector('details td')");
        Assert.Equal(Numbers("0.5"), Shown(page));

        SlideToTheMiddle(page);
        browser.WaitFor("document.querySelector('details td').textContent === '-4'");
        Assert.Equal(Numbers("-4"), Shown(page));
        Assert.Equal(["Whh"], page.FindElements(By.TagName("caption")).Select(caption => caption.Text));

        // The page changes its colours, and the figure is drawn anew: it stays where it is, and so do its numbers.
        browser.Emulate("prefers-color-scheme", "dark");
        browser.WaitFor("matchMedia('(prefers-color-scheme: dark)').matches");
        browser.WaitFor("document.querySelector('.js-plotly-plot')._fullData[0].z[0][0] === -4");
        summary.Click();
        summary.Click();
        Assert.Equal(Numbers("-4"), Shown(page));
        Assert.Empty(browser.Complaints());

        static IEnumerable<string> Numbers(string value) => ["0 1 2", $"0 {value} {value} {value}", $"1 {value} {value} {value}"];
    }

    [Fact]
    public void Numbers_opened_after_the_slider_has_moved_are_those_of_its_position()
    {
        var flow = new GradientFlow(new Rnn(3, 2, 3, new NumPyRandom(0), scale: 0.5), [0, 1, 2, 1], [1, 2, 1, 0]);
        var figure = TimeCharts.Terms(flow, "Terms", "terms");
        var page = Open(figure);
        SlideToTheMiddle(page);
        browser.WaitFor("document.querySelector('.slider-label').textContent === 'step t = 2'");
        page.FindElement(By.CssSelector(".rnn-figure summary")).Click();
        browser.WaitFor("document.querySelectorAll('details table').length === 2");

        // Both heatmaps, the term and the sum so far.
        var frame = figure.ToJson()["frames"]![1]!["data"]!.AsArray();
        var expected = frame.SelectMany(trace => trace!["z"]!.AsArray().SelectMany(row => row!.AsArray())).Select(entry => (double)entry!);
        Assert.Equal(expected, page.FindElements(By.CssSelector("details td")).Select(cell => double.Parse(cell.Text)));
    }

    private static Matrix<double> Constant(double value) => Matrix<double>.Build.Dense(2, 3, value);

    private static IEnumerable<string> Shown(IWebDriver page) =>
        page.FindElements(By.CssSelector("details tr")).Select(row => row.Text.Trim());

    private static void SlideToTheMiddle(IWebDriver page) =>
        new Actions(page).MoveToElement(page.FindElement(By.CssSelector(".slider-rail-touch-rect"))).Click().Perform();

    private IWebDriver Open(Figure figure, string before = "")
    {
        var page = browser.Open("<!DOCTYPE html><body>" + before + figure.ToHtml());
        browser.WaitFor("document.querySelectorAll('.slider-rail-touch-rect').length === 1");
        return page;
    }
}
