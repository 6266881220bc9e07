using System.Globalization;
using System.Text.RegularExpressions;

namespace Workbook.Tests;

/// <summary>Code can be read: every colour of code.css on every ground that it may stand on, light and dark.</summary>
[Trait("speed", "slow")]
public sealed partial class CodeContrastTests
{
    private const double OfText = 4.5;   // WCAG 2.2, 1.4.3

    private static readonly string[] Kinds = ["keyword", "type", "method", "string", "number", "comment", "line"];

    public static TheoryData<string, int> KindsAndThemes =>
        [.. Kinds.SelectMany(kind => new[] { 0, 1 }.Select(theme => new TheoryDataRow<string, int>(kind, theme)))];

    [Theory]
    [MemberData(nameof(KindsAndThemes))]
    public void A_colour_of_code_stands_out_from_page_panel_and_mark(string kind, int theme)
    {
        string code = Style("code"), book = Style("book");
        int colour = Shade(code, $@"code \.{kind} \{{[^}}]*?\bcolor", theme);
        Assert.All(
            new[] { Shade(book, "--paper", theme), Shade(book, "--panel", theme), Shade(code, @"\.differs \{ background", theme) },
            ground => Assert.InRange(Contrast.Between(Contrast.Luminance(colour), Contrast.Luminance(ground)), OfText, 21));
    }

    [Fact]
    public void Every_kind_of_code_is_measured() => Assert.Equal(
        Kinds.Append("differs").Order(), Classes().Matches(Style("code")).Select(match => match.Groups[1].Value).Distinct().Order());

    // The light or the dark shade behind the first place that the pattern names.
    private static int Shade(string style, string pattern, int theme)
    {
        var found = Regex.Match(style, pattern + @": light-dark\(#([0-9a-f]{6}), #([0-9a-f]{6})\)");
        Assert.True(found.Success, $"{pattern} has no two shades.");
        return int.Parse(found.Groups[1 + theme].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }

    private static string Style(string name) =>
        File.ReadAllText(Path.Combine(Repository.Root, "src",
            name == "live" ? "Workbook.Live/app" : "Workbook.Book/assets", name + ".css"));

    [GeneratedRegex(@"code \.(\w+)")]
    private static partial Regex Classes();
}
