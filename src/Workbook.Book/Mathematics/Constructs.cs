namespace Workbook.Book.Mathematics;

/// <summary>The commands that take arguments: each reads them and makes an atom.</summary>
internal static class Constructs
{
    private static readonly Dictionary<string, Func<FormulaParser, string, Atom>> Known = All();

    /// <summary>What reads the arguments of a command; null if it takes none, or is not known.</summary>
    public static Func<FormulaParser, string, Atom>? Of(string command) => Known.GetValueOrDefault(command);

    private static Dictionary<string, Func<FormulaParser, string, Atom>> All()
    {
        var all = new Dictionary<string, Func<FormulaParser, string, Atom>>
        {
            ["\\frac"] = (parser, command) => new Fraction(parser.Argument(command), parser.Argument(command)),
            ["\\tfrac"] = (parser, command) => new Fraction(parser.Argument(command), parser.Argument(command), FormulaStyle.Text),
            ["\\dfrac"] = (parser, command) => new Fraction(parser.Argument(command), parser.Argument(command), FormulaStyle.Display),
            ["\\binom"] = (parser, command) =>
                new Fenced("(", new Fraction(parser.Argument(command), parser.Argument(command), Line: false), ")"),
            ["\\sqrt"] = Root,
            ["\\text"] = (parser, command) => new Words(parser.Text(command).Replace(' ', '\u00a0')),
            ["\\operatorname"] = Function,
            ["\\overset"] = (parser, command) => Stacked(parser, command, over: true),
            ["\\underset"] = (parser, command) => Stacked(parser, command, over: false),
            ["\\overline"] = (parser, command) => new Lined(parser.Argument(command), "overline"),
            ["\\underline"] = (parser, command) => new Lined(parser.Argument(command), "underline"),
            ["\\left"] = (parser, _) => parser.Fenced(),
            ["\\begin"] = (parser, command) => Environments.Read(parser, parser.Text(command)),
        };
        Mark("hat ^ tilde ~ bar ˉ dot ˙ ddot ¨ vec →", over: true, stretches: false);
        Mark("widehat \u0302 widetilde \u0303 overbrace ⏞", over: true, stretches: true);
        Mark("underbrace ⏟", over: false, stretches: true);
        foreach (var (name, size) in new[] { ("big", 1.2), ("Big", 1.8), ("bigg", 2.4), ("Bigg", 3.0) })
            foreach (var (suffix, kind) in new[]
                { ("", AtomClass.Ordinary), ("l", AtomClass.Open), ("r", AtomClass.Close), ("m", AtomClass.Relation) })
                all[$"\\{name}{suffix}"] = (parser, command) => new Sign(parser.Fence(command), kind, size);
        foreach (string alphabet in Alphabets.Commands)
            all[alphabet] = (parser, command) => Alphabets.Apply(command, parser.Argument(command));
        return all;

        // Pairs of a command's name and its mark.
        void Mark(string pairs, bool over, bool stretches)
        {
            foreach (string[] pair in pairs.Split(' ').Chunk(2))
                all["\\" + pair[0]] = (parser, command) => new Marked(parser.Argument(command), pair[1], over, stretches);
        }
    }

    private static Root Root(FormulaParser parser, string command)
    {
        var degree = parser.Degree();
        return new Root(parser.Argument(command), degree);
    }

    private static Function Function(FormulaParser parser, string command)
    {
        bool limits = parser.Star();
        return new Function(parser.Text(command), limits);
    }

    private static Stacked Stacked(FormulaParser parser, string command, bool over)
    {
        var small = parser.Argument(command);
        return new Stacked(parser.Argument(command), small, over);
    }
}
