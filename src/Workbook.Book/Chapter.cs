using System.Text.RegularExpressions;

namespace Workbook.Book;

/// <summary>A notebook as it is read: its Markdown parsed once, its headings, and the answers to its exercises.</summary>
public sealed partial class Chapter
{
    private readonly Ids ids = new();
    private readonly IReadOnlyDictionary<Cell, Prose> prose;
    private readonly IReadOnlyDictionary<Cell, Prose> solved;
    private readonly Dictionary<Cell, string> texts = [];
    private readonly List<string> problems = [];
    private readonly Dictionary<string, string> places;
    private readonly Plan? solutions;
    private Dictionary<Heading, Answer> answers = [];

    /// <summary>Its headings, which other chapters' links lead to; its text is there once it is linked.</summary>
    /// <param name="solutions">The notebook with its worked exercises, or null.</param>
    /// <exception cref="WorkbookException">A formula cannot be drawn.</exception>
    internal Chapter(Plan plan, Plan? solutions)
    {
        (Plan, this.solutions) = (plan, solutions);
        prose = Read(plan.Notebook, ids);
        solved = solutions == null ? new Dictionary<Cell, Prose>() : Read(solutions.Notebook, ids);
        var headings = Notebook.Cells.SelectMany(HeadingsOf).ToList();
        Title = headings.Find(heading => heading.Level == 1) ?? new Heading(1, ids.Of(Name), Escaped.Of(Name), Name);
        Headings = [.. headings.Where(heading => heading != Title)];
        Introduction = prose.Values.FirstOrDefault()?.Introduction ?? "";
        places = Places();
    }

    /// <summary>Makes its text, with links that lead somewhere.</summary>
    /// <param name="links">For the text of a notebook: of this one, or of its solutions.</param>
    /// <exception cref="WorkbookException">A formula cannot be drawn.</exception>
    internal void Link(Func<Notebook, Links> links)
    {
        foreach (var (cell, text) in prose)
            problems.AddRange(text.Link(links(Notebook), cell));
        foreach (var (cell, text) in prose)
            texts[cell] = text.Html(without: Title);
        TitleHtml = prose.Values.Select(text => text.TitleHtml(Title)).FirstOrDefault(html => html != null) ?? Title.Html;
        if (solutions == null)
            return;
        foreach (var (cell, text) in solved)
            problems.AddRange(text.Link(links(solutions.Notebook), cell));
        answers = Answer.Match(Notebook, prose, solutions.Notebook, solved);
    }

    /// <summary>What became of links and HTML that the book cannot have as they are, in sentences.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <summary>The title with its links.</summary>
    internal string TitleHtml { get; private set; } = "";

    public Plan Plan { get; }

    public Notebook Notebook => Plan.Notebook;

    public string Name => Notebook.Name;

    /// <summary>The address of its page, from the book's folder.</summary>
    public string Address => BookFiles.Address(BookFiles.Page(Notebook));

    /// <summary>The digits that its file's name begins with, or nothing.</summary>
    public string Number => LeadingDigits().Match(Name).Value;

    /// <summary>The first heading of the first level, or the file's name.</summary>
    public Heading Title { get; }

    /// <summary>What it answers, as its metadata says (<c>"workbook": { "question": "…" }</c>), or null.</summary>
    public string? Question => (string?)Notebook.Metadata?["question"];

    /// <summary>The HTML of its first paragraph, or nothing.</summary>
    public string Introduction { get; }

    /// <summary>All but the title.</summary>
    public IReadOnlyList<Heading> Headings { get; }

    /// <summary>The HTML of a Markdown cell, without the title.</summary>
    public string Text(Cell cell) => texts[cell];

    /// <summary>The headings in a cell; none in a code cell.</summary>
    public IReadOnlyList<Heading> HeadingsOf(Cell cell) => prose.TryGetValue(cell, out var text) ? text.Headings : [];

    /// <summary>The id of what a link to a place in the notebook means, or null.</summary>
    /// <param name="fragment">As the hosts that its writer may have used name a heading, or as the page does.</param>
    internal string? Place(string fragment) => fragment is "" or "top" ? Title.Id
        : prose.Values.Any(text => text.Names.Contains(fragment)) ? fragment
        : places.TryGetValue(Key(fragment), out string? id) ? id
        : Headings.Any(heading => heading.Id == fragment) ? fragment
        : Notebook.Cells.Any(cell => cell.IsCode && CellPart.Id(cell) == fragment) ? fragment
        : null;

    // Headings by their words, and those that share them also by a number, which begins at 1 with the second, as it does at GitHub.
    private Dictionary<string, string> Places()
    {
        var all = prose.Values.SelectMany(text => text.Anchors).Select(anchor => (Key: Key(anchor.Words), anchor.Id))
            .Where(anchor => anchor.Key != "").ToList();
        var places = new Dictionary<string, string>();
        foreach (var (key, id) in all)
            places.TryAdd(key, id);
        foreach (var alike in all.GroupBy(anchor => anchor.Key))
            foreach (var (index, (key, id)) in alike.Index().Skip(1))
                places.TryAdd(FormattableString.Invariant($"{key}{index}"), id);
        return places;
    }

    // GitHub, VS Code and Jupyter make a heading's fragment in ways that differ in case, in what stands for a space and in what is left
    // out: letters and digits are what they all keep.
    private static string Key(string words) => string.Concat(words.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    /// <summary>An id that nothing else on the page has.</summary>
    internal string NewId(string text) => ids.Of(text);

    /// <summary>What the solutions say under the same heading, or null.</summary>
    internal Answer? AnswerTo(Heading? heading) => heading == null ? null : answers.GetValueOrDefault(heading);

    /// <summary>The words of each paragraph, list or table, and the heading that it stands under.</summary>
    internal IEnumerable<(Heading Under, string Words)> Sections()
    {
        var under = Title;
        foreach (Cell cell in Notebook.Cells.Where(prose.ContainsKey))
        {
            foreach (var (heading, words) in prose[cell].Sections)
                yield return (heading ?? under, words);
            under = HeadingsOf(cell) is [.., var last] ? last : under;
        }
    }

    private static Dictionary<Cell, Prose> Read(Notebook notebook, Ids ids) =>
        notebook.Cells.Where(cell => !cell.IsCode)
            .ToDictionary(cell => cell, cell => new Prose(cell.Source, $"{notebook.Path}, {cell.Place}", ids));

    [GeneratedRegex("^[0-9]+")]
    private static partial Regex LeadingDigits();
}
