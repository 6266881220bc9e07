using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Workbook.Tests;

/// <summary>The site as its readers meet it: plain files below some path, from a server that does nothing for them.</summary>
[Trait("speed", "slow")]
public sealed class SiteTests(Browser browser, LiveServer server, ShortBook book) : IClassFixture<Browser>, IAsyncLifetime
{
    private const string First = "01-rnn-step-by-step.html", Notebook = "01-rnn-step-by-step.ipynb", Below = "/someone/workbook/";
    private const string Status = "document.querySelector('.live-bar [role=status]').textContent";

    private readonly TemporaryFolder site = new();
    private BookReader reader = null!;

    public async ValueTask InitializeAsync()
    {
        _ = browser.Page;   // skips before anything runs
        await book.WriteAsync();
        await server.SiteAsync();
        await WriteAsync(site);
    }

    public ValueTask DisposeAsync()
    {
        site.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void Cells_run_below_any_path_and_nothing_else_is_asked_for()
    {
        using var plain = new PlainServer(site.Path, Below);
        reader = new BookReader(browser, plain.Address);
        reader.Open("");
        reader.WaitForFigures();
        Follow(".chapters a[href^='01-']", "document.title.startsWith('A recurrent network')");
        Begin();
        // What the page says of sizes is what has been sent.
        var sent = plain.Sent.Where(file => file.Key.StartsWith("live/", StringComparison.Ordinal)).ToLookup(
            file => file.Key.EndsWith($"/compiled/notebooks/{Notebook}.bin", StringComparison.Ordinal));
        Assert.Single(sent[true]);   // one notebook's
        Assert.Equal(sent[false].Sum(file => file.Value), reader.Script("return liveRuntime.size"));
        Assert.Equal(sent[false].Where(file => file.Key.EndsWith(".bin", StringComparison.Ordinal)).Sum(file => file.Value),
            reader.Script("return liveRuntime.packed"));
        reader.Press("Run to here", "#cell-20");
        browser.WaitFor($"{Status} === 'Cell 20 is done.'");

        reader.Script("window.stayed = true");
        Follow(".neighbours [rel=next]", "document.title.startsWith('Is the gradient right')");
        reader.Press("Run it here", ".live");
        browser.WaitFor($"{Status}.startsWith('Ready')");
        reader.Press("Run to here", "#cell-13");
        browser.WaitFor($"{Status} === 'Cell 13 is done.'");
        Follow("main a[href*='source/']", "document.querySelector('#main .live button')?.textContent === 'Change this file'");
        reader.Press("Change this file", ".live");
        browser.WaitFor("document.querySelector('main textarea')");
        Assert.Equal(true, reader.Script("return window.stayed"));   // all in one document, with each script once
        Assert.Equal(1L, reader.Script("return document.querySelectorAll('dialog[aria-label=Search]').length"));

        reader.Script("document.querySelector('button.search').click()");
        reader.Driver.SwitchTo().ActiveElement().SendKeys("spectral radius");
        browser.WaitFor("document.querySelector('dialog li a')");
        Follow("dialog li a", "location.search.startsWith('?find=')");
        reader.WaitForFigures();

        Assert.Empty(browser.Complaints());
        Assert.Equal(0L, reader.Script(
            $"return performance.getEntriesByType('resource').filter(each => !each.name.startsWith({Json(plain.Address)})).length"));
        // A page of a single figure, a notebook to take away, and an address that is none.
        reader.Open("figures/01-rnn-step-by-step-unrolled.html");
        browser.WaitFor("document.querySelector('.js-plotly-plot')?._fullLayout");
        Assert.Empty(browser.Complaints());
        Assert.Empty(plain.Missing);
        reader.Open("source/nothing.html");
        Assert.Equal(plain.Address, reader.Script("return document.links[0].href"));
    }

    [Theory]
    [InlineData("default-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'", ".html", false,
        "Cells cannot run here: this site or this browser does not allow WebAssembly.")]
    [InlineData("connect-src 'none'", ".html", true, "The C# runtime failed: ")]
    [InlineData("script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'", ".html", true, "The C# runtime could not be ")]
    [InlineData("worker-src 'none'", ".html", true, "The C# runtime could not be loaded.")]
    public void A_policy_that_forbids_it_ends_in_a_sentence_and_the_book_stays(string policy, string of, bool isPressed, string says)
    {
        using var plain = new PlainServer(site.Path, Below, name => name.EndsWith(of, StringComparison.Ordinal) ? policy : null);
        reader = new BookReader(browser, plain.Address);
        reader.Open(First);
        if (isPressed)
            reader.Press("Run it here", ".live");
        browser.WaitFor($"document.querySelector('{(isPressed ? ".live-bar [role=status]" : "#main .live")}').textContent"
            + $".startsWith({Json(says)})");
        if (isPressed)
            Assert.Equal("Start again", reader.Script("return document.querySelector('.live-bar [role=status] button').textContent"));
        reader.WaitForFigures();
    }

    // The cell reaches all that JavaScript can in a worker by loading a module that lies beside the pages.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_cell_reaches_another_server_whoever_serves_the_site(bool isServed)
    {
        var reached = new ConcurrentQueue<string>();
        using var other = new PageServer(context =>
        {
            reached.Enqueue(context.Request.Path);
            context.Response.Headers.AccessControlAllowOrigin = "*";
            return context.Response.WriteAsync("");
        });
        using var plain = new PlainServer(site.Path, Below);
        await using var served = await BookServer.StartAsync([site.Path], 0, TestContext.Current.CancellationToken);
        string address = isServed ? served.Address : plain.Address;
        site.File("probe.js", $$"""
            const other = {{Json(other.Address)}}, tries = {};
            const heard = (made, good) => new Promise((done, failed) => {
              made[`on${good}`] = () => done();
              made.onerror = () => failed(new Error("refused"));
            });
            const blob = text => URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
            const ways = {
              fetch: () => fetch(other + "fetch"),
              opaque: () => fetch(other + "opaque", { mode: "no-cors" }),
              request: () => {
                const request = new XMLHttpRequest();
                request.open("GET", other + "request");
                request.send();
                return heard(request, "load");
              },
              socket: () => heard(new WebSocket(other.replace("http", "ws") + "socket"), "open"),
              events: () => heard(new EventSource(other + "events"), "open"),
              module: () => import(other + "module.js"),
              text: () => import("data:text/javascript,1"),
              scripts: async () => importScripts(other + "scripts.js"),
              code: async () => (0, eval)("1"),
              beacon: async () => navigator.sendBeacon(other + "beacon"),
              cache: async () => (await caches.open("x")).add(other + "cache"),
              font: () => new FontFace("x", `url(${other}font)`).load(),
              worker: () => heard(new Worker({{Json(address)}} + "probe.js", { type: "module" }), "message"),   // would have no policy
              nested: () => new Promise((done, failed) => new Worker(blob(
                `fetch("${other}nested").then(() => postMessage(""), problem => postMessage(String(problem)))`))
                .onmessage = ({ data }) => data ? failed(new Error(data)) : done()),
            };
            for (const [name, act] of Object.entries(ways))
              tries[name] = await Promise.resolve().then(act).then(() => "reached", () => "refused");
            globalThis.tries = JSON.stringify(tries);
            postMessage("");
            """);
        reader = new BookReader(browser, address);
        reader.Open(First);
        Begin();
        Assert.Contains("HttpRequestException", RunInCell(10, $"""
            await new System.Net.Http.HttpClient().GetStringAsync({Json(other.Address + "client")})
            """));
        string[] tried = RunInCell(10, $"""
            using System.Runtime.InteropServices.JavaScript;
            await JSHost.ImportAsync("probe", {Json(address + "probe.js")});
            JSHost.GlobalThis.GetPropertyAsString("tries")
            """).Trim('{', '}').Split(',');
        Assert.Equal(14, tried.Length);
        Assert.All(tried, each => Assert.EndsWith(":\"refused\"", each));
        using var client = new HttpClient();
        await client.GetStringAsync(other.Address + "own", TestContext.Current.CancellationToken);
        Assert.Equal(["/own"], reached);
    }

    [Theory]
    [InlineData("WebAssembly")]
    [InlineData("Worker")]
    [InlineData("DecompressionStream")]
    public void A_browser_without_what_it_takes_gets_a_sentence(string what)
    {
        using var plain = new PlainServer(site.Path, Below);
        reader = new BookReader(browser, plain.Address);
        var added = (Dictionary<string, object>)reader.Driver.ExecuteCdpCommand(
            "Page.addScriptToEvaluateOnNewDocument", new() { ["source"] = $"delete window.{what};" })!;
        try
        {
            reader.Open(First);
            Assert.Equal($"Cells cannot run here: this browser has no {what}.",
                reader.Script("return document.querySelector('#main .live').textContent"));
            reader.WaitForFigures();
        }
        finally
        {
            reader.Driver.ExecuteCdpCommand("Page.removeScriptToEvaluateOnNewDocument", added!);
        }
    }

    [Fact]
    public void A_site_that_was_not_copied_whole_says_what_is_missing()
    {
        string missing = site.Files.Single(file => file.EndsWith("/bundle.bin", StringComparison.Ordinal));
        File.Delete(Path.Combine(site.Path, missing));
        using var plain = new PlainServer(site.Path, Below);
        reader = new BookReader(browser, plain.Address);
        reader.Open(First);
        reader.Press("Run it here", ".live");
        browser.WaitFor($"{Status}.includes({Json($"{plain.Address}{missing} could not be loaded: 404")})");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_runs_was_compiled_beforehand_and_where_that_is_missing_it_is_compiled_in_the_page(bool isThere)
    {
        string compiled = Path.Combine(site.Path, site.Files.Single(file => file.EndsWith($"/{Notebook}.bin", StringComparison.Ordinal)));
        byte[] content = Unpacked(compiled);
        int said = content.AsSpan().IndexOf(Encoding.Unicode.GetBytes("unit 0 of"));   // what a cell prints, in its assembly
        Encoding.Unicode.GetBytes("UNIT 0 OF").CopyTo(content, said);
        File.Delete(compiled);
        if (isThere)
            using (var packed = new ZLibStream(File.Create(compiled), CompressionLevel.Fastest))
                packed.Write(content);
        using var plain = new PlainServer(site.Path, Below);
        reader = new BookReader(browser, plain.Address);
        reader.Open(First);
        Begin();
        reader.Press("Run to here", "#cell-16");
        browser.WaitFor($"{Status} === 'Cell 16 is done.'");
        Assert.StartsWith((isThere ? "UNIT 0 OF" : "unit 0 of") + " the first state: -0.40628359\n",
            ((string)reader.Script("return document.querySelector('#cell-16 .outputs').textContent")!).TrimStart());
    }

    [Fact]
    public void Every_cell_of_every_notebook_comes_compiled() => Assert.All(NotebookRuns.Names, name =>
    {
        var notebook = Engine.Notebook.Load(Path.Combine(Repository.Notebooks, name + ".ipynb"));
        string compiled = site.Files.Single(file => file.EndsWith($"/compiled/notebooks/{name}.ipynb.bin", StringComparison.Ordinal));
        Assert.Equal(notebook.Cells.Count(cell => cell.IsCode), BitConverter.ToInt32(Unpacked(Path.Combine(site.Path, compiled))));
    });

    // A path, or the mark of an assembly as it is built here: with either, another checkout would give other bytes.
    [Fact]
    public void What_runs_cells_has_nothing_in_it_of_the_checkout_that_it_was_built_in()
    {
        byte[][] marks =
        [
            Encoding.UTF8.GetBytes(Repository.Root), Encoding.Unicode.GetBytes(Repository.Root),
            .. new[] { typeof(Rnn), typeof(Session), typeof(SiteCommand) }.Select(type => type.Module.ModuleVersionId.ToByteArray()),
        ];
        Assert.All(site.Files.Where(file => file.StartsWith("live/", StringComparison.Ordinal)), file =>
        {
            string path = Path.Combine(site.Path, file);
            byte[] content = file.EndsWith(".bin", StringComparison.Ordinal) ? Unpacked(path) : File.ReadAllBytes(path);
            Assert.All(marks, mark => Assert.Equal(-1, content.AsSpan().IndexOf(mark)));
        });
    }

    private static byte[] Unpacked(string file)
    {
        using var packed = new ZLibStream(File.OpenRead(file), CompressionMode.Decompress);
        using var content = new MemoryStream();
        packed.CopyTo(content);
        return content.ToArray();
    }

    [Fact]
    public async Task The_same_book_gives_the_same_bytes()
    {
        using var again = new TemporaryFolder();
        await WriteAsync(again);
        Assert.Equal(site.Files, again.Files);
        Assert.All(site.Files, file => Assert.Equal(
            File.ReadAllBytes(Path.Combine(site.Path, file)), File.ReadAllBytes(Path.Combine(again.Path, file))));
    }

    private async Task WriteAsync(TemporaryFolder folder)
    {
        using var turn = await OneAtATime.EnterAsync();   // the checkout is found from the current folder
        using var errors = new StringWriter();
        Assert.Equal(0, await SiteCommand.RunAsync(new() { Output = folder.Path, Book = book.Path },
            PlainConsole.To(TextWriter.Null), errors, TestContext.Current.CancellationToken));
        Assert.Equal("", errors.ToString());
    }

    private void Begin()
    {
        Assert.Matches(@"^Run it hereRuns the cells in your browser\. Loads \d+ MB, once; nothing is installed\.$",
            (string)reader.Script("return document.querySelector('#main .live').textContent")!);
        reader.Press("Run it here", ".live");
        browser.WaitFor($"{Status}.startsWith('Ready')");
    }

    private string RunInCell(int number, string code)
    {
        reader.Script($$"""
            const cell = live.notebook.cells.find(each => each.number === {{number}});
            cell.change({{Json(code)}});
            live.notebook.run([cell]);
            """);
        browser.WaitFor($"/done|failed/.test(document.getElementById('cell-{number}').dataset.state)");
        return ((string)reader.Script($"return document.querySelector('#cell-{number} .outputs').textContent")!).Trim();
    }

    private void Follow(string link, string there)
    {
        reader.Script($"document.querySelector({Json(link)}).click()");
        browser.WaitFor(there);
    }

    private static string Json(string text) => JsonSerializer.Serialize(text);
}
