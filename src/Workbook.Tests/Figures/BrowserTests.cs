using MathNet.Numerics.LinearAlgebra;
using OpenQA.Selenium;

namespace Workbook.Tests;

/// <summary>Figures as a reader's browser shows them.</summary>
[Trait("speed", "slow")]
public sealed class BrowserTests(Browser browser) : IClassFixture<Browser>
{
    private const string Drawn = "document.querySelectorAll('.rnn-figure .main-svg .heatmaplayer image').length";

    private static readonly Figure One = Charts.Heatmap(Matrix<double>.Build.Dense(2, 3, (i, j) => i - j), "One");
    private static readonly Figure Two = Charts.Heatmap(Matrix<double>.Build.Dense(3, 2, (i, j) => i * j), "Two");

    [Fact]
    public void Two_figures_and_one_of_them_again_draw_on_a_bare_page()
    {
        browser.Open($"<!DOCTYPE html><body>{One.ToHtml()}{Two.ToHtml()}{One.ToHtml()}");
        browser.WaitFor($"{Drawn} === 3");
        Assert.Empty(browser.Complaints());
        // One library for all of them.
        Assert.Equal(1L, Script("return performance.getEntriesByType('resource').filter(each => each.name.endsWith('plotly.js')).length"));
        Assert.Equal(0L, Script("return document.querySelectorAll('[role=img] > p').length"));
    }

    [Theory]
    [InlineData("<script src='require.js'></script>{0}{1}")]
    [InlineData("{0}<script src='require.js'></script>{1}")]
    [InlineData("{0}<script>document.head.append(Object.assign(document.createElement('script'), {{ src: 'require.js' }}))</script>{1}")]
    public void Figures_draw_beside_require_js(string page)
    {
        Assert.SkipUnless(Browser.HasRequire, "Debian's libjs-requirejs is not here.");
        browser.Open("<!DOCTYPE html><body>" + string.Format(page, One.ToHtml(), Two.ToHtml()));
        browser.WaitFor($"{Drawn} === 2 && window.require");
        Assert.Empty(browser.Complaints());
        // Nor did require.js see anything of it.
        Assert.Equal(0L, Script("return Object.keys(require.s.contexts._.defined).length"));
    }

    [Theory]
    [InlineData("{0}{1}{2}{1}")]
    [InlineData("<script src='require.js'></script>{0}{1}{2}{1}")]
    [InlineData("{0}{1}<script src='require.js'></script>{2}{1}")]
    public void Figures_of_one_page_share_one_script(string page)
    {
        bool isBare = !page.Contains("require", StringComparison.Ordinal);
        Assert.SkipUnless(isBare || Browser.HasRequire, "Debian's libjs-requirejs is not here.");
        string[] places = [.. new[] { One, Two }.Select(figure => 
            FigureHtml.Place(figure.Description, figure.ToJson().ToJsonString())
                + $"<script>{FigureHtml.Call(figure.Description, figure.ToJson().ToJsonString())}</script>")];
        // Beside its numbers, its words and an element to stand in, nothing.
        Assert.All(places.Zip([One, Two]), each => Assert.InRange(
            each.First.Length - each.Second.ToJson().ToJsonString().Length - (2 * each.Second.Description.Length), 0, 300));
        string script = $"<script>{FigureHtml.Script(FigureHtml.PlotlyAddress)}</script>";
        browser.Open("<!DOCTYPE html><body>" + string.Format(page, script, places[0], places[1]));
        browser.WaitFor($"{Drawn} === 3");
        Assert.Empty(browser.Complaints());
    }

    [Fact]
    public void A_figure_that_cannot_have_plotly_js_says_so_in_words()
    {
        string without = One.ToHtml().Replace(FigureHtml.PlotlyAddress, "missing.js", StringComparison.Ordinal);
        var page = browser.Open("<!DOCTYPE html><body>" + without);
        browser.WaitFor("document.body.innerText.includes('missing.js (404)')");
        Assert.Contains(One.Description, page.FindElement(By.TagName("body")).Text);
    }

