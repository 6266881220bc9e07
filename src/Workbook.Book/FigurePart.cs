using System.Globalization;

namespace Workbook.Book;

/// <summary>A figure of a run in its places: in the page of its notebook, and large or small in the index.</summary>
/// <param name="Number">"Figure 2.3": the notebook's number and a count.</param>
/// <param name="Id">What links to it name in the notebook's page.</param>
/// <param name="Png">Its picture for pages whose scripts do not run, or null.</param>
internal sealed record FigurePart(Notebook Notebook, ShownFigure Figure, string Number, string Id, byte[]? Png, bool Leads)
{
    public string Place => $"{BookFiles.Address(BookFiles.Page(Notebook))}#{Id}";

    /// <summary>What it needs beside the pages: its script, a page of its own, its picture.</summary>
    public IEnumerable<BookFile> Files()
    {
        yield return new(BookFiles.FigureData(Notebook, Figure), FigureHtml.Call(Figure.Description, Figure.Text) + "\n");
        string[] scripts = [BookFiles.Plotly, BookFiles.FigureScript, BookFiles.FigureData(Notebook, Figure)];
        yield return new(BookFiles.Figure(Notebook, Figure, "html"), FigureHtml.Page(
            Figure.Name, Figure.Description, Figure.Text, [.. scripts.Select(script => "../" + BookFiles.Address(script))]));
        if (Png != null)
            yield return new(BookFiles.Picture(Notebook, Figure), Png);
    }

    /// <summary>In the page of its notebook.</summary>
    public string InPage() => $"""
        <figure class="figure" id="{Id}" {Drawn()}>
        {Body()}
        <figcaption><a class="number" href="#{Id}">{Number}</a>
        <a href="{Address("html")}">on its own</a></figcaption>
        </figure>

        """;

    /// <summary>In the index, where it leads to its place.</summary>
    /// <param name="kind">"lead" or "tile".</param>
    /// <param name="exported">The formats that there are files of.</param>
    public string InIndex(string kind, IEnumerable<string> exported)
    {
        var files = exported.Select(format => $" <a class=\"file\" href=\"{Address(format)}\">{format}</a>");
        return $"""
            <figure class="{kind}" {Drawn()}>
            <div class="fitted" inert>
            {Body()}
            </div>
            <figcaption><a class="place" href="{Place}">{Escaped.Of(Figure.Description)}</a>{string.Concat(files)}</figcaption>
            </figure>

            """;
    }

    private string Body()
    {
        string picture = $"""
            <img src="{BookFiles.Address(BookFiles.Picture(Notebook, Figure))}" width="{Size("width")}" height="{Size("height")}" alt="">
            """;
        return FigureHtml.Place(Figure.Description, Figure.Text) + (Png == null ? "" : $"\n<noscript>{picture}</noscript>");
    }

    // Of one of its files.
    private string Address(string format) => BookFiles.Address(BookFiles.Figure(Notebook, Figure, format));

    private string Drawn() =>
        $"data-script=\"{Address("js")}\" style=\"--width: {Size("width")}; --height: {Size("height")}\"";

    // In pixels; plotly.js's own size if the figure has none.
    private string Size(string side) =>
        ((double?)Figure.Json["layout"]?[side] ?? (side == "width" ? 700 : 450)).ToString(CultureInfo.InvariantCulture);
}
