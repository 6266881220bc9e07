using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OpenQA.Selenium.Chrome;
using Workbook.Book;

namespace Workbook.Tests;

/// <summary>What the pages' scripts make of what others have written: on a page that has these scripts alone, and no policy.</summary>
[Trait("speed", "slow")]
public sealed class PageScriptTests : IClassFixture<Browser>, IDisposable
{
    private static readonly string[] Scripts =
        ["book.js", "kernel.js", "harmless.js", "outputs.js", "completion.js", "editor.js", "edits.js"];

    private const string Damaged = "The code in the link for cell 6 is damaged: the cell is unchanged.";

    private static readonly string Page = $"""
        <!DOCTYPE html>
        <meta charset="utf-8">
        <link rel="icon" href="data:,">
        <nav id="contents"><a href="#main">Here</a><a href="#%E0%A4%A">There</a></nav>
        <button class="search" hidden>Search</button>
        <details><summary>More</summary><p id="für">Folded</p></details>
        <main id="main"></main>
        {string.Concat(Scripts.Select(script => $"<script src=\"{script}\"></script>"))}
        """;

    private readonly Browser browser;
    private readonly ChromeDriver driver;
    private readonly PageServer server = new(AnswerAsync);

    public PageScriptTests(Browser browser)
    {
        (this.browser, driver) = (browser, (ChromeDriver)browser.Page);
        driver.Navigate().GoToUrl(server.Address + "page.html");
    }

    public void Dispose() => server.Dispose();

    [Theory]
    [InlineData("<img src=x onerror=\"window.pwned=1\">")]
    [InlineData("<img src='data:image/gif;base64,x' onerror=window.pwned=1 onload=window.pwned=1>")]
    [InlineData("<body onload=window.pwned=1 onpageshow=window.pwned=1><p onclick=window.pwned=1 style='position:fixed;inset:0'>x</p>")]
    [InlineData("<script>window.pwned=1</script><div><script src='data:text/javascript,window.pwned=1'></script></div>")]
    [InlineData("<svg onload=window.pwned=1><script>window.pwned=1</script><a xlink:href='javascript:window.pwned=1'>x</a></svg>")]
    [InlineData("<svg><animate onbegin=window.pwned=1 attributeName=x dur=1s><foreignObject><img src=x onerror=window.pwned=1>")]
    [InlineData("<math><mi xlink:href='javascript:window.pwned=1'>x</mi>"
        + "<annotation-xml encoding=text/html><img src onerror=window.pwned=1>")]
    [InlineData("<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=window.pwned=1&gt;'>")]
    [InlineData("<form><math><mtext></form><form><mglyph><svg><mtext><style><path id='</style><img onerror=window.pwned=1 src>'>")]
    [InlineData("<noscript><p title='</noscript><img src=x onerror=window.pwned=1>'>")]
    [InlineData("<textarea><img title='</textarea><img src onerror=window.pwned=1>'></textarea>"
        + "<xmp><img src onerror=window.pwned=1></xmp>")]
    [InlineData("<template><img src=x onerror=window.pwned=1></template>"
        + "<div><template shadowrootmode=open><script>window.pwned=1</script>")]
    [InlineData("<iframe srcdoc='<script>parent.pwned=1</script>'></iframe><iframe src='javascript:parent.pwned=1'></iframe>")]
    [InlineData("<object data='javascript:window.pwned=1'></object><embed src='javascript:window.pwned=1'>"
        + "<frameset onload=window.pwned=1>")]
    [InlineData("<details open ontoggle=window.pwned=1><summary>x</summary></details><video><source onerror=window.pwned=1></video>")]
    [InlineData("<input autofocus onfocus=window.pwned=1><p tabindex=0 autofocus onfocus=window.pwned=1 id=cell-1 name=live>x</p>")]
    [InlineData("<meta http-equiv=refresh content='0;url=javascript:window.pwned=1'>"
        + "<base href='//evil.example/'><link rel=stylesheet href=x>")]
    [InlineData("<form action='javascript:window.pwned=1'><button formaction='javascript:window.pwned=1'>x</button></form>")]
    [InlineData("<style>@import '//evil.example/';body{background:url(//evil.example)}</style><p style='background:url(//evil.example)'>x")]
    [InlineData("<a href='javascript:window.pwned=1'>x</a><a href=' &#1; jAvA\nscr\tipt&colon;window.pwned=1'>x</a>"
        + "<a href='data:text/html,<script>parent.pwned=1</script>'>x</a><a href='vbscript:x'>x</a><a href='http://['>x</a>")]
    [InlineData("<a href='#cell=6,x' target=_top ping='//evil.example/' onclick=window.pwned=1>x</a>")]
    [InlineData("<p class='live-bar dni-x origin' id=main data-figure=x role=dialog slot=x is=x contenteditable>x</p>")]
    [InlineData("<img src='//evil.example/x.png'><img srcset='//evil.example/x.png'><picture><source srcset='//evil.example/x'></picture>")]
    [InlineData("<img name=attributes><a name=childNodes href=x>x</a><img name=body src='data:image/gif;base64,x'>")]
    public void HTML_from_a_cell_runs_nothing_and_loads_nothing(string html)
    {
        Script($$"""
            const place = document.createElement("div");
            place.append(live.safe({{JsonSerializer.Serialize(html)}}));
            document.body.append(place);
            place.querySelectorAll("a, p, summary").forEach(each => { each.removeAttribute("target"); each.focus?.(); });
            window.place = place;
            const after = new Image();   // what an image would start has begun by then
            after.onerror = () => window.after = true;
            after.src = "data:image/gif;base64,x";
            """);
        browser.WaitFor("window.after");
        Assert.Null(Script("return window.pwned"));
        Assert.Equal("", Script("""
            const element = /^(A|DETAILS|DIV|IMG|P|SUMMARY)$/, attribute = /^(class|colspan|href|open|rel|src|title)$/;
            return [...place.querySelectorAll("*")].flatMap(each => [
              ...element.test(each.nodeName) && each.namespaceURI === document.body.namespaceURI ? [] : [each.nodeName],
              ...[...each.attributes].map(({ name }) => name).filter(name => !attribute.test(name)),
              ...each.hasAttribute("href") && !/^https?:$/.test(each.protocol) ? [each.href] : [],
              ...each.hasAttribute("src") && !each.src.startsWith("data:image/") ? [each.src] : [],
              ...each.className.replace("dni-x", "") ? [each.className] : [],
            ]).join(", ");
            """));
        Assert.DoesNotContain("evil.example", (string)Script("return place.innerHTML")!);
    }

