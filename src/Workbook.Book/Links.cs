using System.Text.RegularExpressions;

namespace Workbook.Book;

/// <summary>Where an address in a notebook's text leads in the book.</summary>
/// <param name="Address">Null if nowhere: only the link's text remains.</param>
/// <param name="Problem">What became of the link if it is not what its writer meant, to follow its address in a sentence.</param>
internal readonly record struct Target(string? Address, string? Problem = null);

/// <summary>Where the addresses in the text of one notebook lead.</summary>
/// <param name="page">Whose page the text stands on.</param>
/// <param name="from">The notebook that it is written in.</param>
/// <param name="chapters">By the full paths of their notebooks, and of the solutions that they show.</param>
/// <param name="sources">By their full paths.</param>
/// <param name="picture">The bytes of a picture's file, given its full path; null if there is none.</param>
internal sealed partial class Links(
    Chapter page, Notebook from, IReadOnlyDictionary<string, Chapter> chapters, IReadOnlyDictionary<string, SourceFile> sources,
    Func<string, byte[]?> picture)
{
    // The only schemes that a link may have, compared without case as browsers do.
    private static readonly string[] Followed = ["http:", "https:", "mailto:"];

    private static readonly Dictionary<string, string> Pictures = new(StringComparer.OrdinalIgnoreCase)
    {
        [".png"] = "png", [".jpg"] = "jpeg", [".jpeg"] = "jpeg", [".gif"] = "gif", [".webp"] = "webp", [".svg"] = "svg+xml",
    };

    /// <summary>Other notebooks and source files have pages, and the web stays where it is.</summary>
    public Target Of(string address)
    {
        if (Web(address) is { } web)
            return new(web);
        if (Scheme().IsMatch(address))
            return new(null, "is only text in the book: of addresses with a scheme, those with http:, https: and mailto: are links");
        string[] parts = address.Split('#', 2);
        string? fragment = parts.Length == 2 ? Uri.UnescapeDataString(parts[1]) : null;
        if (parts[0].Trim() == "")
            return fragment == null ? new(null, "is only text in the book: it has no address")
                : page.Place(fragment) is { } id ? new("#" + Uri.EscapeDataString(id))
                : new(null, $"is only text in the book: {from.Name}.ipynb has no heading #{fragment}");
        string path = FullPath(parts[0]);
        if (sources.TryGetValue(path, out var file))
            return new(Line().Match(fragment ?? "") is { Success: true } line && int.Parse(line.Groups[1].Value) <= file.LineCount
                ? $"{file.Address}#{line}" : file.Address);
        if (!chapters.TryGetValue(path, out var chapter))
            return new(null, "is only text in the book, which has no page of that file");
        return fragment == null ? new(chapter.Address)
            : chapter.Place(fragment) is { } place ? new($"{chapter.Address}#{Uri.EscapeDataString(place)}")
            : new(chapter.Address, $"leads to the top of the page in the book: {Path.GetFileName(path)} has no heading #{fragment}");
    }

    /// <summary>A picture is embedded in the page. One of the web is not loaded: its address is for a link.</summary>
    public Target Picture(Cell cell, string address)
    {
        if (address.StartsWith("data:image/", StringComparison.OrdinalIgnoreCase))
            return new(address);
        if (address.StartsWith("attachment:", StringComparison.OrdinalIgnoreCase))
            return cell.Attachment(Uri.UnescapeDataString(address["attachment:".Length..])) is var (type, base64)
                ? new($"data:{type};base64,{base64}")
                : new(null, "is not in the book: the cell has no such attachment");
        if (Web(address) is { } web && !web.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase))
            return new(web, "is a link in the book: its pages load no picture from elsewhere");
        string path = Scheme().IsMatch(address) ? "" : FullPath(address.Split('#')[0]);
        return Pictures.TryGetValue(Path.GetExtension(path), out string? kind) && picture(path) is { } bytes
            ? new($"data:image/{kind};base64,{Convert.ToBase64String(bytes)}")
            : new(null, "is not in the book: there is no such picture");
    }

    private static string? Web(string address) => address.StartsWith("//", StringComparison.Ordinal) ? "https:" + address
        : Followed.Any(scheme => address.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) ? address
        : null;

    // A name in the file system, of an address without its fragment; nothing if it cannot be one.
    private string FullPath(string address)
    {
        string name = Uri.UnescapeDataString(address.Split('?')[0]);
        return name.Contains('\0', StringComparison.Ordinal) ? "" : Path.GetFullPath(name, from.Folder);
    }

    [GeneratedRegex(@"^\s*[a-zA-Z][a-zA-Z0-9+.-]*:")]
    private static partial Regex Scheme();

    [GeneratedRegex("^L([0-9]{1,6})")]
    private static partial Regex Line();
}
