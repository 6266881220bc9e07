using System.Xml.Linq;
using Markdig;
using Workbook.Book.Mathematics;

namespace Workbook.Tests;

/// <summary>Formulas as MathML: all that the notebooks have, each construct, and what is refused.</summary>
public class MathMlTests
{
    // MathML Core, https://www.w3.org/TR/mathml-core/: what a browser knows.
    private static readonly string[] Core =
    [
        "math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mpadded", "mfrac", "msqrt", "mroot", "mstyle", "msub", "msup", "msubsup",
        "munder", "mover", "munderover", "mtable", "mtr", "mtd",
    ];

    [Fact]
    public void Every_formula_of_every_notebook_is_drawn()
    {
        Assert.InRange(Formula.All.Count, 200, 2000);
        Assert.All(Formula.All, formula =>
        {
            var math = XElement.Parse(MathMl.Convert(formula.Tex, formula.Display));
            Assert.All(math.DescendantsAndSelf(), element => Assert.Contains(element.Name.LocalName, Core));
            Assert.DoesNotContain(math.Value, character => character is '\\' or '$' or '{' or '}' or '&');
            Assert.NotEqual("", math.Value);
        });
    }

    [Theory]
    [InlineData(@"-1", "<mo form=\"prefix\">−</mo><mn>1</mn>")]
    [InlineData(@"a = -1", "<mi>a</mi><mo>=</mo><mo form=\"prefix\">−</mo><mn>1</mn>")]
    [InlineData(@"a - 1", "<mi>a</mi><mo>−</mo><mn>1</mn>")]
    [InlineData(@"h_{t-1}", "<msub><mi>h</mi><mrow><mi>t</mi><mo lspace=\"0\" rspace=\"0\">−</mo><mn>1</mn></mrow></msub>")]
    [InlineData(@"\tfrac12 u", "<mstyle displaystyle=\"false\" scriptlevel=\"0\"><mfrac><mn>1</mn><mn>2</mn></mfrac></mstyle><mi>u</mi>")]
    [InlineData(@"0.9^n", "<msup><mn>0.9</mn><mi>n</mi></msup>")]
    [InlineData(@"5.", "<mn>5</mn><mi mathvariant=\"normal\">.</mi>")]
    [InlineData(@"x^10", "<msup><mi>x</mi><mn>1</mn></msup><mn>0</mn>")]
    [InlineData(@"\hat y_t", "<msub><mover accent=\"true\"><mi>y</mi><mo stretchy=\"false\">^</mo></mover><mi>t</mi></msub>")]
    [InlineData(@"\mathrm{d}W", "<mi mathvariant=\"normal\">d</mi><mi>W</mi>")]
    [InlineData(@"\mathrm{diag}(h)", "<mi>diag</mi><mo stretchy=\"false\">(</mo><mi>h</mi><mo stretchy=\"false\">)</mo>")]
    [InlineData(@"\ln p", "<mi>ln</mi><mo>⁡</mo><mspace width=\"0.1667em\" /><mi>p</mi>")]
    [InlineData(@"\mathbb{R}\mathbf{x}", "<mi mathvariant=\"normal\">ℝ</mi><mi mathvariant=\"normal\">𝐱</mi>")]
    [InlineData(@"L''", "<mi>L</mi><mo lspace=\"0\" rspace=\"0\">′′</mo>")]
    [InlineData(@"x'^2", "<msup><mrow><mi>x</mi><mo lspace=\"0\" rspace=\"0\">′</mo></mrow><mn>2</mn></msup>")]
    [InlineData(@"\tanh(\cdot)",
        "<mi>tanh</mi><mo>⁡</mo><mo stretchy=\"false\">(</mo><mo lspace=\"0\" rspace=\"0\">⋅</mo><mo stretchy=\"false\">)</mo>")]
    [InlineData(@"\Bigl(x", "<mpadded voffset=\"-0.2em\"><mo stretchy=\"false\" mathsize=\"1.8em\">(</mo></mpadded><mi>x</mi>")]
    [InlineData(@"a\sum b", "<mi>a</mi><mspace width=\"0.1667em\" /><mo lspace=\"0\">∑</mo><mi>b</mi>")]
    [InlineData(@"1{,}000", "<mn>1</mn><mo lspace=\"0\" rspace=\"0\">,</mo><mn>000</mn>")]
    [InlineData(@"\sqrt[3]{x}", "<mroot><mi>x</mi><mn>3</mn></mroot>")]
    [InlineData(@"\left.x\right|", "<mi>x</mi><mo form=\"postfix\" stretchy=\"true\">|</mo>")]
    public void A_construct_has_its_element(string tex, string inside) =>
        Assert.Equal(inside, MathMl.Convert(tex, display: false)["<math>".Length..^"</math>".Length].Trim() is var math
            && math.StartsWith("<mrow>", StringComparison.Ordinal) ? math["<mrow>".Length..^"</mrow>".Length] : math);

