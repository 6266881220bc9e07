using MathNet.Numerics.LinearAlgebra;
using OpenQA.Selenium;
using OpenQA.Selenium.Interactions;

namespace Workbook.Tests;

[Collection(OneAtATime.Name)]
public sealed class SliderChartTests(Browser browser) : IClassFixture<Browser>
{
    private static readonly Figure Figure = SliderChart.Heatmaps(
        [("0", Matrix<double>.Build.Dense(2, 3, 0.5)), ("10", Matrix<double>.Build.Dense(2, 3, -4)), ("20", Matrix<double>.Build.Dense(2, 3, 1))], "Whh", "step");

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
    public void The_description_says_where_the_norm_is_largest() =>
        // Six entries of −4: √96.
        Assert.Contains("largest, 9.8, at step 10", Figure.Description);

    [Fact]
    public void The_slider_moves_in_a_browser_with_no_kernel_behind_it()
    {
        var page = browser.Open("<!DOCTYPE html><body>" + Figure.ToHtml());
        browser.WaitFor("document.querySelectorAll('.slider-rail-touch-rect').length === 1");
        Assert.Equal("step 0", page.FindElement(By.CssSelector(".slider-label")).Text);

        new Actions(page).MoveToElement(page.FindElement(By.CssSelector(".slider-rail-touch-rect"))).Click().Perform();    // its middle
        browser.WaitFor("document.querySelector('.slider-label').textContent === 'step 10'");
        browser.WaitFor("document.querySelector('.js-plotly-plot')._fullData[0].z[0][0] === -4");
        Assert.Equal("-4", page.FindElement(By.CssSelector(".heatmap-label text, .heatmap-label")).Text);
        Assert.Empty(browser.Complaints());
    }
}
