using System.Xml.Linq;

namespace Workbook.Book.Mathematics;

/// <summary>Operators and fences: an attribute where a browser's table of operators says something else than TeX.</summary>
internal static class SignWriter
{
    // How far above the baseline a line of text has its middle, in em.
    private const double Axis = 0.25;

    /// <param name="role">The sign's class where it stands: a minus before a number is not between two.</param>
    public static XElement Write(Sign sign, AtomClass role, FormulaStyle style)
    {
        if (sign.Size is { } size)
            return Sized(sign, role, size);
        var written = new XElement("mo", sign.Text);
        switch (role)
        {
            case AtomClass.Ordinary when sign.Text is "+" or "−" or "±" or "∓":
                written.SetAttributeValue("form", "prefix");
                break;
            case AtomClass.Ordinary:
                Tight(written);
                break;
            case AtomClass.Open or AtomClass.Close:
                if (sign.Text is "|" or "‖")
                    written.SetAttributeValue("form", role == AtomClass.Open ? "prefix" : "postfix");
                break;
            case AtomClass.Operator:
                written.SetAttributeValue("lspace", "0");
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

    // Not by stretching: Chromium makes a stretched fence as wide as the widest in its font.
    private static XElement Sized(Sign sign, AtomClass role, double size)
    {
        var written = Write(sign with { Size = null }, role, FormulaStyle.Text);
        written.SetAttributeValue("mathsize", MathMlWriter.Ems(size));
        return new XElement("mpadded", new XAttribute("voffset", MathMlWriter.Ems(Axis * (1 - size))), written);
    }

    private static void Tight(XElement sign)
    {
        sign.SetAttributeValue("lspace", "0");
        sign.SetAttributeValue("rspace", "0");
    }
}
