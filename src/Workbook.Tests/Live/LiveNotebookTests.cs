using System.Text.Json;
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
        bool isCommitted = ReferenceEquals(own, smaller) && cells.Any(cell => cell.Outputs.Count > 0);
        var expected = isCommitted
            ? cells.ToDictionary(cell => cell.Number, cell => OutputText.Of(cell.Outputs))
            : await Recorded(smaller, name);

        var kernel = await LiveKernel.OpenAsync(browser, server, $"notebooks/{name}.ipynb");
        var shown = kernel.Run(cells.Select(cell => (cell.Number, cell.Source)));
        var differences = cells.Zip(shown)
            .Select(pair => (pair.First.Number, Says: Difference(pair.First, expected[pair.First.Number], pair.Second)))
            .Where(each => each.Says != "").Select(each => $"cell {each.Number}: {each.Says}").ToList();
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    private static string Difference(Cell cell, string[] expected, JsonArray outputs) =>
        outputs.FirstOrDefault(output => (string?)output!["output_type"] == "error") is { } error
            ? string.Join('\n', error["traceback"]!.AsArray())
        : cell.HasTag("varies") ? ""
        : OutputText.Difference(expected, OutputText.Of(outputs));

    // What .NET gave for the notebook, with its smaller values; WORKBOOK_EXPECTED=write has it recorded anew.
    private static async Task<Dictionary<int, string[]>> Recorded(Notebook notebook, string name)
    {
        string path = Path.Combine(Repository.Root, "src/Workbook.Tests/Live/expected", name.Replace('/', '-') + ".json");
        if (Environment.GetEnvironmentVariable("WORKBOOK_EXPECTED") == "write")
        {
            using var turn = await OneAtATime.EnterAsync();
            var run = await NotebookRuns.RunAsync(notebook);
            var texts = run.Cells.Where(pair => !pair.Key.HasTag("varies"))
                .ToDictionary(pair => pair.Key.Number, pair => OutputText.Of(pair.Value.ToOutputs(null)));
            File.WriteAllText(path, JsonSerializer.Serialize(texts, Readable) + "\n");
        }
        Assert.True(File.Exists(path), $"There is no {path} to compare with: WORKBOOK_EXPECTED=write writes it.");
        var recorded = JsonSerializer.Deserialize<Dictionary<int, string[]>>(File.ReadAllText(path))!;
        return notebook.Cells.Where(cell => cell.IsCode)
            .ToDictionary(cell => cell.Number, cell => recorded.GetValueOrDefault(cell.Number) ?? []);
    }

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}

/// <summary>The notebooks. They run beside the solutions, each in a browser of its own.</summary>
public sealed class LiveNotebookTests(Browser browser, LiveServer server) : LiveNotebooks(browser, server), IClassFixture<Browser>
{
    public static TheoryData<string> Names => [.. NotebookRuns.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public Task It_shows_in_the_browser_what_it_shows_elsewhere(string name) => Run(name);
}

/// <summary>The solutions.</summary>
public sealed class LiveSolutionTests(Browser browser, LiveServer server) : LiveNotebooks(browser, server), IClassFixture<Browser>
{
    public static TheoryData<string> Names => [.. NotebookRuns.Solutions];

    [Theory]
    [MemberData(nameof(Names))]
    public Task It_shows_in_the_browser_what_it_shows_elsewhere(string name) => Run(name);
}
