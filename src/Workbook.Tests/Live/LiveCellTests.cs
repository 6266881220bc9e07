using System.Text.Json.Nodes;

namespace Workbook.Tests;

/// <summary>The session of a browser's worker.</summary>
[Trait("speed", "slow")]
public sealed class LiveCellTests(Browser browser, LiveServer server) : CellTests, IClassFixture<Browser>
{
    protected override async Task<List<JsonArray>> Show(params string[] cells)
    {
        var kernel = await LiveKernel.OpenAsync(browser, server, "notebooks/01-rnn-step-by-step.ipynb");
        return kernel.Run(cells.Select(cell => (3, cell)));   // each in place of the first code cell
    }

    [Fact]
    public async Task What_a_cell_may_not_ask_for_is_said_in_one_sentence()
    {
        var outputs = (await Show("#r \"nuget: Newtonsoft.Json, 13.0.1\""))[0];
        Assert.StartsWith("notebooks/01-rnn-step-by-step.ipynb, cell 3: the package Newtonsoft.Json is not among those this host carries "
            + "(MathNet.Numerics, ", (string?)outputs.Single()!["traceback"]![0]);
    }

    [Fact]
    public async Task A_file_comes_with_the_cell_that_writes_it_though_only_its_letters_are_others()
    {
        var shown = await Show("System.IO.File.WriteAllText(\"a.txt\", \"one\");", "System.IO.File.WriteAllText(\"a.txt\", \"two\");", "1");
        Assert.Equal(["file", "file", "execute_result"], shown.Select(outputs => (string?)outputs.Single()!["output_type"]));
    }
}
