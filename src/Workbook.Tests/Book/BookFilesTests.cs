using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Workbook.Book;

namespace Workbook.Tests;

/// <summary>The book of all notebooks, read from its files.</summary>
[Collection(OneAtATime.Name)]
[Trait("speed", "slow")]
public sealed class BookFilesTests(ReadersBook book) : IAsyncLifetime
{
    private static readonly HtmlParser Parser = new();

    private readonly Dictionary<string, IDocument> pages = [];

    public async ValueTask InitializeAsync()
    {
        await book.WriteAsync();
        foreach (string page in book.Pages)
            pages[page] = Parser.ParseDocument(Read(page));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public void Every_link_leads_to_a_file_and_a_place_in_it()
    {
        int count = 0;
        foreach (var (page, document) in pages)
            foreach (string address in document.QuerySelectorAll("[href], [src], [data-script]").Select(Address).Where(IsOfTheBook))
            {
                string[] parts = address.Split('#');
                string file = parts[0] == "" ? page : Resolved(page, parts[0]);
                Assert.True(File.Exists(Path.Combine(book.Path, file)), $"{page} leads to {address}");
                if (parts.Length > 1)
                    Assert.True(pages[file].GetElementById(parts[1]) != null, $"{page} leads to {address}");
                count++;
            }
        Assert.InRange(count, 500, int.MaxValue);
        // Each notebook is reached from the first page, and the next from the one before it.
        var first = pages[BookFiles.Index].QuerySelectorAll("main a").Select(Address).ToHashSet();
        Assert.All(book.Runs, run => Assert.Contains(BookFiles.Page(run.Notebook), first));
        foreach (var (run, next) in book.Runs.Zip(book.Runs.Skip(1)))
        {
            Assert.Equal(BookFiles.Page(next.Notebook), Address(pages[BookFiles.Page(run.Notebook)].QuerySelector("main [rel=next]")!));
            Assert.Equal(BookFiles.Page(run.Notebook), Address(pages[BookFiles.Page(next.Notebook)].QuerySelector("main [rel=prev]")!));
        }
    }

    [Fact]
    public void No_page_has_an_id_twice_and_each_has_one_title_and_headings_in_order() => Assert.All(pages, page =>
    {
        var ids = page.Value.QuerySelectorAll("[id]").Select(each => each.Id!).ToList();
        Assert.Equal(ids.Distinct().Count(), ids.Count);
        int[] levels = [.. page.Value.QuerySelectorAll("h1, h2, h3, h4").Select(heading => heading.LocalName[1] - '0')];
        Assert.Equal(1, levels[0]);
        Assert.All(levels.Skip(1).Zip(levels), pair => Assert.InRange(pair.First, 2, pair.Second + 1));
    });

    [Fact]
    public void Formulas_are_drawn_and_no_page_shows_their_source()
    {
        Assert.InRange(pages.Values.Sum(page => page.QuerySelectorAll("main math").Length), 200, int.MaxValue);
        foreach (var (page, document) in pages)
        {
            foreach (var code in document.QuerySelectorAll("code, pre"))
                code.Remove();
            string text = document.QuerySelector("main")!.TextContent;
            Assert.DoesNotContain("$", text);
            Assert.DoesNotMatch(@"\\[a-zA-Z(\[]", text);
        }
    }

    [Fact]
    public void Every_figure_of_a_run_has_its_place_its_script_its_own_page_and_its_picture()
    {
        foreach (NotebookRun run in book.Runs)
        {
            var figures = pages[BookFiles.Page(run.Notebook)].QuerySelectorAll("main figure").ToList();
            Assert.Equal(run.Figures.Select(figure => figure.Description),
                figures.Select(figure => figure.QuerySelector("[role=img]")!.GetAttribute("aria-label")));
            foreach (var (figure, shown) in figures.Zip(run.Figures))
            {
                Assert.Equal(FigureHtml.Call(shown.Description, shown.Text) + "\n", Read(figure.GetAttribute("data-script")!));
                Assert.Equal(FigureHtml.Page(shown.Name, shown.Description, shown.Text,
                    $"../{BookFiles.Plotly}", $"../{BookFiles.FigureScript}", $"../{figure.GetAttribute("data-script")}"),
                    Read(BookFiles.Figure(run.Notebook, shown, "html")));
            }
            // The committed notebook holds the picture of each figure, but of those whose numbers differ from run to run.
            var varies = run.Cells.SelectMany(pair => pair.Value.Figures.Select(_ => pair.Key.HasTag("varies")));
            var missing = figures.Zip(run.Figures, varies).Where(each => !each.Third && each.First.QuerySelector("noscript") == null);
            Assert.Empty(missing.Select(each => $"{run.Notebook.Name}: without its script there is no picture of {each.Second.Name}"));
        }
        Assert.InRange(book.Files.Count(file => file.StartsWith("pictures/", StringComparison.Ordinal)), 20, int.MaxValue);
        var leads = pages[BookFiles.Index].QuerySelectorAll("figure.lead");
        Assert.Equal(3, leads.Length);
        Assert.Equal(book.Runs.Sum(run => run.Figures.Count), pages[BookFiles.Index].QuerySelectorAll("figure .place").Length);
    }

    [Fact]
    public void Nothing_stands_in_the_book_twice_and_nothing_is_large()
    {
        string[] once =
            [FigureHtml.PlotlySource()![..200], FigureScript.Source, FigureStyle.Dark.ToJsonString(), "--measure", "searchIndex.entries"];
        var texts = book.Files.Where(file => Path.GetExtension(file) is ".html" or ".js" or ".css"
            && !file.StartsWith("figures/", StringComparison.Ordinal)).ToDictionary(file => file, Read);
        Assert.All(once, part => Assert.Single(texts.Values, text => text.Contains(part, StringComparison.Ordinal)));
        Assert.All(pages.Keys, page => Assert.InRange(Read(page).Length, 1, 400_000));
        Assert.InRange(Read(BookFiles.SearchIndex).Length, 50_000, 200_000);
    }

    [Fact]
    public void No_address_of_the_web_is_loaded_by_a_page() => Assert.All(pages, page => Assert.All(
        page.Value.QuerySelectorAll("[src], link, [data-script]"),
        each => Assert.DoesNotMatch("^[a-z]+://|^//", Address(each))));

    [Fact]
    public void What_is_to_be_folded_or_marked_is()
    {
        foreach (NotebookRun run in book.Runs)
        {
            var page = pages[BookFiles.Page(run.Notebook)];
            var plan = Plan.Of(run.Notebook, HostPackages.All);
            foreach (var (cell, source) in plan.Cells)
            {
                var shown = page.GetElementById($"cell-{cell.Number}")!;
                Assert.Equal(source.Packages.Count > 0 || source.Imports.Count > 1, shown.QuerySelector("details.setup") != null);
                Assert.Equal(Settings.Changeable(run.Notebook).Contains(cell), shown.ClassList.Contains("change"));
                Assert.Equal(source.Imports.Select(path => path.Split('/')[^1]),
                    source.Imports.Count == 0 ? [] : shown.QuerySelectorAll("a").Select(link => link.TextContent.Split('/')[^1]));
            }
            Assert.NotEmpty(page.QuerySelectorAll(".change"));
            // Every exercise of the solutions is answered, folded, and the answer is not the question.
            var exercises = page.QuerySelectorAll("main h3");
            Assert.InRange(exercises.Length, 3, 5);
            Assert.Equal(exercises.Length, page.QuerySelectorAll("details.answer:not([open])").Length);
            Assert.All(page.QuerySelectorAll("details.answer"), answer => Assert.Empty(answer.QuerySelectorAll("h2, h3, h4")));
            string file = $"{run.Notebook.Name}.ipynb";
            foreach (string way in new[] { "Polyglot Notebooks", "Jupyter", $"verso run {file}", $"src/Workbook -- notebooks/{file}" })
                Assert.Contains(way, page.QuerySelector(".run")!.TextContent);
        }
    }

    private string Read(string file) => File.ReadAllText(Path.Combine(book.Path, file));

    private static string Address(IElement element) =>
        element.GetAttribute("href") ?? element.GetAttribute("src") ?? element.GetAttribute("data-script") ?? "";

    private static bool IsOfTheBook(string address) =>
        !address.StartsWith("http", StringComparison.Ordinal) && !address.StartsWith("data:", StringComparison.Ordinal);

    private static string Resolved(string page, string address) =>
        Uri.UnescapeDataString(new Uri(new Uri("http://book/" + page), address).AbsolutePath[1..]);
}
