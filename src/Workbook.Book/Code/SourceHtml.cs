using System.Text;

namespace Workbook.Book.Code;

/// <summary>What a source file's page shows: its lines, each with an id L1, L2, …, or notes beside them.</summary>
public static class SourceHtml
{
    /// <summary>All lines, as they are.</summary>
    /// <param name="path">The file's full path.</param>
    /// <param name="href">The address of a line of a source file, from the page.</param>
    public static string Plain(Colouring colouring, string path, Func<CodePlace, string> href)
    {
        var seen = new HashSet<CodePlace>();
        return Block(colouring.File(path).Select((line, index) => Line(index + 1, line, href, seen, differs: false)));
    }

    /// <summary>
    /// What the file's comments say beside the lines that they are about, and nothing twice: documentation and comments on lines of
    /// their own are notes to what follows them, a comment behind code is a note to that line.
    /// </summary>
    /// <param name="comparedWith">A file whose methods this one overrides: lines of them that are not there are marked.</param>
    public static string Notes(Colouring colouring, string path, Func<CodePlace, string> href, string? comparedWith = null)
    {
        var differing = comparedWith == null ? [] : Overrides.Differing(colouring.Tree(path), colouring.Tree(comparedWith));
        var (html, seen) = (new StringBuilder("<div class=\"notes\">\n"), new HashSet<CodePlace>());
        var references = colouring.References(path);
        var notes = new NoteHtml((to, name) =>
            references.TryGetValue(to, out var place) ? CodeHtml.Link("", place, name, href, seen) : null);
        foreach (var row in NoteRow.Of(colouring.File(path)))
        {
            // Equations have lines of their own, and stand above what they are about.
            string note = notes.Of(row.Comments);
            string kind = note.Contains("<pre>", StringComparison.Ordinal) ? "row above"
                : row.Comments.All(comment => !comment.IsDocumentation) ? "row brief" : "row";
            html.Append($"<div class=\"{kind}\">\n<div class=\"note\">");
            foreach (int hidden in row.Hidden)
                html.Append($"<a id=\"L{hidden}\"></a>");
            html.Append($"{note}</div>\n");
            html.Append(Block(row.Lines.Select(line => Line(line.Number, line.Pieces, href, seen, differing.Contains(line.Number)))));
            html.Append("</div>\n");
        }
        return html.Append("</div>\n").ToString();
    }

    private static string Block(IEnumerable<string> lines) => $"<pre class=\"code\"><code>{string.Join('\n', lines)}</code></pre>\n";

    private static string Line(
        int number, IEnumerable<CodePiece> pieces, Func<CodePlace, string> href, HashSet<CodePlace> seen, bool differs)
    {
        string anchor = $"<a class=\"line\" id=\"L{number}\" href=\"#L{number}\" data-line=\"{number}\""
            + $" aria-label=\"Line {number}\" tabindex=\"-1\"></a>";
        string code = CodeHtml.Line(pieces, href, seen);
        return anchor + (differs ? $"<mark class=\"differs\">{code}</mark>" : code);
    }
}
