using Workbook.Tests;

[assembly: AssemblyFixture(typeof(ReadersBook))]

namespace Workbook.Tests;

/// <summary>The book of all notebooks, written once for all tests that read it, from the runs that all tests share.</summary>
public sealed class ReadersBook : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Lock gate = new();
    private Task? written;

    /// <summary>The folder that it is in.</summary>
    internal string Path => folder.Path;

    internal List<NotebookRun> Runs { get; } = [];

    /// <summary>The pages, by their names: the first, those of notebooks, those of source files.</summary>
    internal IEnumerable<string> Pages => folder.Files.Where(file => file.EndsWith(".html", StringComparison.Ordinal)
        && !file.StartsWith("figures/", StringComparison.Ordinal));

    internal IEnumerable<string> Files => folder.Files;

    /// <summary>Has it written if nobody has. For a test to wait for before it begins: writing it takes a turn of its own.</summary>
    internal Task WriteAsync()
    {
        lock (gate)
            return written ??= Task.Run(MakeAsync);
    }

    public void Dispose() => folder.Dispose();

    private async Task MakeAsync()
    {
        using var turn = await OneAtATime.EnterAsync();
        foreach (string name in NotebookRuns.Names)
            Runs.Add(await NotebookRuns.Of(name));
        var book = new BookFolder(new OutputFolder(folder.Path), [.. Runs.Select(run => Plan.Of(run.Notebook, HostPackages.All))]);
        Runs.ForEach(book.Write);
        book.Finish(PlainConsole.To(TextWriter.Null), Runs);
    }
}
