using MathNet.Numerics.LinearAlgebra;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;

namespace Workbook.Tests;

/// <summary>The controls of a figure with frames, in a reader's browser.</summary>
[Trait("speed", "slow")]
public sealed class FigureScriptTests(Browser browser) : IClassFixture<Browser>
{
    private static readonly Figure Figure =
        SliderChart.Heatmaps([("0", Constant(0.5)), ("10", Constant(-4)), ("20", Constant(1))], "Whh", "step");

    // A clock that waits for nobody: to play takes no time, and pauses where a test says so.
    private const string Clock = """
        <script>
        window.ticks = new Map();
        window.setInterval = tick => { const id = ticks.size + 1; ticks.set(id, tick); return id; };
        window.clearInterval = id => ticks.delete(id);
        window.tick = () => [...ticks.values()].forEach(each => each());
        </script>
        """;

    [Fact]
    public void The_slider_moves_with_no_kernel_behind_it_and_says_where_it_is()
    {
        var range = Open(Figure).FindElement(By.CssSelector(".rnn-controls input"));
        Assert.Equal(("range", "step", "step 10"), (range.GetDomAttribute("type"), range.GetDomAttribute("aria-label"), Says(range)));
        AssertShows(1, "step 10", -4);
        Assert.Equal("−4", browser.Page.FindElement(By.CssSelector(".heatmap-label text, .heatmap-label")).Text);
        range.SendKeys(Keys.End);
        AssertShows(2, "step 20", 1);
        range.SendKeys(Keys.Home);
        AssertShows(0, "step 0", 0.5);
        Assert.Empty(browser.Complaints());
    }

    [Fact]
    public void A_figure_of_a_page_that_has_been_left_is_drawn_once_more_without_an_error()
    {
        Open(Figure);
        ((IJavaScriptExecutor)browser.Page).ExecuteScript("""
            const root = document.querySelector(".rnn-figure"), range = root.querySelector("input");
            root.remove();
            range.value = 0;
            range.dispatchEvent(new Event("input"));
            """);
        Assert.Empty(browser.Complaints());
    }

    [Fact]
    public void Back_and_next_go_one_frame_and_stay_at_the_ends()
    {
        Open(Figure);
        foreach (var (button, at, value) in new[] { ("Back", 0, 0.5), ("Next", 1, -4), ("Next", 2, 1), ("Next", 2, 1), ("Back", 1, -4) })
        {
            Button(button).Click();
            AssertShows(at, $"step {10 * at}", value);
        }
        Assert.Empty(browser.Complaints());
    }

    [Fact]
    public void Play_goes_to_the_end_and_from_there_begins_again_and_pause_stops_it()
    {
        Open(Figure, Clock).FindElement(By.CssSelector(".rnn-controls input")).SendKeys(Keys.Home);
        Button("Play").Click();
        Assert.Equal(("off", "Pause"), (Status.GetDomAttribute("aria-live"), browser.Page.FindElement(By.TagName("button")).Text));
        Tick();
        AssertShows(1, "step 10", -4);
        Tick();
        AssertShows(2, "step 20", 1);
        Tick();
        Assert.Equal("polite", Status.GetDomAttribute("aria-live"));
        Assert.Equal(0L, Script("return ticks.size"));

        Button("Play").Click();
        AssertShows(0, "step 0", 0.5);
        Tick();
        Button("Pause").Click();
        Tick();
        AssertShows(1, "step 10", -4);

        // Whoever moves it by hand takes over.
        Button("Play").Click();
        Button("Back").Click();
        Tick();
        AssertShows(0, "step 0", 0.5);
        Assert.Empty(browser.Complaints());
    }

    [Fact]
    public void Hands_faster_than_the_drawing_leave_nothing_behind()
    {
        Open(Figure, "<script>window.left = 0; addEventListener('unhandledrejection', () => left++)</script>");
        Script("""
            const [player, back, next] = document.querySelectorAll("button"), range = document.querySelector("input");
            for (let i = 0; i < 60; i++) {
              [player, next, back][i % 3].click();
              range.value = i % 3;
              range.dispatchEvent(new Event("input"));
            }
            """);
        AssertShows(2, "step 20", 1);
        Assert.Equal(0L, Script("return left"));
        Assert.Empty(browser.Complaints());
    }

    [Fact]
    public void A_reader_who_wants_less_motion_gets_no_play_but_the_rest()
    {
        Open(Figure, Clock);
        Button("Play").Click();
        browser.Emulate("prefers-reduced-motion", "reduce");
        browser.WaitFor("document.querySelector('button').hidden && ticks.size === 0");
        Assert.Equal(
            ["Back", "Next"], browser.Page.FindElements(By.TagName("button")).Where(each => each.Displayed).Select(each => each.Text));
        Button("Back").Click();
        AssertShows(0, "step 0", 0.5);
    }

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public void Controls_stand_out_from_the_page_and_show_the_focus(string theme)
    {
        var page = Open(Figure, "<meta name='color-scheme' content='light dark'><style>body { background: Canvas }</style>", theme);
        foreach (string each in new[] { "button", "input" })
        {
            var control = page.FindElement(By.CssSelector(".rnn-controls " + each));
            // A slider is at least a line as long as itself, a button a frame of one pixel.
            var size = control.Size;
            Assert.InRange(Strong(control), each == "input" ? 2 * size.Width : 2 * (size.Width + size.Height) - 20, int.MaxValue);
        }
        page.FindElement(By.CssSelector(".rnn-controls button")).SendKeys(Keys.Tab);
        Assert.Equal("2px solid", Script(
            "const style = getComputedStyle(document.activeElement); return style.outlineWidth + ' ' + style.outlineStyle"));
    }

