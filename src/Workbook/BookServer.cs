using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;

namespace Workbook;

/// <summary>Serves the files of some folders on 127.0.0.1, and nothing else, until disposed.</summary>
public sealed class BookServer : IAsyncDisposable
{
    // Pages load from here alone; a figure's own page has its script in it, and WebAssembly is compiled.
    private const string Policy = "default-src 'none'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; "
        + "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    private static readonly FileExtensionContentTypeProvider Types = new()
    {
        Mappings = { [".ipynb"] = "application/x-ipynb+json", [".wasm"] = "application/wasm", [".js"] = "text/javascript" },
    };

    private readonly WebApplication application;

    private BookServer(WebApplication application) => this.application = application;

    /// <summary>Where it answers, with a slash at the end.</summary>
    public string Address => application.Urls.Single() + "/";

    /// <param name="folders">Of two files of one name, the first folder's is served.</param>
    /// <param name="port">A free one is taken in its place where it is not free, or 0.</param>
    public static async Task<BookServer> StartAsync(IReadOnlyList<string> folders, int port, CancellationToken cancel)
    {
        try
        {
            return await StartAtAsync(folders, port, cancel);
        }
        catch (IOException problem) when (problem.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            return await StartAtAsync(folders, 0, cancel);
        }
        catch (SocketException)
        {
            return await StartAtAsync(folders, 0, cancel);   // one that only an administrator may take
        }
    }

    public ValueTask DisposeAsync() => application.DisposeAsync();

    private static async Task<BookServer> StartAtAsync(IReadOnlyList<string> folders, int port, CancellationToken cancel)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server =>
        {
            server.Listen(IPAddress.Loopback, port);
            server.AddServerHeader = false;
        });
        var application = builder.Build();
        var files = new CompositeFileProvider(folders.Select(folder => new PhysicalFileProvider(Path.GetFullPath(folder))));
        application.Use((context, next) =>
        {
            context.Response.Headers.ContentSecurityPolicy = Policy;
            context.Response.Headers.XContentTypeOptions = "nosniff";
            Compressed(context.Request, files);
            return next(context);
        });
        application.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
        application.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = files,
            ContentTypeProvider = new Uncompressed(),
            OnPrepareResponse = prepared => Label(prepared.Context),
        });
        try
        {
            await application.StartAsync(cancel);
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }
        return new BookServer(application);
    }

    // A browser that takes it gets the file that was compressed beforehand.
    private static void Compressed(HttpRequest request, CompositeFileProvider files)
    {
        string compressed = request.Path + ".br";
        if (request.GetTypedHeaders().AcceptEncoding.Any(coding => coding.Value == "br" && coding.Quality != 0)
            && files.GetFileInfo(compressed).Exists)
            request.Path = compressed;
    }

    private static void Label(HttpContext context)
    {
        string path = context.Request.Path;
        if (path.EndsWith(".br", StringComparison.Ordinal))
            context.Response.Headers.ContentEncoding = "br";
        context.Response.Headers.Vary = "Accept-Encoding";
        // What runs cells lies in a folder named after its content: the browser need not ask again.
        context.Response.Headers.CacheControl = path.StartsWith("/live/", StringComparison.Ordinal)
            ? "public, max-age=31536000, immutable" : "no-cache";
    }

    // The type of what was compressed, where a file is.
    private sealed class Uncompressed : IContentTypeProvider
    {
        public bool TryGetContentType(string path, out string contentType) =>
            Types.TryGetContentType(path.EndsWith(".br", StringComparison.Ordinal) ? path[..^3] : path, out contentType!);
    }
}
