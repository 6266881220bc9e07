using System.CommandLine;
using System.Text;
using Spectre.Console;
using Workbook.Book;

namespace Workbook;

/// <summary>The command that writes every figure of the notebooks as a file of its own.</summary>
public static class ExportCommand
{
    public static Command Declare()
    {
        var command = new Command("export", "Runs notebooks and writes each figure to a file, notebook-figure.ext.");
        var notebooks = NotebookOptions.Declare(command);
        var format = new Option<string>("--format", "-f")
        {
            Description = "The format of the files; all but html need an installed browser.",
            DefaultValueFactory = _ => "svg",
        };
        format.AcceptOnlyFromAmong(BookFiles.FigureFormats);
        var scale = new Option<double>("--scale")
        {
            Description = "Pixels of the PNG per pixel of the figure.",
            DefaultValueFactory = _ => 2,
        };
        var browser = BrowserPictures.Option();
        var output = new Option<string>("--out", "-o")
        {
            Description = "The folder for the figures. Default: out/figures in the repository root, linked from out/index.html.",
            HelpName = "folder",
        };
        foreach (Option option in new Option[] { format, scale, browser, output })
            command.Add(option);
        command.SetAction((line, cancel) => RunAsync(
            new(notebooks(line), line.GetValue(format)!)
            {
                Scale = line.GetValue(scale),
                Browser = line.GetValue(browser),
                Output = line.GetValue(output),
            },
            AnsiConsole.Console, Console.Error, cancel));
        return command;
    }

    /// <returns>0; 1 where a cell failed; else as <see cref="ExitCode.OfAsync"/> says.</returns>
    public static Task<int> RunAsync(ExportOptions options, IAnsiConsole console, TextWriter errors, CancellationToken cancel) =>
        ExitCode.OfAsync(errors, async () =>
        {
            var (format, scale, output) = (options.Format, options.Scale, options.Output);
            if (!(scale > 0 && scale <= 20))
                throw new WorkbookException(FormattableString.Invariant($"The scale is {scale}; it must be above 0 and at most 20."));
            using var pictures = format == "html" ? null : BrowserPictures.Start(options.Browser);
            var notebooks = new NotebookSet(options.Notebooks);
            var results = new OutputFolder(output ?? Checkout.DefaultOutput);
            var book = output == null ? new BookFolder(results, notebooks.Plans, notebooks.Inputs) : null;
            var runs = await notebooks.RunAsync(new Progress(console, errors), run => book?.Write(run), cancel);

            foreach (var (run, figure) in runs.SelectMany(run => run.Figures.Select(figure => (run, figure))))
            {
                cancel.ThrowIfCancellationRequested();
                string path = BookFiles.Figure(run.Notebook, figure, format);
                byte[] file = pictures?.Draw(figure, format, scale)
                    ?? Encoding.UTF8.GetBytes(FigureHtml.Page(figure.Name, figure.Description, figure.Text));
                results.Write(output == null ? path : Path.GetFileName(path), file);
            }
            if (book != null)
                book.Finish(console, runs);
            else
                Report.Print(console, runs);
            string folder = results.Shown(output == null ? "figures" : "");
            Report.Line(console, $"{runs.Sum(run => run.Figures.Count)} figures are in {folder} as {format}");
            return runs.All(run => run.Failure == null) ? 0 : 1;
        });
}

/// <summary>What <see cref="ExportCommand"/> is to do.</summary>
/// <param name="Format">One of <see cref="BookFiles.FigureFormats"/>; all but html need a browser.</param>
public sealed record ExportOptions(NotebookOptions Notebooks, string Format)
{
    /// <summary>Pixels of the PNG per pixel of the figure.</summary>
    public double Scale { get; init; } = 2;

    /// <summary>The browser's program; the first that is found if omitted.</summary>
    public string? Browser { get; init; }

    /// <summary>
    /// Takes the figures and nothing else; if omitted, all that running writes goes to out/, with the figures in out/figures.
    /// </summary>
    public string? Output { get; init; }
}
