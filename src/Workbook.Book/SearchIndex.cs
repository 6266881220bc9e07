using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workbook.Book.Code;

namespace Workbook.Book;

/// <summary>
/// What the search looks through, as a script: pages opened from a folder may load a script, but no data. An entry is a place: the
/// number of its page, whose address comes first, its id there, its title and its words.
/// </summary>
internal static class SearchIndex
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Script(
        IReadOnlyList<Chapter> chapters, IReadOnlyList<FigurePart> figures, IEnumerable<SourceFile> sources,
        Colouring colouring)
    {
        var (pages, entries) = (new JsonArray(), new JsonArray());
        void Page(string address, string title) => pages.Add(new JsonArray(address, title));
        void Add(string id, string title, string words) => entries.Add(new JsonArray(pages.Count - 1, id, title, words));
        foreach (Chapter chapter in chapters)
        {
            Page(chapter.Address, chapter.Title.Text);
            foreach (var section in chapter.Sections().GroupBy(section => section.Under, section => section.Words))
                Add(section.Key.Id, section.Key.Text, string.Join(' ', section));
            foreach (FigurePart figure in figures.Where(figure => figure.Notebook == chapter.Notebook))
                Add(figure.Id, figure.Number, figure.Figure.Description);
        }
        foreach (SourceFile file in sources)
        {
            Page(file.Address, file.Name);
            Add("", file.Name, "");
            foreach (var (name, line) in SourceNames.Of(colouring.Tree(file.Path)))
                Add(FormattableString.Invariant($"L{line}"), name, "");
        }
        return $"const searchIndex = {new JsonObject { ["pages"] = pages, ["entries"] = entries }.ToJsonString(Readable)};\n";
    }
}
