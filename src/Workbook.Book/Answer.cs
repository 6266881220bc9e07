namespace Workbook.Book;

/// <summary>A worked exercise: what the solutions have under its heading and the notebook has not.</summary>
/// <param name="Cells">Code cells, and text as HTML.</param>
internal sealed record Answer(IReadOnlyList<(Cell Cell, string Text)> Cells)
{
    /// <summary>Matches the sections of two notebooks by the words of their headings.</summary>
    /// <exception cref="WorkbookException">A formula cannot be drawn.</exception>
    public static Dictionary<Heading, Answer> Match(
        Notebook notebook, IReadOnlyDictionary<Cell, Prose> prose, Notebook solutions, IReadOnlyDictionary<Cell, Prose> solved)
    {
        var answers = new Dictionary<Heading, Answer>();
        var worked = Sections(solutions, solved).DistinctBy(section => section.Heading.Text)
            .ToDictionary(section => section.Heading.Text);
        foreach (var (heading, asked) in Sections(notebook, prose).Where(section => worked.ContainsKey(section.Heading.Text)))
        {
            var known = asked.Select(cell => cell.Source.Trim()).ToHashSet();
            var cells = worked[heading.Text].Cells.Where(cell => !known.Contains(cell.Source.Trim()))
                .Select(cell => (cell, cell.IsCode ? "" : solved[cell].Html())).ToList();
            if (cells.Count > 0)
                answers[heading] = new Answer(cells);
        }
        return answers;
    }

    // The cells after one that ends under a heading, up to the next that has a heading.
    private static List<(Heading Heading, List<Cell> Cells)> Sections(Notebook notebook, IReadOnlyDictionary<Cell, Prose> prose)
    {
        var sections = new List<(Heading Heading, List<Cell> Cells)>();
        foreach (Cell cell in notebook.Cells)
            if (prose.GetValueOrDefault(cell)?.Headings is [.., var heading])
                sections.Add((heading, []));
            else if (sections.Count > 0)
                sections[^1].Cells.Add(cell);
        return sections;
    }
}
