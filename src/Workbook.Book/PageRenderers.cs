using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Extensions.TaskLists;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Renderers.Html.Inlines;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Workbook.Book;

/// <summary>
/// How four nodes of Markdown look in a page: headings can be linked to, tables scroll, tasks have a sign, C# is coloured.
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
        renderer.ObjectRenderers.Replace<HtmlTaskListRenderer>(new TaskSign());
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
            if (block is FencedCodeBlock { Info: "csharp" or "cs" or "c#" or "C#" })
                renderer.Write($"<pre class=\"code\"><code>{CodeHtml.Of(CodeLines.Of(block.Lines.ToString()), _ => "")}</code></pre>\n");
            else
                base.Write(renderer, block);
        }
    }

    // Signs, as a form's element would be one to be filled in.
    private sealed class TaskSign : HtmlObjectRenderer<TaskList>
    {
        protected override void Write(HtmlRenderer renderer, TaskList task) => renderer.Write(task.Checked ? "☑" : "☐");
    }
}

/// <summary>How a heading looks in a list of headings: its link is that to its section, and an id of its own stands there alone.</summary>
internal sealed class ListRenderers : IMarkdownExtension
{
    public void Setup(MarkdownPipelineBuilder pipeline)
    {
    }

    public void Setup(MarkdownPipeline pipeline, IMarkdownRenderer renderer)
    {
        renderer.ObjectRenderers.Replace<LinkInlineRenderer>(new LinkText());
        renderer.ObjectRenderers.Replace<AutolinkInlineRenderer>(new AddressText());
        renderer.ObjectRenderers.Replace<HtmlInlineRenderer>(new NoHtml());
    }

    private sealed class LinkText : HtmlObjectRenderer<LinkInline>
    {
        protected override void Write(HtmlRenderer renderer, LinkInline link) => renderer.WriteChildren(link);
    }

    private sealed class AddressText : HtmlObjectRenderer<AutolinkInline>
    {
        protected override void Write(HtmlRenderer renderer, AutolinkInline link) => renderer.WriteEscape(link.Url);
    }

    private sealed class NoHtml : HtmlObjectRenderer<HtmlInline>
    {
        protected override void Write(HtmlRenderer renderer, HtmlInline html)
        {
        }
    }
}