    [Fact]
    public void HTML_from_a_cell_shows_tables_text_and_links_and_says_what_is_left_out()
    {
        foreach (string html in new[]
        {
            // As .NET Interactive's formatters have it.
            """
            <details open="open" class="dni-treeview"><summary><span class="dni-code-hint"><code>{ A = &lt;i&gt; }</code></span></summary>
            <div><table><thead><tr></tr></thead><tbody><tr><td>A</td><td><div class="dni-plaintext"><pre>&lt;i&gt;</pre></div></td></tr>
            </tbody></table></div></details>
            """,
            """
            <h3>Title</h3><table><caption>C</caption><tbody>
            <tr><th scope="row" colspan="2">a</th><td>1 &lt; 2</td></tr></tbody></table>
            """,
            "  <ul><li><b>x</b><sub>1</sub></li></ul> text <img src=\"data:image/png;base64,AA\" alt=\"A\" width=\"3\">",
        })
            Assert.Equal(html, Script($$"""
                const place = document.createElement("div");
                place.append(live.safe({{JsonSerializer.Serialize(html)}}));
                return place.innerHTML;
                """));
        Assert.Equal("style, svg, form", Script("""
            const left = new Set(), link = live.safe("<style></style><a href='there.html'>x</a><svg></svg><form></form><svg></svg>", left);
            window.link = link.firstChild;
            return [...left].join(", ");
            """));
        Assert.Equal("_blank noopener noreferrer", Script("return `${link.target} ${link.rel}`"));
    }

    [Fact]
    public void Colours_of_code_from_the_worker_are_kept_if_they_are_of_that_code()
    {
        Assert.Equal("<span class=\"keyword\">int</span> x; <span class=\"comment\">// &lt;b&gt;</span>", Coloured(
            "int x; // <b>", "<span class=\"keyword\">int</span> x; <span class=\"comment\">// &lt;b&gt;</span>"));
        Assert.Equal("    int x;", Coloured("    int x;", "    <span onclick=\"x()\">int</span> y;"));
        Assert.Equal("  int x;", Coloured("  int x;", "  <img src=x onerror=\"window.pwned=1\">int x;"));

        string Coloured(string code, string html) => (string)driver.ExecuteAsyncScript($$"""
            const done = arguments[0], shown = document.createElement("pre");
            shown.innerHTML = "<code>own</code>";
            document.body.append(shown);
            const editor = new live.Editor(shown, "Cell 1", { changed() {}, colour: async () => {{JsonSerializer.Serialize(html)}} });
            editor.text = {{JsonSerializer.Serialize(code)}};
            setTimeout(() => done(shown.firstElementChild.innerHTML));
            """)!;
    }

