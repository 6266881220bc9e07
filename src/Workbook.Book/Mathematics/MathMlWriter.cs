using System.Globalization;
using System.Xml.Linq;

namespace Workbook.Book.Mathematics;

/// <summary>Atoms as elements of MathML Core. What TeX and browsers space alike is left to the browser.</summary>
internal static class MathMlWriter
{
    public static XElement Write(Atom atom, FormulaStyle style) => atom switch
    {
        Row row => RowWriter.Write(row.Atoms, style),
        Letters letters => Name(letters.Text, letters.Upright),
        Number number => new XElement("mn", number.Text),
        Words words => new XElement("mtext", words.Text),
        Function function => Name(function.Name, upright: true),
        Sign sign => SignWriter.Write(sign, sign.Class, style),
        Space space => Space(space.Ems),
        Fraction fraction => WriteFraction(fraction, style),
        Root { Degree: null } root => new XElement("msqrt", Write(root.Radicand, style)),
        Root { Degree: { } degree } root => new XElement("mroot", Write(root.Radicand, style), Write(degree, FormulaStyle.Script)),
        Scripts scripts => WriteScripts(scripts, Write(scripts.Base, style), style),
        Marked marked => WriteMarked(marked, style),
        Lined lined => new XElement("mrow", new XAttribute("class", lined.Side), Write(lined.Base, style)),
        Stacked stacked => new XElement(
            stacked.Over ? "mover" : "munder", Write(stacked.Base, style), Write(stacked.Small, FormulaStyle.Script)),
        Fenced fenced => new XElement("mrow",
            SignWriter.Stretched(fenced.Open, "prefix"), Write(fenced.Content, style), SignWriter.Stretched(fenced.Close, "postfix")),
        Table table => TableWriter.Write(table),
        _ => throw new NotSupportedException($"{atom.GetType().Name} has no element."),
    };

    /// <summary>Scripts on a base that has been written.</summary>
    public static XElement WriteScripts(Scripts scripts, XElement written, FormulaStyle style)
    {
        bool limits = scripts.Base is Marked { Mark: "⏞" or "⏟" }
            || (style == FormulaStyle.Display && scripts.Base is Function { Limits: true } or Sign { Limits: true });
        string name = (scripts.Below, scripts.Above) switch
        {
            (_, null) => limits ? "munder" : "msub",
            (null, _) => limits ? "mover" : "msup",
            _ => limits ? "munderover" : "msubsup",
        };
        return new XElement(name, written, Script(scripts.Below), Script(scripts.Above));

        static XElement? Script(Atom? atom) => atom == null ? null : Write(atom, FormulaStyle.Script);
    }

    public static XElement Space(double ems) => ems >= 0
        ? new XElement("mspace", new XAttribute("width", Ems(ems)))
        : new XElement("mspace", new XAttribute("style", $"margin-left:{Ems(ems)}"));   // widths below zero are not drawn

    public static string Ems(double ems) => Math.Round(ems, 4).ToString(CultureInfo.InvariantCulture) + "em";

    // A browser makes a single letter italic, and several upright.
    private static XElement Name(string text, bool upright) => new("mi",
        upright && new StringInfo(text).LengthInTextElements == 1 ? new XAttribute("mathvariant", "normal") : null, text);

    private static XElement WriteFraction(Fraction fraction, FormulaStyle style)
    {
        var inside = (fraction.Style ?? style) == FormulaStyle.Display ? FormulaStyle.Text : FormulaStyle.Script;
        var written = new XElement("mfrac",
            fraction.Line ? null : new XAttribute("linethickness", "0"), Write(fraction.Above, inside), Write(fraction.Below, inside));
        return fraction.Style is not { } own ? written : new XElement("mstyle",
            new XAttribute("displaystyle", own == FormulaStyle.Display ? "true" : "false"), new XAttribute("scriptlevel", 0), written);
    }

    private static XElement WriteMarked(Marked marked, FormulaStyle style)
    {
        var mark = new XElement("mo", new XAttribute("stretchy", marked.Stretches ? "true" : "false"), marked.Mark);
        return new XElement(marked.Over ? "mover" : "munder",
            new XAttribute(marked.Over ? "accent" : "accentunder", "true"), Write(marked.Base, style), mark);
    }
}
