using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Workbook.Tests;

/// <summary>
/// A web server on 127.0.0.1 that answers as a test has it, until disposed. Each has a port of its own: a browser would else go on with
/// what it had open to an earlier one.
/// </summary>
internal sealed class PageServer : IDisposable
{
    private readonly WebApplication application;

    public PageServer(RequestDelegate answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0));
        application = builder.Build();
        application.Run(answer);
        application.Start();
    }

    /// <summary>Where it answers, with a slash at the end.</summary>
    public string Address => application.Urls.Single() + "/";

    public void Dispose() => ((IDisposable)application).Dispose();
}
