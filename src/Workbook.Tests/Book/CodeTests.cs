using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Classification;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Workbook.Book.Code;

namespace Workbook.Tests;

/// <summary>Code in colours: what Roslyn's Classifier says, links, and notes beside lines.</summary>
public class CodeTests
{
    private static readonly string[] Types =
        ["class name", "struct name", "record class name", "record struct name", "interface name", "enum name", "delegate name",
         "type parameter name"];

    private static readonly PackageSet Host = new(
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => ReferencedAssembly.FromFile(path))],
        new Dictionary<string, string>(), new Dictionary<string, Package>(), []);

    public static TheoryData<string> Files =>
        ["Rnn/Rnn.cs", "Rnn/Network/PublishedRnn.cs", "Rnn/Fast/FastRnn.cs", "Rnn/Gradients/GradientFlow.cs"];

    [Theory]
    [MemberData(nameof(Files))]
    public void Colours_are_those_of_Roslyns_Classifier(string name)
    {
        var (trees, library) = Library();
        var model = library.GetSemanticModel(trees[Full(name)]);
        using var workspace = new AdhocWorkspace();
#pragma warning disable CS0618   // what is asked for in its place takes documents of a workspace
        var spans = Classifier.GetClassifiedSpans(
            model, new TextSpan(0, model.SyntaxTree.Length), workspace, TestContext.Current.CancellationToken);
#pragma warning restore CS0618
        string[] theirs = new string[model.SyntaxTree.Length];
        foreach (var span in spans.Where(span => !ClassificationTypeNames.AdditiveTypeNames.Contains(span.ClassificationType)))
            Array.Fill(theirs, Kind(span.ClassificationType), span.TextSpan.Start, span.TextSpan.Length);

        string text = model.SyntaxTree.ToString();
        int at = 0;
        foreach (var line in CodeLines.Of(model, _ => false))
        {
            foreach (var piece in line)
                for (int i = 0; i < piece.Text.Length; i++, at++)
                    if (!char.IsWhiteSpace(text[at]) && (piece.Kind ?? "") != "comment")
                        Assert.True((piece.Kind ?? "") == (theirs[at] ?? ""), $"{name}: {piece.Text} is {piece.Kind}, not {theirs[at]}");
            at++;
        }
        Assert.Equal(text.Length, at - 1);
    }

    [Fact]
    public void A_cell_sees_earlier_cells_and_names_lead_to_their_definition()
    {
        var (plan, colouring) = Small("var a = new Shape(2);", "a.Area() + Shape.Unit.Area()");
        string[] cells = [.. colouring.Cells(plan).Values.Select(lines => CodeHtml.Of(lines, Address))];
        Assert.Equal("", cells[0].Replace("<span class=\"comment\">#!import Shape.cs</span>", "", StringComparison.Ordinal));
        Assert.Equal(
            "<span class=\"keyword\">var</span> a = <span class=\"keyword\">new</span> "
            + "<a class=\"type\" href=\"Shape.cs#L3\">Shape</a>(<span class=\"number\">2</span>);", cells[1]);
        Assert.Equal(
            "a.<a class=\"method\" href=\"Shape.cs#L9\">Area</a>() + <a class=\"type\" href=\"Shape.cs#L3\">Shape</a>."
            + "<a href=\"Shape.cs#L6\">Unit</a>.<a class=\"method\" href=\"Shape.cs#L9\" tabindex=\"-1\">Area</a>()", cells[2]);
    }

    [Fact]
    public void A_cell_that_does_not_compile_is_coloured_all_the_same()
    {
        var (plan, colouring) = Small("int n = missing(;", "n + 1");
        Assert.Contains("<span class=\"keyword\">int</span> n", CodeHtml.Of(colouring.Cells(plan).Values.ElementAt(1), Address));
    }

    [Fact]
    public void A_plain_page_has_every_line_with_its_number()
    {
        var (_, colouring) = Small();
        string html = SourceHtml.Plain(colouring, Colour.Path, Address);
        Assert.Equal(Enumerable.Range(1, Colour.Text.Split('\n').Length), Ids(html));
        Assert.StartsWith("<pre class=\"code\"><code><a class=\"line\" id=\"L1\"", html);
    }

    [Fact]
    public void Notes_say_each_comment_once_beside_its_lines() =>
        Expected.Is("notes.html", SourceHtml.Notes(Small().Colouring, Colour.Path, Address));

    [Theory]
    [MemberData(nameof(Files))]
    public void Notes_keep_every_line_and_no_slashes(string name)
    {
        var sources = Sources();
        string html = SourceHtml.Notes(new Colouring([], sources, Host), Full(name), Address);
        Assert.Equal(Enumerable.Range(1, sources[Full(name)].Split('\n').Length), Ids(html));
        Assert.DoesNotContain("// ", html);
        Assert.DoesNotContain("class=\"comment\"", html);
    }

    [Fact]
    public void The_published_step_is_marked_where_it_differs()
    {
        string html = SourceHtml.Notes(new Colouring([], Sources(), Host), Full("Rnn/Network/PublishedRnn.cs"),
            Address, Full("Rnn/Rnn.cs"));
        string[] marked = [.. html.Split('\n').Where(line => line.Contains("<mark", StringComparison.Ordinal)).Select(Bare)];
        Assert.Equal(
            ["dy = -dy;", "+ (p.Whh * dnext_h);", "dnext_h = delta;", "base.ZeroGradients();", "dnext_h = ZeroState;"],
            marked.Where(line => !line.StartsWith("var dh", StringComparison.Ordinal)));
    }

    private static readonly (string Path, string Text) Colour = (System.IO.Path.GetFullPath("Shape.cs"), """
        #nullable enable
        /// <summary>A square: <code>A = s²</code> of a <see cref="Side"/>, a <see cref="Unit"/> or a <see cref="string"/>.</summary>
        public sealed class Shape(double side)
        {
            // The smallest.
            public static Shape Unit { get; } = new(1);

            /// <summary>Its area, that of a <see cref="Unit"/> is 1.</summary>
            public double Area() =>
                side * side;   // s²
        }
        """);

    private static (Plan Plan, Colouring Colouring) Small(params string[] cells)
    {
        using var folder = new TemporaryFolder();
        string cell(string source) => "{\"cell_type\":\"code\",\"metadata\":{},\"outputs\":[],\"source\":"
            + System.Text.Json.JsonSerializer.Serialize(source) + "}";
        string path = System.IO.Path.Combine(folder.Path, "small.ipynb");
        File.WriteAllText(path, "{\"nbformat\":4,\"nbformat_minor\":5,\"metadata\":{},\"cells\":["
            + string.Join(",", cells.Prepend("#!import Shape.cs").Select(cell)) + "]}");
        var notebook = Notebook.Load(path);
        var plan = new Plan(notebook, notebook.Cells.ToDictionary(each => each, each => each.Number == 1
            ? new CellSource("", [], [Colour.Path]) : new CellSource(each.Source, [], [])));
        return (plan, new Colouring([plan], new Dictionary<string, string> { [Colour.Path] = Colour.Text }, Host));
    }

    private static string Address(CodePlace place) => $"{Path.GetFileName(place.Path)}#L{place.Line}";

    private static IEnumerable<int> Ids(string html) => System.Text.RegularExpressions.Regex.Matches(html, "id=\"L(\\d+)\"")
        .Select(match => int.Parse(match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture)).Order();

    private static string Bare(string html) =>
        System.Net.WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Replace(html, "<[^>]*>", "")).Trim();

    private static string Full(string name) => Path.GetFullPath(name, Path.Combine(Repository.Root, "src"));

    private static Dictionary<string, string> Sources() => Repository.Imported.ToDictionary(path => path, File.ReadAllText);

    private static (Dictionary<string, SyntaxTree> Trees, CSharpCompilation Library) Library()
    {
        var options = new CSharpParseOptions(LanguageVersion.CSharp13, DocumentationMode.Parse);
        var trees = Sources().ToDictionary(file => file.Key, file => CSharpSyntaxTree.ParseText(file.Value, options, file.Key));
        return (trees, CSharpCompilation.Create("Sources", trees.Values,
            Host.Framework.Select(each => each.NewReference()), new(OutputKind.DynamicallyLinkedLibrary)));
    }

    private static string Kind(string classification) => classification switch
    {
        "keyword" or "keyword - control" or "preprocessor keyword" or "preprocessor text" => "keyword",
        "method name" or "extension method name" => "method",
        "string" or "string - verbatim" or "string - escape character" => "string",
        "number" => "number",
        _ => Types.Contains(classification) ? "type" : "",
    };
}
