using System.Text;
using Spectre.Console;

namespace Workbook;

/// <summary>The command that writes every figure of the notebooks as a file of its own.</summary>
public static class ExportCommand
{
    public static readonly string[] Formats = ["html", "svg", "png", "pdf"];

    /// <param name="format">One of <see cref="Formats"/>; all but html need a browser.</param>
    /// <param name="scale">Pixels of a PNG for each pixel of the figure.</param>
    /// <param name="browser">The browser's program; the first that is found where it is left out.</param>
    /// <param name="output">
    /// Takes the figures and nothing else; where it is left out, all that running writes goes to out/, with the figures in
    /// out/figures.
    /// </param>
    /// <returns>0; 1 where a cell failed; else as <see cref="ExitCode.OfAsync"/> says.</returns>
    public static Task<int> RunAsync(
        IReadOnlyList<string> paths, string format, double scale, string? browser, string? output,
        IAnsiConsole console, TextWriter errors, CancellationToken cancel) =>
        ExitCode.OfAsync(errors, async () =>
        {
            if (!(scale > 0 && scale <= 20))
                throw new WorkbookException(FormattableString.Invariant($"The scale is {scale}; it must be above 0 and at most 20."));
            using var pictures = format == "html" ? null : BrowserPictures.Start(browser);
            var notebooks = new NotebookSet(paths);
            var results = new OutputFolder(output ?? NotebookSet.DefaultOutput);
            var runs = await notebooks.RunAsync(console, run =>
            {
                if (output == null)
                    RunCommand.Write(results, run);
            }, cancel);

            foreach (var (run, figure) in runs.SelectMany(run => run.Figures.Select(figure => (run, figure))))
            {
                cancel.ThrowIfCancellationRequested();
                string path = Gallery.FilePath(run, figure, format);
                byte[] file = pictures?.Draw(figure, format, scale) ?? Encoding.UTF8.GetBytes(figure.ToPage(null));
                results.Write(output == null ? path : Path.GetFileName(path), file);
            }
            if (output == null)
                RunCommand.Finish(console, results, runs);
            else
                Report.Print(console, runs);
            string folder = results.Shown(output == null ? "figures" : "");
            Report.Line(console, $"{runs.Sum(run => run.Figures.Count)} figures are in {folder} as {format}");
            return runs.All(run => run.Failure == null) ? 0 : 1;
        });
}
