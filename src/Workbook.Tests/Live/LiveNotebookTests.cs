using System.Text.Json.Nodes;

namespace Workbook.Tests;

/// <summary>
/// Every notebook and every solution, cell by cell in the browser's worker, unmodified but for smaller values in slow places.
/// </summary>
public abstract class LiveNotebooks(Browser browser, LiveServer server)
{
    protected async Task Run(string name)
    {
        _ = browser.Page;
        var own = Notebook.Load(Path.Combine(Repository.Notebooks, name + ".ipynb"));
        var smaller = Settings.Apply(own, Settings.Live(own), HostPackages.All);
        var cells = smaller.Cells.Where(cell => cell.IsCode).ToList();
        var expected = await WrittenOutputs.Of(smaller, name, isChanged: !ReferenceEquals(own, smaller));

        var kernel = await LiveKernel.OpenAsync(browser, server, $"notebooks/{name}.ipynb");
        var shown = kernel.Run(cells.Select(cell => (cell.Number, cell.Source)));
        var differences = cells.Zip(shown)
            .Select(pair => (pair.First.Number, Says: Difference(
                pair.First, expected.GetValueOrDefault(pair.First.Number) ?? [], pair.Second)))
            .Where(each => each.Says != "").Select(each => $"cell {each.Number}: {each.Says}").ToList();
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    private static string Difference(Cell cell, string[] expected, JsonArray outputs) =>
        outputs.FirstOrDefault(output => (string?)output!["output_type"] == "error") is { } error
            ? string.Join('\n', error["traceback"]!.AsArray())
        : cell.HasTag("varies") ? ""
        : OutputText.Difference(expected, OutputText.Of(outputs));
}

/// <summary>The notebooks. They run beside the solutions, each in a browser of its own.</summary>
[Trait("speed", "slow")]
public sealed class LiveNotebookTests(Browser browser, LiveServer server) : LiveNotebooks(browser, server), IClassFixture<Browser>
{
    public static TheoryData<string> Names => [.. NotebookRuns.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public Task It_shows_in_the_browser_what_it_shows_elsewhere(string name) => Run(name);
}

/// <summary>The solutions.</summary>
[Trait("speed", "slow")]
public sealed class LiveSolutionTests(Browser browser, LiveServer server) : LiveNotebooks(browser, server), IClassFixture<Browser>
{
    public static TheoryData<string> Names => [.. NotebookRuns.Solutions];

    [Theory]
    [MemberData(nameof(Names))]
    public Task It_shows_in_the_browser_what_it_shows_elsewhere(string name) => Run(name);
}
