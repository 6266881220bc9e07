using System.Net;
using System.Text;

namespace Workbook.Engine;

/// <summary>Coloured code as HTML, for a <c>code</c> element.</summary>
public static class CodeHtml
{
    /// <param name="href">The address of a line of a source file, from the page that the code stands on.</param>
    public static string Of(IEnumerable<IEnumerable<CodePiece>> lines, Func<CodePlace, string> href)
    {
        var seen = new HashSet<CodePlace>();
        return string.Join('\n', lines.Select(line => Line(line, href, seen)));
    }

    /// <param name="seen">The targets that links have led to already: of several links to one, the Tab key finds the first.</param>
    public static string Line(IEnumerable<CodePiece> line, Func<CodePlace, string> href, HashSet<CodePlace> seen)
    {
        var html = new StringBuilder();
        foreach (var (text, kind, target) in line)
        {
            string marked = kind == null ? "" : $" class=\"{kind}\"", escaped = WebUtility.HtmlEncode(text);
            if (target is { } place)
                html.Append(Link(marked, place, escaped, href, seen));
            else
                html.Append(kind == null ? escaped : $"<span{marked}>{escaped}</span>");
        }
        return html.ToString();
    }

    /// <param name="attributes">Of the link, each behind a space.</param>
    /// <param name="name">As HTML.</param>
    public static string Link(
        string attributes, CodePlace place, string name, Func<CodePlace, string> href, HashSet<CodePlace> seen) =>
        $"<a{attributes} href=\"{WebUtility.HtmlEncode(href(place))}\"{(seen.Add(place) ? "" : " tabindex=\"-1\"")}>{name}</a>";
}
