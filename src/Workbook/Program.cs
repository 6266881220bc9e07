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
var root = new RootCommand("Runs the workbook's notebooks and writes them, with their outputs, their figures and a page that shows them all.") { notebooks, output };
root.SetAction((line, cancel) => RunCommand.RunAsync(line.GetValue(notebooks)!, line.GetValue(output), AnsiConsole.Console, Console.Error, cancel));

var line = root.Parse(args);
if (line.Errors.Count > 0)
{
    Console.Error.WriteLine(line.Errors[0].Message);
    return 2;
}
return await line.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
