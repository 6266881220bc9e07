using System.CommandLine;
using Spectre.Console;

namespace Workbook;

/// <summary>
/// The command that runs notebooks and writes them with their outputs, as a book of pages that a browser reads from its folder.
/// </summary>
public static class RunCommand
{
    /// <summary>The program's own command.</summary>
    public static RootCommand Declare()
    {
        var command = new RootCommand(
            "Runs the workbook's notebooks and writes them, with their outputs and figures, as a book of pages for a browser.");
        var notebooks = NotebookOptions.Declare(command);
        var output = new Option<string>("--out", "-o")
        {
            Description = "The folder for the book: index.html, pages, notebooks, figures. Default: out/ in the repository root.",
            HelpName = "folder",
        };
        command.Add(output);
        command.SetAction((line, cancel) => RunAsync(
            new(notebooks(line)) { Output = line.GetValue(output) }, AnsiConsole.Console, Console.Error, cancel));
        return command;
    }

    /// <returns>0; 1 where a cell failed; else as <see cref="ExitCode.OfAsync"/> says.</returns>
    public static Task<int> RunAsync(RunOptions options, IAnsiConsole console, TextWriter errors, CancellationToken cancel) =>
        ExitCode.OfAsync(errors, async () =>
        {
            var notebooks = new NotebookSet(options.Notebooks);
            var results = new OutputFolder(options.Output ?? Checkout.DefaultOutput);
            var book = new BookFolder(results, notebooks.Plans, notebooks.Inputs);
            var runs = await notebooks.RunAsync(new Progress(console, errors), book.Write, cancel);
            book.Finish(console, runs);
            return runs.All(run => run.Failure == null) ? 0 : 1;
        });
}

/// <summary>What <see cref="RunCommand"/> is to do.</summary>
public sealed record RunOptions(NotebookOptions Notebooks)
{
    /// <summary>The folder for what is written; the checkout's out/ if omitted.</summary>
    public string? Output { get; init; }
}
