using Workbook.Tests;

[assembly: AssemblyFixture(typeof(ReadersBook))]
[assembly: AssemblyFixture(typeof(ShortBook))]

namespace Workbook.Tests;

/// <summary>The book of all notebooks.</summary>
public sealed class ReadersBook() : WrittenBook(NotebookRuns.Names);

/// <summary>
/// The book of the first three notebooks, for tests of what pages do: they run in seconds, the first is one of a single network, and the
/// third has smaller values for a browser.
/// </summary>
public sealed class ShortBook() : WrittenBook(NotebookRuns.Names.Take(3));

/// <summary>A book of some notebooks, written once for all tests that read it, from the runs that all tests share.</summary>
/// <param name="names">Of the notebooks.</param>
public abstract class WrittenBook(IEnumerable<string> names) : IDisposable
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

    public void Dispose()
    {
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task MakeAsync()
    {
        using var turn = await OneAtATime.EnterAsync();
        foreach (string name in names)
            Runs.Add(await NotebookRuns.Of(name));
        var book = new BookFolder(new OutputFolder(folder.Path), [.. Runs.Select(run => Plan.Of(run.Notebook, HostPackages.All))]);
        Runs.ForEach(book.Write);
        book.Finish(PlainConsole.To(TextWriter.Null), Runs);
    }
}
