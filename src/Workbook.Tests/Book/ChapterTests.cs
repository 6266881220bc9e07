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
    public void Of_several_forms_of_a_value_a_page_shows_HTML_then_a_picture_then_text()
    {
        string Shown(params string[] mimes) => OutputHtml.Of(new JsonObject
        {
            ["output_type"] = "display_data",
            ["data"] = new JsonObject(mimes.Select(mime => KeyValuePair.Create(mime, (JsonNode?)"AAAA"))),
        });
        Assert.Contains("<img", Shown("text/plain", "image/png"));
        Assert.DoesNotContain("<img", Shown("image/png", "text/plain", "text/html"));
        Assert.Contains("<pre", Shown("text/plain"));
    }

    [Theory]
    [InlineData(25, 25, "")]
    [InlineData(26, 20, "6 more of 26 lines")]
    [InlineData(1200, 20, "1,180 more of 1,200 lines")]
    public void Long_text_is_folded_unless_there_is_little_more_of_it(int lines, int shown, string more)
    {
        string text = string.Concat(Enumerable.Range(1, lines).Select(line => $"{line}\n"));
        string html = OutputHtml.Of(new JsonObject { ["output_type"] = "stream", ["text"] = text });
        Assert.StartsWith($"<pre class=\"output\">{string.Join('\n', Enumerable.Range(1, shown))}</pre>\n", html);
        Assert.Equal(more != "", html.Contains($"<details class=\"more\"><summary>{more}</summary>", StringComparison.Ordinal));
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
    public void An_id_is_on_the_page_once_whatever_headings_and_HTML_name()
    {
        var chapter = Of(Cells.Text("# Main\n\n## Contents\n\n## cell 2\n\n> ## Contents\n\n## <a id=\"part\"></a>Part\n\n"
            + "<p id=\"part\">x</p>\n<p id=\"main\">y</p>\n<p id=\"cell-2\">z</p>"), Cells.Code("1"));
        Assert.Equal(["contents-2", "cell-2-2", "part"], chapter.Headings.Select(each => each.Id));
        string page = chapter.Text(chapter.Notebook.Cells[0]);
        Assert.Contains("<h2 id=\"contents-3\">", page);
        Assert.DoesNotMatch("<p id", page);
        Assert.Equal("Part", chapter.Headings[^1].Html);   // in the contents too: an id of its own would be there twice
    }

    [Theory]
    // What GitHub, VS Code and Jupyter make of a heading, and this page.
    [InlineData("#step-3--adagrad--clipping", "#step-3-adagrad-clipping")]
    [InlineData("#Step-3-:-Adagrad-&-clipping", "#step-3-adagrad-clipping")]
    [InlineData("#step-3-adagrad-clipping", "#step-3-adagrad-clipping")]
    [InlineData("#Part-Two", "#part-two")]
    [InlineData("#part-two-1", "#part-two-2")]
    [InlineData("#part-two-2", "#part-two-2")]
    [InlineData("#a_b-test", "#a-b-test")]
    [InlineData("#-w_hh-and-w_xh", "#w-hh-and")]
    [InlineData("#Gr%C3%B6%C3%9Fe", "#gr%C3%B6%C3%9Fe")]
    [InlineData("#quoted", "#quoted")]
    [InlineData("#own", "#own")]
    [InlineData("#cell-3", "#cell-3")]
    [InlineData("#top", "#title")]
    [InlineData("#nowhere", null)]
    [InlineData("#cell-9", null)]
    [InlineData("", null)]
    [InlineData("top.ipynb?x=1#own", "top.html#own")]
    [InlineData("with%20%23%20&%20%2541%20%C3%BC.ipynb", "with%20%23%20%26%20%2541%20%C3%BC.html")]
    [InlineData("<with %23 & %2541 ü.ipynb#part-two>", "with%20%23%20%26%20%2541%20%C3%BC.html#part-two")]
    [InlineData("with%20%23%20&%20%2541%20ü.ipynb#nowhere", "with%20%23%20%26%20%2541%20%C3%BC.html", true)]
    [InlineData("Twice.cs#L1", "source/Twice.cs.html#L1")]
    [InlineData("Twice.cs#L2", "source/Twice.cs.html#L2")]
    [InlineData("Twice.cs#L9", "source/Twice.cs.html")]
    [InlineData("missing.ipynb", null)]
    [InlineData("%00", null)]
    [InlineData("HTTPS://example.org/a?b#c", "HTTPS://example.org/a?b#c")]
    [InlineData("//example.org", "https://example.org")]
    [InlineData("mailto:a@example.org", "mailto:a@example.org")]
    [InlineData("JavaScript:alert(1)", null)]
    [InlineData("data:text/html,x", null)]
    [InlineData("vbscript:x", null)]
    [InlineData("file:///etc/passwd", null)]
    public void A_link_leads_into_the_book_or_the_web_or_is_said_to_be_text(string address, string? leads, bool isSaid = false)
    {
        var chapter = Of(
            Cells.Text("# Title\n\n## Step 3 : Adagrad & clipping\n\n## Part Two\n\n## Part Two\n\n## a_b test\n\n## `W_hh` and "
                + "$W_{xh}$\n\n## Größe\n\n> ## Quoted\n\n<a name=\"own\"></a>"),
            Cells.Text($"[**there**]({address})"),
            Cells.Code("1"));
        string text = chapter.Text(chapter.Notebook.Cells[1]);
        Assert.Equal(leads == null ? "<p><strong>there</strong></p>\n"
            : $"<p><a href=\"{leads.Replace("&", "&amp;", StringComparison.Ordinal)}\"><strong>there</strong></a></p>\n", text);
        if (leads != null && !isSaid)
            Assert.Empty(chapter.Problems);
        else
            Assert.StartsWith(Path.Combine(folder.Path, "top.ipynb") + ", cell 2: the link " + address.Trim('<', '>') + (leads == null
                ? " is only text in the book" : " leads to the top of the page in the book"), Assert.Single(chapter.Problems));
        // The same in HTML.
        string inHtml = address.Trim('<', '>');
        Assert.Equal(leads == null ? "<p><a>there</a></p>\n"
            : $"<p><a href=\"{leads.Replace("&", "&amp;", StringComparison.Ordinal)}\">there</a></p>\n",
            Text($"<a href=\"{inHtml.Replace("&", "&amp;", StringComparison.Ordinal)}\">there</a>", chapter.Notebook.Cells[0].Source));
    }

    [Fact]
    public void Solutions_link_to_the_page_that_shows_them()
    {
        var chapter = Of([Cells.Text("# T\n\n## Add")],
            [Cells.Text("## Add"), Cells.Text("[a](top.ipynb#add) [b](top.solutions.ipynb#add) [c](Twice.cs) [d](No.cs)")]);
        Assert.Equal("<p><a href=\"top.html#add\">a</a> <a href=\"top.html#add\">b</a> <a href=\"source/Twice.cs.html\">c</a> d</p>\n",
            chapter.AnswerTo(chapter.Headings[0])!.Cells[0].Text);
        Assert.Contains("top.solutions.ipynb, cell 2: the link No.cs ", Assert.Single(chapter.Problems));
    }

    [Theory]
    [InlineData("![x](a%20b.png)", "<img src=\"data:image/png;base64,AQID\" alt=\"x\" />")]
    [InlineData("![x](a%20b.png#part)", "<img src=\"data:image/png;base64,AQID\" alt=\"x\" />")]
    [InlineData("![x](<a b.png>)", "<img src=\"data:image/png;base64,AQID\" alt=\"x\" />")]
    [InlineData("<img src='a b.png' width=40 onerror=f()>", "<img src=\"data:image/png;base64,AQID\" width=\"40\">")]
    [InlineData("![x](attachment:i.png)", "<img src=\"data:image/gif;base64,R0lG\" alt=\"x\" />")]
    [InlineData("![x](data:image/png;base64,AAAA)", "<img src=\"data:image/png;base64,AAAA\" alt=\"x\" />")]
    [InlineData("![x](https://example.org/y.png)", "<a href=\"https://example.org/y.png\">x</a>")]
    [InlineData("<img alt=x src=//example.org/y.png>", "<a href=\"https://example.org/y.png\">x</a>")]
    [InlineData("[![x](https://example.org/y.svg)](https://example.org)", "<a href=\"https://example.org\">x</a>")]
    [InlineData("![](missing.png)", "missing.png")]
    [InlineData("![x](attachment:no.png)", "x")]
    [InlineData("![x](data:text/html,x)", "x")]
    public void A_picture_is_embedded_or_linked_or_said_to_be_missing(string text, string html)
    {
        var cell = Cells.Text(text + " z");
        cell["attachments"] = new JsonObject { ["i.png"] = new JsonObject { ["image/gif"] = "R0lG" }, ["no.png"] = 5 };
        var chapter = Of(cell);
        Assert.Equal($"<p>{html} z</p>\n", chapter.Text(chapter.Notebook.Cells[0]));
        Assert.Equal(html.Contains("<img", StringComparison.Ordinal) && !text.Contains("onerror", StringComparison.Ordinal),
            chapter.Problems.Count == 0);
    }

    [Theory]
    [InlineData("a <b onclick=\"f()\">b</b> <kbd title='q'>K</kbd>", "<p>a <b>b</b> <kbd title=\"q\">K</kbd></p>\n", "onclick")]
    [InlineData("a <script>f()</script> b", "<p>a  b</p>\n", "script")]
    [InlineData("<script>\nf()\n\ng()\n</script>", "\n", "script")]
    [InlineData("<ScRiPt src=x", "&lt;ScRiPt src=x\n", "")]
    [InlineData("<div>\n<script src=x\n</div>", "<div>\n\n</div>", "script")]
    [InlineData("<div>\n<img src=x <b onerror=f()>\n</div>", "<div>\n&lt;img src=x <b>\n</div>\n", "onerror")]
    [InlineData("<iframe src=x></iframe>", "\n", "iframe")]
    [InlineData("<svg onload=f()><circle/></svg>", "<p></p>\n", "svg")]
    [InlineData("a <font color=red>b</font>", "<p>a b</p>\n", "font")]
    [InlineData("A List<int> is", "<p>A List&lt;int&gt; is</p>\n", "")]
    [InlineData("a</main></div><!-- c --> b", "<p>a b</p>\n", "main")]
    [InlineData("<div>\n\n*a*\n", "<div>\n<p><em>a</em></p>\n</div>", "")]
    [InlineData("<details><summary>s</summary>\n\n*a*\n\n</details>", "<details><summary>s</summary>\n<p><em>a</em></p>\n</details>\n", "")]
    [InlineData("<a href=\"java&#115;cript:f()\">a</a>", "<p><a>a</a></p>\n", "")]
    [InlineData("<a href=\" javascript:f()\">a</a>", "<p><a>a</a></p>\n", "")]
    [InlineData("<javascript:f()>", "<p>javascript:f()</p>\n", "")]
    public void HTML_of_a_text_is_made_anew_from_harmless_elements_and_what_is_left_out_is_named(string text, string html, string leftOut)
    {
        var chapter = Of(Cells.Text(text));
        Assert.Equal(html, chapter.Text(chapter.Notebook.Cells[0]));
        var said = chapter.Problems.Where(problem => problem.Contains("left out of its HTML", StringComparison.Ordinal));
        if (leftOut == "")
            Assert.Empty(said);
        else
            Assert.Contains($"top.ipynb, cell 1: left out of its HTML: {leftOut}. ", Assert.Single(said));
    }

    [Theory]
    [InlineData("- [ ] a\n- [x] b", "☐ a", "☑ b")]
    [InlineData("See https://example.org/x or ~~not~~.", "<a href=\"https://example.org/x\">https://example.org/x</a>", "<del>not</del>")]
    [InlineData("Costs $5 and $10, \\$3 too.", "Costs $5 and $10, $3 too.")]
    [InlineData("[$h_t$ `c`][r]\n\n[r]: Twice.cs 'A \"t\"'",
        "<a href=\"source/Twice.cs.html\" title=\"A &quot;t&quot;\"><math>", "<code>c</code></a>")]
    [InlineData("So it is.[^1]\n\n[^1]: A note of words.", "So it is.[^1]", "[^1]: A note of words.")]
    [InlineData("- a\n\n  ```cs\n  int x;\n  ```", "<span class=\"keyword\">int</span>")]
    public void Markdown_as_notebook_hosts_have_it_is_drawn(string text, params string[] parts)
    {
        var chapter = Of(Cells.Text(text));
        Assert.All(parts, part => Assert.Contains(part, chapter.Text(chapter.Notebook.Cells[0])));
        Assert.Empty(chapter.Problems);
    }

    [Fact]
    public void All_links_of_the_workbook_lead_somewhere_and_all_its_HTML_is_kept()
    {
        static Plan Read(string path) => Plan.Of(Notebook.Load(path), HostPackages.All);
        List<Plan> plans = [.. Checkout.Notebooks(Repository.Notebooks).Select(Read)];
        var solutions = plans.ToDictionary(plan => plan.Notebook.Name, plan => Read(Checkout.Solutions(plan.Notebook)));
        var sources = plans.Concat(solutions.Values).SelectMany(plan => plan.Cells.Values).SelectMany(source => source.Imports).Distinct()
            .ToDictionary(path => path, File.ReadAllText);
        var book = new BookPages(
            new(plans, solutions, sources, HostPackages.All, _ => null));
        Assert.Empty(book.Problems);
    }

    [Fact]
    public void A_title_keeps_its_signs_everywhere_and_its_links_on_its_own_page()
    {
        var chapter = Of(Cells.Text("# A List<int> & &copy; \"it\" [there](Twice.cs)\n\n## $h_t$\n\n## [x](#h_t) `<y>`"));
        Assert.Equal("A List<int> & © \"it\" there", chapter.Title.Text);
        Assert.Equal("A List&lt;int&gt; &amp; © &quot;it&quot; there", chapter.Title.Html);
        Assert.Equal("A List&lt;int&gt; &amp; © &quot;it&quot; <a href=\"source/Twice.cs.html\">there</a>", chapter.TitleHtml);
        Assert.Equal(["h_t", "x <y>"], chapter.Headings.Select(heading => heading.Text));   // with nothing else, a formula's source
        Assert.Equal("x <code>&lt;y&gt;</code>", chapter.Headings[1].Html);
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

    // A text's HTML, in a notebook whose first cell is another text.
    private string Text(string text, string before)
    {
        var chapter = Of(Cells.Text(before), Cells.Text(text), Cells.Code("1"));
        return chapter.Text(chapter.Notebook.Cells[1]);
    }

    private Chapter Of(params JsonObject[] cells) => Of(cells, null);

    private Chapter Of(JsonObject[] cells, JsonObject[]? solutions)
    {
        Plan Read(string name, JsonObject[] of) => Plan.Of(Notebook.Load(folder.Notebook(name, of)), HostPackages.All);
        var chapter = new Chapter(Read("top", cells), solutions == null ? null : Read("top.solutions", solutions));
        var other = new Chapter(Read("with # & %41 ü", [Cells.Text("# Other\n\n## Part Two")]), null);
        var chapters = new[] { chapter, other }.ToDictionary(each => each.Notebook.Path);
        chapters[Path.Combine(folder.Path, "top.solutions.ipynb")] = chapter;
        var sources = SourceFile.All(new Dictionary<string, string> { [Path.Combine(folder.Path, "Twice.cs")] = "int a;\nint b;\n" });
        chapter.Link(from => new Links(chapter, from, chapters, sources,
            path => path == Path.Combine(folder.Path, "a b.png") ? [1, 2, 3] : null));
        return chapter;
    }
}
