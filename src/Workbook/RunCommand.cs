using Spectre.Console;

namespace Workbook;

/// <summary>The command that runs notebooks and writes what they gave.</summary>
public static class RunCommand
{
    /// <returns>0; 1 where a cell failed; 2 where nothing was run, for a reason said in one sentence; 130 where it was cancelled.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> paths, string? output, IAnsiConsole console, TextWriter errors, CancellationToken cancel)
    {
        try
        {
            var runs = await RunAllAsync(paths, output, console, cancel);
            return runs.All(run => run.Failure == null) ? 0 : 1;
        }
        catch (WorkbookException problem)
        {
            await errors.WriteLineAsync(problem.Message);
            return 2;
        }
        catch (OperationCanceledException)
        {
            await errors.WriteLineAsync("Stopped.");
            return 130;
        }
    }

    private static async Task<List<NotebookRun>> RunAllAsync(IReadOnlyList<string> paths, string? output, IAnsiConsole console, CancellationToken cancel)
    {
        var notebooks = (paths.Count > 0 ? paths : All()).Select(Notebook.Load).ToList();
        if (notebooks.GroupBy(notebook => notebook.Name).FirstOrDefault(group => group.Count() > 1) is { } twins)
            throw new WorkbookException($"Two notebooks are named {twins.Key}, and would be written to one file.");
        var plans = notebooks.Select(NotebookRun.Plan).ToList();
        string folder = output ?? Path.Combine(Checkout() ?? Environment.CurrentDirectory, "out");
        var results = new OutputFolder(folder);

        var runs = new List<NotebookRun>();
        await WithProgressAsync(console, async start =>
        {
            for (int i = 0; i < notebooks.Count; i++)
            {
                var run = await NotebookRun.RunAsync(notebooks[i], plans[i], start(notebooks[i], plans[i].Count), cancel);
                results.Write($"{run.Notebook.Name}.ipynb", run.Notebook.WithOutputs(run.Cells));
                foreach (ShownFigure figure in run.Figures)
                    results.Write(Gallery.PagePath(run, figure), figure.Page);
                runs.Add(run);
            }
        });
        results.Write(Gallery.PlotlyFile, Figure.PlotlySource());
        results.Write("index.html", Gallery.Html(runs));
        Report(console, runs, Path.GetRelativePath(Environment.CurrentDirectory, Path.Combine(folder, "index.html")));
        return runs;
    }

    // A bar for each notebook on a terminal, a line for each elsewhere. start gives what to call after each cell.
    private static Task WithProgressAsync(IAnsiConsole console, Func<Func<Notebook, int, Action<Cell>>, Task> work)
    {
        if (console.Profile.Capabilities.Interactive)
            return console.Progress().StartAsync(bars => work((notebook, cells) =>
            {
                var bar = bars.AddTask(Markup.Escape(notebook.Name), maxValue: cells);
                return _ => bar.Increment(1);
            }));
        return work((notebook, cells) =>
        {
            Line(console, $"{notebook.Name}: {cells} cells to run");
            return _ => { };
        });
    }

    private static void Report(IAnsiConsole console, List<NotebookRun> runs, string gallery)
    {
        foreach (NotebookRun run in runs.Where(run => run.Failure != null))
            Line(console, $"\n{run.Notebook.Path}, {run.Failure}\n");

        var table = new Table().Border(TableBorder.Rounded).AddColumns("Notebook", "Cells", "Figures", "Seconds", "");
        foreach (NotebookRun run in runs)
        {
            string cells = $"{run.Cells.Count}", figures = $"{run.Figures.Count}", seconds = $"{run.Time.TotalSeconds:F1}";
            string outcome = run.Failure is { } failure ? $"failed in {failure.Place}" : "ok";
            if (console.Profile.Capabilities.Interactive)
                table.AddRow(Markup.Escape(run.Notebook.Name), cells, figures, seconds, Markup.Escape(outcome));
            else
                Line(console, $"{run.Notebook.Name}: {cells} cells, {figures} figures, {seconds} s, {outcome}");
        }
        if (console.Profile.Capabilities.Interactive)
            console.Write(table);
        Line(console, $"The figures are in {gallery}");
    }

    // As it is: Spectre.Console would break long lines where there is no terminal.
    private static void Line(IAnsiConsole console, string text) => console.Profile.Out.Writer.WriteLine(text);

    private static List<string> All()
    {
        string checkout = Checkout()
            ?? throw new WorkbookException($"There is no folder notebooks in {Environment.CurrentDirectory} or above it: run this in a checkout, or name notebooks.");
        string folder = Path.GetRelativePath(Environment.CurrentDirectory, Path.Combine(checkout, "notebooks"));
        var found = Directory.GetFiles(folder, "*.ipynb").Order(StringComparer.Ordinal).ToList();
        return found.Count > 0 ? found : throw new WorkbookException($"There are no notebooks in {folder}.");
    }

    // The folder that has notebooks/ in it: the current one or one above it.
    private static string? Checkout()
    {
        var folder = new DirectoryInfo(Environment.CurrentDirectory);
        while (folder != null && !Directory.Exists(Path.Combine(folder.FullName, "notebooks")))
            folder = folder.Parent;
        return folder?.FullName;
    }
}
