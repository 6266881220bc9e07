using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using Workbook.Book;

namespace Workbook.Tests;

/// <summary>
/// A book of two small notebooks, page by page. What stands between its tags of main is in expected/; with the environment variable
/// WORKBOOK_EXPECTED=write a run writes these files anew, and the difference is for you to read.
/// </summary>
[Collection(OneAtATime.Name)]
[Trait("speed", "slow")]
public sealed partial class SmallBookTests : IDisposable
{
    // Known by its members, as the figures of the workbook are.
    private const string Drawn = """"
        using System.Text.Json.Nodes;

        record Drawn(string Name, string Description)
        {
            public string ToHtml() => "";
            public JsonObject ToJson() =>
                JsonNode.Parse("""{"data": [{"y": [1, 2]}], "layout": {"width": 480, "height": 320}}""").AsObject();
        }
        """";

    private readonly TemporaryFolder folder = new();
    private readonly StringWriter said = new(), errors = new();

    public SmallBookTests()
    {
        folder.File("Twice.cs", "/// <summary>Twice a number.</summary>\n"
            + "public static class Twice\n{\n    public static int Of(int x) => 2 * x;\n}\n");
        folder.Notebook("01-small",
        [
            Cells.Text("# A small notebook\n\nIt has a formula, $h_t$, and goes on in [the next](02-stops.ipynb)."),
            Cells.Text("## What is loaded?\n\n[Twice](Twice.cs), see [the web](https://example.org) and [nothing](missing.md).\n\n"
                + "```csharp\nvar six = Twice.Of(3);   // < 7\n```\n\n```\nint plain;\n```"),
            Cells.Code("#r \"nuget: MathNet.Numerics, 5.0.0\""),
            Cells.Code("#!import Twice.cs"),
            Cells.Text("## What can you change?"),
            Cells.Code("int n = 3;", "parameters"),
            Cells.Text("## What comes out?\n\n| a | b |\n|---|---|\n| `1 < 2` | 3.5<!--out--> |\n\n$$\nL = \\sum_t L_t\n$$"),
            Cells.Code("Console.WriteLine($\"{Twice.Of(n)} <b>\");\nnew { Name = \"<i>\" }"),
            Cells.Code("for (int i = 1; i <= 40; i++)\n    Console.WriteLine($\"line {i}\");"),
            Cells.Code(Drawn),
            Cells.Code("new Drawn(\"loss\", \"The loss falls. From 2 to 1.\")", "picture"),
            Cells.Code("new Drawn(\"loss\", \"The loss falls again & again.\").Display();"),
            Cells.Text("## Exercises\n\n### 1. Add (easy)\n\nFill `answer`."),
            Cells.Code("int? answer = null;"),
            Cells.Code("Console.WriteLine(answer == 2 ? \"Right.\" : \"Not yet.\");"),
        ], "What does a small book look like?");
        folder.Notebook("01-small.solutions",
        [
            Cells.Text("# Solutions"),
            Cells.Text("### 1. Add (easy)\n\nFill `answer`."),
            Cells.Code("int? answer = 1 + 1;"),
            Cells.Code("Console.WriteLine(answer == 2 ? \"Right.\" : \"Not yet.\");"),
            Cells.Text("One and one, $1 + 1$."),
        ]);
        folder.Notebook("02-stops",
        [
            Cells.Text("# One that stops"),
            Cells.Code("int[] none = [];\nint x = none[3];"),
            Cells.Code("x"),
        ]);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Its_pages_are_as_expected_and_the_same_run_gives_the_same_bytes()
    {
        Assert.Equal(1, await RunAsync("out"));
        foreach (string page in new[] { "index.html", "01-small.html", "02-stops.html", "source/Twice.cs.html" })
        {
            string html = await ReadAsync(page);
            Assert.Empty(Problems(html));
            string main = MainPart().Match(html).Value + "\n";
            Expected.Is(Path.GetFileName(page), main);
        }

        Assert.Equal(1, await RunAsync("again"));
        string[] files = [.. folder.Files.Where(file => file.StartsWith("out/", StringComparison.Ordinal)).Select(file => file[4..])];
        Assert.Equal(files, folder.Files.Where(file => file.StartsWith("again/", StringComparison.Ordinal)).Select(file => file[6..]));
        Assert.All(files, file => Assert.Equal(
            File.ReadAllBytes(Path.Combine(folder.Path, "out", file)), File.ReadAllBytes(Path.Combine(folder.Path, "again", file))));
    }

    [Fact]
    public async Task A_notebooks_page_is_there_while_the_next_one_runs()
    {
        string page = Path.Combine(folder.Path, "out", "01-small.html");
        folder.Notebook("02-stops", $"System.IO.File.Exists(@\"{page}\")");
        Assert.Equal(0, await RunAsync("out"));
        Assert.Contains(">True<", await ReadAsync("02-stops.html"));
        Assert.Contains("<a rel=\"next\" href=\"02-stops.html\">", await ReadAsync("01-small.html"));
    }

    [Fact]
    public void The_font_is_in_the_book_with_what_allows_to_pass_it_on()
    {
        BookFile[] files = [.. BookPages.Shared()];
        byte[] Content(string name) => files.Single(file => file.Name == name).Content;
        Assert.Equal("OTTO"u8.ToArray(), Content(BookFiles.Font)[..4]);
        Assert.Contains($"url(\"{BookFiles.Font}\")", Encoding.UTF8.GetString(Content(BookFiles.Style)));
        Assert.Contains("GUST Font License", Encoding.UTF8.GetString(Content(BookFiles.FontLicense)));
    }

    [Fact]
    public async Task A_formula_that_cannot_be_drawn_is_said_before_anything_runs()
    {
        folder.Notebook("02-stops", [Cells.Text(@"# Stops"), Cells.Text(@"$\nosuch$")]);
        Assert.Equal(2, await RunAsync("out"));
        Assert.Contains("02-stops.ipynb, cell 2: ", errors.ToString());
        Assert.Contains(@"\nosuch", errors.ToString());
        Assert.False(File.Exists(Path.Combine(folder.Path, "out", "01-small.html")));
    }

    [Fact]
    public async Task A_notebook_of_any_name_is_reached_by_every_link_from_a_plain_server()
    {
        const string Odd = "name with # and %41 & ü";
        folder.Notebook(Odd,
            [Cells.Text("# <i>Odd</i> & \"so\"\n\n## Part & one"), Cells.Code("#!import Twice #1.cs"), Cells.Code(Drawn),
                Cells.Code("new Drawn(\"loss\", \"Falls & \\\"rises\\\".\")")],
            "Is 1 < 2 & \"3\"?");
        folder.File("Twice #1.cs", "public static class Twice1 { }\n");
        folder.Notebook("figures", [Cells.Text($"# Next\n\n## Notebooks\n\n[x]({Uri.EscapeDataString(Odd)}.ipynb#part--one) [y](no.md)")]);
        Assert.Equal(0, await RunAsync("out", Odd, "figures"));
        Assert.Contains("figures.ipynb, cell 1: the link no.md is only text in the book, which has no page of that file.\n",
            said.ToString());
        folder.File(Path.Combine("out", "404.html"), "");

        using var server = new PlainServer(Path.Combine(folder.Path, "out"), "/book/");
        using var client = new HttpClient();
        var (parser, pages) = (new HtmlParser(), new Dictionary<string, AngleSharp.Html.Dom.IHtmlDocument>());
        var waiting = new Queue<string>([server.Address]);
        foreach (var entry in System.Text.Json.Nodes.JsonNode.Parse(
            (await ReadAsync("search.js"))["const searchIndex = ".Length..].TrimEnd('\n', ';'))!["pages"]!.AsArray())
            waiting.Enqueue(server.Address + (string)entry![0]!);
        while (waiting.TryDequeue(out string? next))
        {
            string[] parts = next.Split('#');
            if (!pages.TryGetValue(parts[0], out var page))
            {
                using var answer = await client.GetAsync(new Uri(parts[0]), TestContext.Current.CancellationToken);
                Assert.True(answer.IsSuccessStatusCode, $"{next} is not there");
                page = pages[parts[0]] = parser.ParseDocument(answer.Content.Headers.ContentType?.MediaType != "text/html" ? ""
                    : await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
                foreach (var each in page.QuerySelectorAll("[href], [src], [data-script]"))
                    if ((each.GetAttribute("href") ?? each.GetAttribute("src") ?? each.GetAttribute("data-script")!) is var address
                        && !address.StartsWith("data:", StringComparison.Ordinal))
                        waiting.Enqueue(each.HasAttribute("data-script") ? server.Address + address
                            : new Uri(new Uri(parts[0]), address).AbsoluteUri);
                var ids = page.QuerySelectorAll("[id]").Select(each => each.Id).ToList();
                Assert.Equal(ids.Distinct(), ids);
            }
            if (parts.Length > 1)
                Assert.True(page.GetElementById(Uri.UnescapeDataString(parts[1])) != null, $"{next} is not there");
        }
        string[] reached = [.. pages.Keys.Select(address => Uri.UnescapeDataString(address[server.Address.Length..]))];
        Assert.Contains($"{Odd}.html", reached);
        Assert.Contains($"{Odd}.ipynb", reached);
        Assert.Contains($"figures/{Odd}-loss.js", reached);
        Assert.Contains("source/Twice #1.cs.html", reached);
        Assert.Contains($"verso run &quot;{System.Net.WebUtility.HtmlEncode(Odd)}.ipynb&quot;<", await ReadAsync(Odd + ".html"));
        Assert.Equal("Odd & \"so\"", pages[server.Address + Uri.EscapeDataString(Odd) + ".html"].QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task A_notebook_cannot_have_the_name_of_the_first_page()
    {
        folder.Notebook("Index", "1");
        Assert.Equal(2, await RunAsync("out", "Index"));
        Assert.Contains("Index.ipynb cannot be in a book: its page would have the name of another", errors.ToString());
    }

    private Task<int> RunAsync(string output) => RunAsync(output, "01-small", "02-stops");

    private Task<int> RunAsync(string output, params string[] names) => RunCommand.RunAsync(
        new(new([.. names.Select(name => Path.Combine(folder.Path, name + ".ipynb"))]))
        {
            Output = Path.Combine(folder.Path, output),
        },
        PlainConsole.To(said), errors, TestContext.Current.CancellationToken);

    private Task<string> ReadAsync(string page) =>
        File.ReadAllTextAsync(Path.Combine(folder.Path, "out", page), TestContext.Current.CancellationToken);

    // What an HTML parser has to repair.
    private static List<string> Problems(string html)
    {
        var problems = new List<string>();
        var context = AngleSharp.BrowsingContext.New(AngleSharp.Configuration.Default);
        var parser = new HtmlParser(new HtmlParserOptions { IsScripting = false }, context);
        parser.AddEventListener("error", (_, problem) => problems.Add(((AngleSharp.Html.Dom.Events.HtmlErrorEvent)problem).Message));
        parser.ParseDocument(html);
        return problems;
    }

    [GeneratedRegex("<main.*</main>", RegexOptions.Singleline)]
    private static partial Regex MainPart();
}