    [Theory]
    [InlineData("int seed = 7;")]
    [InlineData("")]
    [InlineData("// é π 😀 \u2028 ≠\n\t\"+/=\"")]
    public void A_link_brings_back_the_text_that_it_was_made_of(string text)
    {
        Follow(Link(text));
        Assert.Equal(text, Linked("text"));
    }

    [Fact]
    public void A_large_text_comes_back_or_a_sentence_says_that_it_is_too_long()
    {
        string noise = string.Concat(Enumerable.Range(0, 60_000).Select(k => (char)('a' + k * (k % 97) * 31 % 26)));
        Follow(Link(noise));
        Assert.Equal(noise, Linked("text"));
        Assert.Equal("Cell 6 is too long for a link (301 kB of text; at most 256): save the notebook instead.",
            Link(new string('a', 300_001)));
        var random = new Random(1);
        string more = Convert.ToBase64String([.. Enumerable.Range(0, 75_000).Select(_ => (byte)random.Next(256))]);
        Assert.Matches(@"^Cell 6 is too long for a link \(1\d\d kB; at most 64\): save the notebook instead\.$", Link(more));
    }

    [Theory]
    [InlineData(100_000_000, "too long (130 kB packed; at most 64)")]
    [InlineData(40_000_000, "too long (more than 256 kB)")]
    [InlineData(256_001, "too long (more than 256 kB)")]
    public void A_small_link_to_a_very_long_text_is_refused_before_it_is_unpacked(int length, string says)
    {
        Follow("#cell=6," + Packed(length));
        Script("""
            const all = Response.prototype.arrayBuffer;
            window.unpacked = 0;
            Response.prototype.arrayBuffer = async function () {
              const bytes = await all.call(this);
              unpacked = Math.max(unpacked, bytes.byteLength);
              return bytes;
            };
            """);
        Assert.Equal(6L, Script("return live.linkedCell()"));
        Assert.Equal($"The code in the link for cell 6 is {says}: the cell is unchanged.", Linked("problem"));
        Assert.InRange((long)Script("return unpacked")!, 0, 256_000);
    }

    [Fact]
    public void The_longest_text_that_a_link_may_bring_is_unpacked()
    {
        Follow("#cell=6," + Packed(256_000));
        Assert.Equal(new string('a', 256_000), Linked("text"));
    }

    [Theory]
    [InlineData("#cell=6,%%%%", Damaged)]
    [InlineData("#cell=6,%E0%A4%A", Damaged)]
    [InlineData("#cell=6,", Damaged)]
    [InlineData("#cell=6,a b", Damaged)]
    [InlineData("#cell=6,AAAA", Damaged)]
    [InlineData("#cell=6,S8wsKk", Damaged)]
    [InlineData("#cell=6,y_sPAA", Damaged)]   // no UTF-8
    [InlineData("#cell=,abc", null)]
    [InlineData("#cell=six,abc", null)]
    [InlineData("#%E0%A4%A", null)]
    [InlineData("", null)]
    public void A_damaged_link_is_said_to_be_one_and_any_other_fragment_is_none(string hash, string? says)
    {
        Follow(hash);
        Assert.Equal(says, Linked("problem"));
        Assert.Null(Linked("text"));
    }

    [Fact]
    public void A_link_whose_fragment_was_encoded_once_more_brings_its_text()
    {
        string link = Link("int seed = 7;");
        Follow("#" + Uri.EscapeDataString(link.Split('#')[1]));
        Assert.Equal("int seed = 7;", Linked("text"));
    }

    [Theory]
    [InlineData("#%E0%A4%A", false)]
    [InlineData("#cell=8,%%%%", false)]
    [InlineData("#f%C3%BCr", true)]
    public void A_malformed_fragment_stops_no_script_and_any_other_unfolds_what_it_leads_to(string hash, bool isOpen)
    {
        driver.Navigate().GoToUrl("about:blank");
        _ = browser.Complaints().ToList();
        driver.Navigate().GoToUrl(server.Address + "page.html" + hash);
        Assert.Empty(browser.Complaints());
        Assert.Equal(isOpen, Script("return document.querySelector('details').open"));
        Assert.Equal(false, Script("return document.querySelector('button.search').hidden"));
        Assert.Equal("/page.html", Script("return Boolean(book.arrive) && location.pathname"));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("5")]
    [InlineData("\"text\"")]
    [InlineData("[1, 2]")]
    [InlineData("{\"a\": 5, \"b\": null, \"c\": {\"text\": 5}, \"d\": {\"of\": \"x\"}, \"e\": [\"x\"]}")]
    [InlineData("{\"a\": {\"text\":")]
    [InlineData("not ours")]
    public void What_is_kept_and_is_not_as_it_was_written_counts_for_nothing(string kept)
    {
        Assert.Equal("0 0 undefined", Script($$"""
            localStorage.setItem(`workbook ${new URL(book.root).pathname} one`, {{JsonSerializer.Serialize(kept)}});
            const edits = live.edits("one");
            return `${edits.size} ${edits.linked} ${edits.get("a")}`;
            """));
        Assert.Equal("1 1 mine", Script("""
            const edits = live.edits("one");
            edits.set("a", "mine", "the book's", true);
            return `${edits.size} ${edits.linked} ${edits.get("a").text}`;
            """));
    }

