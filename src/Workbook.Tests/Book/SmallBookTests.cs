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
        Directory.CreateDirectory(Path.Combine(folder.Path, "solutions"));
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
            Cells.Code("int n = 3;"),
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
        folder.Notebook(Path.Combine("solutions", "01-small"),
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

    private Task<int> RunAsync(string output) => RunCommand.RunAsync(
        new(new([.. new[] { "01-small", "02-stops" }.Select(name => Path.Combine(folder.Path, name + ".ipynb"))]))
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
