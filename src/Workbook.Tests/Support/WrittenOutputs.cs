using System.Text.Json;

namespace Workbook.Tests;

/// <summary>What .NET gave for each cell of a notebook: its committed outputs or, where it has none, what is recorded.</summary>
internal static class WrittenOutputs
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The texts of each code cell, by its number. WORKBOOK_EXPECTED=write has what is recorded written anew.</summary>
    /// <param name="isChanged">Whether it has other values than the one that is committed.</param>
    public static async Task<Dictionary<int, string[]>> Of(Notebook notebook, string name, bool isChanged = false)
    {
        var cells = notebook.Cells.Where(cell => cell.IsCode).ToList();
        if (!isChanged && cells.Any(cell => cell.Outputs.Count > 0))
            return cells.ToDictionary(cell => cell.Number, cell => OutputText.Of(cell.Outputs));
        string path = Path.Combine(Repository.Root, "src/Workbook.Tests/Live/expected", name + ".json");
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
        return cells.Where(cell => !cell.HasTag("varies"))
            .ToDictionary(cell => cell.Number, cell => recorded.GetValueOrDefault(cell.Number) ?? []);
    }
}
