using System.Text.Json.Nodes;

namespace Workbook.Tests;

/// <summary>What a notebook says of itself at its top.</summary>
public sealed class NotebookTitleTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("# A title\n\nThe first paragraph,\nof two lines.\n\nThe second.", "A title", "The first paragraph, of two lines.")]
    [InlineData("# A title\nAt once.\n## A section", "A title", "At once.")]
    [InlineData("No heading.\n\nMore.", "top", "No heading.")]
    [InlineData("# A title", "A title", "")]
    public void The_title_is_the_first_heading_and_the_introduction_the_paragraph_after_it(string text, string title, string introduction)
    {
        string path = folder.File("top.ipynb", new JsonObject
        {
            ["cells"] = new JsonArray(new JsonObject { ["cell_type"] = "markdown", ["metadata"] = new JsonObject(), ["source"] = text }),
            ["metadata"] = new JsonObject(),
            ["nbformat"] = 4,
            ["nbformat_minor"] = 5,
        }.ToJsonString());
        var notebook = Notebook.Load(path);
        Assert.Equal((title, introduction), (notebook.Title, notebook.Introduction));
    }
}
