using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Workbook.Book;

/// <summary>What a cell has shown, as HTML: one method for each kind of output and each MIME type.</summary>
internal static partial class OutputHtml
{
    // Lines of text that are shown before the rest is folded; a little more than that is not worth folding.
    private const int Shown = 20, Slack = 5;

    /// <summary>The MIME type under which a page's own HTML of a figure stands in an output.</summary>
    public const string Figure = "figure";

    // Of several forms of one value the first is shown.
    private static readonly (string Mime, Func<string, string> Html)[] Forms =
        [(Figure, figure => figure), ("text/html", Value), ("image/png", Picture), ("text/plain", Text)];

    /// <param name="output">In nbformat's form.</param>
    public static string Of(JsonNode output) => (string?)output["output_type"] switch
    {
        "stream" => Text((string?)output["text"] ?? ""),
        "error" => Error(output["traceback"]!.AsArray().Select(line => (string?)line ?? "")),
        _ => Forms.Where(form => output["data"]?[form.Mime] != null)
            .Select(form => form.Html((string)output["data"]![form.Mime]!)).FirstOrDefault() ?? "",
    };

    private static string Text(string text)
    {
        string[] lines = text.TrimEnd('\n').Split('\n');
        if (lines.Length <= Shown + Slack)
            return Pre("output", lines);
        string more = FormattableString.Invariant($"{lines.Length - Shown:N0} more of {lines.Length:N0} lines");
        return Pre("output", lines[..Shown])
            + $"<details class=\"more\"><summary>{more}</summary>\n{Pre("output", lines[Shown..])}</details>\n";
    }

    private static string Error(IEnumerable<string> lines) => Pre("output failure", lines);

    // .NET Interactive's formatters bring a style with each value, for all tables of the page; the book has its own.
    private static string Value(string html) => $"<div class=\"output value\">{Style().Replace(html, "").TrimEnd()}</div>\n";

    private static string Picture(string png) => $"<p class=\"output\"><img src=\"data:image/png;base64,{png}\" alt=\"\"></p>\n";

    private static string Pre(string kind, IEnumerable<string> lines) =>
        $"<pre class=\"{kind}\">{Escaped.Of(string.Join('\n', lines))}</pre>\n";

    [GeneratedRegex("<style>.*?</style>", RegexOptions.Singleline)]
    private static partial Regex Style();
}
