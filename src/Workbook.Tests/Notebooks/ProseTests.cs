using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Workbook.Tests;

/// <summary>
/// A number in a notebook's prose that comes from the computation is followed by <c>&lt;!--out--&gt;</c>. It must stand in what a code
/// cell of the same section prints, as it is written: so the prose cannot drift from the code.
/// </summary>
[Collection(OneAtATime.Name)]
[Trait("speed", "slow")]
public partial class ProseTests
{
    public static TheoryData<string> Names => [.. NotebookRuns.Names, .. NotebookRuns.Solutions];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_marked_number_is_printed_in_its_section(string name)
    {
        var run = await NotebookRuns.Of(name);
        Assert.Null(run.Failure);
        Assert.Empty(Unprinted(run.Notebook.Cells, cell => Text(run.Cells[cell])));
    }

    [Fact]
    public async Task The_notebooks_have_marked_numbers()
    {
        // The mark is found at all, where it is known to be.
        var run = await NotebookRuns.Of("02-checking-the-gradient");
        Assert.True(run.Notebook.Cells.Where(cell => !cell.IsCode).Sum(cell => Marked().Count(cell.Source)) >= 10);
    }

    [Theory]
    [InlineData("loss 20.75<!--out-->.", "after 10 steps: 20.75, falling", true)]
    [InlineData("loss 20.75<!--out-->.", "20.75", true)]
    [InlineData("loss 20.75<!--out-->.", "120.75 20.751 20.75.1 20.75e3 -20.75", false)]
    [InlineData("loss −3e-10<!--out-->", "−3e-10 at 3e-5", true)]
    [InlineData("loss −3e-10<!--out-->", "-3e-10", false)]
    [InlineData("caught in 61 %<!--out--> of", "0 %  61 %", true)]
    [InlineData("caught in 61 %<!--out--> of", "0 %  61", false)]
    [InlineData("a number to come <!--out-->", "to come 3", false)]
    public void A_marked_number_must_be_a_whole_word_of_the_output(string prose, string output, bool isPrinted) =>
        Assert.Equal(isPrinted ? 0 : 1, UnprintedIn("## A section", prose, output).Count);

    [Fact]
    public void A_number_printed_in_another_section_does_not_count() =>
        Assert.Equal(["A: 5", "B: 4"], UnprintedIn("## A", "4<!--out--> and 5<!--out-->", "4", "## B\nAgain 4<!--out-->"));

    // "section: number" for each that no code cell of its section prints. A cell may hold several sections.
    private static List<string> Unprinted<TCell>(IEnumerable<TCell> cells, Func<TCell, string?> source, Func<TCell, string> output)
    {
        var marked = new List<(string Section, string Number)>();
        var printed = new Dictionary<string, string>();
        string section = "";
        foreach (TCell cell in cells)
        {
            if (source(cell) is not string prose)
            {
                printed[section] = printed.GetValueOrDefault(section) + "\n" + output(cell);
                continue;
            }
            foreach (string line in prose.Split('\n'))
            {
                if (line.StartsWith("## ", StringComparison.Ordinal))
                    section = line[3..];
                marked.AddRange(Marked().Matches(line).Select(match => (section, match.Groups["number"].Value)));
            }
        }
        return [.. marked.Where(each => each.Number == "" || !IsWord(each.Number, printed.GetValueOrDefault(each.Section) ?? ""))
            .Select(each => $"{each.Section}: {each.Number}")];
    }

    private static List<string> Unprinted(IEnumerable<Cell> cells, Func<Cell, string> output) =>
        Unprinted(cells, cell => cell.IsCode ? null : cell.Source, output);

    // Markdown, markdown, output of a code cell, markdown …
    private static List<string> UnprintedIn(string heading, string prose, string output, string more = "") =>
        Unprinted([(heading, ""), (prose, ""), (null, output), (more, "")],
            cell => cell.Item1, ((string?, string Output) cell) => cell.Output);

    private static bool IsWord(string number, string text) =>
        Regex.IsMatch(text, $@"(?<![\w.,−+-]){Regex.Escape(number)}(?![\w]|[.,]\d)");

    private static string Text(CellRun run) => string.Join("\n", run.ToOutputs(1).Select(output =>
        output!["text"] is JsonNode stream ? (string?)stream : (string?)output["data"]?["text/plain"]));

    [GeneratedRegex(@"(?<number>[−+-]?\d[\d.,]*(?:[eE][−+-]?\d+)?(?: ?%)?)?\s*<!--out-->")]
    private static partial Regex Marked();
}
