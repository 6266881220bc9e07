using System.Xml.Linq;

namespace Workbook.Book.Mathematics;

/// <summary>
/// Atoms side by side. A browser spaces operators by its table; what it cannot know is added: which minus is a sign and which an
/// operation, and the thin space beside functions, sums and dots.
/// </summary>
internal static class RowWriter
{
    private static readonly Space Thin = new(3 / 18.0);   // of an em, as \,

    public static XElement Write(IReadOnlyList<Atom> atoms, FormulaStyle style)
    {
        var row = new XElement("mrow");
        Atom? before = null;
        for (int i = 0; i < atoms.Count; i++)
        {
            var atom = atoms[i];
            if (style != FormulaStyle.Script && NeedsThin(before, atom))
                row.Add(MathMlWriter.Write(Thin, style));
            row.Add(atom.Class == AtomClass.Binary ? Binary(atom, BetweenTwo(before, atoms, i), style) : MathMlWriter.Write(atom, style));
            if (Named(atom) && i + 1 < atoms.Count)
                row.Add(new XElement("mo", "\u2061"));   // "of": invisible, and said by screen readers
            if (atom.Class != AtomClass.Space)
                before = atom;
        }
        return row.Elements().Count() == 1 ? row.Elements().Single() : row;
    }

    private static XElement Binary(Atom atom, bool betweenTwo, FormulaStyle style)
    {
        var role = betweenTwo ? AtomClass.Binary : AtomClass.Ordinary;
        return atom is Scripts { Base: Sign sign } scripts
            ? MathMlWriter.WriteScripts(scripts, SignWriter.Write(sign, role, style), style)
            : SignWriter.Write((Sign)atom, role, style);
    }

    // The TeXbook, appendix G, rules 5 and 6.
    private static bool BetweenTwo(Atom? before, IReadOnlyList<Atom> atoms, int at) =>
        before is { Class: not (AtomClass.Binary or AtomClass.Operator or AtomClass.Relation or AtomClass.Open or AtomClass.Punctuation) }
        && atoms.Skip(at + 1).FirstOrDefault(atom => atom.Class != AtomClass.Space)
            is not (null or { Class: AtomClass.Relation or AtomClass.Close or AtomClass.Punctuation });

    // The TeXbook, chapter 18. What follows a sum is left to the browser.
    private static bool NeedsThin(Atom? before, Atom after) => before != null
        && (((Named(before) || before.Class == AtomClass.Inner)
                && after.Class is AtomClass.Ordinary or AtomClass.Operator or AtomClass.Inner)
            || (after.Class is AtomClass.Operator or AtomClass.Inner
                && before.Class is AtomClass.Ordinary or AtomClass.Close or AtomClass.Inner));

    private static bool Named(Atom atom) => atom is Function or Scripts { Base: Function };
}
