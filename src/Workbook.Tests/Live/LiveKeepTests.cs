using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Workbook.Tests;

/// <summary>What a reader takes away from a page whose cells run: their changes, links to them, and files.</summary>
[Trait("speed", "slow")]
public sealed class LiveKeepTests(Browser browser, LiveServer server, ShortBook book)
    : LivePage(browser, server, book), IClassFixture<Browser>
{
    private const string Place = "document.querySelector('#main .live').textContent";
    private readonly TemporaryFolder folder = new();

    public override ValueTask DisposeAsync()
    {
        folder.Dispose();
        return base.DisposeAsync();
    }

    [Fact]
    public void What_is_changed_is_there_after_the_page_is_loaded_again_until_it_is_undone()
    {
        Begin();
        string own = Code(8), other = own.Replace("seed = 0", "seed = 42", StringComparison.Ordinal);
        Edit(8, _ => other);
        Edit(10, code => code + "\n// mine");
        Assert.False(IsLeavingAsked());
        Reload();
        Assert.Contains(" The 2 cells that you changed are kept.", Text(Place));
        Load();
        Assert.Equal(other, Code(8));
        Assert.EndsWith("// mine", Code(10));
        Reader.Press("Changed: restore the book's", "#cell-10");
        Reload();
        Assert.Contains(" The cell that you changed is kept.", Text(Place));
        Load();
        Assert.DoesNotContain("// mine", Code(10));
        Reader.Press("Undo all changes", ".live-bar");
        Assert.Equal(own, Code(8));
        Assert.True((bool)Reader.Script(
            "return [...document.querySelectorAll('.live-bar button')].find(each => each.textContent === 'Undo all changes').hidden")!);
        Reload();
        Assert.DoesNotContain("changed", Text(Place));
        Load();
        Assert.Equal(own, Code(8));
    }

    [Fact]
    public void A_text_made_from_an_older_text_of_the_book_says_so_and_what_is_not_ours_in_the_storage_is_left()
    {
        Begin();
        Edit(8, _ => "long seed = 3;");
        string key = Text("Object.keys(localStorage).find(key => key.endsWith(' 01-rnn-step-by-step'))");
        Assert.StartsWith("workbook / ", key);
        Reader.Script($"localStorage.setItem({JsonSerializer.Serialize(key)}, localStorage.getItem({JsonSerializer.Serialize(key)})"
            + ".replace('long seed = 0;', 'long seed = 9;'))");
        Reload();
        Load();
        Assert.Equal("long seed = 3;", Code(8));
        Assert.EndsWith("The book's version of this cell has changed since you edited yours.", Output(8));

        Reader.Script($"localStorage.setItem({JsonSerializer.Serialize(key)}, 'not ours')");
        Reload();
        Load();
        Assert.StartsWith("long seed = 0;", Code(8));
        Assert.Equal("not ours", Text($"localStorage.getItem({JsonSerializer.Serialize(key)})"));
    }

    [Theory]
    [InlineData("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };")]
    [InlineData("Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('off', 'SecurityError'); } });")]
    public void Where_nothing_can_be_stored_a_sentence_says_so_and_leaving_asks(string refusal)
    {
        Open(First);
        var script = (Dictionary<string, object>)Reader.Driver.ExecuteCdpCommand("Page.addScriptToEvaluateOnNewDocument", new()
        {
            ["source"] = refusal,
        })!;
        try
        {
            Reload();
            Load();
            Edit(8, _ => "long seed = 3;");
            Assert.Equal("This browser cannot store your changes: its storage is off or full. They last until you leave the page.", Says());
            Assert.True(IsLeavingAsked());
            Reader.Script("document.querySelector('.neighbours [rel=next]').click()");
            Browser.WaitFor("document.title.startsWith('Is the gradient right')");
            Browser.WaitFor($"{Status}.startsWith('Ready')");
            Reader.Driver.Navigate().Back();
            Browser.WaitFor("document.title.startsWith('A recurrent network')");
            Browser.WaitFor($"{Status}.startsWith('Ready')");
            Assert.Equal("long seed = 3;", Code(8));   // as long as the page
            Reader.Press("Changed: restore the book's", "#cell-8");
            Assert.False(IsLeavingAsked());
        }
        finally
        {
            Reader.Driver.ExecuteCdpCommand("Page.removeScriptToEvaluateOnNewDocument", new() { ["identifier"] = script["identifier"] });
            Reader.Script("addEventListener('beforeunload', event => event.stopImmediatePropagation(), true)");
            Reader.Driver.Navigate().GoToUrl("about:blank");
        }
    }

    [Fact]
    public async Task A_saved_notebook_is_valid_and_our_command_runs_it_with_what_was_changed()
    {
        Begin();
        Edit(8, code => code.Replace("seed = 0", "seed = 42", StringComparison.Ordinal));
        Receive();
        Reader.Press("Save as .ipynb", ".live-bar");
        string path = Arrived("01-rnn-step-by-step.ipynb");
        Assert.EndsWith("01-rnn-step-by-step.ipynb is saved, one cell changed. It runs in the workbook's folder notebooks.", Says());
        await Python.RunAsync("nbformat", "import sys, nbformat\nnbformat.validate(nbformat.read(sys.argv[1], as_version=4))", path);

        folder.DrawingNotebook("other");   // the folders that it reads
        string there = Path.Combine(folder.Path, "notebooks", "01-rnn-step-by-step.ipynb");
        File.Move(path, there);
        var saved = Notebook.Load(there);
        var own = Book.Runs[0].Notebook;
        var changed = saved.Cells.Zip(own.Cells).Where(pair => pair.First.Source != pair.Second.Source);
        Assert.Equal([8], changed.Select(pair => pair.First.Number));
        Assert.Equal(own.Cells.Select(cell => cell.Id), saved.Cells.Select(cell => cell.Id));
        NotebookRun run;
        using (await OneAtATime.EnterAsync())
            run = await NotebookRuns.RunAsync(saved);
        var gradient = OutputText.Of(run.Cells[saved.Cells[62]].ToOutputs(null));
        var record = JsonNode.Parse(File.ReadAllText(Repository.Reference("original-seed-42.json")))!;
        double[] recorded = [.. record["gradients"]!["Whh"]!.AsArray().SelectMany(row => row!.AsArray().Select(value => (double)value!))];
        double[] shown = [.. Regex.Matches(string.Join('\n', gradient), @"-?\d+\.\d+(e-\d+)?")
            .Select(number => double.Parse(number.Value, CultureInfo.InvariantCulture))];
        Assert.Equal(recorded.Length, shown.Length);
        Assert.All(recorded.Zip(shown), pair => Assert.Equal(pair.First, pair.Second, 0.51e-8));   // printed to eight decimals
    }

    [Fact]
    public void A_link_brings_a_changed_cell_to_another_browser_where_nothing_runs_before_it_is_pressed()
    {
        Begin();
        string text = Code(8).Replace("seed = 0", "seed = 42", StringComparison.Ordinal) + "\n// π ≠ 3, + and / too";
        Edit(8, _ => text);
        Reader.Press("Copy link", "#cell-8");
        Browser.WaitFor($"{Status}.startsWith('The link to your version of cell 8')");
        string link = Text("location.href");
        Assert.Matches("#cell=8,[A-Za-z0-9_-]+$", link);

        using var another = new Browser();
        var reader = new BookReader(another, link.Split('#')[0].Replace(First, "", StringComparison.Ordinal));
        reader.Open($"{First}#{link.Split('#')[1]}");
        another.WaitFor($"{Place}.includes('The link has code for cell 8, which does not run until you use it.')");
        Assert.Equal(0L, reader.Script(
            "return performance.getEntriesByType('resource').filter(each => each.name.includes('/live/')).length"));
        Assert.Equal(true, reader.Script("""
            const { top, bottom } = document.querySelector("#main .live").getBoundingClientRect();
            return top >= 0 && bottom <= innerHeight;
            """));
        reader.Script("document.querySelector('#main .live button').click()");
        another.WaitFor("document.querySelector('#cell-8 .origin')?.hidden === false");
        Assert.Equal(text, reader.Script("return document.querySelector('#cell-8 .origin pre').textContent"));
        Assert.Equal(0L, reader.Script("return localStorage.length"));
        reader.Press("Use it", "#cell-8 .origin");
        Assert.Equal(text, reader.Script("return document.querySelector('#cell-8 .code code').textContent"));
        Assert.Equal("", reader.Script("return document.getElementById('cell-8').dataset.state"));
    }

    [Fact]
    public void What_a_link_brings_is_neither_kept_nor_run_before_it_is_accepted_and_is_marked_until_it_is_edited()
    {
        Begin();
        string own = Code(8);
        string text = $"long seed = 7; // \u202e\u200b{new string('x', 400)}\nSystem.Console.WriteLine(\"from the link\");";
        Bring(8, text);
        Assert.StartsWith("From a link, not from the book: read it before you use it.", Origin(8));
        // All of it is in sight, even what shows nothing.
        Assert.Contains("⟨U+202E⟩⟨U+200B⟩xxx", Origin(8));
        Assert.Equal(true, Reader.Script(
            "const { scrollWidth, clientWidth } = document.querySelector('#cell-8 .origin pre'); return scrollWidth <= clientWidth"));
        Reader.Press("Run to here", "#cell-8");
        WaitUntilIdle();
        Assert.Equal("This cell ran with its own code, not with the link's version.", Output(8));
        Assert.Equal(own, Code(8));
        Assert.Equal(0L, Reader.Script("return localStorage.length"));
        Reader.Press("Dismiss", "#cell-8 .origin");
        Assert.Equal("", Origin(8));
        Assert.Equal("", Text("location.hash"));
        Assert.Equal(own, Code(8));
        Assert.Equal("done", Text("document.getElementById('cell-8').dataset.state"));   // it has run as it stands

        Bring(8, text);
        Reader.Press("Use it", "#cell-8 .origin");
        Assert.Equal("", Text("location.hash"));
        Reload();
        Assert.Contains(" The cell that you changed is kept. Its code is from a link.", Text(Place));
        Load();
        Assert.Equal((text, "From a link, not from the book."), (Code(8), Origin(8)));
        Edit(8, code => code + "\n// read");
        Assert.Equal("", Origin(8));
        Edit(10, code => code + "\n// mine");
        Reload();
        Assert.EndsWith(" The 2 cells that you changed are kept.", Text(Place));
        Load();
        Assert.Equal("", Origin(8));
    }

    [Fact]
    public void A_link_leaves_a_readers_own_text_until_they_say_so_and_a_damaged_one_changes_nothing()
    {
        Begin();
        string link = (string)Reader.Driver.ExecuteAsyncScript("live.linkTo(8, 'long seed = 7;').then(arguments[0])")!;
        Edit(8, _ => "long seed = 3;");
        Reader.Script($"location.href = {JsonSerializer.Serialize(link)}");
        Browser.WaitFor("document.querySelector('#cell-8 .origin')?.hidden === false");
        Assert.Equal("long seed = 3;", Code(8));
        Reader.Press("Use it", "#cell-8 .origin");
        Assert.Equal("long seed = 7;", Code(8));
        Reader.Press("Back to your code", "#cell-8 .origin");
        Assert.Equal(("long seed = 3;", ""), (Code(8), Origin(8)));

        Reader.Script($"location.hash = {JsonSerializer.Serialize("#cell=8," + link.Split(',')[1][..8])}");
        Browser.WaitFor($"{Status} === 'The code in the link for cell 8 is damaged: the cell is unchanged.'");
        Assert.Equal("long seed = 3;", Code(8));
        Reader.Script("location.hash = '#cell=10,%%%%'");
        Browser.WaitFor($"{Status} === 'The code in the link for cell 10 is damaged: the cell is unchanged.'");
        Reader.Script("location.hash = '#cell=7,abc'");
        Browser.WaitFor($"{Status} === 'The link is for cell 7, which has no code that can be changed.'");
    }

    [Theory]
    [InlineData("#%E0%A4%A", "")]
    [InlineData("#cell=8,%%%%", "The code in the link for cell 8 is damaged: the cell is unchanged.")]
    public void A_malformed_fragment_leaves_the_page_alive(string fragment, string says)
    {
        Leave();
        Reader.Open(First + fragment);
        Assert.Equal(false, Reader.Script("return document.querySelector('button.search').hidden"));
        Reader.Press("Run it here", ".live");
        Browser.WaitFor(says == "" ? $"{Status}.startsWith('Ready')" : $"{Status} === {JsonSerializer.Serialize(says)}");
        Assert.Empty(Browser.Complaints());
    }

    [Fact]
    public void A_cell_that_is_too_long_for_a_link_is_said_to_be()
    {
        Begin();
        Edit(8, code => $"{code}\n//{new string('x', 300_000)}");
        Reader.Press("Copy link", "#cell-8");
        Browser.WaitFor($"{Status}.startsWith('Cell 8 is too long for a link (301 kB of text; at most 256): save the notebook instead.')");
        Assert.Equal("", Text("location.hash"));
    }

    [Fact]
    public void What_a_cell_saves_is_there_to_take_and_opens_elsewhere()
    {
        Begin();
        Edit(10, _ => """
            var two = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(2, 3, 1.5);
            var figure = Charts.Heatmap(two, "All are 1.5", rows: "row", columns: "column", measures: "value", name: "two");
            figure.SaveSvg("two.svg");
            figure.SavePng("two.png", scale: 3);
            System.IO.Directory.CreateDirectory("made");
            figure.SaveHtml("made/two.html");
            System.IO.File.WriteAllText("numbers.csv", "1,2\n");
            """);
        Reader.Press("Run", "#cell-10");
        WaitUntilIdle();
        Browser.WaitFor("document.querySelectorAll('#cell-10 a[download]').length === 4");
        Assert.Contains("numbers.csv, 4 bytes", Output(10));
        Assert.Equal("1,2\n", File.ReadAllText(Take(10, "numbers.csv")));

        var svg = XDocument.Load(Take(10, "two.svg")).Root!;
        int[] size = [.. new[] { "width", "height" }.Select(name => int.Parse((string)svg.Attribute(name)!, CultureInfo.InvariantCulture))];
        Assert.Contains("All are 1.5", svg.Value);
        var png = File.ReadAllBytes(Take(10, "two.png"));
        Assert.Equal(size.Select(each => 3 * each), new[] { 16, 20 }.Select(at => BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at))));
        Take(10, "two.html");
        Leave();   // with nothing kept

        // In a browser, as a reader opens them.
        foreach (var (file, condition) in new[]
        {
            ("two.svg", "document.documentElement.tagName === 'svg' && document.documentElement.getBBox().width > 0"),
            ("two.png", "document.images[0]?.naturalWidth > 0"),
            ("two.html", "document.querySelector('.js-plotly-plot')?._fullLayout"),
        })
        {
            Reader.Driver.Navigate().GoToUrl(new Uri(Path.Combine(folder.Path, file)).AbsoluteUri);
            Browser.WaitFor(condition);
        }
    }

    [Theory]
    [InlineData("figure.SaveSvg(\"x.svg\");\nSystem.IO.File.ReadAllText(\"x.svg\");",
        "The page draws a saved picture after the cell has ended: it can be downloaded, not read back.")]
    [InlineData("figure.SavePdf(\"x.pdf\");",
        "InvalidOperationException: A PDF cannot be written in a page: use SaveSvg or SavePng, or print the page.")]
    public void What_a_page_cannot_do_with_a_figure_is_said(string code, string says)
    {
        Begin();
        Edit(8, _ => "var two = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(2, 3, 1.5);\n"
            + "var figure = Charts.Heatmap(two, \"T\", rows: \"r\", columns: \"c\", measures: \"m\", name: \"two\");\n" + code);
        Reader.Press("Run", "#cell-8");
        WaitUntilIdle();
        Assert.Contains(says, Output(8));
    }

    [Theory]
    [InlineData("System.Diagnostics.Process.Start(\"ls\");",
        "A browser has no processes, sockets or threads for a page. This runs on the command line.")]
    [InlineData("new System.Net.Sockets.TcpClient(\"127.0.0.1\", 80);",
        "A browser has no processes, sockets or threads for a page. This runs on the command line.")]
    [InlineData("new System.Threading.Thread(() => { }).Start();",
        "A browser has no processes, sockets or threads for a page. This runs on the command line.")]
    [InlineData("await new System.Net.Http.HttpClient().GetStringAsync(\"https://example.com/\");",
        "These pages load nothing from other sites.")]
    public void What_cannot_work_in_a_page_is_said_in_a_sentence(string code, string says)
    {
        Begin();
        Edit(8, _ => code);
        Reader.Press("Run", "#cell-8");
        WaitUntilIdle();
        Assert.EndsWith(says, Output(8));
    }

    [Fact]
    public void Another_page_that_cannot_be_loaded_leaves_this_one_as_it_is()
    {
        Begin();
        Offline(true);
        try
        {
            Reader.Script("document.querySelector('.neighbours [rel=next]').click()");
            Browser.WaitFor($"{Status} === 'That page cannot be loaded: there is no network connection. This page still works.'");
            Reader.Press("Run", "#cell-8");
            WaitUntilIdle();
            Assert.Equal("Cell 8 is done.", Says());
        }
        finally
        {
            Offline(false);
        }
    }

    private string Origin(int cell) => (string)Reader.Script(
        $"const {{ hidden, innerText }} = document.querySelector('#cell-{cell} .origin'); return hidden ? '' : innerText")!;

    private void Bring(int cell, string text)
    {
        string link = (string)Reader.Driver.ExecuteAsyncScript(
            $"live.linkTo({cell}, {JsonSerializer.Serialize(text)}).then(arguments[0])")!;
        Reader.Script($"location.href = {JsonSerializer.Serialize(link)}");
        Browser.WaitFor($"document.querySelector('#cell-{cell} .origin')?.hidden === false");
    }

    private void Reload()
    {
        Reader.Script("addEventListener('beforeunload', event => event.stopImmediatePropagation(), true)");
        Reader.Driver.Navigate().Refresh();
    }

    private string Text(string script) => (string)Reader.Script($"return {script}")!;

    private bool IsLeavingAsked() => (bool)Reader.Script(
        "const leaving = new Event('beforeunload', { cancelable: true }); dispatchEvent(leaving); return leaving.defaultPrevented")!;

    // The path of what a link below a cell saves.
    private string Take(int cell, string name)
    {
        Receive();
        Reader.Script($"[...document.querySelectorAll('#cell-{cell} a[download]')].find(each => each.download === '{name}').click()");
        return Arrived(name);
    }

    private void Receive() => Reader.Driver.ExecuteCdpCommand("Browser.setDownloadBehavior", new()
    {
        ["behavior"] = "allow", ["downloadPath"] = folder.Path,
    });

    private string Arrived(string name)
    {
        string path = Path.Combine(folder.Path, name);
        Patience.Until(() => File.Exists(path), $"{name} never came.");
        return path;
    }
}
