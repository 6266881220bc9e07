using System.CommandLine;

namespace Workbook;

/// <summary>Which notebooks a command runs, and with what in them.</summary>
/// <param name="Paths">All in the checkout's notebooks/ if none is named.</param>
public sealed record NotebookOptions(IReadOnlyList<string> Paths)
{
    /// <summary>Values for variables, each as name=value.</summary>
    public IReadOnlyList<string> Set { get; init; } = [];

    /// <summary>Whether the smaller values apply that notebooks name for their slow places.</summary>
    public bool Live { get; init; }

    /// <summary>Adds the options to a command and returns what reads them from a line.</summary>
    /// <param name="changes">Whether the command may change what is in a notebook before it runs.</param>
    public static Func<ParseResult, NotebookOptions> Declare(Command command, bool changes = true)
    {
        var paths = new Argument<string[]>("notebook")
        {
            Description = "Notebooks to run. Default: all in notebooks/.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        // What looks like an option and is none would be taken for a notebook.
        paths.Validators.Add(result =>
        {
            foreach (string token in result.Tokens.Select(token => token.Value).Where(token => token.StartsWith('-')))
                result.AddError($"Unknown option {token}; see --help.");
        });
        var set = new Option<string[]>("--set")
        {
            Description = "Sets a variable of a cell tagged \"parameters\" to a C# expression: --set seed=42. Repeatable.",
            HelpName = "name=value",
        };
        var live = new Option<bool>("--live") { Description = "Uses the smaller values that notebooks give for their slow cells." };
        command.Add(paths);
        foreach (Option option in changes ? new Option[] { set, live } : [])
            command.Add(option);
        return line => new NotebookOptions(line.GetValue(paths)!)
        {
            Set = changes ? line.GetValue(set) ?? [] : [],
            Live = changes && line.GetValue(live),
        };
    }
}
