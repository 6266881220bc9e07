using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Workbook.Tests;

/// <summary>What cells show, in plain text, and whether two runs of a cell show the same.</summary>
internal static partial class OutputText
{
    /// <summary>The text of each output.</summary>
    public static string[] Of(JsonArray outputs) => [.. outputs.Select(output =>
        (output!["text"] ?? output["data"]?["text/plain"] ?? output["evalue"])!.ToString())];

    /// <summary>Texts with a sign in place of each number.</summary>
    public static IEnumerable<string> Words(string[] texts) => texts.Select(text => Number().Replace(text, "#"));

    /// <summary>
    /// What differs, or nothing. Numbers may by 2 %: they are printed to a few digits, the last of which may round otherwise where vectors
    /// are summed in another order.
    /// </summary>
    public static string Difference(string[] expected, string[] actual)
    {
        if (!Words(expected).SequenceEqual(Words(actual)))
            return $"{string.Join(" | ", actual)}\ninstead of\n{string.Join(" | ", expected)}";
        var differing = Numbers(expected).Zip(Numbers(actual))
            .Where(pair => Math.Abs(pair.First - pair.Second) > 2e-2 * Math.Abs(pair.First));
        return string.Join(", ", differing.Select(pair => FormattableString.Invariant($"{pair.Second} instead of {pair.First}")));
    }

    private static IEnumerable<double> Numbers(string[] texts) =>
        texts.SelectMany(text => Number().Matches(text)).Select(match => double.Parse(match.Value, CultureInfo.InvariantCulture));

    // Thousands too: which of 512 and 1,024 a description names varies with the times it describes.
    [GeneratedRegex(@"[-+]?\d+(,\d{3}\b)*(\.\d+)?([eE][-+]?\d+)?")]
    private static partial Regex Number();
}
