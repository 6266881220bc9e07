using System.Text.Json;
using System.Text.Json.Nodes;
using Deque.AxeCore.Commons;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;

namespace Workbook.Tests;

/// <summary>What running all notebooks writes, in a folder of the tests' own.</summary>
public sealed class GalleryFolder : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();

    internal string Path => folder.Path;

    internal List<NotebookRun> Runs { get; } = [];

    public async ValueTask InitializeAsync()
    {
        foreach (string name in NotebookRuns.Names)
            Runs.Add(await NotebookRuns.Of(name));
        var results = new OutputFolder(folder.Path);
        foreach (NotebookRun run in Runs)
            RunCommand.Write(results, run);
        RunCommand.Finish(PlainConsole.To(TextWriter.Null), results, Runs);
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>The gallery of all notebooks, opened from its folder as a reader does.</summary>
[Collection(OneAtATime.Name)]
public sealed class GalleryTests(Browser browser, GalleryFolder gallery) : IClassFixture<Browser>, IClassFixture<GalleryFolder>
{
    private readonly List<NotebookRun> runs = gallery.Runs;

    private IJavaScriptExecutor Page => (IJavaScriptExecutor)browser.Page;

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public void It_draws_every_figure_within_its_width_and_asks_for_nothing(string theme)
    {
        Open("index.html", 1400, theme);
        browser.WaitFor($"document.querySelectorAll('.small .js-plotly-plot').length === {runs.Sum(run => run.Figures.Count)}");
        browser.WaitFor("[...document.querySelectorAll('.small .js-plotly-plot')]"
            + ".every(figure => figure._fullLayout && figure.style.transform)");
        Assert.Equal(0L, Page.ExecuteScript("return performance.getEntriesByType('resource')"
            + ".filter(each => !/^(file|data|blob):/.test(each.name)).length"));
        string ink = theme == "dark" ? "rgb(230, 230, 234)" : "rgb(38, 38, 38)";
        Assert.Equal(ink, browser.Page.FindElement(By.CssSelector(".gtitle")).GetCssValue("fill"));

        foreach (int width in new[] { 1400, 400 })
        {
            Resize(width);
            browser.WaitFor("[...document.querySelectorAll('.small')].every(frame => "
                + "frame.querySelector('.js-plotly-plot').getBoundingClientRect().width <= frame.clientWidth + 1)");
            Assert.Equal(true, Page.ExecuteScript($"return innerWidth === {width} && document.documentElement.scrollWidth <= innerWidth"));
            Assert.Empty(Serious());
        }
        Assert.Empty(browser.Complaints());
    }

    [Fact]
    public void It_draws_all_traces_of_each_figure_and_says_what_they_show()
    {
        Open("index.html", 1400, "light");
        ShownFigure[] figures = [.. runs.SelectMany(run => run.Figures)];
        browser.WaitFor($"[...document.querySelectorAll('.small [role=img]')].filter(each => each._fullData).length === {figures.Length}");
        for (int i = 0; i < figures.Length; i++)
        {
            string place = $"document.querySelectorAll('.small [role=img]')[{i}]";
            var traces = figures[i].Json["data"]!.AsArray();
            Assert.Equal((long)traces.Count, Page.ExecuteScript($"return {place}._fullData.length"));
            // What plotly.js drew, not what it was told; a heatmap of gaps alone has no picture.
            browser.WaitFor($"{place}.querySelectorAll('.main-svg .hm image').length === {traces.Count(HasCells)}");
            foreach (var (trace, k) in traces.Select((trace, k) => (trace!, k)).Where(pair => HasCells(pair.Item1)))
                Assert.Equal($"{trace["z"]!.AsArray().Count} × {trace["z"]![0]!.AsArray().Count}",
                    Page.ExecuteScript($"const cells = {place}.calcdata[{k}][0].z; return cells.length + ' × ' + cells[0].length"));
            Assert.Equal(figures[i].Description, Page.ExecuteScript($"return {place}.getAttribute('aria-label')"));
        }
    }

    [Fact]
    public void Its_links_lead_to_files_and_can_be_reached_by_keyboard()
    {
        Open("index.html", 1400, "light");
        var links = browser.Page.FindElements(By.TagName("a"))
            .Where(link => link.GetDomAttribute("href") != null).Select(link => link.GetDomAttribute("href")!).ToList();
        Assert.Equal(runs.Count + runs.Sum(run => run.Figures.Count), links.Count);
        Assert.All(links, link => Assert.True(File.Exists(Path.Combine(gallery.Path, link)), link));

        browser.Page.FindElement(By.TagName("body")).SendKeys(Keys.Tab);
        Assert.Equal(links[0], Page.ExecuteScript("return document.activeElement.getAttribute('href')"));
    }

    [Fact]
    public void Each_figure_has_a_page_and_the_widest_of_each_notebook_draws_in_it()
    {
        foreach (NotebookRun run in runs)
        {
            Assert.All(run.Figures, figure => Assert.Equal(
                FigureHtml.Page(figure.Name, figure.Description, figure.Json, $"../{Gallery.PlotlyFile}"),
                File.ReadAllText(Path.Combine(gallery.Path, Gallery.FilePath(run, figure, "html")))));
            Open(Gallery.FilePath(run, run.Figures.MaxBy(figure => (double)figure.Json["layout"]!["width"]!)!, "html"), 1400, "light");
            browser.WaitFor("document.querySelector('.js-plotly-plot')?._fullData");
            Assert.Equal(true, Page.ExecuteScript("return document.documentElement.scrollWidth <= innerWidth"));
            Assert.Empty(Serious());
            Assert.Empty(browser.Complaints());
        }
    }

    private static bool HasCells(JsonNode? trace) =>
        (string?)trace!["type"] == "heatmap" && (bool?)trace["visible"] != false
        && trace["z"]!.AsArray().SelectMany(row => row!.AsArray()).Any(value => value?.GetValueKind() == JsonValueKind.Number);

    [Fact]
    public void Controls_change_the_picture_and_bring_it_back()
    {
        foreach (NotebookRun run in runs)
            foreach (ShownFigure figure in run.Figures.Where(figure => figure.Json["frames"] != null))
            {
                Open(Gallery.FilePath(run, figure, "html"), 1400, "light");
                browser.WaitFor("document.querySelector('.rnn-controls')");
                string before = Picture();
                int start = (int)figure.Json["controls"]!["start"]!;
                string[] way = start > 0 ? [Keys.ArrowLeft, Keys.ArrowRight] : [Keys.ArrowRight, Keys.ArrowLeft];
                var range = browser.Page.FindElement(By.CssSelector(".rnn-controls input"));
                range.SendKeys(way[0]);
                WaitUntil(() => Picture() != before, $"The controls of {figure.Name} change nothing.");
                range.SendKeys(way[1]);
                WaitUntil(() => Picture() == before, $"The controls of {figure.Name} do not bring back what was there.");
                Assert.Empty(browser.Complaints());
            }

        // A trace that comes back may stand in another place among those that it does not touch.
        string Picture() => (string)Page.ExecuteScript("""
            return [...document.querySelectorAll(".plot image, .plot path, .plot text")].map(each => each.outerHTML).sort().join()
            """)!;

        static void WaitUntil(Func<bool> holds, string problem)
        {
            for (int tries = 0; !holds(); tries++, Thread.Sleep(50))
                Assert.True(tries < 100, problem);
        }
    }

    [Fact]
    public void Script_and_templates_stand_in_it_once()
    {
        string page = File.ReadAllText(Path.Combine(gallery.Path, "index.html"));
        Assert.Equal(runs.Sum(run => run.Figures.Count), page.Split("drawFigure(").Length - 1);
        Assert.Single(page.Split(FigureScript.Source).Skip(1));
        Assert.Single(page.Split(FigureStyle.Dark.ToJsonString()).Skip(1));
    }

    private void Open(string file, int width, string theme)
    {
        var driver = (ChromeDriver)browser.Page;
        driver.Navigate().GoToUrl("about:blank");
        _ = browser.Complaints().ToList();
        Resize(width);
        var scheme = new Dictionary<string, object> { ["name"] = "prefers-color-scheme", ["value"] = theme };
        driver.ExecuteCdpCommand("Emulation.setEmulatedMedia", new() { ["features"] = new object[] { scheme } });
        driver.Navigate().GoToUrl(new Uri(Path.Combine(gallery.Path, file)).AbsoluteUri);
    }

    private void Resize(int width) =>
        ((ChromeDriver)browser.Page).ExecuteCdpCommand("Emulation.setDeviceMetricsOverride", new()
        {
            ["width"] = width, ["height"] = 900, ["deviceScaleFactor"] = 1, ["mobile"] = false,
        });

    // What axe finds that keeps someone from using the page.
    private string[] Serious()
    {
        Page.ExecuteScript(new BundledAxeScriptProvider().GetScript());
        return [.. ((IEnumerable<object>)Page.ExecuteAsyncScript(
            "const done = arguments[0]; axe.run().then(found => done(found.violations"
            + ".filter(each => ['serious', 'critical'].includes(each.impact)).map(each => each.id + ': ' + each.nodes[0].html)))")!)
            .Cast<string>()];
    }
}
