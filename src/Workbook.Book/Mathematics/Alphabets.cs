using System.Text;

namespace Workbook.Book.Mathematics;

/// <summary>
/// Letters of another kind: upright ones, and those that Unicode has as characters of their own (Mathematical Alphanumeric Symbols),
/// since MathML Core knows only italic and upright.
/// </summary>
internal static class Alphabets
{
    // Where A, a and 0 are; a zero where the block has no such characters.
    private static readonly Dictionary<string, (int Upper, int Lower, int Digit)> Blocks = new()
    {
        ["\\mathbf"] = (0x1D400, 0x1D41A, 0x1D7CE),
        ["\\boldsymbol"] = (0x1D468, 0x1D482, 0),
        ["\\mathcal"] = (0x1D49C, 0x1D4B6, 0),
        ["\\mathbb"] = (0x1D538, 0x1D552, 0x1D7D8),
    };

    // Unicode had these before it had the blocks, and left their places empty.
    private static readonly Dictionary<int, string> Elsewhere = new()
    {
        [0x1D49D] = "ℬ", [0x1D4A0] = "ℰ", [0x1D4A1] = "ℱ", [0x1D4A3] = "ℋ", [0x1D4A4] = "ℐ", [0x1D4A7] = "ℒ", [0x1D4A8] = "ℳ",
        [0x1D4AD] = "ℛ", [0x1D4BA] = "ℯ", [0x1D4BC] = "ℊ", [0x1D4C4] = "ℴ",
        [0x1D53A] = "ℂ", [0x1D53F] = "ℍ", [0x1D545] = "ℕ", [0x1D547] = "ℙ", [0x1D548] = "ℚ", [0x1D549] = "ℝ", [0x1D551] = "ℤ",
    };

    public static IEnumerable<string> Commands => Blocks.Keys.Append("\\mathrm").Append("\\mathit");

    /// <summary>The same in a command's alphabet. Upright or italic letters side by side are one name; others are not.</summary>
    public static Atom Apply(string command, Atom atom) => atom switch
    {
        Letters letters when Blocks.TryGetValue(command, out var block) => new Letters(Moved(letters.Text, block), Upright: true),
        Number number when Blocks.TryGetValue(command, out var block) => new Number(Moved(number.Text, block)),
        Letters letters => letters with { Upright = command != "\\mathit" },
        Row { Atoms: var atoms } when !Blocks.ContainsKey(command) && atoms.All(each => each is Letters) =>
            new Letters(string.Concat(atoms.Select(each => ((Letters)each).Text)), Upright: command != "\\mathit"),
        Row { Atoms: var atoms } => new Row([.. atoms.Select(each => Apply(command, each))]),
        Scripts scripts => new Scripts(Apply(command, scripts.Base), Maybe(command, scripts.Below), Maybe(command, scripts.Above)),
        _ => atom,
    };

    private static Atom? Maybe(string command, Atom? atom) => atom == null ? null : Apply(command, atom);

    private static string Moved(string text, (int Upper, int Lower, int Digit) block)
    {
        var moved = new StringBuilder();
        foreach (char letter in text)
        {
            int code = letter switch
            {
                >= 'A' and <= 'Z' => block.Upper + letter - 'A',
                >= 'a' and <= 'z' => block.Lower + letter - 'a',
                >= '0' and <= '9' when block.Digit > 0 => block.Digit + letter - '0',
                _ => letter,
            };
            moved.Append(Elsewhere.GetValueOrDefault(code) ?? char.ConvertFromUtf32(code));
        }
        return moved.ToString();
    }
}
