namespace Workbook.Book;

/// <summary>What all pages have around their text.</summary>
/// <param name="Title">Of the page, as text.</param>
/// <param name="Chapters">All of the book's, for its contents.</param>
/// <param name="Current">The one whose page this is, or null.</param>
/// <param name="Root">The way from the page to the book's folder: nothing, or "../".</param>
internal sealed record PageFrame(string Title, IReadOnlyList<Chapter> Chapters, Chapter? Current = null, string Root = "")
{
    /// <summary>The book's own title.</summary>
    public const string BookTitle = "Recurrent networks and their gradients";

    /// <param name="kind">What the style calls such a page.</param>
    /// <param name="draws">Whether it has figures.</param>
    public string Wrap(string main, string kind, bool draws) => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{Escaped.Of(Title == BookTitle ? Title : $"{Title} · {BookTitle}")}</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="{Root}{BookFiles.Style}">
        {string.Concat(Scripts(draws).Select(Script))}</head>
        <body class="{kind}">
        <a class="skip" href="#main">Skip to the text</a>
        <header class="bar">
        <button type="button" popovertarget="contents">Contents</button>
        <a class="book" href="{Root}{BookFiles.Index}">{Escaped.Of(BookTitle)}</a>
        <button type="button" class="search" hidden>Search <kbd>/</kbd></button>
        </header>
        {Contents()}
        <main id="main">
        {main}</main>
        </body>
        </html>

        """;

    private static string[] Scripts(bool draws) =>
        [.. draws ? new[] { BookFiles.Plotly, BookFiles.FigureScript } : [], BookFiles.Script, BookFiles.Runtime, BookFiles.Live];

    private string Script(string file) => $"<script src=\"{Root}{file}\" defer></script>\n";

    // A drawer on a narrow page, where the button opens it; a column on a wide one.
    private string Contents() => $"""
        <nav id="contents" popover aria-label="Contents">
        <ol>
        {string.Concat(Chapters.Select(chapter => chapter == Current ? Open(chapter) : $"<li>{Link(chapter)}</li>\n"))}</ol>
        <p><a href="{Root}{BookFiles.Index}#source">Source</a></p>
        </nav>
        """;

    private string Link(Chapter chapter, string current = "") =>
        $"<a href=\"{Root}{chapter.Address}\"{current}>{Numbered(chapter)}</a>";

    private string Open(Chapter chapter) =>
        $"<li>{Link(chapter, " aria-current=\"page\"")}\n<ol>\n{string.Concat(chapter.Headings.Select(heading =>
            $"<li class=\"level{heading.Level}\"><a href=\"#{heading.Id}\">{heading.Html}</a></li>\n"))}</ol></li>\n";

    /// <summary>A notebook's title behind its number.</summary>
    public static string Numbered(Chapter chapter) =>
        (chapter.Number == "" ? "" : $"<span class=\"number\">{chapter.Number}</span> ") + chapter.Title.Html;
}
