using System.Text.RegularExpressions;

namespace Workbook.Tests;

/// <summary>A folder of plain files for a web server, and what lies in it already.</summary>
[Collection(OneAtATime.Name)]
[Trait("speed", "slow")]
public sealed partial class StaticSiteTests : IDisposable
{
    private const string Page =
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n</head>\n<body>Text</body>\n</html>\n";

    private readonly TemporaryFolder folder = new();

    public StaticSiteTests()
    {
        folder.File("book/index.html", Page);
        folder.File("book/01.ipynb", "{}");
        folder.File("book/runtime.js", "the book's");
        folder.File("book/.hidden", "");
        folder.File("live/runtime.js", "the runtime's");
        folder.File("live/live/1/a.bin", "a");
    }

    private string Site => Path.Combine(folder.Path, "site");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void It_holds_the_files_of_both_and_no_hidden_ones()
    {
        Write();
        Assert.Equal([".nojekyll", ".site", "01.ipynb", "404.html", "index.html", "live/1/a.bin", "runtime.js"], Files());
        Assert.Equal("the runtime's", Read("runtime.js"));
    }

    [Fact]
    public void Each_page_has_the_servers_policy_in_its_head_before_anything_is_loaded()
    {
        Write();
        string meta = Page.Replace("<head>\n", $"<head>\n<meta http-equiv=\"Content-Security-Policy\" content=\"{PagePolicy.Meta}\">\n",
            StringComparison.Ordinal);
        Assert.Equal(meta, Read("index.html"));
        Assert.Contains(PagePolicy.Meta, Read("404.html"));
        // But for who may frame it, which a page cannot say.
        Assert.Equal(PagePolicy.Meta + "; frame-ancestors 'self'", PagePolicy.Header);
        Assert.DoesNotContain('"', PagePolicy.Meta);
        // A script that stands in a page runs in none but 404.html; style may.
        Assert.DoesNotMatch("script-src[^;]*'unsafe", PagePolicy.Meta.Replace("'wasm-unsafe-eval'", "", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_not_of_a_site_stays_and_what_is_no_longer_of_it_goes()
    {
        folder.File("site/CNAME", "example.org");
        folder.File("site/live/1/own.txt", "mine");
        Write();
        File.Delete(Path.Combine(folder.Path, "book/01.ipynb"));
        Directory.Move(Path.Combine(folder.Path, "live/live/1"), Path.Combine(folder.Path, "live/live/2"));
        folder.File("book/02/a.html", Page);
        Write();
        Assert.Equal([".nojekyll", ".site", "02/a.html", "404.html", "CNAME", "index.html", "live/1/own.txt", "live/2/a.bin", "runtime.js"],
            Files());
        File.Delete(Path.Combine(folder.Path, "book/02/a.html"));
        Write();
        Assert.False(Directory.Exists(Path.Combine(Site, "02")));
    }

    [Fact]
    public void What_is_no_longer_of_a_site_goes_also_where_the_one_before_ended_early()
    {
        Write();
        File.Delete(Path.Combine(folder.Path, "book/01.ipynb"));
        string refused = folder.File("book/own.html", "<p>Text</p>");
        Assert.Throws<WorkbookException>(Write);
        File.Delete(refused);
        Write();
        Assert.DoesNotContain("01.ipynb", Files());
    }

    [Fact]
    public void A_file_in_the_place_of_one_of_the_site_is_not_replaced()
    {
        folder.File("site/runtime.js", "mine");
        Assert.Equal($"{Shown("site/runtime.js")} is there, and is not of a site that this command wrote: give the site another folder, or "
            + "remove the file.", Assert.Throws<WorkbookException>(Write).Message);
        Assert.Equal(["runtime.js"], Files());
        Assert.Equal("mine", Read("runtime.js"));
    }

    [Theory]
    [InlineData("book", "is within")]
    [InlineData("book/site", "is within")]
    [InlineData(".", "holds")]
    public void It_lies_apart_from_what_it_is_made_of(string place, string how)
    {
        string path = Path.Combine(folder.Path, place), book = Path.Combine(folder.Path, "book");
        Assert.Equal($"The site cannot be written to {path}, which {how} {Shown("book")}: give it a folder of its own.",
            Assert.Throws<WorkbookException>(() => new StaticSite(path, [book])).Message);
    }

    [Theory]
    [InlineData("notebooks", "The site cannot be written to ")]
    [InlineData("", "The site cannot be written to ")]
    [InlineData("README.md", "Cannot write to the folder ")]
    public async Task The_command_refuses_a_place_in_one_sentence_before_anything_runs(string place, string says)
    {
        using var errors = new StringWriter();
        Assert.Equal(2, await SiteCommand.RunAsync(new() { Output = Path.Combine(Repository.Root, place), Book = folder.Path },
            PlainConsole.To(TextWriter.Null), errors, TestContext.Current.CancellationToken));
        Assert.StartsWith(says, errors.ToString());
        Assert.Single(errors.ToString().TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task A_book_that_is_missing_or_older_than_its_notebooks_is_written_first()
    {
        // A checkout of one notebook, and of nothing that runs cells in a browser.
        string notebook = folder.Notebook("notebooks/one", "1 + 1"), page = Path.Combine(folder.Path, "out", "one.html");
        string before = Environment.CurrentDirectory;
        Environment.CurrentDirectory = folder.Path;
        try
        {
            Assert.Contains("There is no up-to-date book of all notebooks in out: it is written first\n", await Said());
            Assert.True(File.Exists(page));
            Assert.DoesNotContain("There is no up-to-date book", await Said());
            File.SetLastWriteTimeUtc(notebook, File.GetLastWriteTimeUtc(page).AddSeconds(1));
            Assert.DoesNotContain("There is no up-to-date book", await Said());   // dates do not matter
            foreach (string made in new[] { "src/Rnn/Rnn.cs", "src/Figures/Figure.cs", "src/Chapters/Answers.cs",
                "src/Workbook.Book/assets/book.css", "data/a.csv", "global.json", "src/Directory.Packages.props",
                "src/Workbook.Benchmarks/peers/b.csv" })
            {
                folder.File(made, "changed");
                Assert.Contains("There is no up-to-date book", await Said());
                Assert.DoesNotContain("There is no up-to-date book", await Said());
                File.Delete(Path.Combine(folder.Path, made));
                Assert.Contains("There is no up-to-date book", await Said());
            }
            folder.File("src/Rnn/obj/made.cs", "");
            Assert.DoesNotContain("There is no up-to-date book", await Said());
            // One of other values, or of some of the notebooks, is not the book, nor is one that ended early.
            foreach (var options in new NotebookOptions[] { new([notebook]), new([]) { Live = true } })
            {
                Assert.Equal(0, await RunCommand.RunAsync(new(options), PlainConsole.To(TextWriter.Null), TextWriter.Null,
                    TestContext.Current.CancellationToken));
                Assert.Contains("There is no up-to-date book", await Said());
            }
            folder.Notebook("notebooks/one", "throw new Exception();");
            Assert.Contains("There is no up-to-date book", await Said());
            Assert.Contains("There is no up-to-date book", await Said());
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }

        async Task<string> Said()
        {
            using StringWriter said = new() { NewLine = "\n" }, errors = new();
            Assert.Equal(2, await SiteCommand.RunAsync(new(), PlainConsole.To(said), errors, TestContext.Current.CancellationToken));
            Assert.StartsWith("The C# runtime for browsers could not be built (dotnet publish ", errors.ToString());
            return said.ToString();
        }
    }

    [Fact]
    public void A_page_without_a_head_for_the_policy_is_refused()
    {
        folder.File("book/own.html", "<p>Text</p>");
        Assert.Contains("own.html has no head for the policy", Assert.Throws<WorkbookException>(Write).Message);
    }

    [Fact]
    public async Task A_site_that_does_not_build_leaves_the_one_that_is_there()
    {
        folder.File("src/Workbook.Live/Workbook.Live.csproj", "<Project");
        string manifest = folder.File("src/Workbook.Live/bin/site/runtime.js", "the old one's");
        var site = new LiveSite(folder.Path);
        Assert.StartsWith("The C# runtime for browsers could not be built (dotnet publish ", (await Assert.ThrowsAsync<WorkbookException>(
            () => site.BuildAsync(_ => { }, TestContext.Current.CancellationToken))).Message);
        Assert.Equal("the old one's", File.ReadAllText(manifest));
    }

    [Fact]
    public async Task A_dotnet_that_does_not_start_is_named_and_a_build_can_be_cancelled()
    {
        folder.File("src/Workbook.Live/Workbook.Live.csproj", "<Project");
        string? before = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH");
        try
        {
            Environment.SetEnvironmentVariable("DOTNET_HOST_PATH", Path.Combine(folder.Path, "nowhere"));
            Assert.Contains($"{Path.Combine(folder.Path, "nowhere")} does not start", (await Assert.ThrowsAsync<WorkbookException>(
                () => new LiveSite(folder.Path).BuildAsync(_ => { }, TestContext.Current.CancellationToken))).Message);
        }
        finally
        {
            Environment.SetEnvironmentVariable("DOTNET_HOST_PATH", before);
        }
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new LiveSite(folder.Path).BuildAsync(_ => { }, new CancellationToken(canceled: true)));
    }

    [Theory]
    [InlineData("1", 0)]
    [InlineData("throw new Exception();", 1)]
    public async Task Serve_gives_what_runs_cells_before_the_books_empty_one_and_says_that_a_cell_failed(string cell, int ends)
    {
        folder.Notebook("notebooks/one", cell);
        folder.File("src/Workbook.Live/bin/site/runtime.js", "the runtime's");
        folder.File($"src/Workbook.Live/bin/site/{Inputs.File}", Inputs.OfSite(folder.Path));
        string before = Environment.CurrentDirectory;
        Environment.CurrentDirectory = folder.Path;
        try
        {
            using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            using StringWriter said = new() { NewLine = "\n" }, errors = new();
            var serving = ServeCommand.RunAsync(new(), PlainConsole.To(TextWriter.Synchronized(said)), errors, cancel.Token);
            string? address = null;
            while (address == null && !serving.IsCompleted)
            {
                await Task.Delay(20, TestContext.Current.CancellationToken);
                address = Address().Match(said.ToString()) is { Success: true } match ? match.Groups[1].Value : null;
            }
            using var client = new HttpClient();
            Assert.Equal("the runtime's", await client.GetStringAsync(address + "runtime.js", TestContext.Current.CancellationToken));
            Assert.Contains("<title>", await client.GetStringAsync(address + "one.html", TestContext.Current.CancellationToken));
            await cancel.CancelAsync();
            Assert.Equal(ends, await serving);
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }
    }

    [GeneratedRegex(@"The book is at (http\S+) until")]
    private static partial Regex Address();

    private void Write()
    {
        string live = Path.Combine(folder.Path, "live"), book = Path.Combine(folder.Path, "book");
        new StaticSite(Site, [book]).Write([live, book]);
    }

    private IEnumerable<string> Files() =>
        folder.Files.Where(file => file.StartsWith("site/", StringComparison.Ordinal)).Select(file => file["site/".Length..]);

    private string Read(string name) => File.ReadAllText(Path.Combine(Site, name));

    private string Shown(string name) => Path.GetRelativePath(Environment.CurrentDirectory, Path.Combine(folder.Path, name));
}
