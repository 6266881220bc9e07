using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Workbook.Book.Mathematics;

namespace Workbook.Tests;

/// <summary>Our MathML beside that of KaTeX, formula by formula.</summary>
[Trait("speed", "slow")]
public class KatexTests
{
    private const string Convert = """
        const katex = require("katex"), all = JSON.parse(require("fs").readFileSync(0, "utf8"));
        console.log(JSON.stringify(all.map(({ Tex, Display }) =>
          katex.renderToString(Tex, { output: "mathml", displayMode: Display }).match(/<math.*<\/math>/s)[0])));
        """;

    // Beyond those of the notebooks: what a further one may use.
    private static readonly (string Tex, bool Display)[] More =
    [
        (@"\left( \frac{a}{\sqrt[3]{b}} \right] \to \Gamma, \nabla f", true),
        (@"f = \begin{cases} 1 & x \ge 0 \\ -1 & \text{else} \end{cases}", true),
        (@"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", false),
        (@"\begin{aligned} a &= b \\[6pt] c &= d \end{aligned}", true),
        (@"\begin{array}{l} a \\[3mm] c \\ [x]_i \end{array}", true),
        (@"\underbrace{a + b}_{n} \ne \bar x + \tilde y \dot z", true),
        (@"\lim_{n \to \infty} \prod_{i=1}^n x_i \in \{0, 1\}", true),
        (@"\int_0^1 f(x)\,\mathrm{d}x \Rightarrow \lvert x \rvert", false),
    ];

    [Fact]
    public async Task Every_formula_has_the_structure_that_KaTeX_gives_it()
    {
        var formulas = Formula.All.Select(formula => (formula.Tex, formula.Display)).Concat(More).Distinct().ToList();
        string input = JsonSerializer.Serialize(formulas.Select(formula => new { formula.Tex, formula.Display }));
        string[] theirs = JsonSerializer.Deserialize<string[]>(await Node.RunAsync("katex", Convert, input))!;
        var differences = formulas.Zip(theirs, (formula, their) => (
            formula.Tex,
            Ours: Structure(XElement.Parse(MathMl.Convert(formula.Tex, formula.Display))),
            Theirs: Structure(XElement.Parse(their))))
            .Where(each => each.Ours != each.Theirs).Select(each => $"{each.Tex}\n  {each.Ours}\n  {each.Theirs}").ToList();
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    // What a formula says, without how either program writes it.
    private static string Structure(XElement math)
    {
        var text = new StringBuilder();
        foreach (var each in math.DescendantsAndSelf())
            each.Name = each.Name.LocalName;   // KaTeX names the namespace, which HTML does without
        Write(math, text);
        return text.ToString().Trim();
    }

    private static void Write(XElement element, StringBuilder text)
    {
        var children = element.Elements().ToList();
        switch (element.Name.LocalName)
        {
            case "annotation" or "mspace":       // KaTeX keeps the TeX; spaces are written in several ways
                break;
            case "mo" when element.Value == "\u2061":   // KaTeX has it in the base of a power, we behind it
                break;
            case "mi" or "mo" or "mn" or "mtext":
                text.Append(Leaf(element));
                break;
            // One prime on the line or in an exponent: fonts draw it raised.
            case "msup" when children[1].Value.Trim('′') == "":
                Write(children[0], text);
                text.Append("′ ");
                break;
            // KaTeX leaves all but the last digit of a base before it, as TeX does.
            case "msup" or "msub" when children[0] is { Name.LocalName: "mn", Value: { Length: > 1 } number }:
                text.Append(string.Concat(number[..^1].Select(digit => $"{digit} ")));
                children[0].Value = number[^1..];
                Write(element, text);
                break;
            // KaTeX leaves it to the browser to move the limits of a sum that is in a fraction.
            case "munder" when element.Ancestors("mfrac").Any() && children[0].Value == "∑":
                element.Name = "msub";
                Write(element, text);
                break;
            case "msup" or "msub" or "msubsup" or "munder" or "mover" or "munderover" or "mfrac" or "mtable" or "mtr" or "msqrt" or "mroot":
                text.Append(element.Name.LocalName).Append("{ ");
                foreach (var child in children)
                {
                    text.Append("( ");
                    Write(child, text);
                    text.Append(") ");
                }
                text.Append("} ");
                break;
            // Rows within rows, and the style of cells, which tables have already.
            case "math" or "semantics" or "mrow" or "mpadded" or "mtd":
            case "mstyle" when element.Parent!.Name.LocalName == "mtd":
                children.ForEach(child => Write(child, text));
                break;
            // KaTeX writes the style of the place again, or not.
            case "mstyle" when element.Ancestors("math").Single().Attribute("display") == null
                && (string?)element.Attribute("displaystyle") == "false":
                children.ForEach(child => Write(child, text));
                break;
            case "mstyle":
                text.Append(element.Attribute("displaystyle")!.Value == "true" ? "display{ " : "text{ ");
                children.ForEach(child => Write(child, text));
                text.Append("} ");
                break;
            default:
                throw new NotSupportedException(element.ToString());
        }
    }

    // Names of several letters are one element or several; what is no letter is a name in one program and an operator in the other.
    private static string Leaf(XElement leaf)
    {
        string value = leaf.Value.Replace('∥', '‖').Replace('∣', '|').Replace('\u00a0', ' ').Trim();
        bool upright = value.Length > 1 || (string?)leaf.Attribute("mathvariant") == "normal" || leaf.Name.LocalName == "mtext";
        return string.Concat(value.EnumerateRunes().Select(rune =>
            Rune.IsLetter(rune) && upright ? $"upright-{rune} " : $"{rune} "));
    }
}
