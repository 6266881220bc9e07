using Spectre.Console;
using Workbook.Book;

namespace Workbook;

/// <summary>The book of all notebooks together with what runs its cells in a browser.</summary>
internal static class LiveBook
{
    /// <summary>Makes what is missing or old of the two.</summary>
    /// <param name="book">The book's folder.</param>
    /// <returns>0; 1 where a cell failed as the book was written; above 1 where it could not be written, and nothing was built.</returns>
    public static async Task<int> MakeAsync(
        string book, LiveSite site, IAnsiConsole console, TextWriter errors, CancellationToken cancel)
    {
        int code = 0;
        if (!IsWritten(book))
        {
            Report.Line(console, $"There is no book in {Path.GetRelativePath(Environment.CurrentDirectory, book)} yet, "
                + "or one that is older than the notebooks: it is written first");
            code = await RunCommand.RunAsync(new(new([])) { Output = book }, console, errors, cancel);
        }
        if (code <= 1)
            site.Build(sentence => Report.Line(console, sentence));
        return code;
    }

    // Whether each of the checkout's notebooks has a page that is as new as the notebook.
    private static bool IsWritten(string book) => File.Exists(Path.Combine(book, BookFiles.Index)) && Checkout.Notebooks().All(path =>
        File.GetLastWriteTimeUtc(Path.Combine(book, Path.GetFileNameWithoutExtension(path) + ".html")) >= File.GetLastWriteTimeUtc(path));
}
