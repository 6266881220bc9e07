using Workbook.Book;
using Workbook.Tests;

[assembly: AssemblyFixture(typeof(LiveServer))]

namespace Workbook.Tests;

/// <summary>What runs cells in a browser, built once for all tests and served to them.</summary>
public sealed class LiveServer : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<BookServer> servers = [];
    private readonly Lock gate = new();
    private Task<LiveSite>? built;
    private readonly Dictionary<string, Task<string>> books = [];
    private Task<string>? bare;

    /// <summary>Builds it if nobody has.</summary>
    internal Task<LiveSite> SiteAsync()
    {
        lock (gate)
            return built ??= Task.Run(async () =>
            {
                var site = new LiveSite(Repository.Root);
                await site.BuildAsync(_ => { }, CancellationToken.None);
                return site;
            });
    }

    /// <summary>The address of a page that has nothing but the class Kernel, which starts the worker.</summary>
    internal Task<string> BareAsync()
    {
        lock (gate)
            return bare ??= MakeAsync();

        async Task<string> MakeAsync()
        {
            folder.File("kernel.js", "window.book = { root: new URL('.', location).href };\n" + Assets.Text("kernel.js"));
            folder.File("kernel.html", $"""
                <!DOCTYPE html>
                <link rel="icon" href="data:,">
                <script src="{BookFiles.Runtime}"></script>
                <script src="kernel.js"></script>
                """);
            return await ServeAsync(folder.Path) + "kernel.html";
        }
    }

    /// <summary>The address of the book together with what runs its cells, with a slash at the end.</summary>
    /// <param name="path">The book's folder.</param>
    internal Task<string> BookAsync(string path)
    {
        lock (gate)
            return books.TryGetValue(path, out var book) ? book : books[path] = ServeAsync(path);
    }

    private async Task<string> ServeAsync(string book)
    {
        var server = await BookServer.StartAsync([(await SiteAsync()).Folder, book], 0, CancellationToken.None);
        lock (gate)
            servers.Add(server);
        return server.Address;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in servers)
            await server.DisposeAsync();
        folder.Dispose();
    }
}
