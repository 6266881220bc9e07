using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Renderers.Html.Inlines;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Workbook.Book.Code;

namespace Workbook.Book;

/// <summary>
/// How four nodes of Markdown look in a page: headings can be linked to, tables scroll, comments are left out, C# is coloured.
/// </summary>
internal sealed class PageRenderers : IMarkdownExtension
{
    public void Setup(MarkdownPipelineBuilder pipeline)
    {
    }

    public void Setup(MarkdownPipeline pipeline, IMarkdownRenderer renderer)
    {
        renderer.ObjectRenderers.Replace<HeadingRenderer>(new LinkedHeading());
        renderer.ObjectRenderers.Replace<HtmlTableRenderer>(new ScrollingTable());
        renderer.ObjectRenderers.Replace<HtmlInlineRenderer>(new WithoutComments());
        renderer.ObjectRenderers.Replace<CodeBlockRenderer>(new ColouredCode());
    }

    private sealed class LinkedHeading : HtmlObjectRenderer<HeadingBlock>
    {
        protected override void Write(HtmlRenderer renderer, HeadingBlock heading)
        {
            string id = heading.GetAttributes().Id!;
            renderer.Write($"<h{heading.Level} id=\"{id}\">").WriteLeafInline(heading);
            renderer.Write($" <a class=\"anchor\" href=\"#{id}\" aria-label=\"Link to this section\">#</a></h{heading.Level}>\n");
        }
    }

    private sealed class ScrollingTable : HtmlTableRenderer
    {
        protected override void Write(HtmlRenderer renderer, Table table)
        {
            renderer.Write("<div class=\"scroll\">\n");
            base.Write(renderer, table);
            renderer.Write("</div>\n");
        }
    }

    private sealed class ColouredCode : CodeBlockRenderer
    {
        protected override void Write(HtmlRenderer renderer, CodeBlock block)
        {
            if (block is FencedCodeBlock { Info: "csharp" })
                renderer.Write($"<pre class=\"code\"><code>{CodeHtml.Of(CodeLines.Of(block.Lines.ToString()), _ => "")}</code></pre>\n");
            else
                base.Write(renderer, block);
        }
    }

    private sealed class WithoutComments : HtmlInlineRenderer
    {
        protected override void Write(HtmlRenderer renderer, HtmlInline html)
        {
            if (!html.Tag.StartsWith("<!--", StringComparison.Ordinal))
                base.Write(renderer, html);
        }
    }
}
