namespace Workbook.Book.Mathematics;

/// <summary>Reads TeX into atoms, from left to right.</summary>
internal sealed class FormulaParser(TexReader reader)
{
    // What ends a row, for whoever began it to read.
    private static readonly string[] Stops = ["}", "&", "\\\\", "\\right", "\\end"];

    /// <exception cref="TexException">It is not a formula, or has a command that is not known.</exception>
    public static Atom Parse(string tex)
    {
        var parser = new FormulaParser(new TexReader(tex));
        var formula = parser.Row();
        return parser.Stop() is { } stop ? throw new TexException(Alone(stop)) : formula;
    }

    /// <summary>Atoms up to what ends them.</summary>
    public Atom Row()
    {
        var atoms = new List<Atom>();
        while (reader.Peek() is { } token && !Stops.Contains(token))
            atoms.Add(Scripted());
        return atoms is [var single] ? single : new Row(atoms);
    }

    /// <summary>Takes what ended a row; null at the end of the formula.</summary>
    public string? Stop() => reader.Next();

    /// <summary>A group in braces, or one atom.</summary>
    /// <param name="command">Whose argument it is.</param>
    public Atom Argument(string command) => reader.Peek() is null or "^" or "_" || Stops.Contains(reader.Peek())
        ? throw new TexException($"{command} lacks an argument.")
        : Single();

    /// <summary>As written, in braces.</summary>
    public string Text(string command) => reader.Text(command);

    /// <summary>As <see cref="TexReader.Option"/>.</summary>
    public string? Option(string command, Predicate<string> isOne, string needs) => reader.Option(command, isOne, needs);

    /// <summary>Whether a star follows.</summary>
    public bool Star() => reader.Skip("*");

    /// <summary>The degree of a root, in brackets; null for a square root.</summary>
    public Atom? Degree()
    {
        if (!reader.Skip("["))
            return null;
        var atoms = new List<Atom>();
        while (!reader.Skip("]"))
            atoms.Add(reader.Peek() is { } token && !Stops.Contains(token)
                ? Scripted()
                : throw new TexException("The bracket after \\sqrt is not closed."));
        return new Row(atoms);
    }

    /// <summary>What \left and \right enclose; the \left has been read.</summary>
    public Fenced Fenced()
    {
        string open = Fence("\\left");
        var content = Row();
        if (Stop() != "\\right")
            throw new TexException("\\left has no \\right.");
        return new Fenced(open, content, Fence("\\right"));
    }

    /// <summary>The fence after a command; an empty text for a dot.</summary>
    public string Fence(string command) => reader.Next() switch
    {
        "." => "",
        "<" => "⟨",
        ">" => "⟩",
        { } token when Symbols.Of(token) is Sign { Class: AtomClass.Open or AtomClass.Close or AtomClass.Ordinary } sign => sign.Text,
        var token => throw new TexException($"After {command} comes a fence, not {token ?? "the end"}."),
    };

    private Atom Scripted()
    {
        var start = reader.Peek() is "^" or "_" or "'" ? new Row([])
            : reader.Number() is { Length: > 0 } number ? new Number(number)
            : Single();
        Atom? below = null, above = null;
        string primes = "";
        while (reader.Peek() is "^" or "_" or "'")
        {
            string mark = reader.Next()!;
            if ((mark == "_" ? below : above) != null)
                throw new TexException($"A second {mark} follows on one base.");
            if (mark == "'")
                primes += "′";
            else if (mark == "_")
                below = Argument(mark);
            else
                above = Argument(mark);
        }
        // On the line: fonts have primes raised, and browsers would raise them once more.
        if (primes != "")
            start = new Row([start, new Sign(primes, AtomClass.Ordinary)]);
        return below == null && above == null ? start : new Scripts(start, below, above);
    }

    private Atom Single()
    {
        string token = reader.Next()!;
        if (token == "{")
            return Group();
        if (Constructs.Of(token) is { } read)
            return read(this, token);
        if (token is [>= '0' and <= '9'])
            return new Number(token);
        return Symbols.Of(token) ?? throw new TexException(token[0] == '\\'
            ? $"The command {token} is not known."
            : $"The character {token} is not known in a formula.");
    }

    // Braces make an operator an ordinary sign: in 1{,}000 the comma has no room beside it.
    private Atom Group()
    {
        var content = Row();
        if (Stop() is not "}")
            throw new TexException("A brace { is not closed.");
        return content is Sign sign ? sign with { Class = AtomClass.Ordinary } : content;
    }

    private static string Alone(string stop) => stop switch
    {
        "}" => "A brace } closes nothing.",
        "&" or "\\\\" => $"{stop} stands outside a matrix or aligned lines.",
        _ => $"{stop} closes nothing.",
    };
}
