using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Spectre.Console;

namespace Workbook.Benchmarks;

/// <summary>
/// The command that measures the workbook itself: what a reader waits for.
/// </summary>
public static class BenchCommand
{
    public static Command Declare()
    {
        var command = new Command("bench",
            "Measures what a reader waits for: start-up, the first figure, a cell that is run again, all notebooks.");
        var notebooks = NotebookOptions.Declare(command);
        var browser = new Option<bool>("--browser")
        {
            Description = "Measures cells as they run in a headless browser: those of the book in out/, which is written first "
                + "if it is missing.",
        };
        command.Add(browser);
        command.SetAction((line, cancel) => line.GetValue(browser)
            ? RunInBrowserAsync(notebooks(line), AnsiConsole.Console, Console.Error, cancel)
            : RunAsync(notebooks(line), AnsiConsole.Console, Console.Error, cancel));
        return command;
    }

    /// <returns>0; else as <see cref="ExitCode.OfAsync"/> says.</returns>
    public static Task<int> RunInBrowserAsync(
        NotebookOptions options, IAnsiConsole console, TextWriter errors, CancellationToken cancel) => ExitCode.OfAsync(errors, async () =>
    {
        var notebooks = new NotebookSet(options);
        var site = new LiveSite(Checkout.Folder());
        int code = await LiveBook.MakeAsync(Checkout.DefaultOutput, site, console, errors, cancel);
        if (code > 1)
            return code;
        await using var server = await BookServer.StartAsync([site.Folder, Checkout.DefaultOutput], 0, cancel);
        Report.Line(console, FormattableString.Invariant($"{"loaded by the browser",-52} {(site.Size + site.SizeOfNotebook) / 1e6:F1} MB"));
        LiveBench.Run(server.Address, notebooks.Plans, console);
        return 0;
    });

    /// <param name="options">The first of the notebooks is the one whose cell runs again and again.</param>
    /// <param name="repeats">How often it does.</param>
    /// <returns>0; 1 where a cell failed; else as <see cref="ExitCode.OfAsync"/> says.</returns>
    public static Task<int> RunAsync(
        NotebookOptions options, IAnsiConsole console, TextWriter errors, CancellationToken cancel, int repeats = 40)
    {
        double startUp = (DateTime.Now - Process.GetCurrentProcess().StartTime).TotalMilliseconds;
        return ExitCode.OfAsync(errors, async () =>
        {
            var notebooks = new NotebookSet(options);
            void Say(string what, FormattableString value) =>
                Report.Line(console, $"{what,-52} {value.ToString(CultureInfo.InvariantCulture)}");

            // Before anything else runs, so that it pays for loading the compiler, as a reader's first run does.
            var (first, again) = await FirstFigureAsync(notebooks.Plans[0], repeats, cancel);
            Say("start-up, until the command runs", $"{startUp:F0} ms");
            if (first is { } wait)
                Say("from there to the first figure", $"{wait:F0} ms");
            if (again.Count > 0)
                Say($"a cell with a heatmap, run again {again.Count} times",
                    $"median {again[again.Count / 2]:F1} ms, worst {again[^1]:F1} ms");

            var runs = await notebooks.RunAsync(new Progress(console, errors), _ => { }, cancel);
            Report.Print(console, runs);
            foreach (ShownFigure figure in runs.SelectMany(run => run.Figures).OrderByDescending(Size).Take(3))
                Say($"output of the figure {figure.Name}", $"{Size(figure) / 1000.0:F1} KB");
            Say("all notebooks", $"{runs.Sum(run => run.Time.TotalSeconds):F1} s");
            return runs.All(run => run.Failure == null) ? 0 : 1;
        });
    }

    // Milliseconds to the first figure of a notebook, and sorted ones of its first cell with a heatmap, run again when all have run.
    private static async Task<(double? First, List<double> Again)> FirstFigureAsync(
        Plan plan, int repeats, CancellationToken cancel)
    {
        double? first = null;
        (Cell Cell, CellSource Source)? heatmap = null;
        var (clock, again) = (Stopwatch.StartNew(), new List<double>());
        using var session = new Session(plan.Notebook, HostPackages.All);
        foreach (var (cell, source) in plan.Cells)
        {
            var run = await session.RunAsync(cell, source, cancel);
            if (run.Failure != null)
                return (first, again);
            if (run.Figures.Count > 0)
                first ??= clock.Elapsed.TotalMilliseconds;
            if (run.Figures.Count > 0 && source.Code.Contains("Heatmap(", StringComparison.Ordinal))
                heatmap ??= (cell, source);
        }
        for (int k = 0; k < repeats && heatmap is { } found; k++)
        {
            await Task.Delay(150, cancel);   // a reader's pause, in which .NET compiles well what has run often
            clock.Restart();
            await session.RunAsync(found.Cell, found.Source, cancel);
            again.Add(clock.Elapsed.TotalMilliseconds);
        }
        again.Sort();
        return (first, again);
    }

    private static int Size(ShownFigure figure) => Encoding.UTF8.GetByteCount(FigureHtml.Output(figure.Description, figure.Text));
}
