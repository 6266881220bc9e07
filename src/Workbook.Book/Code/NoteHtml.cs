using System.Net;
using System.Xml;
using System.Xml.Linq;

namespace Workbook.Book.Code;

/// <summary>Comments as HTML. Documentation has its summary first, then parameters, what is returned, and what is thrown.</summary>
/// <param name="link">A name that a reference leads from, as a link, given the reference and the name; null where it leads nowhere.</param>
internal sealed class NoteHtml(Func<string, string, string?> link)
{
    public string Of(IEnumerable<(string Text, bool IsDocumentation)> comments)
    {
        var all = comments.ToList();
        string documentation = string.Join('\n', all.Where(comment => comment.IsDocumentation).Select(comment => comment.Text));
        string rest = string.Join(' ', all.Where(comment => !comment.IsDocumentation).Select(comment => comment.Text));
        return (documentation == "" ? "" : Documentation(documentation)) + (rest == "" ? "" : $"<p>{Escape(rest)}</p>");
    }

    private string Documentation(string xml)
    {
        try
        {
            return string.Concat(XElement.Parse($"<doc>{xml}</doc>", LoadOptions.PreserveWhitespace).Elements().Select(Part))
                .Replace("<p> </p>", "", StringComparison.Ordinal).Replace("<p></p>", "", StringComparison.Ordinal);
        }
        catch (XmlException)
        {
            return $"<p>{Escape(xml)}</p>";   // what is not XML is read as it is
        }
    }

    private string Part(XElement part) => part.Name.LocalName switch
    {
        "inheritdoc" => "",
        "param" or "typeparam" => $"<p><code>{Escape((string?)part.Attribute("name") ?? "")}</code>: {Inline(part)}</p>",
        "returns" => $"<p>Returns {Inline(part)}</p>",
        "exception" => $"<p>Throws <code>{Name(part)}</code>: {Inline(part)}</p>",
        _ => $"<p>{Inline(part)}</p>",
    };

    // A block of code ends the paragraph before it.
    private string Inline(XElement part) => string.Concat(part.Nodes().Select(node => node switch
    {
        XText text => Escape(text.Value.Replace('\n', ' ')),
        XElement { Name.LocalName: "code" } code when code.Value.Contains('\n', StringComparison.Ordinal) =>
            $"</p><pre><code>{Escape(code.Value.Trim('\n'))}</code></pre><p>",
        XElement { Name.LocalName: "see" or "seealso" } see => $"<code>{Name(see)}</code>",
        XElement { Name.LocalName: "paramref" or "typeparamref" } name => $"<code>{Escape((string?)name.Attribute("name") ?? "")}</code>",
        XElement { Name.LocalName: "c" or "code" } c => $"<code>{Escape(c.Value)}</code>",
        XElement other => Inline(other),
        _ => "",
    })).Trim();

    private string Name(XElement reference)
    {
        string to = (string?)reference.Attribute("cref") ?? (string?)reference.Attribute("langword") ?? "";
        string name = Escape(to.Split('(')[0]);
        return link(to, name) ?? name;
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
