using System.Text.Json.Nodes;
using Workbook.Book;

namespace Workbook.Tests;

/// <summary>What a page knows of its notebook before that has run.</summary>
public sealed class ChapterTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("# A title\n\nThe first paragraph,\nof two lines.\n\nThe second.", "A title", "The first paragraph,\nof two lines.")]
    [InlineData("# A title\nAt once.\n## A section", "A title", "At once.")]
    [InlineData("No heading.\n\nMore.", "top", "No heading.")]
    [InlineData("# A title", "A title", "")]
    [InlineData("```\n# A comment\n```\n\n# A `title` of *two* kinds", "A title of two kinds", "")]
    public void The_title_is_the_first_heading_and_the_introduction_the_first_paragraph(string text, string title, string introduction)
    {
        var chapter = Of(Cells.Text(text));
        Assert.Equal((title, introduction), (chapter.Title.Text, chapter.Introduction));
    }

    [Fact]
    public void Headings_have_ids_of_their_own_also_when_two_are_the_same()
    {
        var chapter = Of(Cells.Text("# Why?\n\n## Why?\n\n## What is $h_t$ at `t` = 0?"), Cells.Text("## Why?"), Cells.Text("## ??"));
        Assert.Equal(
            ["why", "why-2", "what-is-at-t-0", "why-3", "section"], chapter.Headings.Prepend(chapter.Title).Select(each => each.Id));
        Assert.Contains("<math>", chapter.Headings[1].Html);
    }

    [Fact]
    public void An_answer_is_what_the_solutions_have_under_the_same_heading_and_the_notebook_has_not()
    {
        var question = Cells.Text("## Exercises\n\n### 1. Add");
        var (asked, check) = (Cells.Code("int? a = null;"), Cells.Code("Check(a)"));
        JsonObject[] solutions =
        [
            Cells.Text("### 1. Add\n\nAs there."), Cells.Code("int? a = 2;"), check.DeepClone().AsObject(), Cells.Text("Since 1 + 1."),
        ];
        var chapter = Of([question, asked, check, Cells.Text("### 2. Subtract")], solutions);
        Assert.Equal(["", "<p>Since 1 + 1.</p>\n"], chapter.AnswerTo(chapter.Headings[1])!.Cells.Select(each => each.Text));
        Assert.Equal("int? a = 2;", chapter.AnswerTo(chapter.Headings[1])!.Cells[0].Cell.Source);
        Assert.Null(chapter.AnswerTo(chapter.Headings[2]));
    }

    [Fact]
    public void A_formula_that_cannot_be_drawn_is_refused_by_notebook_cell_and_command()
    {
        var problem = Assert.Throws<WorkbookException>(() => Of(Cells.Text("Fine: $x$."), Cells.Text(@"Not: $\wrong x$.")));
        Assert.Contains(@"top.ipynb, cell 2: ", problem.Message);
        Assert.Contains(@"\wrong", problem.Message);
    }

    private Chapter Of(params JsonObject[] cells) => Of(cells, null);

    private Chapter Of(JsonObject[] cells, JsonObject[]? solutions)
    {
        Plan Read(string name, JsonObject[] of) => Plan.Of(Notebook.Load(folder.Notebook(name, of)), HostPackages.All);
        return new Chapter(Read("top", cells), solutions == null ? null : Read("solved", solutions), address => address);
    }
}
