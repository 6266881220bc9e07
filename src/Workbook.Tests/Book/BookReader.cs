using System.Text.Json;
using Deque.AxeCore.Commons;
using OpenQA.Selenium.Chrome;

namespace Workbook.Tests;

/// <summary>A browser that opens a book's pages, as a reader does.</summary>
/// <param name="place">The book's folder, or the address that it is served at.</param>
internal sealed class BookReader(Browser browser, string place)
{
    public ChromeDriver Driver => (ChromeDriver)browser.Page;

    public object? Script(string script) => Driver.ExecuteScript(script);

    public void Open(string page, int width = 1400, string theme = "light")
    {
        Driver.Navigate().GoToUrl("about:blank");
        _ = browser.Complaints().ToList();
        Resize(width);
        Emulate("", theme);
        string[] parts = page.Split('#');
        string address = new Uri(new Uri(place.TrimEnd('/') + "/"), parts[0]).AbsoluteUri;
        Driver.Navigate().GoToUrl(parts.Length > 1 ? $"{address}#{parts[1]}" : address);
        browser.WaitFor("location.href !== 'about:blank' && document.readyState === 'complete'");   // should the driver be early
    }

    public void Resize(int width) => Driver.ExecuteCdpCommand("Emulation.setDeviceMetricsOverride", new()
    {
        ["width"] = width, ["height"] = 900, ["deviceScaleFactor"] = 1, ["mobile"] = false,
    });

    /// <param name="media">"print", or nothing for a screen.</param>
    public void Emulate(string media, string theme) => Driver.ExecuteCdpCommand("Emulation.setEmulatedMedia", new()
    {
        ["media"] = media,
        ["features"] = new object[] { new Dictionary<string, object> { ["name"] = "prefers-color-scheme", ["value"] = theme } },
    });

    /// <summary>Whether scripts run in the pages that are opened from now on.</summary>
    public void RunScripts(bool run) => Driver.ExecuteCdpCommand("Emulation.setScriptExecutionDisabled", new() { ["value"] = !run });

    /// <summary>Waits until each figure of the page is drawn.</summary>
    public void WaitForFigures() => browser.WaitFor(
        "[...document.querySelectorAll('figure[data-script]')].every(figure => figure.querySelector('.js-plotly-plot')?._fullLayout)");

    /// <summary>The elements that make the page wider than its window, if it is; at least the page's width in words.</summary>
    public string Overflow() => (string)Script("""
        if (document.documentElement.scrollWidth <= innerWidth) return "";
        const inBox = each => each && (getComputedStyle(each).overflowX !== "visible" || inBox(each.parentElement));
        return document.documentElement.scrollWidth + " pixels: " + [...document.querySelectorAll("main *, .bar *")]
          .filter(each => each.getBoundingClientRect().right > innerWidth + 1 && !inBox(each.parentElement)).slice(0, 3)
          .map(each => each.outerHTML.slice(0, 100)).join(" | ");
        """)!;

    /// <summary>What axe finds that keeps someone from using the page.</summary>
    public string[] Serious()
    {
        Script(new BundledAxeScriptProvider().GetScript());
        return [.. ((IEnumerable<object>)Driver.ExecuteAsyncScript(
            "const done = arguments[0]; axe.run({ exclude: ['.svg-container'] }, { preload: false }).then(found => done(found.violations"
            + ".filter(each => ['serious', 'critical'].includes(each.impact)).map(each => each.id + ': ' + each.nodes[0].html)))")!)
            .Cast<string>()];
    }

    /// <summary>Presses a button once it is there.</summary>
    /// <param name="button">Its text.</param>
    /// <param name="where">The selector of what it lies in.</param>
    public void Press(string button, string where)
    {
        string found = $"[...document.querySelectorAll({JsonSerializer.Serialize(where + " button")})]"
            + $".find(each => each.textContent === {JsonSerializer.Serialize(button)})";
        browser.WaitFor(found);
        Script($"{found}.click()");
    }

    /// <summary>Presses the key until the script returns true of the focused element.</summary>
    public void PressUntil(string key, string condition)
    {
        Patience.Until(() =>
        {
            Driver.SwitchTo().ActiveElement().SendKeys(key);
            return (bool)Script($"const here = document.activeElement; return Boolean({condition})")!;
        }, $"No key led to: {condition}");
    }
}