    [Theory]
    [InlineData(@"\sum_t x", true, "munder")]
    [InlineData(@"\sum_t x", false, "msub")]
    [InlineData(@"\frac{\sum_t x}{2}", true, "msub")]
    [InlineData(@"\max_j x", true, "munder")]
    [InlineData(@"\int_0^1 x", true, "msubsup")]
    [InlineData(@"\underbrace{a+b}_c", false, "munder")]
    public void Limits_stand_below_on_a_line_of_its_own(string tex, bool display, string element) =>
        Assert.Contains(XElement.Parse(MathMl.Convert(tex, display)).Descendants(), each => each.Name == element);

    [Fact]
    public void A_matrix_has_rows_of_cells_between_stretched_fences() => Assert.Equal(
        "<math><mrow><mo form=\"prefix\" stretchy=\"true\">[</mo><mtable class=\"matrix\">"
        + "<mtr><mtd><mi>a</mi></mtd><mtd><mi>b</mi></mtd></mtr>"
        + "<mtr><mtd><mi>c</mi></mtd><mtd><mi>d</mi></mtd></mtr></mtable><mo form=\"postfix\" stretchy=\"true\">]</mo></mrow></math>",
        MathMl.Convert(@"\begin{bmatrix} a & b \\ c & d \\ \end{bmatrix}", display: false));

    [Theory]
    [InlineData(@"\begin{aligned} a &= -b \\ &- c \end{aligned}", "right left right left")]
    [InlineData(@"\begin{cases} 1 & x \\ 2 & y \end{cases}", "left left left left")]
    [InlineData(@"\begin{array}{lcr} 1 & 2 & 3 \end{array}", "left  right")]
    public void Columns_keep_to_their_side(string tex, string sides) => Assert.Equal(sides, string.Join(' ',
        XElement.Parse(MathMl.Convert(tex, display: true)).Descendants("mtd").Select(cell => (string?)cell.Attribute("class"))));

    [Theory]
    [InlineData(@"\begin{aligned} a &= b \\[6pt] c &= d \end{aligned}", "a=bc=d", "6pt 6pt")]
    [InlineData(@"\begin{aligned} a &= b \\ [ 6 pt ] c &= d \end{aligned}", "a=bc=d", "6pt 6pt")]
    [InlineData(@"\begin{aligned} a \\* c \end{aligned}", "ac", "")]
    [InlineData(@"\begin{aligned} a \\*[-.5em] c \end{aligned}", "ac", "-.5em")]
    [InlineData(@"\begin{cases} 1 & x \\[1.5ex] 2 & y \\[1ex] \end{cases}", "{1x2y", "1.5ex 1.5ex 1ex 1ex")]
    [InlineData(@"\begin{array}{l} 1 \\[3mm] 2 \end{array}", "12", "3mm")]
    [InlineData(@"\begin{pmatrix} a \\[0.1in] b \end{pmatrix}", "(ab)", "0.1in")]
    [InlineData(@"\begin{aligned} a \\ [x]_i \end{aligned}", "a[x]i", "")]   // as in amsmath: what comes next
    [InlineData(@"\begin{aligned}[t] a \end{aligned}", "a", "")]
    [InlineData(@"\begin{aligned} [0, 1] \end{aligned}", "[0,1]", "")]
    [InlineData(@"\begin{array}[b]{l} a \end{array}", "a", "")]
    public void An_option_of_an_environment_or_of_a_rows_end_is_no_part_of_the_formula(string tex, string signs, string below)
    {
        var math = XElement.Parse(MathMl.Convert(tex, display: true));
        Assert.Equal(signs, math.Value);
        Assert.Equal(below, string.Join(' ', math.Descendants("mtd").Select(cell => (string?)cell.Attribute("style"))
            .OfType<string>().Select(style => style["padding-bottom:calc(0.5ex + ".Length..^1])));
    }

