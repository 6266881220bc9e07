using System.Text;
using Markdig;
using Markdig.Extensions.Mathematics;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Workbook.Book.Mathematics;

namespace Workbook.Book;

/// <summary>A Markdown cell, parsed once: its headings, its HTML, and its words for the search.</summary>
public sealed class Prose
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables().UseMathMl().Use<PageRenderers>().Build();

    private readonly MarkdownDocument document;
    private readonly string where;

    /// <param name="where">Notebook and cell, for messages.</param>
    /// <param name="link">Where the address of a link leads in the book; null if nowhere, and only its text remains.</param>
    /// <exception cref="WorkbookException">A formula cannot be drawn.</exception>
    internal Prose(string text, string where, Ids ids, Func<string, string?> link)
    {
        this.where = where;
        document = Markdown.Parse(text, Pipeline);
        foreach (var each in document.Descendants<LinkInline>().ToList())
            if (link(each.Url ?? "") is { } target)
                each.Url = target;
            else
                Unlink(each);

        var (headings, words) = (new List<Heading>(), new List<(Heading?, string)>());
        foreach (Block block in document)
            if (block is HeadingBlock { Inline: { } inline } heading)
            {
                headings.Add(new Heading(heading.Level, ids.Of(Words(heading)), Html(inline), Words(heading)));
                heading.GetAttributes().Id = headings[^1].Id;
            }
            else
            {
                words.Add((headings.LastOrDefault(), Words(block)));
            }
        (Headings, Sections) = (headings, words);
    }

    public IReadOnlyList<Heading> Headings { get; }

    /// <summary>The words of each paragraph, list or table, and the last heading before it in this cell.</summary>
    public IReadOnlyList<(Heading? Under, string Words)> Sections { get; }

    /// <summary>The first paragraph, or nothing.</summary>
    public string Introduction => document.OfType<ParagraphBlock>().FirstOrDefault()?.Inline is { } inline ? Html(inline) : "";

    /// <summary>All of it.</summary>
    /// <param name="without">A heading that stands elsewhere.</param>
    /// <exception cref="WorkbookException">A formula cannot be drawn.</exception>
    internal string Html(Heading? without = null) =>
        Html(document.Where(block => without == null || block.TryGetAttributes()?.Id != without.Id));

    // Text and code; formulas are left out, since nobody searches for their source.
    private static string Words(Block block)
    {
        var words = new StringBuilder();
        foreach (MarkdownObject each in block is LeafBlock leaf ? leaf.Inline?.Descendants() ?? [] : block.Descendants())
            if (each is LiteralInline literal)
                words.Append(literal.Content.AsSpan());
            else if (each is CodeInline code)
                words.Append(code.Content);
            else if (each is LineBreakInline or MathInline or Block)
                words.Append(' ');
        return string.Join(' ', words.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static void Unlink(LinkInline link)
    {
        while (link.FirstChild is { } child)
        {
            child.Remove();
            link.InsertBefore(child);
        }
        link.Remove();
    }

    private string Html(ContainerInline inline) => Html(renderer => renderer.WriteChildren(inline));

    private string Html(IEnumerable<Block> blocks) => Html(renderer =>
    {
        foreach (Block block in blocks)
            renderer.Render(block);
    });

    private string Html(Action<HtmlRenderer> write)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var renderer = new HtmlRenderer(text);
        Pipeline.Setup(renderer);
        try
        {
            write(renderer);
        }
        catch (TexException problem)
        {
            throw new WorkbookException($"{where}: {problem.Message}", problem);
        }
        return text.ToString();
    }
}
