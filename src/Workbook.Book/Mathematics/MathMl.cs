using System.Xml.Linq;

namespace Workbook.Book.Mathematics;

/// <summary>
/// A formula in TeX as MathML Core, which browsers set themselves and screen readers read. The TeX is not kept: it would be found and
/// read beside the formula, and as an alttext be read in its place.
/// </summary>
public static class MathMl
{
    /// <summary>The formula as one <c>math</c> element.</summary>
    /// <param name="tex">What stands between the dollar signs.</param>
    /// <param name="display">On a line of its own, with tall fractions and limits under their sums.</param>
    /// <exception cref="TexException">An unknown command, a missing argument, a brace without its partner.</exception>
    public static string Convert(string tex, bool display)
    {
        var formula = FormulaParser.Parse(tex);
        var math = new XElement("math", MathMlWriter.Write(formula, display ? FormulaStyle.Display : FormulaStyle.Text));
        if (display)
            math.SetAttributeValue("display", "block");
        return math.ToString(SaveOptions.DisableFormatting);
    }
}
