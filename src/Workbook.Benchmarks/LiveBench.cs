using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace Workbook.Benchmarks;

/// <summary>What a reader waits for whose browser runs the cells: each round in a browser that has loaded nothing yet.</summary>
internal static class LiveBench
{
    private const int Rounds = 5;
    private const int Pause = 10;   // seconds for a reader to look and to type: what compiles is made ready meanwhile
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);   // for all cells of a notebook

    // What the pages are asked to do; each gives milliseconds.
    private const string Script = """
        (() => {
          const cells = () => [...document.querySelectorAll(".cell")].filter(cell => cell.querySelector(".tools"));
          const press = (where, text) => [...where.querySelectorAll("button")].find(button => button.textContent === text).click();
          const until = condition => new Promise(done => {
            const look = () => condition() ? done(performance.now()) : setTimeout(look, 5);
            look();
          });
          const shows = selector => cell => !cell.querySelector(".import, .setup") && cell.querySelector(`.outputs > ${selector}`);
          const ran = async cell => {
            cell.dataset.state = "";
            press(cell, "Run to here");
            return until(() => ["done", "failed"].includes(cell.dataset.state));
          };
          window.bench = {
            first: async begin => {
              const begun = performance.now(), before = live.notebook;
              begin();
              await until(() => live.notebook && live.notebook !== before && cells().some(shows("*")));
              return await ran(cells().find(shows("*"))) - begun;
            },
            all: () => {
              window.begun = performance.now();
              press(document.querySelector(".live-bar"), "Run all");
            },
            ended: () => cells().every(cell => cell.dataset.state === "done") || bench.failed() ? String(performance.now() - begun) : "",
            failed: () => document.querySelector("[data-state=failed]")?.id ?? "",
            change: async () => {
              const cell = document.querySelector(".cell.change"), figure = cells().find(shows("figure"));
              cell.querySelector("pre.code").click();
              document.activeElement.value = document.activeElement.value.replace("seed = 0", "seed = 42");
              document.activeElement.dispatchEvent(new Event("input"));
              const begun = performance.now();
              for (const each of cells().slice(cells().indexOf(cell), cells().indexOf(figure))) each.dataset.state = "";
              return await ran(figure) - begun;
            },
            open: async () => {
              bench.begin();
              await until(() => live.notebook?.cells.length && !live.notebook.running);
            },
            begin: () => press(document.querySelector("#main .live"), "Run it here"),
            next: () => document.querySelector(".neighbours [rel=next]").click(),
          };
        })()
        """;

    /// <param name="address">Where the book is served, with what runs its cells.</param>
    public static void Run(string address, IReadOnlyList<Plan> plans, IAnsiConsole console)
    {
        var (first, all, next) = (new List<double>(), new List<double>(), new List<double>());
        Dictionary<int, List<double>> change = new() { [0] = [], [Pause] = [] };
        string name = plans[0].Notebook.Name;
        for (int round = 0; round < Rounds; round++)
            foreach (var (pause, times) in change)
            {
                using var browser = new HeadlessBrowser();
                Open(browser, $"{address}{name}.html");
                first.Add(Number(browser.Run("bench.first(bench.begin)")));
                all.Add(All(browser, name));
                Thread.Sleep(1000 * pause);
                times.Add(Number(browser.Run("bench.change()")));
                next.Add(Number(browser.Run("bench.first(bench.next)")));
            }
        Say(console, "first output after Run it here", first);
        Say(console, "all cells of the first notebook", all);
        Say(console, $"{Pause} s later, from a changed seed to the first figure", change[Pause]);
        Say(console, "the same at once", change[0]);
        Say(console, "first output on the next page", next);
        foreach (string other in plans.Skip(1).Select(plan => plan.Notebook.Name))
        {
            using var browser = new HeadlessBrowser();
            Open(browser, $"{address}{other}.html");
            browser.Run("bench.open()");
            Say(console, $"all cells of {other}", [All(browser, other)]);
        }
    }

    private static void Open(HeadlessBrowser browser, string page)
    {
        browser.Run($"void (location.href = {JsonSerializer.Serialize(page)})");
        for (int tries = 0; !IsThere(browser); tries++)
        {
            if (tries == 200)
                throw new WorkbookException($"The page {page} does not open in the browser.");
            Thread.Sleep(50);
        }
        browser.Run(Script);
    }

    // The page that is left may take the question with it.
    private static bool IsThere(HeadlessBrowser browser)
    {
        try
        {
            return browser.Run("String(document.readyState === 'complete' && Boolean(window.book))") == "true";
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static double All(HeadlessBrowser browser, string name)
    {
        browser.Run("bench.all()");
        string ended;
        for (var start = DateTime.UtcNow; (ended = browser.Run("bench.ended()")) == ""; Thread.Sleep(100))
            if (DateTime.UtcNow - start > Limit)
                throw new WorkbookException($"{name} has not ended in the browser after {Limit.TotalMinutes} minutes.");
        return browser.Run("bench.failed()") is { Length: > 0 } cell
            ? throw new WorkbookException($"{name} failed in the browser, in {cell}.") : Number(ended);
    }

    private static void Say(IAnsiConsole console, string what, List<double> times)
    {
        double[] sorted = [.. times.Order()];
        string spread = times.Count == 1 ? "" : FormattableString.Invariant($", from {sorted[0] / 1000:F1} to {sorted[^1] / 1000:F1}");
        Report.Line(console, FormattableString.Invariant($"{what,-52} {sorted[times.Count / 2] / 1000:F1} s{spread}"));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
