using Microsoft.CodeAnalysis.CSharp;

namespace Workbook.Book;

/// <summary>The page of a source file: its lines, each with an id.</summary>
internal static class SourcePage
{
    public static string Html(PageFrame frame, SourceFile file)
    {
        var lines = file.Text.TrimEnd('\n').Split('\n').Select((line, index) => $"<span id=\"{Id(index + 1)}\">{Escaped.Of(line)}</span>");
        return frame.Around(
            $"<h1>{Escaped.Of(file.Name)}</h1>\n<pre class=\"code\"><code>{string.Join('\n', lines)}</code></pre>\n", "source", draws: false);
    }

    /// <summary>What the file defines, and where in the page.</summary>
    public static IEnumerable<(string Id, string Name)> Names(SourceFile file) =>
        SourceNames.Of(CSharpSyntaxTree.ParseText(file.Text)).Select(name => (Id(name.Line), name.Name));

    private static string Id(int line) => FormattableString.Invariant($"L{line}");
}
