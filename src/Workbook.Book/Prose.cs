using System.Text;
using Markdig;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Extensions.Mathematics;
using Markdig.Helpers;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Workbook.Book.Mathematics;

namespace Workbook.Book;

/// <summary>A Markdown cell, parsed once: its headings, its HTML, and its words for the search.</summary>
public sealed class Prose
{
    private static readonly MarkdownPipeline Pipeline = Markdown(new PageRenderers()), ListPipeline = Markdown(new ListRenderers());

    private readonly MarkdownDocument document;
    private readonly string where;
    private readonly Dictionary<Heading, ContainerInline> headings = [];
    private readonly List<(string Words, string Id)> anchors = [];
    private readonly HashSet<string> names = [];
    private string rest = "";

    /// <param name="where">Notebook and cell, for messages.</param>
    /// <exception cref="WorkbookException">A formula cannot be drawn.</exception>
    internal Prose(string text, string where, Ids ids)
    {
        this.where = where;
        document = Markdig.Markdown.Parse(text, Pipeline);
        foreach (var tag in document.Descendants<HtmlInline>().Where(tag => SafeHtml.IsText(tag.Tag)).ToList())
            tag.ReplaceBy(new LiteralInline(tag.Tag));
        foreach (var each in document.Descendants())
            if (each is HeadingBlock heading)
            {
                heading.GetAttributes().Id = ids.Of(Words(heading));
                anchors.Add((Words(heading, formulas: true), heading.GetAttributes().Id!));
            }
            else
            {
                names.UnionWith(SafeHtml.Ids(Raw(each)).Where(ids.Take));
            }

        var words = new List<(Heading?, string)>();
        foreach (Block block in document)
            if (block is HeadingBlock { Inline: { FirstChild: not null } inline } heading)
                headings.Add(new Heading(heading.Level, heading.GetAttributes().Id!, ForList(inline),
                    Words(heading) is { Length: > 0 } title ? title : Words(heading, formulas: true)), inline);
            else
                words.Add((headings.Keys.LastOrDefault(), Words(block)));
        Sections = words;
    }

    public IReadOnlyList<Heading> Headings => [.. headings.Keys];

    /// <summary>The words of each paragraph, list or table, and the last heading before it in this cell.</summary>
    public IReadOnlyList<(Heading? Under, string Words)> Sections { get; }

    /// <summary>The first paragraph, or nothing; as <see cref="Heading.Html"/>, for other pages.</summary>
    public string Introduction => document.OfType<ParagraphBlock>().FirstOrDefault()?.Inline is { } inline ? ForList(inline) : "";

    /// <summary>The words of all its headings, formulas among them, and their ids.</summary>
    internal IReadOnlyList<(string Words, string Id)> Anchors => anchors;

    /// <summary>The ids that its own HTML has.</summary>
    internal IReadOnlySet<string> Names => names;

    /// <summary>Has its links lead to where they lead in the book, and its HTML be harmless.</summary>
    /// <returns>What cannot be as it is written, in sentences.</returns>
    internal IReadOnlyList<string> Link(Links links, Cell cell)
    {
        var problems = new List<string>();
        string? Address(string kind, string written, Target target)
        {
            if (target.Problem != null)
                problems.Add($"{where}: the {kind} {Short(written)} {target.Problem}.");
            return target.Address;
        }
        string? LinkTo(string address) => Address("link", address, links.Of(address));
        string? PictureAt(string address) => Address("picture", address, links.Picture(cell, address));
        var html = new SafeHtml(LinkTo, PictureAt, names.ToHashSet());
        foreach (var each in document.Descendants().ToList())
            switch (each)
            {
                case LinkInline { IsImage: true } image:
                    Show(image, PictureAt(image.Url ?? ""));
                    break;
                case LinkInline link when LinkTo(link.Url ?? "") is { } address:
                    link.Url = address;
                    break;
                case LinkInline link:
                    Unlink(link);
                    break;
                case AutolinkInline { IsEmail: false } link when LinkTo(link.Url) == null:
                    link.ReplaceBy(new LiteralInline(link.Url));
                    break;
                case HtmlInline tag:
                    if (SafeHtml.LeavesOut(tag.Tag) is { } left)
                        RemoveUpTo(tag, $"</{left}");
                    tag.Tag = html.Of(tag.Tag);
                    break;
                case HtmlBlock block:
                    block.Lines = new StringLineGroup(html.Of(block.Lines.ToString()));
                    break;
            }
        rest = html.Rest;
        if (html.LeftOut.Count > 0)
            problems.Add($"{where}: left out of its HTML: {string.Join(", ", html.LeftOut)}. A page has the text, tables, lists, links and "
                + "pictures of a notebook's HTML, and runs none of it.");
        return problems;
    }

