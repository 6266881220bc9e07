using System.Xml.Linq;

namespace Workbook.Book.Mathematics;

/// <summary>Operators and fences: an attribute where a browser's table of operators says something else than TeX.</summary>
internal static class SignWriter
{
    /// <param name="role">The sign's class where it stands: a minus before a number is not between two.</param>
    public static XElement Write(Sign sign, AtomClass role, FormulaStyle style)
    {
        if (sign.Size is { } size)
            return Sized(sign.Text, role, size);
        var written = new XElement("mo", sign.Text);
        switch (role)
        {
            case AtomClass.Ordinary when sign.Class == AtomClass.Binary:
                written.SetAttributeValue("form", "prefix");
                break;
            case AtomClass.Ordinary:
                Tight(written);
                break;
            case AtomClass.Open or AtomClass.Close:
                if (sign.Text is "|" or "‖")
                    written.SetAttributeValue("form", role == AtomClass.Open ? "prefix" : "postfix");
                break;
            default:
                if (style == FormulaStyle.Script)
                    Tight(written);
                break;
        }
        // Fences keep to the line, and arrows to their length.
        if (role is AtomClass.Open or AtomClass.Close || sign.Text is "|" or "‖" or "∣" or "∥" or "↑" or "↓")
            written.SetAttributeValue("stretchy", "false");
        return written;
    }

    /// <summary>A fence as high as what it encloses; null for none.</summary>
    public static XElement? Stretched(string text, string form) => text == "" ? null
        : new XElement("mo", new XAttribute("form", form), new XAttribute("stretchy", "true"), text);

    private static XElement Sized(string text, AtomClass role, double ems)
    {
        var written = new XElement("mo", new XAttribute("stretchy", "true"), new XAttribute("symmetric", "true"),
            new XAttribute("minsize", MathMlWriter.Ems(ems)), new XAttribute("maxsize", MathMlWriter.Ems(ems)), text);
        if (role is AtomClass.Open or AtomClass.Close)
            written.SetAttributeValue("form", role == AtomClass.Open ? "prefix" : "postfix");
        else if (role == AtomClass.Ordinary)
            Tight(written);
        return written;
    }

    private static void Tight(XElement sign)
    {
        sign.SetAttributeValue("lspace", "0");
        sign.SetAttributeValue("rspace", "0");
    }
}
