using System.Text.RegularExpressions;

namespace Workbook.Book;

/// <summary>A notebook as it is read: its Markdown parsed once, its headings, and the answers to its exercises.</summary>
public sealed partial class Chapter
{
    private readonly Ids ids = new();
    private readonly IReadOnlyDictionary<Cell, Prose> prose;
    private readonly Dictionary<Cell, string> texts;
    private readonly Dictionary<Heading, Answer> answers = [];

    /// <param name="solutions">The notebook with its worked exercises, or null.</param>
    /// <param name="link">Where the address of a link leads in the book; null if nowhere.</param>
    /// <exception cref="WorkbookException">A formula cannot be drawn.</exception>
    internal Chapter(Plan plan, Plan? solutions, Func<string, string?> link)
    {
        Plan = plan;
        prose = Read(plan.Notebook, ids, link);
        var headings = Notebook.Cells.SelectMany(HeadingsOf).ToList();
        Title = headings.Find(heading => heading.Level == 1) ?? new Heading(1, ids.Of(Name), Escaped.Of(Name), Name);
        Headings = [.. headings.Where(heading => heading != Title)];
        Introduction = prose.Values.FirstOrDefault()?.Introduction ?? "";
        texts = prose.ToDictionary(pair => pair.Key, pair => pair.Value.Html(without: Title));
        if (solutions != null)
            answers = Answer.Match(Notebook, prose, solutions.Notebook, Read(solutions.Notebook, new Ids(), link));
    }

    public Plan Plan { get; }

    public Notebook Notebook => Plan.Notebook;

    public string Name => Notebook.Name;

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

    private static Dictionary<Cell, Prose> Read(Notebook notebook, Ids ids, Func<string, string?> link) =>
        notebook.Cells.Where(cell => !cell.IsCode)
            .ToDictionary(cell => cell, cell => new Prose(cell.Source, $"{notebook.Path}, {cell.Place}", ids, link));

    [GeneratedRegex("^[0-9]+")]
    private static partial Regex LeadingDigits();
}