    [Theory]
    [InlineData(@"a \foo b", @"The command \foo is not known.")]
    [InlineData(@"a # b", "The character # is not known in a formula.")]
    [InlineData(@"\frac{1}", @"\frac lacks an argument.")]
    [InlineData(@"{\hat}", @"\hat lacks an argument.")]
    [InlineData(@"x^", "^ lacks an argument.")]
    [InlineData(@"x^2^3", "A second ^ follows on one base.")]
    [InlineData(@"{a", "A brace { is not closed.")]
    [InlineData(@"a}", "A brace } closes nothing.")]
    [InlineData(@"a & b", "& stands outside a matrix or aligned lines.")]
    [InlineData(@"a \\ b", @"\\ stands outside a matrix or aligned lines.")]
    [InlineData(@"\left( a", @"\left has no \right.")]
    [InlineData(@"a \right)", @"\right closes nothing.")]
    [InlineData(@"\left a", @"After \left comes a fence, not a.")]
    [InlineData(@"\bigl", @"After \bigl comes a fence, not the end.")]
    [InlineData(@"\begin{foo} a \end{foo}", "The environment foo is not known.")]
    [InlineData(@"\begin{cases} a", @"\begin{cases} has no \end{cases}.")]
    [InlineData(@"\begin{cases} a } \end{cases}", @"\begin{cases} has no \end{cases}.")]
    [InlineData(@"\begin{cases} a \end{matrix}", @"\begin{cases} is closed by \end{matrix}.")]
    [InlineData(@"\begin{array}{l|r} a \end{array}", "The columns of \\begin{array} are letters l, c and r, not \"l|r\".")]
    [InlineData(@"\text floor", @"\text lacks its text in braces.")]
    [InlineData(@"\text{a", @"The brace after \text is not closed.")]
    [InlineData(@"\text{a \foo}", @"\text takes plain text, not \foo.")]
    [InlineData(@"\text{a $x$}", @"\text takes plain text, not a formula in it.")]
    [InlineData(@"\sqrt[3", @"The bracket after \sqrt is not closed.")]
    [InlineData(@"\begin{aligned} a \\[x] b \end{aligned}",
        "What stands in brackets after \\\\ is a length such as 6pt or -0.5em, not \"x\".")]
    [InlineData(@"\begin{aligned} a \\[6] b \end{aligned}",
        "What stands in brackets after \\\\ is a length such as 6pt or -0.5em, not \"6\".")]
    [InlineData(@"\begin{aligned} a \\*[\jot] b \end{aligned}",
        "What stands in brackets after \\\\ is a length such as 6pt or -0.5em, not \"\\jot\".")]
    [InlineData(@"\begin{aligned} a \\[6pt b \end{aligned}", @"The bracket after \\ is not closed.")]
    [InlineData(@"\begin{aligned}[0,1] \end{aligned}", "What stands in brackets after \\begin{aligned} is t, c or b, not \"0,1\".")]
    [InlineData(@"\begin{array}{l} \hline a \end{array}", @"The command \hline is not known.")]
    [InlineData(@"\begin{matrix} a \cr b \end{matrix}", @"The command \cr is not known.")]
    [InlineData(@"a \newline b", @"The command \newline is not known.")]
    [InlineData(@"a \tag{1}", @"The command \tag is not known.")]
    [InlineData(@"\xrightarrow[a]{b}", @"The command \xrightarrow is not known.")]
    [InlineData(@"\cfrac[l]{a}{b}", @"The command \cfrac is not known.")]
    public void What_is_not_known_or_not_whole_is_refused(string tex, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<TexException>(() => MathMl.Convert(tex, display: false)).Message);

    [Fact]
    public void Markdig_writes_its_formulas_as_MathML()
    {
        var pipeline = new MarkdownPipelineBuilder().UseMathMl().Build();
        Assert.Equal(
            "<p>So <math><mi>a</mi></math> is.</p>\n<math display=\"block\"><mi>b</mi></math>\n",
            Markdown.ToHtml("So $a$ is.\n\n$$\nb\n$$\n", pipeline));
    }
}
