using Spectre.Console;

namespace Workbook;

/// <summary>
/// The command that runs notebooks and writes them with their outputs, a page for each figure, and a page that shows all.
/// </summary>
public static class RunCommand
{
    /// <returns>0; 1 where a cell failed; else as <see cref="ExitCode.OfAsync"/> says.</returns>
    public static Task<int> RunAsync(
        IReadOnlyList<string> paths, string? output, bool debug, IAnsiConsole console, TextWriter errors, CancellationToken cancel) =>
        ExitCode.OfAsync(errors, async () =>
        {
            var notebooks = new NotebookSet(paths) { Debug = debug };
            string folder = output ?? NotebookSet.DefaultOutput;
            var results = new OutputFolder(folder);
            var runs = await notebooks.RunAsync(console, run => Write(results, run), cancel);
            Finish(console, results, runs);
            return runs.All(run => run.Failure == null) ? 0 : 1;
        });

    /// <summary>Writes an executed notebook and its figures.</summary>
    public static void Write(OutputFolder results, NotebookRun run)
    {
        results.Write($"{run.Notebook.Name}.ipynb", run.Notebook.WithOutputs(run.Cells));
        foreach (ShownFigure figure in run.Figures)
            results.Write(Gallery.FilePath(run, figure, "html"), figure.ToPage($"../{Gallery.PlotlyFile}"));
    }

    /// <summary>Writes the gallery of what was run and says what was done.</summary>
    public static void Finish(IAnsiConsole console, OutputFolder results, IReadOnlyList<NotebookRun> runs)
    {
        results.Write(Gallery.PlotlyFile, Figure.PlotlySource());
        results.Write("index.html", Gallery.Html(runs, results));
        Report.Print(console, runs);
        Report.Line(console, $"The figures are in {results.Shown("index.html")}");
    }
}
