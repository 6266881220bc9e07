namespace Workbook.Book;

/// <summary>The first page: what the book is about, its contents, and all its figures.</summary>
internal static class IndexPage
{
    /// <param name="figures">Of all notebooks that have run, in their order.</param>
    /// <param name="stopped">The notebooks whose run has stopped, and why.</param>
    /// <param name="exported">The formats of a figure that there are files of.</param>
    public static string Html(
        IReadOnlyList<Chapter> chapters, IReadOnlyList<FigurePart> figures, IReadOnlyDictionary<string, CellFailure> stopped,
        IEnumerable<SourceFile> sources, Func<FigurePart, IEnumerable<string>> exported)
    {
        string Figures(string kind, bool lead) =>
            string.Concat(figures.Where(figure => figure.Leads == lead).Select(figure => figure.InIndex(kind, exported(figure))));
        var ids = new Ids("notebooks", "figures", "source");
        return new PageFrame(PageFrame.BookTitle, chapters).Wrap($"""
            <header class="top">
            <h1>{Escaped.Of(PageFrame.BookTitle)}</h1>
            <p class="question">A from-scratch recurrent network, taken apart step by step, and its gradients.</p>
            </header>
            <section class="leads" aria-label="The workbook in figures">
            {Figures("lead", lead: true)}</section>
            <section class="chapters">
            <h2 id="notebooks">The notebooks</h2>
            {string.Concat(chapters.Select(chapter =>
                Entry(chapter, ids.Of(chapter.Name), stopped.GetValueOrDefault(chapter.Name))))}</section>
            <section>
            <h2 id="figures">All figures</h2>
            <div class="wall">
            {Figures("tile", lead: false)}</div>
            </section>
            <section class="sources">
            <h2 id="source">The source that the notebooks import</h2>
            {Folders(sources)}</section>

            """, "index", draws: figures.Count > 0);
    }

    private static string Entry(Chapter chapter, string id, CellFailure? failure)
    {
        string page = chapter.Address;
        string question = chapter.Question is { } asked ? Escaped.Of(asked) : chapter.Introduction;
        string stopped = failure == null ? "" : $"<p class=\"notice\">Stopped: {Escaped.Of(failure.ToString().Split('\n')[0])}</p>\n";
        return $"""
            <article>
            <h3 id="{id}"><a href="{page}">{PageFrame.Numbered(chapter)}</a></h3>
            <p class="question">{question}</p>
            {stopped}<ul>
            {string.Concat(chapter.Headings.Where(heading => heading.Level == 2)
                .Select(heading => $"<li><a href=\"{page}#{heading.Id}\">{heading.Html}</a></li>\n"))}</ul>
            </article>

            """;
    }

    private static string Folders(IEnumerable<SourceFile> sources) =>
        string.Concat(sources.GroupBy(file => Path.GetDirectoryName(file.Name)!.Replace('\\', '/')).Select(folder => $"""
            <p class="files">{(folder.Key == "" ? "" : $"<span>{Escaped.Of(folder.Key)}</span> ")}{string.Join(" ", folder.Select(file =>
                $"<a href=\"{file.Address}\">{Escaped.Of(Path.GetFileName(file.Name))}</a>"))}</p>

            """));
}
