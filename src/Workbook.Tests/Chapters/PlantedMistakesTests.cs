using System.Text.RegularExpressions;

namespace Workbook.Tests;

/// <summary>
/// Notebook 02 plants mistakes in a backward pass and prints, for each example, which check catches them in how many of 100 draws.
/// </summary>
[Collection(OneAtATime.Name)]
[Trait("speed", "slow")]
public partial class PlantedMistakesTests
{
    [Fact]
    public async Task The_right_pass_is_never_caught_and_dual_numbers_catch_every_mistake()
    {
        var tables = await TablesAsync();
        Assert.Equal(2, tables.Count);
        foreach (var table in tables)
        {
            // At least eight mistakes beside the right pass, at least five checks; the last check is dual numbers.
            Assert.InRange(table.Count, 9, int.MaxValue);
            Assert.All(table, row => Assert.InRange(row.Percent.Length, 5, int.MaxValue));
            Assert.Equal("none", table[0].Mistake);
            Assert.All(table[0].Percent, percent => Assert.Equal(0, percent));
            Assert.All(table.Skip(1), row => Assert.Equal(100, row.Percent[^1]));
        }
    }

    [Fact]
    public async Task Every_other_check_misses_something_that_dual_numbers_catch()
    {
        var table = (await TablesAsync())[0];
        Assert.All(Enumerable.Range(0, table[0].Percent.Length - 1),
            check => Assert.Contains(table.Skip(1), row => row.Percent[check] < 100));
    }

    private static async Task<List<List<(string Mistake, int[] Percent)>>> TablesAsync()
    {
        var run = await NotebookRuns.Of("02-checking-the-gradient");
        return [.. run.Cells.Values
            .SelectMany(cell => cell.ToOutputs(1)).Select(output => (string?)output!["text"] ?? "")
            .Select(text => Row().Matches(text).Select(match =>
                (match.Groups[1].Value, match.Groups[2].Captures.Select(percent => int.Parse(percent.Value)).ToArray())).ToList())
            .Where(table => table.Count > 0)];
    }

    // A mistake, two or more spaces, and a percentage for each check.
    [GeneratedRegex(@"^(\S.*?)(?: {2,}(\d+) %){2,}$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
