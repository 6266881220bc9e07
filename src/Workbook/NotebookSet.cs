using Spectre.Console;

namespace Workbook;

/// <summary>The notebooks that a command is for, read and checked before anything runs.</summary>
public sealed class NotebookSet
{
    private readonly IReadOnlyList<(Notebook Notebook, IReadOnlyDictionary<Cell, CellSource> Plan)> notebooks;

    /// <param name="paths">All in the checkout's notebooks/ where none is named.</param>
    /// <exception cref="WorkbookException">A notebook is missing or malformed, or asks for what this host cannot do.</exception>
    public NotebookSet(IReadOnlyList<string> paths)
    {
        notebooks = [.. (paths.Count > 0 ? paths : All()).Select(Notebook.Load).Select(notebook => (notebook, NotebookRun.Plan(notebook)))];
        if (notebooks.GroupBy(each => each.Notebook.Name).FirstOrDefault(group => group.Count() > 1) is { } twins)
            throw new WorkbookException($"Two notebooks are named {twins.Key}, and would be written to one file.");
    }

    /// <summary>The first of them.</summary>
    public Notebook First => notebooks[0].Notebook;

    /// <summary>Compiles them as <see cref="Session"/> does for debugging.</summary>
    public bool Debug { get; init; }

    /// <summary>Where results go that nobody named a place for: out/ in the checkout, or here where there is none.</summary>
    public static string DefaultOutput => Path.Combine(Checkout() ?? Environment.CurrentDirectory, "out");

    /// <summary>Runs them in order; on a terminal behind a bar each.</summary>
    /// <param name="console">Told of packages at other versions, then of progress.</param>
    /// <param name="done">Told of each run as it ends.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<List<NotebookRun>> RunAsync(IAnsiConsole console, Action<NotebookRun> done, CancellationToken cancel)
    {
        var runs = new List<NotebookRun>();
        foreach (string sentence in HostPackages.StandIns)
            Report.Line(console, sentence);
        if (console.Profile.Capabilities.Interactive)
            await console.Progress().StartAsync(bars => RunAsync((notebook, cells) => Bar(bars, notebook, cells)));
        else
            await RunAsync((notebook, cells) =>
            {
                Report.Line(console, $"{notebook.Name}: {cells} cells to run");
                return _ => { };
            });
        return runs;

        async Task RunAsync(Func<Notebook, int, Action<Cell>> start)
        {
            foreach (var (notebook, plan) in notebooks)
            {
                runs.Add(await NotebookRun.RunAsync(notebook, plan, start(notebook, plan.Count), Debug, cancel));
                done(runs[^1]);
            }
        }
    }

    private static Action<Cell> Bar(ProgressContext bars, Notebook notebook, int cells)
    {
        var bar = bars.AddTask(Markup.Escape(notebook.Name), maxValue: cells);
        return _ => bar.Increment(1);
    }

    private static List<string> All()
    {
        string checkout = Checkout()
            ?? throw new WorkbookException($"There is no folder notebooks in {Environment.CurrentDirectory} or above it: "
                + "run this in a checkout, or name notebooks.");
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
