using System.CommandLine;
using System.Text;
using Spectre.Console;
using Workbook.Book;

namespace Workbook;

/// <summary>
/// The command that writes notebooks back with their outputs, every figure as a PNG with its description: GitHub and other previews
/// run no script. Nothing of the machine or the moment is written, and a picture whose figure has not changed stays as it is.
/// </summary>
public static class PublishCommand
{
    /// <summary>The folder beside the notebooks that figures of cells tagged "picture" are also written to, for the README.</summary>
    private const string Pictures = "pictures";

    public static Command Declare()
    {
        var command = new Command("publish",
            "Runs notebooks and writes them back with their outputs, figures as pictures, so that they show where no script runs.");
        var notebooks = NotebookOptions.Declare(command, changes: false);
        var browser = BrowserPictures.Option();
        command.Add(browser);
        command.SetAction((line, cancel) => RunAsync(
            new(notebooks(line)) { Browser = line.GetValue(browser) }, AnsiConsole.Console, Console.Error, cancel));
        return command;
    }

    /// <returns>0; 1 where a cell failed, and nothing is written; else as <see cref="ExitCode.OfAsync"/> says.</returns>
    public static Task<int> RunAsync(PublishOptions options, IAnsiConsole console, TextWriter errors, CancellationToken cancel) =>
        ExitCode.OfAsync(errors, async () =>
        {
            using var pictures = BrowserPictures.Start(options.Browser);
            var runs = await new NotebookSet(options.Notebooks).RunAsync(new Progress(console, errors), _ => { }, cancel);
            Report.Print(console, runs);
            if (runs.Any(run => run.Failure != null))
                return 1;
            var files = new List<(OutputFolder Folder, string Name, byte[] Content)>();
            foreach (NotebookRun run in runs)
            {
                var folder = new OutputFolder(Path.GetDirectoryName(Path.GetFullPath(run.Notebook.Path))!);
                string text = run.Notebook.Published(cell => run.Cells[cell].ToOutputs(null, figure =>
                {
                    cancel.ThrowIfCancellationRequested();
                    byte[] png = PublishedFigure.Png(cell, figure) ?? pictures.DrawSmall(figure);
                    if (cell.HasTag("picture"))
                        files.Add((folder, Path.Combine(Pictures, figure.Name + ".png"), png));
                    return PublishedFigure.Output(cell, figure, png);
                }));
                files.Add((folder, Path.GetFileName(run.Notebook.Path), Encoding.UTF8.GetBytes(text)));
            }
            foreach (var (folder, name, content) in files)   // all is drawn by now: nothing can go wrong halfway
                folder.Write(name, content);
            return 0;
        });
}

/// <summary>What <see cref="PublishCommand"/> is to do.</summary>
public sealed record PublishOptions(NotebookOptions Notebooks)
{
    /// <summary>The browser's program; the first that is found if omitted.</summary>
    public string? Browser { get; init; }
}