    /// <summary>All of it.</summary>
    /// <param name="without">A heading that stands elsewhere.</param>
    /// <exception cref="WorkbookException">A formula cannot be drawn.</exception>
    internal string Html(Heading without) => Html(Pipeline, renderer =>
    {
        foreach (Block block in document.Where(block => block.TryGetAttributes()?.Id != without.Id))
            renderer.Render(block);
    }) + rest;

    /// <summary>All of it.</summary>
    internal string Html() => Html(Pipeline, renderer => renderer.Render(document)) + rest;

    /// <summary>One of its headings with its links, or null if it is not one of them.</summary>
    internal string? TitleHtml(Heading heading) =>
        headings.TryGetValue(heading, out var inline) ? Html(Pipeline, renderer => renderer.WriteChildren(inline)) : null;

    private static MarkdownPipeline Markdown(IMarkdownExtension renderers)
    {
        var builder = new MarkdownPipelineBuilder().UsePipeTables().UseTaskLists().UseAutoLinks()
            .UseEmphasisExtras(EmphasisExtraOptions.Strikethrough).UseMathMl();
        builder.Extensions.Add(renderers);
        return builder.Build();
    }

    // Text and code; formulas are left out unless asked for, since nobody searches for their source.
    private static string Words(Block block, bool formulas = false)
    {
        var words = new StringBuilder();
        foreach (MarkdownObject each in block is LeafBlock leaf ? leaf.Inline?.Descendants() ?? [] : block.Descendants())
            if (each is LiteralInline literal)
                words.Append(literal.Content.AsSpan());
            else if (each is HtmlEntityInline entity)
                words.Append(entity.Transcoded.AsSpan());
            else if (each is CodeInline code)
                words.Append(code.Content);
            else if (each is AutolinkInline link)
                words.Append(link.Url);
            else if (each is MathInline formula && formulas)
                words.Append(formula.Content.AsSpan());
            else if (each is LineBreakInline or MathInline or Block)
                words.Append(' ');
        return string.Join(' ', words.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Raw(MarkdownObject node) => node switch
    {
        HtmlInline tag => tag.Tag,
        HtmlBlock block => block.Lines.ToString(),
        _ => "",
    };

    // One that is not to be loaded is a link, unless it stands in one.
    private static void Show(LinkInline image, string? address)
    {
        if (image.FirstChild == null && (address == null || !SafeHtml.IsEmbedded(address)))
            image.AppendChild(new LiteralInline(Short(image.Url ?? "")));
        if (address != null && !SafeHtml.IsEmbedded(address) && image.Parent!.FindParentOfType<LinkInline>().Any())
            address = null;
        if (address == null)
            Unlink(image);
        else
            (image.Url, image.IsImage) = (address, SafeHtml.IsEmbedded(address));
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

    private static void RemoveUpTo(HtmlInline tag, string end)
    {
        while (tag.NextSibling is { } next
            && (next as HtmlInline)?.Tag.StartsWith(end, StringComparison.OrdinalIgnoreCase) != true)
            next.Remove();
    }

    // A picture's address may be the picture.
    private static string Short(string address) => address.Length <= 80 ? address : address[..60] + "…";

    private string ForList(ContainerInline inline) => Html(ListPipeline, renderer => renderer.WriteChildren(inline));

    private string Html(MarkdownPipeline pipeline, Action<HtmlRenderer> write)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var renderer = new HtmlRenderer(text);
        pipeline.Setup(renderer);
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
