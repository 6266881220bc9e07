using System.Text.Json;
using System.Text.Json.Nodes;
using OpenQA.Selenium;
using Workbook.Book;

namespace Workbook.Tests;

/// <summary>The book of all notebooks in a reader's browser.</summary>
[Trait("speed", "slow")]
public sealed class BookBrowserTests : IClassFixture<Browser>, IAsyncLifetime
{
    private static readonly int[] Widths = [1400, 1000, 400];

    private readonly Browser browser;
    private readonly ReadersBook book;
    private readonly BookReader reader;

    public BookBrowserTests(Browser browser, ReadersBook book) =>
        (this.browser, this.book, reader) = (browser, book, new BookReader(browser, book.Path));

    public async ValueTask InitializeAsync()
    {
        _ = browser.Page;   // skips before anything runs
        await book.WriteAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public static TheoryData<string> Drawn => [BookFiles.Index, .. NotebookRuns.Names.Select(name => name + ".html")];

    [Theory]
    [MemberData(nameof(Drawn))]
    public void A_page_with_figures_draws_them_all_and_fits_every_width_in_both_themes(string page)
    {
        reader.Open(page);
        reader.WaitForFigures();
        Assert.Empty(browser.Complaints());
        Assert.Equal(0L, reader.Script("return performance.getEntriesByType('resource')"
            + ".filter(each => !/^(file|data|blob):/.test(each.name)).length"));
        AssertDrawn([.. book.Runs.Where(run => page == BookFiles.Index || page == BookFiles.Page(run.Notebook))
            .SelectMany(run => run.Figures)]);

        reader.Script("document.querySelectorAll('main details:not(.rnn-figure details)').forEach(each => each.open = true)");
        foreach (string theme in new[] { "light", "dark" })
        {
            reader.Emulate("", theme);
            string ink = theme == "dark" ? "rgb(230, 230, 234)" : "rgb(38, 38, 38)";
            browser.WaitFor($"[...document.querySelectorAll('.gtitle')].every(each => getComputedStyle(each).fill === '{ink}')");
            foreach (int width in Widths)
            {
                reader.Resize(width);
                browser.WaitFor("[...document.querySelectorAll('.fitted')].every(frame => "
                    + "frame.querySelector('.js-plotly-plot').getBoundingClientRect().width <= frame.clientWidth + 1)");
                Assert.Equal("", reader.Overflow());
                if ((theme, width) is ("light", 1400) or ("dark", 400))
                    Assert.Empty(reader.Serious());
            }
        }
        Assert.Empty(browser.Complaints());
    }

    [Fact]
    public void Pages_of_source_fit_every_width_in_both_themes()
    {
        string[] pages = [.. book.Pages.Where(page => page.StartsWith("source/", StringComparison.Ordinal))];
        Assert.InRange(pages.Length, 40, 200);
        foreach (var (page, count) in pages.Select((page, count) => (page, count)))
        {
            reader.Open(page, theme: count % 2 == 0 ? "light" : "dark");
            foreach (int width in Widths)
            {
                reader.Resize(width);
                Assert.Equal("", reader.Overflow());
            }
            if (count % 20 == 0 || page.EndsWith("Rnn-Rnn.cs.html", StringComparison.Ordinal))
                Assert.Empty(reader.Serious());
        }
        Assert.Empty(browser.Complaints());
    }

    [Fact]
    public void From_the_contents_keys_lead_to_the_numbers_of_a_figure()
    {
        var (run, cell) = First(figure => figure.Json["frames"] == null && figure.Json["data"]![0]!["z"]?.AsArray().Count is > 0 and < 20);
        string heading = Above(run, cell), id = $"document.getElementById('{heading}')";
        reader.Open(BookFiles.Page(run.Notebook));
        reader.WaitForFigures();
        reader.PressUntil(Keys.Tab, "here.textContent === 'Skip to the text'");
        reader.PressUntil(Keys.Tab, $"here.closest('#contents') && here.hash === '#{heading}'");
        reader.Driver.SwitchTo().ActiveElement().SendKeys(Keys.Enter);
        browser.WaitFor($"Math.abs({id}.getBoundingClientRect().top) < 200");
        reader.PressUntil(Keys.Tab, "here.tagName === 'SUMMARY' && here.closest('figure')");
        reader.Driver.SwitchTo().ActiveElement().SendKeys(Keys.Enter);
        browser.WaitFor("document.activeElement.closest('details').querySelector('td')");
        Assert.Equal(true, reader.Script($"return Boolean({id}.compareDocumentPosition(document.activeElement) & 4)"));
    }

    [Fact]
    public void The_contents_follow_the_reader_and_fold_away_on_a_narrow_page()
    {
        var run = book.Runs[0];
        reader.Open(BookFiles.Page(run.Notebook));
        string[] ids = [.. reader.Driver.FindElements(By.CssSelector("main h2")).Select(heading => heading.GetDomAttribute("id")!)];
        foreach (string id in new[] { ids[3], ids[^1], ids[1] })
        {
            reader.Script($"document.getElementById('{id}').scrollIntoView()");
            browser.WaitFor($"document.querySelector('#contents [aria-current=location]')?.hash === '#{id}'");
        }

        reader.Open(BookFiles.Page(run.Notebook), 400);
        var contents = reader.Driver.FindElement(By.Id("contents"));
        Assert.False(contents.Displayed);
        reader.Driver.FindElement(By.CssSelector("[popovertarget=contents]")).SendKeys(Keys.Enter);
        Assert.True(contents.Displayed);
        Assert.Empty(reader.Serious());
        contents.FindElement(By.CssSelector($"a[href='#{ids[3]}']")).SendKeys(Keys.Enter);
        browser.WaitFor($"!document.querySelector('#contents').checkVisibility() && location.hash === '#{ids[3]}'");
    }

    [Fact]
    public void The_search_opens_by_a_key_finds_all_kinds_of_places_and_leads_there()
    {
        reader.Open("source/Rnn-Rnn.cs.html");
        string description = book.Runs[0].Figures[0].Description;
        foreach (var (asked, place) in new[]
        {
            ("how gradient through product", "01-rnn-step-by-step.html#how-does-a-gradient-get-through-a-product"),
            (description, "01-rnn-step-by-step.html#figure-"),
            ("spectrum.cs", "source/Rnn-Gradients-Spectrum.cs.html"),
            ("StepBackward", "source/Rnn-Rnn.cs.html#"),
        })
        {
            reader.Driver.FindElement(By.TagName("body")).SendKeys("/");
            browser.WaitFor("document.querySelector('dialog').open");
            var box = reader.Driver.SwitchTo().ActiveElement();
            box.Clear();
            box.SendKeys(asked);
            browser.WaitFor($"[...document.querySelectorAll('dialog a')].slice(0, 3).some(each => {Bare("each")}.includes('{place}'))");
            Assert.Empty(reader.Serious());
            box.SendKeys(Keys.ArrowDown);
            reader.PressUntil(Keys.ArrowDown, $"here.href && {Bare("here")}.includes('{place}')");
            reader.Driver.SwitchTo().ActiveElement().SendKeys(Keys.Enter);
            browser.WaitFor($"{Bare("location")}.includes('{place}') && !document.querySelector('dialog').open");
            // The words are marked.
            string first = asked.Split(' ')[0].ToLowerInvariant();
            browser.WaitFor($"[...CSS.highlights.get('found')].some(each => "
                + $"each.startContainer.data.slice(each.startOffset, each.endOffset).toLowerCase() === '{first}')");
        }
        Assert.Empty(browser.Complaints());

        // An address without the words that were asked for.
        static string Bare(string link) => $@"{link}.href.replace(/\?[^#]*/, '')";
    }

    [Fact]
    public void Without_script_text_formulas_code_pictures_and_descriptions_are_there()
    {
        var run = book.Runs[0];
        reader.RunScripts(false);
        try
        {
            reader.Open(BookFiles.Page(run.Notebook), 400);
            Assert.Equal("", reader.Overflow());
            foreach (string part in new[] { "main p", "main math", ".cell > pre code", ".output", "summary", "figcaption .number" })
                Assert.True(reader.Driver.FindElement(By.CssSelector(part)).Displayed, part);
            Assert.Equal(run.Figures.Select(figure => figure.Description),
                reader.Driver.FindElements(By.CssSelector("figure [role=img] p")).Where(each => each.Displayed).Select(each => each.Text));
            var pictures = reader.Driver.FindElements(By.CssSelector("figure noscript img"));
            Assert.NotEmpty(pictures);
            Assert.All(pictures, picture => Assert.True(picture.Displayed && picture.GetDomProperty("naturalWidth") != "0"));
            Assert.False(reader.Driver.FindElement(By.CssSelector("button.search")).Displayed);
            reader.Driver.FindElement(By.CssSelector("[popovertarget=contents]")).Click();
            Assert.True(reader.Driver.FindElement(By.Id("contents")).Displayed);
        }
        finally
        {
            reader.RunScripts(true);
        }
    }

    [Fact]
    public void Printed_it_is_its_text_alone()
    {
        reader.Open(BookFiles.Page(book.Runs[0].Notebook), 700, "dark");
        reader.WaitForFigures();
        reader.Emulate("print", "dark");
        foreach (string part in new[] { ".bar", "#contents", ".neighbours", ".copied > button", ".anchor" })
            Assert.All(reader.Driver.FindElements(By.CssSelector(part)), each => Assert.False(each.Displayed, part));
        Assert.Equal("", reader.Overflow());
        Assert.Equal("rgb(38, 38, 38)", reader.Script("return getComputedStyle(document.body).color"));
        Assert.Equal(0L, reader.Script(
            "return [...document.querySelectorAll('pre')].filter(each => each.scrollWidth > each.clientWidth + 1).length"));
    }

    [Fact]
    public void Each_figure_has_a_page_of_its_own_and_the_widest_of_each_notebook_draws_in_it()
    {
        foreach (NotebookRun run in book.Runs)
        {
            reader.Open(BookFiles.Figure(run.Notebook, run.Figures.MaxBy(figure => (double)figure.Json["layout"]!["width"]!)!, "html"));
            browser.WaitFor("document.querySelector('.js-plotly-plot')?._fullData");
            Assert.Equal("", reader.Overflow());
            Assert.Empty(reader.Serious());
            Assert.Empty(browser.Complaints());
        }
    }

    [Fact]
    public void Controls_change_the_picture_and_bring_it_back()
    {
        foreach (NotebookRun run in book.Runs)
            foreach (ShownFigure figure in run.Figures.Where(figure => figure.Json["frames"] != null))
            {
                reader.Open(BookFiles.Figure(run.Notebook, figure, "html"));
                browser.WaitFor("document.querySelector('.rnn-controls')");
                string before = Picture();
                int start = (int)figure.Json["controls"]!["start"]!;
                string[] way = start > 0 ? [Keys.ArrowLeft, Keys.ArrowRight] : [Keys.ArrowRight, Keys.ArrowLeft];
                var range = browser.Page.FindElement(By.CssSelector(".rnn-controls input"));
                range.SendKeys(way[0]);
                Patience.Until(() => Picture() != before, $"The controls of {figure.Name} change nothing.");
                range.SendKeys(way[1]);
                Patience.Until(() => Picture() == before, $"The controls of {figure.Name} do not bring back what was there.");
                Assert.Empty(browser.Complaints());
            }

        // A trace that comes back may stand in another place among those that it does not touch.
        string Picture() => (string)reader.Script("""
            return [...document.querySelectorAll(".plot image, .plot path, .plot text")].map(each => each.outerHTML).sort().join()
            """)!;
    }

    // All traces of each figure are drawn, and it says what they show; the index has the figures in an order of its own.
    private void AssertDrawn(ShownFigure[] figures)
    {
        foreach (ShownFigure figure in figures)
        {
            reader.Script($"window.figure = [...document.querySelectorAll('[role=img]')].find(each => "
                + $"each.getAttribute('aria-label') === {JsonValue.Create(figure.Description)!.ToJsonString()})");
            var traces = figure.Json["data"]!.AsArray();
            Assert.Equal((long)traces.Count, reader.Script("return figure._fullData.length"));
            // What plotly.js drew, not what it was told; a heatmap of gaps alone has no picture.
            browser.WaitFor($"figure.querySelectorAll('.main-svg .hm image').length === {traces.Count(HasCells)}");
            foreach (var (trace, k) in traces.Select((trace, k) => (trace!, k)).Where(pair => HasCells(pair.Item1)))
                Assert.Equal($"{trace["z"]!.AsArray().Count} × {trace["z"]![0]!.AsArray().Count}",
                    reader.Script($"const cells = figure.calcdata[{k}][0].z; return cells.length + ' × ' + cells[0].length"));
        }
    }

    private static bool HasCells(JsonNode? trace) =>
        (string?)trace!["type"] == "heatmap" && (bool?)trace["visible"] != false
        && trace["z"]!.AsArray().SelectMany(row => row!.AsArray()).Any(value => value?.GetValueKind() == JsonValueKind.Number);

    private (NotebookRun Run, Cell Cell) First(Func<ShownFigure, bool> kind) => book.Runs
        .SelectMany(run => run.Cells.Where(pair => pair.Value.Figures.Any(kind)).Select(pair => (run, pair.Key))).First();

    // The id of the section that a cell stands in.
    private string Above(NotebookRun run, Cell cell)
    {
        reader.Open(BookFiles.Page(run.Notebook));
        return (string)reader.Script($"""
            return [...document.querySelectorAll("main h2")]
              .findLast(heading => heading.compareDocumentPosition(document.getElementById("cell-{cell.Number}")) & 4).id
            """)!;
    }
}
