using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Workbook.Tests;

/// <summary>The session of .NET: what holds for cells anywhere, and what they leave behind here.</summary>
[Collection(OneAtATime.Name)]
public sealed class SessionTests : CellTests, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Console_and_folder_are_as_before_when_a_session_has_ended()
    {
        var (output, error, current) = (Console.Out, Console.Error, Environment.CurrentDirectory);
        var run = await Run("Environment.CurrentDirectory");
        Assert.Equal([Path.GetFileName(folder.Path)], Texts(run, 0).Select(Path.GetFileName));   // macOS names those above it otherwise
        Assert.Equal((output, error, current), (Console.Out, Console.Error, Environment.CurrentDirectory));
    }

    [Fact]
    public async Task The_culture_of_who_runs_cells_reaches_all_that_they_start()
    {
        var run = await NotebookRuns.RunWithCommasAsync(Notebook.Load(folder.Notebook("cells",
            "string Text() => (-1.5).ToString();\nText()", "await Task.Run(Text)",
            "string text = \"\";\nvar thread = new System.Threading.Thread(() => text = Text());\nthread.Start();\nthread.Join();\ntext",
            "string.Join(' ', Enumerable.Range(0, 50).AsParallel().Select(_ => Text()).Distinct())")));
        Assert.All(Enumerable.Range(0, 4), cell => Assert.Equal(["−1,5"], Texts(run, cell)));
    }

    [Fact]
    public async Task An_exception_in_an_imported_file_is_placed_where_the_cell_called_it()
    {
        folder.File("Thrower.cs", "public static class Thrower\n{\n    public static void Go() => throw new System.Exception();\n}");
        var failure = (await Run("#!import Thrower.cs", "int x = 0;\nThrower.Go();")).Failure!;
        Assert.Equal(("cell 2", 2), (failure.Place, failure.Line));
    }

    [Fact]
    public async Task A_session_that_has_ended_is_unloaded()
    {
        folder.File("Kept.cs", "public sealed record Kept(int Value) { public string ToHtml() => $\"<b>{Value}</b>\"; }");
        var assembly = await RunAndForget();
        for (int i = 0; i < 20 && assembly.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.False(assembly.IsAlive);
    }

    // A value of a type of its own that says how it shows is shown, and printed by a task that has ended; an exception was placed.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<WeakReference> RunAndForget()
    {
        var run = await Run(
            "#!import Kept.cs", "var kept = new Kept(1);\nkept.Display();\nawait Task.Run(() => Console.WriteLine(kept));\nkept",
            "AppContext.SetData(\"Workbook.Tests.Kept\", new WeakReference(kept.GetType().Assembly));\nthrow new Exception();");
        Assert.Equal(2, run.Failure!.Line);
        Assert.Equal("<b>1</b>", (string?)run.Cells[run.Notebook.Cells[1]].ToOutputs(1)[0]!["data"]!["text/html"]);
        var data = (WeakReference)AppContext.GetData("Workbook.Tests.Kept")!;
        AppContext.SetData("Workbook.Tests.Kept", null);
        return data;
    }

    private Task<NotebookRun> Run(params string[] cells)
    {
        var notebook = Notebook.Load(folder.Notebook("cells", cells));
        return NotebookRun.RunAsync(Plan.Of(notebook, Bare.Host), Bare.Host, cancel: TestContext.Current.CancellationToken);
    }

    protected override async Task<List<JsonArray>> Show(params string[] cells)
    {
        var notebook = Notebook.Load(folder.Notebook("cells", cells));
        using var session = new Session(notebook, Bare.Host);
        var runs = new List<CellRun>();
        foreach (var (cell, source) in Plan.Of(notebook, Bare.Host).Cells)
            runs.Add(await session.RunAsync(cell, source, TestContext.Current.CancellationToken));
        return [.. runs.Select(run => run.ToOutputs(1))];   // once all have ended: a task may outlive its cell
    }

    private static List<string> Texts(NotebookRun run, int cell) =>
        [.. run.Cells[run.Notebook.Cells[cell]].ToOutputs(1).Select(output => (string)(output!["text"] ?? output["data"]!["text/plain"])!)];
}