    [Theory]
    [InlineData("background: #fff", "", "rgb(38, 38, 38)")]
    [InlineData("background: #1e1e1e", "", "rgb(230, 230, 234)")]
    [InlineData("", "vscode-dark", "rgb(230, 230, 234)")]
    [InlineData("background: #1e1e1e", "vscode-light", "rgb(38, 38, 38)")]
    [InlineData("", "", "rgb(38, 38, 38)")]
    public void A_figure_has_the_ink_of_its_page_and_no_ground_of_its_own(string style, string theme, string ink)
    {
        var page = browser.Open($"<!DOCTYPE html><body style='{style}' class='{theme}'>{One.ToHtml()}");
        browser.WaitFor($"{Drawn} === 1");
        Assert.Equal(ink, page.FindElement(By.CssSelector(".gtitle")).GetCssValue("fill"));
        Assert.Equal("0", page.FindElement(By.CssSelector(".main-svg")).GetCssValue("background-color").Split(',')[3].Trim(' ', ')'));
    }

    [Fact]
    public void The_camera_saves_an_svg_under_the_figures_name()
    {
        browser.Open($"<!DOCTYPE html><body>{One.ToHtml()}");
        browser.WaitFor($"{Drawn} === 1");
        Script("""
            const click = HTMLAnchorElement.prototype.click;
            HTMLAnchorElement.prototype.click = function () { if (this.download) window.saved = this.download; else click.call(this); };
            document.querySelector('[data-title^="Download"]').click();
            """);
        browser.WaitFor("window.saved");
        Assert.Equal("one.svg", Script("return window.saved"));
    }

    [Fact]
    public void A_saved_page_draws_without_asking_for_anything()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "one.html");
        One.SaveHtml(path);
        browser.Open("");   // leaves behind what other pages complained of
        browser.Page.Navigate().GoToUrl(new Uri(path).AbsoluteUri);
        browser.WaitFor($"{Drawn} === 1");
        Assert.Empty(browser.Complaints());
        Assert.Equal(0L, Script("return performance.getEntriesByType('resource').filter(each => !/^(data|blob):/.test(each.name)).length"));
    }

    [Fact]
    public void The_numbers_are_one_click_away()
    {
        var page = browser.Open($"<!DOCTYPE html><body>{One.ToHtml()}");
        page.FindElement(By.CssSelector(".rnn-figure summary")).Click();
        browser.WaitFor("document.querySelector('details table')");
        // One is i − j of 2 × 3, under a row of column numbers.
        Assert.Equal(["0 1 2", "0 0 -1 -2", "1 1 0 -1"], page.FindElements(By.CssSelector("details tr")).Select(row => row.Text.Trim()));
        Assert.Equal("One", page.FindElement(By.TagName("caption")).Text);
    }

    [Fact]
    public void A_page_that_styles_summaries_leaves_the_numbers_their_triangle_and_pointer()
    {
        // As classic Jupyter's Bootstrap does; nothing else marks the line as one to click.
        var page = browser.Open($"<!DOCTYPE html><style>summary {{ display: block; cursor: auto }}</style><body>{One.ToHtml()}");
        var summary = page.FindElement(By.CssSelector(".rnn-figure summary"));
        Assert.Equal(("list-item", "pointer"), (summary.GetCssValue("display"), summary.GetCssValue("cursor")));
        Assert.StartsWith("disclosure-closed", summary.GetCssValue("list-style-type"));
    }

    [Fact]
    public void Many_numbers_have_no_table_but_a_sentence()
    {
        browser.Open($"<!DOCTYPE html><body>{Charts.Heatmap(Matrix<double>.Build.Dense(21, 20, (i, j) => i - j), "Many").ToHtml()}");
        browser.WaitFor($"{Drawn} === 1");
        Assert.Equal(0L, Script("return document.querySelectorAll('details').length"));
        Assert.EndsWith(
            "It shows 420 numbers: point at one, or take all from its ToJson().", browser.Page.FindElement(By.TagName("body")).Text);
    }

    private object? Script(string script) => ((IJavaScriptExecutor)browser.Page).ExecuteScript(script);
}
