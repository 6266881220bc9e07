using System.CommandLine;
using Spectre.Console;

namespace Workbook;

/// <summary>
/// The command that runs notebooks and writes them with their outputs, a page for each figure, and a page that shows all.
/// </summary>
public static class RunCommand
{
    /// <summary>The program's own command.</summary>
    public static RootCommand Declare()
    {
        var command = new RootCommand(
            "Runs the workbook's notebooks and writes them, with their outputs, their figures and a page that shows them all.");
        var notebooks = NotebookOptions.Declare(command);
        var output = new Option<string>("--out", "-o")
        {
            Description = "The folder for executed notebooks, figures and index.html. The checkout's out/ where it is left out.",
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
            var runs = await notebooks.RunAsync(new Progress(console, errors), run => Write(results, run), cancel);
            Finish(console, results, runs);
            return runs.All(run => run.Failure == null) ? 0 : 1;
        });

    /// <summary>Writes an executed notebook and its figures.</summary>
    public static void Write(OutputFolder results, NotebookRun run)
    {
        results.Write($"{run.Notebook.Name}.ipynb", run.Notebook.WithOutputs(run.Cells));
        foreach (ShownFigure figure in run.Figures)
            results.Write(
                Gallery.FilePath(run, figure, "html"),
                FigureHtml.Page(figure.Name, figure.Description, figure.Json, $"../{Gallery.PlotlyFile}"));
    }

    /// <summary>Writes the gallery of what was run and says what was done.</summary>
    public static void Finish(IAnsiConsole console, OutputFolder results, IReadOnlyList<NotebookRun> runs)
    {
        results.Write(Gallery.PlotlyFile, FigureHtml.PlotlySource());
        results.Write("index.html", Gallery.Html(runs, results));
        Report.Print(console, runs);
        Report.Line(console, $"The figures are in {results.Shown("index.html")}");
    }
}

/// <summary>What <see cref="RunCommand"/> is to do.</summary>
public sealed record RunOptions(NotebookOptions Notebooks)
{
    /// <summary>The folder for what is written; the checkout's out/ if omitted.</summary>
    public string? Output { get; init; }
}
