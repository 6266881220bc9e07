using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Workbook.Book;

namespace Workbook.Tests;

/// <summary>What holds for every notebook of the workbook.</summary>
[Collection(OneAtATime.Name)]
[Trait("speed", "slow")]
public partial class NotebookTests
{
    public static TheoryData<string> Names => [.. NotebookRuns.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task It_runs_to_its_end(string name)
    {
        var run = await NotebookRuns.Of(name);
        Assert.Null(run.Failure);
        Assert.NotEmpty(run.Figures);
        // A second figure of one name gets a number: a reader who exports them wants words.
        Assert.All(run.Cells.Values.SelectMany(cell => cell.Figures).GroupBy(figure => figure.Name), group => Assert.Single(group));
    }

    public static TheoryData<string> All => [.. NotebookRuns.Names, .. NotebookRuns.Solutions];

    // One run for three things: nothing is left to chance, to the culture, or to what the notebook was when its outputs were written.
    [Theory]
    [MemberData(nameof(All))]
    public async Task It_shows_under_decimal_commas_what_was_written_down(string name)
    {
        var run = await NotebookRuns.Of(name);
        Assert.Null(run.Failure);
        var expected = await WrittenOutputs.Of(run.Notebook, name);
        Assert.NotEmpty(expected.Values.SelectMany(texts => texts));
        var differences = run.Cells.Where(pair => expected.ContainsKey(pair.Key.Number))
            .Select(pair => (pair.Key.Number, Says: Difference(
                pair.Key, expected[pair.Key.Number], OutputText.Of(pair.Value.ToOutputs(null)))))
            .Where(each => each.Says != "").Select(each => $"cell {each.Number}: {each.Says}").ToList();
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    // Where a cell's numbers vary, its words do not, nor how it writes a number.
    private static string Difference(Cell cell, string[] expected, string[] texts) => !cell.HasTag("varies")
        ? OutputText.Difference(expected, texts)
        : OutputText.Difference([.. Unpadded(OutputText.Words(expected))], [.. Unpadded(OutputText.Words(texts))]);

    // A longer number in a column has fewer spaces before it.
    private static IEnumerable<string> Unpadded(IEnumerable<string> texts) => texts.Select(text => Spaces().Replace(text, " "));

    [Theory]
    [MemberData(nameof(Names))]
    public void It_keeps_to_what_every_host_can_do(string name)
    {
        var notebook = Notebook.Load(Path.Combine(Repository.Notebooks, name + ".ipynb"));
        var code = notebook.Cells.Where(cell => cell.IsCode).ToList();

        Assert.All(code[0].Source.Split('\n'), line => Assert.StartsWith("#r \"nuget:", line));
        Assert.All(code.Skip(1), cell => Assert.DoesNotContain("#r", cell.Source));
        Assert.All(code, cell => Assert.DoesNotMatch(Unportable(), cell.Source));
        Assert.All(code, cell => Assert.InRange(cell.Source.Split('\n').Length, 1, 20));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_metadata_is_what_Polyglot_Notebooks_writes(string name)
    {
        var root = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Notebooks, name + ".ipynb")))!;
        Assert.Equal((4, 5), ((int)root["nbformat"]!, (int)root["nbformat_minor"]!));
        JsonNode kernel = root["metadata"]!["kernelspec"]!;
        Assert.Equal((".net-csharp", "C#"), ((string?)kernel["name"], (string?)kernel["language"]));
        Assert.Equal("csharp", (string?)root["metadata"]!["polyglot_notebook"]!["kernelInfo"]!["defaultKernelName"]);
        var cells = root["cells"]!.AsArray();
        Assert.All(cells.Where(cell => (string?)cell!["cell_type"] == "code"),
            cell => Assert.Equal("csharp", (string?)cell!["metadata"]!["polyglot_notebook"]!["kernelName"]));
        Assert.Equal(cells.Count, cells.Select(cell => (string?)cell!["id"]).Distinct().Count(id => id != null));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_headings_are_in_order(string name)
    {
        var notebook = Notebook.Load(Path.Combine(Repository.Notebooks, name + ".ipynb"));
        int[] levels = [.. notebook.Cells.Where(cell => !cell.IsCode)
            .SelectMany(cell => Heading().Matches(cell.Source)).Select(match => match.Groups[1].Length)];
        Assert.Equal(1, levels[0]);
        Assert.All(levels.Skip(1).Zip(levels), pair => Assert.InRange(pair.First, 2, pair.Second + 1));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Its_committed_figures_are_those_of_a_run(string name)
    {
        var run = await NotebookRuns.Of(name);
        var differences = new List<string>();
        foreach (var (cell, fresh) in run.Cells.Where(pair => !pair.Key.HasTag("varies")))
        {
            string[] stored = [.. cell.Outputs.Select(PublishedFigure.Stored).OfType<string>()];
            Assert.Equal(stored.Length, fresh.Figures.Count);
            foreach (var (figure, committed) in fresh.Figures.Zip(stored))
            {
                string? difference = figure.Fingerprint(FigureStyle.Light).DifferenceFrom(committed);
                if (difference != null)
                    differences.Add($"cell {cell.Number}, {figure.Name}: {difference}");
            }
        }
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_committed_figures_are_small_pictures(string name)
    {
        var notebook = Notebook.Load(Path.Combine(Repository.Notebooks, name + ".ipynb"));
        var pictures = notebook.Cells.Where(cell => cell.IsCode).SelectMany(cell => cell.Outputs)
            .Select(output => (string?)output!["data"]?["image/png"]).OfType<string>().ToList();
        Assert.NotEmpty(pictures);
        Assert.All(pictures, png => Assert.InRange(Convert.FromBase64String(png).Length, 500, 60 * 1024));
        // Ink and blends of it on paper, at least.
        Assert.All(pictures, png => Assert.InRange(Png.Decode(Convert.FromBase64String(png)).Colors().Count, 20, 256));
    }

    // Known to fail in one of the outside engines, or to change the reader's machine.
    [GeneratedRegex(@"\bdisplay\(|\bHTML\(|\bDisplayAs\(|\bdynamic\b|Formatter\.Register|Console\.Error"
        + @"|=\s*\w+\.Display\(\)|^#!(?!import )", RegexOptions.Multiline)]
    private static partial Regex Unportable();

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();

    [GeneratedRegex("^(#{1,6}) ", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
