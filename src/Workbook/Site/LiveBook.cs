using Spectre.Console;

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
        if (!Inputs.Made(book, Inputs.OfBook(Checkout.Folder())))
        {
            string folder = Path.GetRelativePath(Environment.CurrentDirectory, book);
            Report.Line(console, $"There is no up-to-date book of all notebooks in {folder}: it is written first");
            code = await RunCommand.RunAsync(new(new([])) { Output = book }, console, errors, cancel);
        }
        if (code <= 1)
            await site.BuildAsync(sentence => Report.Line(console, sentence), cancel);
        return code;
    }
}
