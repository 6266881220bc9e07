namespace Workbook;

/// <summary>The notebooks that a command is for, read and checked before anything runs.</summary>
public sealed class NotebookSet
{
    /// <exception cref="WorkbookException">
    /// A notebook is missing or malformed, or asks for what this host cannot do; or a value is for no variable, or does not compile.
    /// </exception>
    public NotebookSet(NotebookOptions options)
    {
        Options = options;
        Notebook[] notebooks = [.. (options.Paths.Count > 0 ? options.Paths : Checkout.Notebooks()).Select(Notebook.Load)];
        if (notebooks.GroupBy(notebook => notebook.Name).FirstOrDefault(group => group.Count() > 1) is { } twins)
            throw new WorkbookException($"Two notebooks are named {twins.Key} and would be written to the same file.");

        Setting[] settings = [.. options.Set.Select(Setting.Parse)];
        string[] names = [.. notebooks.SelectMany(Settings.Names).Distinct()];
        if (settings.FirstOrDefault(setting => !names.Contains(setting.Name)) is { } unknown)
            throw new WorkbookException($"{unknown.Text}: {unknown.Name} is not a variable that can be changed "
                + $"({(names.Length > 0 ? string.Join(", ", names) : "these notebooks have none")}).");
        Plans = [.. notebooks
            .Select(notebook => Settings.Apply(notebook, [.. options.Live ? Settings.Live(notebook) : [], .. settings], HostPackages.All))
            .Select(notebook => Plan.Of(notebook, HostPackages.All))];
    }

    public NotebookOptions Options { get; }

    /// <summary>What the book of all notebooks is made of, if these are all of the checkout's and as they stand there; else null.</summary>
    public string? Inputs =>
        Options is { Paths.Count: 0, Set.Count: 0, Live: false } ? Workbook.Inputs.OfBook(Checkout.Folder()) : null;

    /// <summary>At least one, in order.</summary>
    public IReadOnlyList<Plan> Plans { get; }

    /// <summary>Runs them in order.</summary>
    /// <param name="done">Called with each run as it ends.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Task<List<NotebookRun>> RunAsync(Progress progress, Action<NotebookRun> done, CancellationToken cancel) =>
        progress.ShowAsync(async cells =>
        {
            var runs = new List<NotebookRun>();
            foreach (Plan plan in Plans)
            {
                runs.Add(await NotebookRun.RunAsync(plan, HostPackages.All, cells, cancel));
                done(runs[^1]);
            }
            return runs;
        });
}
