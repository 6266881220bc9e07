using Markdig;
using Markdig.Extensions.Mathematics;
using Markdig.Syntax;

namespace Workbook.Tests;

/// <summary>A formula of a notebook, as Markdig finds it.</summary>
internal sealed record Formula(string Notebook, int Cell, string Tex, bool Display)
{
    private static readonly MarkdownPipeline WithFormulas = new MarkdownPipelineBuilder().UseMathematics().Build();

    /// <summary>Those of all notebooks and solutions, in order.</summary>
    public static IReadOnlyList<Formula> All { get; } = [.. Directory.GetFiles(Repository.Notebooks, "*.ipynb")
        .Order(StringComparer.Ordinal).Select(Workbook.Engine.Notebook.Load)
        .SelectMany(notebook => notebook.Cells.Where(cell => !cell.IsCode).SelectMany(cell => In(notebook, cell)))];

    private static IEnumerable<Formula> In(Notebook notebook, Cell cell) => Markdown.Parse(cell.Source, WithFormulas).Descendants()
        .Select(node => node switch
        {
            MathBlock block => new Formula(notebook.Name, cell.Number, block.Lines.ToString(), true),
            MathInline inline => new Formula(notebook.Name, cell.Number, inline.Content.ToString(), inline.DelimiterCount == 2),
            _ => null,
        }).OfType<Formula>();
}
