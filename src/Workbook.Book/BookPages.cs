using Workbook.Book.Code;

namespace Workbook.Book;

/// <summary>
/// The workbook as a book: runs go in, files come out. Nothing is read or written here. Each page is complete as soon as its notebook has
/// run, since titles and headings are known before.
/// </summary>
public sealed class BookPages
{
    private static readonly string[] LiveScripts =
    [
        "kernel.js", "files.js", "harmless.js", "outputs.js", "completion.js", "editor.js", "edits.js", "bar.js", "notebook.js", "live.js",
        "travel.js",
    ];

    private readonly BookMaterial material;
    private readonly IReadOnlyDictionary<string, SourceFile> sources;
    private readonly IReadOnlyList<Chapter> chapters;
    private readonly Colouring colouring;
    private readonly List<FigurePart> figures = [];
    private readonly Dictionary<string, CellFailure> stopped = [];

    /// <exception cref="WorkbookException">A formula cannot be drawn; it is named by notebook, cell and command.</exception>
    public BookPages(BookMaterial material)
    {
        this.material = material;
        sources = SourceFile.All(material.Sources);
        colouring = new Colouring([.. material.Plans, .. material.Solutions.Values], material.Sources, material.Host);
        chapters = [.. material.Plans.Select(plan => new Chapter(plan, material.Solutions.GetValueOrDefault(plan.Notebook.Name)))];
        if (chapters.FirstOrDefault(chapter => BookFiles.IsTaken(BookFiles.Page(chapter.Notebook))) is { } first)
            throw new WorkbookException($"{first.Notebook.Path} cannot be in a book: its page would have the name of another that each "
                + "book has. Give the notebook another name.");
        var notebooks = chapters.ToDictionary(chapter => Path.GetFullPath(chapter.Notebook.Path));
        foreach (Chapter chapter in chapters)
            if (material.Solutions.TryGetValue(chapter.Name, out var solutions))
                notebooks.TryAdd(Path.GetFullPath(solutions.Notebook.Path), chapter);
        foreach (Chapter chapter in chapters)
            chapter.Link(from => new Links(chapter, from, notebooks, sources, material.Picture));
    }

    /// <summary>What became of links and HTML that the book cannot have as they are, in sentences.</summary>
    public IEnumerable<string> Problems => chapters.SelectMany(chapter => chapter.Problems);

    /// <summary>What all pages share: style, scripts and the font.</summary>
    public static IEnumerable<BookFile> Shared()
    {
        string[] styles = ["book.css", "math.css", "code.css", "live.css", "font.css"];
        yield return new(BookFiles.Plotly, FigureHtml.PlotlySource()!);
        yield return new(BookFiles.FigureScript, FigureHtml.Script(BookFiles.Plotly));
        yield return new(BookFiles.Script, Assets.Text("book.js"));
        yield return new(BookFiles.Runtime, Assets.Text("runtime.js"));
        yield return new(BookFiles.Live, string.Concat(LiveScripts.Select(Assets.Text)));
        yield return new(BookFiles.Style, string.Concat(styles.Select(Assets.Text)));
        yield return new(BookFiles.Font, Assets.Bytes("latinmodern-math.otf"));
        yield return new(BookFiles.FontLicense, Assets.Text("latinmodern-math.txt"));
    }

    /// <summary>Colours all cells, which needs no run: done on another thread meanwhile, no page waits for it.</summary>
    public void ColourCells()
    {
        foreach (Chapter chapter in chapters)
        {
            colouring.Cells(chapter.Plan);
            if (material.Solutions.TryGetValue(chapter.Name, out var solutions))
                colouring.Cells(solutions);
        }
    }

    /// <summary>The pages of source files. They take seconds and need no run, so they may be made on another thread meanwhile.</summary>
    public IEnumerable<BookFile> SourcePages() => sources.Values.Select(file => new BookFile(
        file.Page, SourcePage.Html(new PageFrame(file.Name, chapters, Root: "../"), file, colouring, sources)));

    /// <summary>The page of a notebook that has run, and what belongs to its figures.</summary>
    /// <param name="run">Of one of the plans.</param>
    public IEnumerable<BookFile> Pages(NotebookRun run)
    {
        var chapter = chapters.Single(each => each.Notebook == run.Notebook);
        var shown = FiguresOf(run, chapter);
        figures.AddRange(shown.Values);
        if (run.Failure is { } failure)
            stopped[chapter.Name] = failure;
        var solved = material.Solutions.TryGetValue(chapter.Name, out var solutions) ? Code(solutions) : _ => "";
        var cells = new CellPart(run, shown, Code(chapter.Plan), sources);
        yield return new(BookFiles.Executed(run.Notebook), run.Notebook.WithOutputs(run.Cells));
        foreach (BookFile file in shown.Values.SelectMany(figure => figure.Files()))
            yield return file;
        yield return new(BookFiles.Page(run.Notebook),
            ChapterPage.Html(new PageFrame(chapter.Title.Text, chapters, chapter), chapter, run, cells, solved));
    }

    /// <summary>The first page, and what the search looks through.</summary>
    /// <param name="exists">Whether a file is in the book's folder: figures that were exported there are linked.</param>
    public IEnumerable<BookFile> Closing(Func<string, bool> exists)
    {
        yield return new(BookFiles.SearchIndex, SearchIndex.Script(chapters, figures, sources.Values, colouring));
        yield return new(BookFiles.Index, IndexPage.Html(chapters, figures, stopped, sources.Values,
            figure => BookFiles.FigureFormats.Where(
                format => format != "html" && exists(BookFiles.Figure(figure.Notebook, figure.Figure, format)))));
    }

    private Func<Cell, string> Code(Plan plan)
    {
        var coloured = colouring.Cells(plan);
        return cell => CodeHtml.Of(coloured[cell], place => sources[place.Path].LineAddress(place.Line));
    }

    private static OrderedDictionary<ShownFigure, FigurePart> FiguresOf(NotebookRun run, Chapter chapter)
    {
        string number = chapter.Number.TrimStart('0') is { Length: > 0 } digits ? digits + "." : "";
        var parts = new OrderedDictionary<ShownFigure, FigurePart>();
        foreach (var (cell, shown) in run.Cells)
            foreach (ShownFigure figure in shown.Figures)
                parts.Add(figure, new(
                    run.Notebook, figure, FormattableString.Invariant($"Figure {number}{parts.Count + 1}"),
                    chapter.NewId("figure " + figure.Name), PublishedFigure.Png(cell, figure), cell.HasTag("picture")));
        return parts;
    }
}
