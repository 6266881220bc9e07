namespace Workbook.Tests;

/// <summary>For tests that run cells: the console and the current folder belong to the whole process, so one runs at a time.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class OneAtATime
{
    public const string Name = "host";
}

/// <summary>The workbook's notebooks, each run once for all tests that look at what it gave.</summary>
internal static class NotebookRuns
{
    private static readonly Dictionary<string, Task<NotebookRun>> Runs = [];

    public static IEnumerable<string> Names =>
        Directory.GetFiles(Repository.Notebooks, "*.ipynb").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal);

    /// <param name="name">A file of notebooks/ without its ending; "solutions/…" for one of those.</param>
    public static Task<NotebookRun> Of(string name)
    {
        if (!Runs.TryGetValue(name, out var run))
        {
            var notebook = Notebook.Load(Path.Combine(Repository.Notebooks, name + ".ipynb"));
            Runs[name] = run = NotebookRun.RunAsync(notebook, NotebookRun.Plan(notebook), cancel: TestContext.Current.CancellationToken);
        }
        return run;
    }
}
