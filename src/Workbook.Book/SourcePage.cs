using Workbook.Book.Code;

namespace Workbook.Book;

/// <summary>The page of a source file: its lines, or for the networks its comments beside them.</summary>
internal static class SourcePage
{
    // What is read from top to bottom, and what a file's methods are compared with.
    private static readonly Dictionary<string, string?> Noted = new()
    {
        ["Rnn.cs"] = null, ["PublishedRnn.cs"] = "Rnn.cs", ["FastRnn.cs"] = null, ["Lstm.cs"] = null,
    };

    /// <param name="sources">All files, by their full paths.</param>
    public static string Html(PageFrame frame, SourceFile file, Colouring colouring, IReadOnlyDictionary<string, SourceFile> sources)
    {
        string Address(CodePlace place) => frame.Root + sources[place.Path].LineAddress(place.Line);
        bool isNoted = Noted.TryGetValue(Path.GetFileName(file.Path), out string? other);
        string? compared = other == null ? null : sources.Keys.FirstOrDefault(path => Path.GetFileName(path) == other);
        string code = isNoted
            ? SourceHtml.Notes(colouring, file.Path, Address, compared)
            : SourceHtml.Plain(colouring, file.Path, Address);
        string marked = compared == null ? "" : $"<p>Lines that are not in <a href=\"{frame.Root}{sources[compared].Address}\">"
            + $"{Escaped.Of(sources[compared].Name)}</a> are marked.</p>\n";
        string live = $"<p class=\"live\" data-source=\"{Escaped.Of(file.Name)}\"></p>\n";
        return frame.Wrap($"<h1>{Escaped.Of(file.Name)}</h1>\n{live}{marked}{code}", isNoted ? "source noted" : "source", draws: false);
    }
}
