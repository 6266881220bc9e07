using Microsoft.AspNetCore.Http;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;

namespace Workbook.Tests;

/// <summary>
/// Debian's Chromium, headless, with a web server on this machine that serves plotly.js and the pages of a test. Nothing else can be
/// reached: every other name resolves to nothing.
/// </summary>
public sealed class Browser : IDisposable
{
    private const string Driver = "/usr/bin/chromedriver";
    private const string Require = "/usr/share/javascript/requirejs/require.js";

    // The same without windows, where it is here: it takes less of a processor. Not the script in /usr/bin: the driver would end that and
    // leave the browser behind.
    private const string Shell = "/usr/lib/chromium/chromium-headless-shell";
    private static readonly string Chromium = File.Exists(Shell) ? Shell : "/usr/bin/chromium";

    private readonly PageServer? server;
    private readonly ChromeDriver? driver;
    private readonly Dictionary<string, string> pages = [];

    public Browser()
    {
        if (!File.Exists(Chromium) || !File.Exists(Driver))
            return;
        server = new PageServer(AnswerAsync);

        var options = new ChromeOptions { BinaryLocation = Chromium };
        options.AddArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
            "--disable-background-networking", "--disable-component-update",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--window-size=1400,1000");
        options.SetLoggingPreference(LogType.Browser, LogLevel.All);
        driver = new ChromeDriver(ChromeDriverService.CreateDefaultService(Driver), options, Patience.Limit);
        (driver.Manage().Timeouts().PageLoad, driver.Manage().Timeouts().AsynchronousJavaScript) = (Patience.Limit, Patience.Limit);
    }

    /// <summary>Where the server answers, with a slash at the end.</summary>
    public string Address => server?.Address ?? "";

    /// <summary>Skips the test where there is no browser.</summary>
    public IWebDriver Page
    {
        get
        {
            Assert.SkipWhen(driver == null, $"This test needs {Chromium} and {Driver}.");
            return driver;
        }
    }

    /// <summary>Whether require.js is here, from Debian's libjs-requirejs.</summary>
    public static bool HasRequire => File.Exists(Require);

    /// <summary>Opens a page of this text; figures in it load plotly.js from the server in place of its usual address.</summary>
    public IWebDriver Open(string html)
    {
        var page = Page;
        driver!.ExecuteCdpCommand("Emulation.setEmulatedMedia", []);   // what an earlier test emulated
        pages["/page.html"] = html.Replace(FigureHtml.PlotlyAddress, Address + "plotly.js", StringComparison.Ordinal);
        page.Navigate().GoToUrl("about:blank");
        _ = page.Manage().Logs.GetLog(LogType.Browser);   // what an earlier page complained of
        page.Navigate().GoToUrl(Address + "page.html");
        return page;
    }

    /// <summary>Has the page see a feature of the reader's display, until the next one is opened.</summary>
    public void Emulate(string feature, string value)
    {
        var features = new[] { new Dictionary<string, object> { ["name"] = feature, ["value"] = value } };
        driver!.ExecuteCdpCommand("Emulation.setEmulatedMedia", new Dictionary<string, object?> { ["features"] = features });
    }

    /// <summary>What the page's scripts complained of since the last call.</summary>
    public IEnumerable<string> Complaints() => Page.Manage().Logs.GetLog(LogType.Browser)
        .Where(entry => entry.Level >= LogLevel.Warning).Select(entry => entry.Message)
        .Where(message => !message.Contains("favicon.ico", StringComparison.Ordinal));

    /// <summary>Waits until a script returns true.</summary>
    public void WaitFor(string condition) => Patience.Until(
        () => (bool)((IJavaScriptExecutor)Page).ExecuteScript($"return Boolean({condition})")!, $"The page never came to: {condition}");

    public void Dispose()
    {
        driver?.Dispose();
        server?.Dispose();
    }

    private Task AnswerAsync(HttpContext context)
    {
        string path = context.Request.Path.Value!;
        string? text = path switch
        {
            "/plotly.js" => FigureHtml.PlotlySource()!,
            "/require.js" => File.ReadAllText(Require),
            _ => pages.GetValueOrDefault(path),
        };
        context.Response.StatusCode = text == null ? 404 : 200;
        string kind = path.EndsWith(".js", StringComparison.Ordinal) ? "javascript" : "html";
        context.Response.ContentType = $"text/{kind}; charset=utf-8";
        return context.Response.WriteAsync(text ?? "");
    }
}
