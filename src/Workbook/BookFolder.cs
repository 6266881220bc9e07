using Spectre.Console;
using Workbook.Book;

namespace Workbook;

/// <summary>The book in its folder: reads what it is made of, and writes each notebook's page as soon as that has run.</summary>
public sealed class BookFolder
{
    private readonly OutputFolder results;
    private readonly BookPages book;
    private readonly Task<BookFile[]> sourcePages;   // made while notebooks run
    private readonly string? inputs;
    private bool hasShared;

    /// <param name="inputs">What the whole book is made of, if that is what will be written.</param>
    /// <exception cref="WorkbookException">A notebook's solutions cannot be read, or a formula cannot be drawn.</exception>
    public BookFolder(OutputFolder results, IReadOnlyList<Plan> plans, string? inputs = null)
    {
        var solutions = plans.Select(plan => plan.Notebook)
            .Select(notebook => (notebook.Name, Path: Checkout.Solutions(notebook)))
            .Where(pair => File.Exists(pair.Path))
            .ToDictionary(pair => pair.Name, pair => Plan.Of(Notebook.Load(pair.Path), HostPackages.All));
        var sources = plans.Concat(solutions.Values).SelectMany(plan => plan.Cells.Values).SelectMany(source => source.Imports).Distinct()
            .ToDictionary(path => path, File.ReadAllText);
        (this.results, this.inputs) = (results, inputs);
        book = new BookPages(new(plans, solutions, sources, HostPackages.All, Picture));
        sourcePages = Task.Run(() =>
        {
            book.ColourCells();
            return book.SourcePages().ToArray();
        });
    }

    /// <summary>Writes an executed notebook, its page and its figures.</summary>
    public void Write(NotebookRun run)
    {
        if (!hasShared)
        {
            results.Remove(Inputs.File);   // until all is written
            Write(BookPages.Shared());
        }
        hasShared = true;
        Write(book.Pages(run));
    }

    /// <summary>Writes the pages of source files and the first page, and says what was done.</summary>
    public void Finish(IAnsiConsole console, IReadOnlyList<NotebookRun> runs)
    {
        Write(sourcePages.GetAwaiter().GetResult());
        Write(book.Closing(results.Has));
        if (inputs != null && runs.All(run => run.Failure == null))
            results.Write(Inputs.File, inputs);
        Report.Print(console, runs);
        foreach (string problem in book.Problems)
            Report.Line(console, problem);
        Report.Line(console, $"The book is in {results.Shown(BookFiles.Index)}; `-- serve` runs its cells in a browser");
    }

    private static byte[]? Picture(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void Write(IEnumerable<BookFile> files)
    {
        foreach (BookFile file in files)
            results.Write(file.Name, file.Content);
    }
}