    [Fact]
    public void A_finger_finds_them_on_a_narrow_page()
    {
        Open(Figure);
        var driver = (ChromeDriver)browser.Page;
        driver.ExecuteCdpCommand("Emulation.setTouchEmulationEnabled", new() { ["enabled"] = true });
        driver.ExecuteCdpCommand("Emulation.setDeviceMetricsOverride", new()
        {
            ["width"] = 360, ["height"] = 700, ["deviceScaleFactor"] = 1, ["mobile"] = true,
        });
        try
        {
            browser.WaitFor("matchMedia('(pointer: coarse)').matches");
            // The size that Apple and WCAG 2.5.5 ask for.
            Assert.All(driver.FindElements(By.CssSelector(".rnn-controls button, .rnn-controls input")), each =>
                Assert.True(each.Size is { Width: >= 44, Height: >= 44 } && each.Location.X + each.Size.Width <= 360, each.Text));
        }
        finally
        {
            driver.ExecuteCdpCommand("Emulation.setTouchEmulationEnabled", new() { ["enabled"] = false });
            driver.ExecuteCdpCommand("Emulation.clearDeviceMetricsOverride", []);
        }
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
        Assert.Equal(Numbers("-4"), Rows());
        Button("Back").Click();
        browser.WaitFor("document.querySelector('details td').textContent === '0.5'");
        Assert.Equal(Numbers("0.5"), Rows());

        Button("Next").Click();
        browser.WaitFor("document.querySelector('details td').textContent === '-4'");
        Assert.Equal(Numbers("-4"), Rows());
        Assert.Equal(["Whh"], page.FindElements(By.TagName("caption")).Select(caption => caption.Text));

        // The page changes its colours, and the figure is drawn anew: it stays where it is, and so do its numbers.
        browser.Emulate("prefers-color-scheme", "dark");
        browser.WaitFor("matchMedia('(prefers-color-scheme: dark)').matches");
        AssertShows(1, "step 10", -4);
        summary.Click();
        summary.Click();
        Assert.Equal(Numbers("-4"), Rows());
        Assert.Empty(browser.Complaints());

        static IEnumerable<string> Numbers(string value) => ["0 1 2", $"0 {value} {value} {value}", $"1 {value} {value} {value}"];
    }

    [Fact]
    public void Numbers_opened_after_the_slider_has_moved_are_those_of_its_position()
    {
        var flow = new GradientFlow(new Rnn(3, 2, 3, new NumPyRandom(0), scale: 0.5), [0, 1, 2, 1], [1, 2, 1, 0]);
        var figure = TimeCharts.Terms([.. Enumerable.Range(1, 3).Select(flow.Term)], "Terms", "terms");
        var page = Open(figure);
        Button("Back").Click();
        Assert.Equal("time step t = 2", Status.Text);
        page.FindElement(By.CssSelector(".rnn-figure summary")).Click();
        browser.WaitFor("document.querySelectorAll('details table').length === 5");

        // Both heatmaps, the term and the sum so far; then come the three curves.
        var frame = figure.ToJson()["frames"]![1]!["data"]!.AsArray();
        var expected = frame.SelectMany(trace => trace!["z"]!.AsArray().SelectMany(row => row!.AsArray())).Select(entry => (double)entry!);
        var cells = page.FindElements(By.CssSelector("details td")).Take(expected.Count());
        Assert.Equal(expected, cells.Select(cell => double.Parse(cell.Text)));
    }

    private static Matrix<double> Constant(double value) => Matrix<double>.Build.Dense(2, 3, value);

    private IWebElement Status => browser.Page.FindElement(By.CssSelector(".rnn-controls [role=status]"));

    private static string? Says(IWebElement range) => range.GetDomAttribute("aria-valuetext");

    // As they are seen, all at one moment: opening fills the table anew a little later.
    private string[] Rows() => [.. ((IEnumerable<object>)Script(
        "return [...document.querySelectorAll('details tr')].map(row => row.innerText.trim().replace(/\\s+/g, ' '))")!).Cast<string>()];

    private IWebDriver Open(Figure figure, string before = "", string theme = "light")
    {
        var page = browser.Open("<!DOCTYPE html>" + before + "<body>" + figure.ToHtml());
        browser.Emulate("prefers-color-scheme", theme);
        browser.WaitFor("document.querySelectorAll('.rnn-controls').length === 1");
        return page;
    }

    private IWebElement Button(string text) =>
        browser.Page.FindElements(By.CssSelector(".rnn-controls button")).Single(each => each.Text == text);

    private object? Script(string script) => ((IJavaScriptExecutor)browser.Page).ExecuteScript(script);

    private void Tick() => Script("tick()");

    // Slider, words and picture; the picture follows at the screen's next frame.
    private void AssertShows(int at, string words, double value)
    {
        var range = browser.Page.FindElement(By.CssSelector(".rnn-controls input"));
        Assert.Equal(($"{at}", words, words), (range.GetDomProperty("value"), Says(range), Status.Text));
        browser.WaitFor(FormattableString.Invariant($"document.querySelector('.js-plotly-plot')._fullData[0].z[0][0] === {value}"));
    }

    // How many pixels of a control stand out from the most frequent colour, its ground, by at least 3 : 1 (WCAG 1.4.11).
    private static int Strong(IWebElement control)
    {
        var colors = Png.Decode(((ITakesScreenshot)control).GetScreenshot().AsByteArray).Colors();
        double ground = Contrast.Luminance(colors.MaxBy(color => color.Value).Key);
        return colors.Where(color => Contrast.Between(Contrast.Luminance(color.Key), ground) >= 3).Sum(color => color.Value);
    }
}