    [Fact]
    public void What_could_be_stored_again_takes_the_place_of_what_could_not()
    {
        Assert.Equal("one false", Script("""
            const set = Storage.prototype.setItem;
            Storage.prototype.setItem = () => { throw new Error("full"); };
            window.edits = live.edits("two");
            live.say = () => {};
            edits.set("a", "one", "the book's");
            Storage.prototype.setItem = set;
            return `${edits.get("a").text} ${edits.isStored}`;
            """));
        Assert.Equal("two true", Script("""
            edits.set("a", "two", "the book's");
            return `${edits.get("a").text} ${edits.isStored}`;
            """));
    }

    [Fact]
    public void What_is_printed_after_a_value_stands_after_it() => Assert.Equal("a b | 5 | c", Script("""
        const cell = document.createElement("div"), tools = cell.appendChild(document.createElement("div"));
        document.body.append(cell);
        const outputs = new live.Outputs(cell, tools);
        outputs.begin();
        outputs.add("stream", { text: "a " });
        outputs.add("stream", { text: "b" });
        outputs.add("execute_result", { data: { "text/plain": "5" } });
        outputs.add("stream", { text: "c" });
        return [...cell.querySelectorAll(".output")].map(each => each.textContent).join(" | ");
        """));

    [Theory]
    [InlineData("n", "name, Names")]
    [InlineData("N", "Names, name")]
    [InlineData("na", "name, Names")]
    public void Of_the_names_that_begin_as_typed_those_of_the_same_case_come_first(string typed, string names)
    {
        Script($$"""
            const field = document.createElement("textarea");
            document.body.append(field);
            const completion = new live.Completion(field, () => {});
            const candidates = ["Names", "name", "other"].map(name => ({ name, kind: "variable" }));
            live.kernel = {
              ready: Promise.resolve(),
              ask: async type => type === "complete" ? { from: 0, to: {{typed.Length}}, whole: true, candidates } : null,
            };
            field.value = "{{typed}}";
            field.focus();
            completion.takes({ key: " ", code: "Space", ctrlKey: true });
            """);
        browser.WaitFor("document.querySelectorAll('#completions li').length > 0");
        Assert.Equal(names,
            Script("return [...document.querySelectorAll('#completions li code')].map(each => each.textContent).join(', ')"));
    }

    [Fact]
    public void What_a_task_shows_after_a_notebook_is_opened_anew_has_no_place() => Assert.Equal("before", Script("""
        window.liveRuntime = { place: "live" };
        window.Worker = class { constructor() { window.worker = this; } postMessage() {} };
        const kernel = new live.Kernel(() => {}, () => {}), shown = [];
        const show = text => worker.onmessage({ data: { type: "stream", content: { id: 1, text } } });
        kernel.ask("run", {}, (_, { text }) => shown.push(text));
        show("before");
        kernel.ask("open", {});
        show("after");
        return shown.join(", ");
        """));

    private static Task AnswerAsync(HttpContext context)
    {
        string name = context.Request.Path.Value![1..];
        bool isPage = name == "page.html";
        context.Response.ContentType = isPage ? "text/html" : "text/javascript";
        return context.Response.WriteAsync(isPage ? Page : Assets.Text(name));
    }

    private object? Script(string script) => driver.ExecuteScript(script);

    private void Follow(string link) => Script(
        $"history.replaceState(null, '', {JsonSerializer.Serialize(link.Contains('#', StringComparison.Ordinal) ? link : "page.html")})");

    // The link to a cell of this text, or why there is none.
    private string Link(string text) => (string)driver.ExecuteAsyncScript(
        $"live.linkTo(6, {JsonSerializer.Serialize(text)}).then(arguments[0], problem => arguments[0](problem.message))")!;

    private string? Linked(string part) => (string?)driver.ExecuteAsyncScript(
        $"live.linked().then(link => arguments[0](link?.{part} ?? null), problem => arguments[0](String(problem)))");

    private static string Packed(int length)
    {
        using var packed = new MemoryStream();
        using (var pack = new DeflateStream(packed, CompressionLevel.SmallestSize))
            pack.Write(Encoding.ASCII.GetBytes(new string('a', length)));
        return Convert.ToBase64String(packed.ToArray()).Replace('+', '-').Replace('/', '_').TrimEnd('=');
    }
}
