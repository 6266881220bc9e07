using System.Net;
using System.Text.RegularExpressions;

namespace Workbook.Book;

/// <summary>
/// HTML in the Markdown of one cell, written anew from harmless elements and attributes alone, those of harmless.js, as a running page
/// does with what a cell returns: a notebook is not trusted with the page that it is read in.
/// </summary>
/// <param name="link">Where an address leads; null if nowhere.</param>
/// <param name="picture">The address of a picture, which is a link if it is not to be loaded; null if there is none.</param>
/// <param name="ids">The ids that its elements may have, each once.</param>
internal sealed partial class SafeHtml(Func<string, string?> link, Func<string, string?> picture, ISet<string> ids)
{
    private static readonly HashSet<string> Elements = Harmless("elements");

    private static readonly HashSet<string> Empty = Names("br col hr img wbr");

    // The tags alone are left out: what they enclose is text. With any other name it is no HTML, as in List<int>, and shown as written.
    private static readonly HashSet<string> TagsLeftOut = Names("address area aside base bdi bdo big body button cite data datalist dialog "
        + "embed fieldset font form frame frameset head hgroup html input label legend link main map marquee menu meta meter nav optgroup "
        + "option output param picture progress rp rt ruby search slot source strike track");

    private const string AllLeftOut =
        "script|style|iframe|svg|math|object|applet|noscript|noframes|template|textarea|title|select|audio|video|canvas|xmp|plaintext";

    private static readonly HashSet<string> Attributes = Harmless("attributes");

    private static readonly HashSet<string> Unsaid = Names("class rel target name id");

    private readonly List<string> open = [];

    /// <summary>The names of elements and attributes that have been left out.</summary>
    public SortedSet<string> LeftOut { get; } = new(StringComparer.Ordinal);

    /// <summary>What closes the elements that the cell has left open.</summary>
    public string Rest => string.Concat(Enumerable.Reverse(open).Select(name => $"</{name}>"));

    /// <param name="html">A block, or a single tag.</param>
    public string Of(string html) => Part().Replace(html, part =>
    {
        if (part.Groups["name"] is { Success: true, Value: var written })
            return Tag(part, written.ToLowerInvariant());
        if (part.Groups["all"] is { Success: true, Value: var all })
            LeftOut.Add(all.ToLowerInvariant());
        return part.Value == "<" ? "&lt;" : "";   // else a comment, or what is left out with all that it encloses
    });

    /// <summary>The ids that elements are given, and the names of anchors, in their order.</summary>
    public static IEnumerable<string> Ids(string html) => Part().Matches(html).Where(part => part.Groups["name"].Success)
        .SelectMany(part => Read(part).Where(attribute => IsId(part.Groups["name"].Value, attribute.Name)))
        .Select(attribute => attribute.Value).Where(id => id != "" && !id.Any(char.IsWhiteSpace));

    /// <summary>Whether what looks like a tag has no name of an element, as in List&lt;int&gt;.</summary>
    public static bool IsText(string tag) => Part().Match(tag).Groups["name"] is { Success: true } name
        && name.Value.ToLowerInvariant() is var element && !Elements.Contains(element) && !TagsLeftOut.Contains(element)
        && LeavesOut($"<{element}>") == null;

    /// <summary>The name of the element that a tag opens and that is left out with all that it encloses; else null.</summary>
    public static string? LeavesOut(string tag) => Part().Match(tag).Groups["all"] is { Success: true, Value: var name } ? name : null;

    private string Tag(Match part, string name)
    {
        if (!Elements.Contains(name))
            return IsText(part.Value) ? Escaped.Of(part.Value) : Without(name);
        if (part.Groups["close"].Length > 0)
            return Close(name);
        var attributes = Read(part).ToList();
        string written = string.Concat(attributes.Select(attribute => Attribute(name, attribute.Name, attribute.Value)));
        if (name == "img")
            return Picture(attributes, written);
        if (!Empty.Contains(name))
            open.Add(name);
        return $"<{name}{written}>";
    }

    private string Without(string name)
    {
        LeftOut.Add(name);
        return "";
    }

    // What closes nothing would close an element of the page.
    private string Close(string name)
    {
        int at = open.LastIndexOf(name);
        if (at < 0)
            return "";
        open.RemoveRange(at, open.Count - at);
        return $"</{name}>";
    }

    private string Attribute(string element, string name, string value)
    {
        if (IsId(element, name))
            return ids.Remove(value) ? Written("id", value) : "";
        if ((element, name) is ("a", "href"))
            return link(value) is { } address ? Written(name, address) : "";
        if (Attributes.Contains(name))
            return Written(name, value);
        if ((element, name) is not ("img", "src") && !Unsaid.Contains(name))
            LeftOut.Add(name);
        return "";
    }

    private string Picture(List<(string Name, string Value)> attributes, string written)
    {
        string Value(string name) => attributes.Find(attribute => attribute.Name == name).Value ?? "";
        string words = Escaped.Of(Value("alt") is { Length: > 0 } alt ? alt : Value("src"));
        return picture(Value("src")) is not { } address ? words
            : IsEmbedded(address) ? $"<img{Written("src", address)}{written}>"
            : $"<a{Written("href", address)}>{words}</a>";
    }

    /// <summary>Whether a picture's address holds the picture: others are not loaded.</summary>
    public static bool IsEmbedded(string address) => address.StartsWith("data:", StringComparison.OrdinalIgnoreCase);

    private static string Written(string name, string value) => $" {name}=\"{Escaped.Of(value)}\"";

    private static bool IsId(string element, string attribute) =>
        attribute == "id" || (attribute == "name" && element.Equals("a", StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<(string Name, string Value)> Read(Match part) => AttributeOf().Matches(part.Groups["attributes"].Value)
        .Select(each => (each.Groups["name"].Value.ToLowerInvariant(), WebUtility.HtmlDecode(each.Groups["value"].Value)))
        .DistinctBy(attribute => attribute.Item1);

    private static HashSet<string> Names(string names) => [.. names.Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    private static HashSet<string> Harmless(string kind) =>
        Names(Regex.Match(Assets.Text("harmless.js").ReplaceLineEndings(" "), $"{kind}: `([^`]*)`").Groups[1].Value);

    // A comment or a declaration, an element with all that it encloses, a tag, or a character that begins none of them. The attributes are
    // taken at once, so that what does not end is not tried in all ways.
    [GeneratedRegex($"""
        <!--.*?(-->|$)|<[!?].*?(>|$)
        |<(?<all>{AllLeftOut})\b[^>]*>.*?(</\k<all>\s*>|$)
        |<(?<close>/?)(?<name>[a-z][a-z0-9-]*)(?<attributes>(?>([\s/]+{OneAttribute})*))[\s/]*>
        |<
        """, RegexOptions.Singleline | RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Part();

    private const string OneAttribute = """[^\s"'<>/=]+(\s*=\s*("[^"]*"|'[^']*'|[^\s"'=<>`]+))?""";

    [GeneratedRegex("""(?<name>[^\s"'<>/=]+)(\s*=\s*("(?<value>[^"]*)"|'(?<value>[^']*)'|(?<value>[^\s"'=<>`]+)))?""",
        RegexOptions.ExplicitCapture)]
    private static partial Regex AttributeOf();
}
