using System.CommandLine;
using Spectre.Console;
using Workbook;

var notebooks = new Argument<string[]>("notebook")
{
    Description = "Notebooks to run. All in the folder notebooks/ where none is named.",
    Arity = ArgumentArity.ZeroOrMore,
};
var output = new Option<string>("--out", "-o")
{
    Description = "The folder for executed notebooks, figures and index.html. The checkout's out/ where it is left out.",
    HelpName = "folder",
};
var debug = new Option<bool>("--debug")
{
    Description = "Compiles imported files without optimisation, as Polyglot Notebooks and Verso do: it shows what they cost there. "
        + "Cells are never optimised.",
};
var format = new Option<string>("--format", "-f")
{
    Description = "What the files are; all but html need an installed browser.",
    DefaultValueFactory = _ => "svg",
};
format.AcceptOnlyFromAmong(ExportCommand.Formats);
var scale = new Option<double>("--scale") { Description = "Pixels of a PNG for each pixel of the figure.", DefaultValueFactory = _ => 2 };
var browser = new Option<string>("--browser")
{
    Description = "The program of Chrome, Chromium or Edge. Where it is left out: "
        + $"the environment variable {HeadlessBrowser.Variable}, the PATH, the usual places.",
    HelpName = "program",
};
var figures = new Option<string>("--out", "-o")
{
    Description = "The folder for the figures alone. out/figures where it is left out, linked from out/index.html.",
    HelpName = "folder",
};

var export = new Command("export", "Runs notebooks and writes every figure as a file of its own, notebook-figure.ext.")
{
    notebooks, format, scale, browser, figures,
};
export.SetAction((line, cancel) => ExportCommand.RunAsync(
    line.GetValue(notebooks)!, line.GetValue(format)!, line.GetValue(scale), line.GetValue(browser), line.GetValue(figures),
    AnsiConsole.Console, Console.Error, cancel));

var publish = new Command("publish",
    "Runs notebooks and writes them back with their outputs, every figure as a picture, so that they show where no script runs.")
{
    notebooks, browser,
};
publish.SetAction((line, cancel) => PublishCommand.RunAsync(
    line.GetValue(notebooks)!, line.GetValue(browser), AnsiConsole.Console, Console.Error, cancel));

var bench = new Command("bench", "Measures what a reader waits for: start-up, the first figure, a cell run again, all notebooks.")
{
    notebooks, debug,
};
bench.SetAction((line, cancel) => BenchCommand.RunAsync(
    line.GetValue(notebooks)!, line.GetValue(debug), AnsiConsole.Console, Console.Error, cancel));

var root = new RootCommand(
    "Runs the workbook's notebooks and writes them, with their outputs, their figures and a page that shows them all.")
{
    notebooks, output, debug, export, publish, bench,
};
root.SetAction((line, cancel) => RunCommand.RunAsync(
    line.GetValue(notebooks)!, line.GetValue(output), line.GetValue(debug), AnsiConsole.Console, Console.Error, cancel));

var line = root.Parse(args);
if (line.Errors.Count > 0)
{
    Console.Error.WriteLine(string.Join(" ", line.Errors[0].Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
    return 2;
}
return await line.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
