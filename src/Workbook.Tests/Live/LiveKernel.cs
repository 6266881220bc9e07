using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpenQA.Selenium.Chrome;

namespace Workbook.Tests;

/// <summary>The session of a notebook in a browser's worker, as a page has it.</summary>
internal sealed class LiveKernel
{
    private readonly ChromeDriver driver;

    private LiveKernel(ChromeDriver driver) => this.driver = driver;

    /// <summary>Starts a worker and opens a notebook in it.</summary>
    /// <param name="path">From the checkout.</param>
    public static async Task<LiveKernel> OpenAsync(Browser browser, LiveServer server, string path)
    {
        var driver = (ChromeDriver)browser.Page;
        string address = await server.BareAsync();
        if (driver.Url != address)
            await driver.Navigate().GoToUrlAsync(address);
        var kernel = new LiveKernel(driver);
        kernel.Ask($$"""
            window.kernel ??= new live.Kernel(() => {}, why => window.lost = why);
            await kernel.ready;
            return await kernel.ask("open", { path: {{JsonSerializer.Serialize(path)}} });
            """);
        return kernel;
    }

    /// <summary>Runs cells, each to its end, whatever the one before came to.</summary>
    /// <returns>The outputs of each, in nbformat's form, but for figures, which have no HTML of their own.</returns>
    public List<JsonArray> Run(IEnumerable<(int Number, string Source)> cells)
    {
        string list = JsonSerializer.Serialize(cells.Select(cell => new { cell = cell.Number, source = cell.Source }));
        var all = Ask($$"""
            const all = [];
            for (const cell of {{list}}) {
              const outputs = [];
              await kernel.ask("run", cell, (output_type, { id, ...content }) => {
                const last = outputs.at(-1);
                if (output_type === "stream" && last?.name === content.name) last.text += content.text;
                else outputs.push({ output_type, ...content });
              });
              all.push(outputs);
            }
            for (const { data } of all.flat()) if (data) delete data["application/vnd.plotly.v1+json"];
            return all;
            """)!.AsArray();
        return [.. all.Select(outputs => outputs!.AsArray())];
    }

    // What an asynchronous script returns; asked for again and again, as WebDriver gives an answer up after a minute.
    private JsonNode? Ask(string script)
    {
        driver.ExecuteScript($$"""
            window.answer = null;
            (async () => { {{script}} })().then(
              result => window.answer = JSON.stringify({ result: result ?? null }),
              problem => window.answer = JSON.stringify({ problem: String(problem) }));
            """);
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Patience.Limit; Thread.Sleep(50))
            if (driver.ExecuteScript("return window.lost ? JSON.stringify({ problem: window.lost }) : window.answer") is string answer)
                return JsonNode.Parse(answer)! is var read && read["problem"] is { } problem
                    ? throw new InvalidOperationException((string?)problem) : read["result"];
        throw new TimeoutException($"No answer in {Patience.Limit.TotalMinutes} minutes.");
    }
}
