using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace Workbook;

/// <summary>Serves the files of some folders on 127.0.0.1, and nothing else, until disposed.</summary>
public sealed class BookServer : IAsyncDisposable
{
    private static readonly FileExtensionContentTypeProvider Types = new()
    {
        Mappings = { [".ipynb"] = "application/x-ipynb+json", [".js"] = "text/javascript" },
    };

    private static readonly string[] Hosts = ["127.0.0.1", "localhost", "[::1]"];

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
        var files = new CompositeFileProvider(folders.Select(folder => new FilesWithin(Path.GetFullPath(folder))));
        application.Use(async (context, next) =>
        {
            context.Response.Headers.ContentSecurityPolicy = PagePolicy.Header;
            context.Response.Headers.XContentTypeOptions = "nosniff";
            // Any other name that leads here is that of a site that wants to read the book in a reader's browser.
            if (!Hosts.Contains(context.Request.Host.Host, StringComparer.OrdinalIgnoreCase))
                context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
            else
                await next(context);
        });
        application.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
        application.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = files,
            ContentTypeProvider = Types,
            OnPrepareResponse = prepared => Label(prepared.Context),
        });
        application.Run(context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            context.Response.ContentType = "text/html; charset=utf-8";
            return context.Response.WriteAsync(NotFoundPage.Html);
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

    // The files of a folder, and none that a link in it leads to.
    private sealed class FilesWithin(string folder) : IFileProvider, IDisposable
    {
        private readonly PhysicalFileProvider files = new(folder);

        public IFileInfo GetFileInfo(string subpath)
        {
            var found = files.GetFileInfo(subpath);
            for (string? path = found.PhysicalPath; path != null && path.Length > folder.Length; path = Path.GetDirectoryName(path))
                if (new FileInfo(path).LinkTarget != null)
                    return new NotFoundFileInfo(subpath);
            return found;
        }

        public IDirectoryContents GetDirectoryContents(string subpath) => files.GetDirectoryContents(subpath);

        public IChangeToken Watch(string filter) => files.Watch(filter);

        public void Dispose() => files.Dispose();
    }

    // What runs cells lies in a folder named after its content: the browser need not ask again.
    private static void Label(HttpContext context) => context.Response.Headers.CacheControl =
        context.Request.Path.StartsWithSegments("/live") ? "public, max-age=31536000, immutable" : "no-cache";
}
