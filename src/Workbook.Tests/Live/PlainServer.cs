using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace Workbook.Tests;

/// <summary>
/// A web server as plain as any: a folder's files below one path, a few types, nothing compressed and no header of its own. What it
/// does not know is sent as bytes, as most do.
/// </summary>
internal sealed class PlainServer : IDisposable
{
    private static readonly Dictionary<string, string> Types = new()
    {
        [".html"] = "text/html", [".js"] = "text/javascript", [".css"] = "text/css", [".png"] = "image/png",
    };

    private readonly string folder, below;
    private readonly Func<string, string?> policy;
    private readonly PageServer server;

    /// <param name="below">The path that the folder stands for, with a slash at both ends.</param>
    /// <param name="policy">A Content-Security-Policy for the file of a name, or null.</param>
    public PlainServer(string folder, string below, Func<string, string?>? policy = null)
    {
        (this.folder, this.below, this.policy) = (folder, below, policy ?? (_ => null));
        server = new PageServer(AnswerAsync);
    }

    /// <summary>Where the folder's first page is, with a slash at the end.</summary>
    public string Address => server.Address.TrimEnd('/') + below;

    /// <summary>The bytes sent of each file, by its name.</summary>
    public ConcurrentDictionary<string, long> Sent { get; } = [];

    /// <summary>The paths that were asked for in vain.</summary>
    public ConcurrentQueue<string> Missing { get; } = [];

    public void Dispose() => server.Dispose();

    private async Task AnswerAsync(HttpContext context)
    {
        string path = context.Request.Path.Value!;
        string name = path == below ? "index.html" : path.StartsWith(below, StringComparison.Ordinal) ? path[below.Length..] : "";
        string file = Path.Combine(folder, name);
        bool isThere = File.Exists(file);
        if (!isThere)
        {
            Missing.Enqueue(path);
            file = Path.Combine(folder, "404.html");
        }
        byte[] content = await File.ReadAllBytesAsync(file);
        Sent.AddOrUpdate(name, content.Length, (_, before) => before + content.Length);
        context.Response.StatusCode = isThere ? 200 : 404;
        context.Response.ContentType = Types.GetValueOrDefault(Path.GetExtension(file), "application/octet-stream");
        if (policy(name) is { } policies)
            context.Response.Headers.ContentSecurityPolicy = policies;
        await context.Response.Body.WriteAsync(content);
    }
}
