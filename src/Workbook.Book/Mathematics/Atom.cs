namespace Workbook.Book.Mathematics;

/// <summary>What spaces an atom has beside it (Knuth, The TeXbook, chapter 18).</summary>
internal enum AtomClass
{
    Ordinary,
    Operator,
    Binary,
    Relation,
    Open,
    Close,
    Punctuation,
    Inner,
    Space,
}

/// <summary>A part of a formula.</summary>
internal abstract record Atom(AtomClass Class);

/// <summary>Atoms side by side, as one.</summary>
internal sealed record Row(IReadOnlyList<Atom> Atoms) : Atom(AtomClass.Ordinary);

/// <summary>A variable, or several letters that are one name.</summary>
/// <param name="Upright">Rather than italic.</param>
internal sealed record Letters(string Text, bool Upright = false, AtomClass Class = AtomClass.Ordinary) : Atom(Class);

/// <summary>A number with its decimals.</summary>
internal sealed record Number(string Text) : Atom(AtomClass.Ordinary);

/// <summary>Words between formulas.</summary>
internal sealed record Words(string Text) : Atom(AtomClass.Ordinary);

/// <summary>A function with a name, such as tanh.</summary>
/// <param name="Limits">What is under it stands below it, in a formula on a line of its own.</param>
internal sealed record Function(string Name, bool Limits = false) : Atom(AtomClass.Operator);

/// <summary>An operator, relation, fence or punctuation.</summary>
/// <param name="Size">The height of a fence, in em; null for that of the text, infinite for that of what it encloses.</param>
/// <param name="Limits">As of a <see cref="Function"/>.</param>
internal sealed record Sign(string Text, AtomClass Class, double? Size = null, bool Limits = false) : Atom(Class);

/// <summary>Room.</summary>
internal sealed record Space(double Ems) : Atom(AtomClass.Space);

/// <param name="Style">Of the whole fraction; null for that of the place it stands at.</param>
/// <param name="Line">Whether one is drawn; a binomial coefficient has none.</param>
internal sealed record Fraction(Atom Above, Atom Below, FormulaStyle? Style = null, bool Line = true) : Atom(AtomClass.Ordinary);

internal sealed record Root(Atom Radicand, Atom? Degree) : Atom(AtomClass.Ordinary);

internal sealed record Scripts(Atom Base, Atom? Below, Atom? Above) : Atom(Base.Class);

/// <summary>A mark over or under something: a hat, a brace.</summary>
/// <param name="Stretches">To the width of what is marked.</param>
internal sealed record Marked(Atom Base, string Mark, bool Over, bool Stretches) : Atom(AtomClass.Ordinary);

/// <summary>A line over or under something, which the style sheet draws: fonts have none that stretches.</summary>
/// <param name="Side">"overline" or "underline".</param>
internal sealed record Lined(Atom Base, string Side) : Atom(AtomClass.Ordinary);

/// <summary>Something small over or under something else.</summary>
internal sealed record Stacked(Atom Base, Atom Small, bool Over) : Atom(Base.Class);

/// <summary>Fences as high as what they enclose; an empty text is none.</summary>
internal sealed record Fenced(string Open, Atom Content, string Close) : Atom(AtomClass.Inner);

/// <param name="Kind">The environment's name.</param>
/// <param name="Columns">"l", "c" or "r" for each column; the last repeats.</param>
/// <param name="Style">Of each cell.</param>
internal sealed record Table(string Kind, string Columns, FormulaStyle Style, IReadOnlyList<TableRow> Rows) : Atom(AtomClass.Ordinary);

/// <param name="Below">The room below it, as CSS, or null for that of every row.</param>
internal sealed record TableRow(IReadOnlyList<Atom> Cells, string? Below);
