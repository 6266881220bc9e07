using System.Text;

namespace Workbook.Book;

/// <summary>The page of a notebook that has run.</summary>
internal static class ChapterPage
{
    /// <param name="frame">With the chapter as its current one.</param>
    /// <param name="cells">What makes the parts of its code cells.</param>
    /// <param name="solved">The code of a cell of the solutions, as HTML.</param>
    public static string Html(PageFrame frame, Chapter chapter, NotebookRun run, CellPart cells, Func<Cell, string> solved)
    {
        var body = new StringBuilder(Top(chapter, run));
        Heading? open = null;
        foreach (Cell cell in chapter.Notebook.Cells)
        {
            if (chapter.HeadingsOf(cell).Count > 0)
            {
                body.Append(Folded(chapter.AnswerTo(open), solved));
                open = chapter.HeadingsOf(cell)[^1];
            }
            body.Append(cell.IsCode ? cells.Html(cell, chapter.Plan.Cells[cell]) : chapter.Text(cell));
        }
        body.Append(Folded(chapter.AnswerTo(open), solved)).Append(Neighbours(frame.Chapters, chapter));
        return frame.Wrap(body.ToString(), "notebook", draws: run.Figures.Count > 0);
    }

    private static string Top(Chapter chapter, NotebookRun run)
    {
        string name = Escaped.Of(chapter.Name);
        string kicker = chapter.Number == "" ? "" : $"<p class=\"kicker\">Notebook {chapter.Number}</p>\n";
        string question = chapter.Question == null ? "" : $"<p class=\"question\">{Escaped.Of(chapter.Question)}</p>\n";
        var failed = run.Cells.FirstOrDefault(pair => pair.Value.Failure != null);
        string stopped = failed.Key == null ? ""
            : $"<p class=\"notice\">This run stopped in <a href=\"#{CellPart.Id(failed.Key)}\">{failed.Key.Place}</a>.</p>\n";
        return $"""
            <header class="top">
            {kicker}<h1 id="{chapter.Title.Id}">{chapter.TitleHtml}</h1>
            {question}{stopped}<p class="live" data-notebook="{name}"></p>
            <details class="run"><summary>Run this notebook elsewhere</summary>
            <p>In VS Code with Polyglot Notebooks, or in Jupyter with the kernel <em>.NET (C#)</em>: open
            <code>notebooks/{name}.ipynb</code> and run all cells.
            With Verso: <code>cd notebooks</code>, then <code>verso run {Argument($"{chapter.Name}.ipynb")}</code>. With the .NET SDK alone:
            <code>dotnet run --project src/Workbook -- {Argument($"notebooks/{chapter.Name}.ipynb")}</code>.
            <a href="{BookFiles.Address(BookFiles.Executed(chapter.Notebook))}" download>The notebook with the outputs of this run</a>.</p>
            </details>
            </header>

            """;
    }

    // As a shell takes it.
    private static string Argument(string path) =>
        Escaped.Of(path.All(character => char.IsAsciiLetterOrDigit(character) || "-_./".Contains(character)) ? path : $"\"{path}\"");

    private static string Folded(Answer? answer, Func<Cell, string> solved) => answer == null ? "" : $"""
        <details class="answer"><summary>Answer</summary>
        {string.Concat(answer.Cells.Select(each =>
            each.Cell.IsCode ? $"<pre class=\"code\"><code>{solved(each.Cell)}</code></pre>\n" : each.Text))}</details>

        """;

    private static string Neighbours(IReadOnlyList<Chapter> chapters, Chapter chapter)
    {
        int at = chapters.ToList().IndexOf(chapter);
        string Link(int index, string rel, string word) => index < 0 || index == chapters.Count ? "" : $"""
            <a rel="{rel}" href="{chapters[index].Address}"><span>{word}</span> {PageFrame.Numbered(chapters[index])}</a>

            """;
        return $"""
            <nav class="neighbours" aria-label="Neighbours">
            {Link(at - 1, "prev", "Previous")}{Link(at + 1, "next", "Next")}</nav>

            """;
    }
}
