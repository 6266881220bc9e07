using System.CommandLine;
using Spectre.Console;

namespace Workbook;

/// <summary>
/// The command that writes what <see cref="ServeCommand"/> serves as plain files: the book, and what runs its cells in a reader's
/// browser. The same book gives the same bytes.
/// </summary>
public static class SiteCommand
{
    public static Command Declare()
    {
        var command = new Command("site",
            "Writes the book, with cells that run in the browser, as plain files for any web server.");
        var output = new Option<string>("--out", "-o")
        {
            Description = "The folder for the site; other files in it stay. Default: site/ in the repository root.",
            HelpName = "folder",
        };
        var book = new Option<string>("--book")
        {
            Description = "The book's folder; the book is written first if it is not there. Default: out/ in the repository root.",
            HelpName = "folder",
        };
        command.Add(output);
        command.Add(book);
        command.SetAction((line, cancel) => RunAsync(
            new() { Output = line.GetValue(output), Book = line.GetValue(book) }, AnsiConsole.Console, Console.Error, cancel));
        return command;
    }

    /// <returns>0; 1 where a cell failed as the book was written; else as <see cref="ExitCode.OfAsync"/> says.</returns>
    public static Task<int> RunAsync(SiteOptions options, IAnsiConsole console, TextWriter errors, CancellationToken cancel) =>
        ExitCode.OfAsync(errors, async () =>
        {
            string checkout = Checkout.Folder(), book = options.Book ?? Checkout.DefaultOutput;
            string folder = options.Output ?? Path.Combine(checkout, "site");
            string[] own = ["notebooks", "src", "data"];
            var site = new StaticSite(folder, [book, .. own.Select(name => Path.Combine(checkout, name))]);
            var live = new LiveSite(checkout);
            int code = await LiveBook.MakeAsync(book, live, console, errors, cancel);
            if (code > 1)
                return code;
            long bytes = site.Write([live.Folder, book]);
            string shown = Path.GetRelativePath(Environment.CurrentDirectory, folder);
            Report.Line(console, FormattableString.Invariant(
                $"The site is in {shown}, {bytes / 1e6:F0} MB, of which a browser that runs cells loads {live.Size / 1e6:F0} MB"));
            return code;
        });
}

/// <summary>What <see cref="SiteCommand"/> is to do.</summary>
public sealed record SiteOptions
{
    /// <summary>The folder for the site; the checkout's site/ if omitted.</summary>
    public string? Output { get; init; }

    /// <summary>The book's folder; the checkout's out/ if omitted.</summary>
    public string? Book { get; init; }
}
