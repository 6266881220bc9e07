using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Workbook.Tests;

/// <summary>What the book's server gives to whom.</summary>
[Trait("speed", "slow")]
public sealed class BookServerTests(Browser browser) : IClassFixture<Browser>, IAsyncLifetime
{
    private readonly TemporaryFolder outer = new();
    private readonly HttpClient client = new();
    private BookServer server = null!;

    public async ValueTask InitializeAsync()
    {
        outer.File("secret.txt", "not the book's");
        outer.File("book/index.html", "first page");
        outer.File("book/runtime.js", "the book's");
        outer.File("book/a notebook.ipynb", "{}");
        outer.File("book/.hidden", "not for readers");
        outer.File("site/runtime.js", "the runtime's");
        outer.File("site/live/1/a.bin", "packed");
        server = await BookServer.StartAsync([Path.Combine(outer.Path, "site"), Path.Combine(outer.Path, "book")], 0, Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await server.DisposeAsync();
        outer.Dispose();
    }

    [Theory]
    [InlineData("", "first page", "text/html", "no-cache")]
    [InlineData("index.html", "first page", "text/html", "no-cache")]
    [InlineData("runtime.js", "the runtime's", "text/javascript", "no-cache")]
    [InlineData("a%20notebook.ipynb", "{}", "application/x-ipynb+json", "no-cache")]
    [InlineData("live/1/a.bin", "packed", "application/octet-stream", "public, max-age=31536000, immutable")]
    public async Task A_file_comes_with_its_type_and_says_how_long_it_may_be_kept(string path, string text, string type, string cache)
    {
        using var answer = await client.GetAsync(server.Address + path, Cancel);
        Assert.Equal((HttpStatusCode.OK, text, type, cache), (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancel),
            answer.Content.Headers.ContentType!.MediaType, string.Join("", answer.Headers.GetValues("Cache-Control"))));
        string policy = string.Join("", answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy);
        Assert.DoesNotMatch("https?:|\\*", policy);   // nothing but this site, whatever is loaded
    }

    [Theory]
    [InlineData("/nothing.html")]
    [InlineData("/../secret.txt")]
    [InlineData("/%2e%2e/secret.txt")]
    [InlineData("/..%2fsecret.txt")]
    [InlineData("/live/../../secret.txt")]
    [InlineData("/.hidden")]
    [InlineData("//secret.txt")]
    public async Task Nothing_else_is_served(string path)
    {
        // As it stands: HttpClient would tidy the path first.
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, new Uri(server.Address).Port, Cancel);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"), Cancel);
        string answer = await new StreamReader(stream).ReadToEndAsync(Cancel);
        Assert.Matches("^HTTP/1.1 40[04] ", answer);
        Assert.DoesNotContain("not the book's", answer);
        Assert.DoesNotContain("not for readers", answer);
    }

    [Theory]
    [InlineData("evil.example", 421)]
    [InlineData("127.0.0.1.evil.example:80", 421)]
    [InlineData("localhost", 200)]
    [InlineData("LOCALHOST:5000", 200)]
    [InlineData("127.0.0.1", 200)]
    public async Task It_answers_to_its_own_names_alone(string host, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Address) { Headers = { Host = host } };
        using var answer = await client.SendAsync(request, Cancel);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(status == 200 ? "first page" : "", await answer.Content.ReadAsStringAsync(Cancel));
    }

    [Theory]
    [InlineData("link.txt")]
    [InlineData("folder/secret.txt")]
    public async Task No_link_is_followed_out_of_the_folder(string path)
    {
        File.CreateSymbolicLink(Path.Combine(outer.Path, "book/link.txt"), Path.Combine(outer.Path, "secret.txt"));
        Directory.CreateSymbolicLink(Path.Combine(outer.Path, "book/folder"), outer.Path);
        using var answer = await client.GetAsync(server.Address + path, Cancel);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("There is no such page", await answer.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task A_port_that_is_taken_gives_way_to_a_free_one()
    {
        int taken = new Uri(server.Address).Port;
        await using var other = await BookServer.StartAsync([Path.Combine(outer.Path, "book")], taken, Cancel);
        Assert.NotEqual(server.Address, other.Address);
        Assert.Equal("first page", await client.GetStringAsync(other.Address, Cancel));
    }

    // As a static page has it where a notebook of a stranger returns HTML: the files of the book run, and nothing that stands in a page.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_cell_returned_runs_no_script_in_a_page(bool isServed)
    {
        _ = browser.Page;
        File.Delete(Path.Combine(outer.Path, "book/index.html"));   // no page, with no place for a policy
        outer.File("book/own.js", "window.refused = 0;\naddEventListener('securitypolicyviolation', () => refused++);");
        outer.File("book/page.html", """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <link rel="icon" href="data:,">
            <script src="own.js"></script>
            </head>
            <body>
            <script>window.pwned = 1</script>
            <img src="data:image/gif;base64,x" onerror="window.pwned = 1">
            <details open ontoggle="window.pwned = 1"></details>
            <a href="javascript:window.pwned = 1">x</a>
            <iframe srcdoc="<script>parent.pwned = 1</script>"></iframe>
            <script src="data:text/javascript,window.pwned = 1"></script>
            </body>
            </html>

            """);
        string book = Path.Combine(outer.Path, "book"), site = Path.Combine(outer.Path, "written");
        new StaticSite(site, [book]).Write([book]);
        using var plain = new PlainServer(site, "/someone/");
        var reader = new BookReader(browser, isServed ? server.Address : plain.Address);
        reader.Open("page.html");
        reader.Script("document.links[0].click()");
        browser.WaitFor("refused === 5");   // the frame's own is refused in the frame
        Assert.Null(reader.Script("return window.pwned"));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
