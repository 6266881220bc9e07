using System.Runtime.CompilerServices;

namespace Workbook.Tests;

/// <summary>What cells leave to one another, and what they leave behind.</summary>
[Collection(OneAtATime.Name)]
public sealed class SessionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_cell_that_throws_leaves_what_it_had_set_and_one_that_does_not_compile_leaves_nothing()
    {
        Assert.Equal(["error", "execute_result 3, 0", "error", "error", "execute_result 4"], await Kinds(
            "int a = 3;\nthrow new Exception(\"stop\");\nint b = 5;",
            "$\"{a}, {b}\"",
            "int c = 6;\nnothing",
            "c",
            "a + 1"));
    }

    [Theory]
    [InlineData("", "none")]
    [InlineData("// a remark", "none")]
    [InlineData("using System.Globalization;", "none")]
    [InlineData("class Kept;", "none")]
    [InlineData("1;", "error")]
    [InlineData("await Task.Delay(1);\nint x = 1;\nx", "execute_result 1")]
    [InlineData("await Task.FromResult(2)", "execute_result 2")]
    [InlineData("string none = null;\nnone", "none")]
    public async Task Every_kind_of_cell_gives_its_last_expression_or_nothing(string cell, string gives)
    {
        Assert.Equal([gives, "execute_result after"], await Kinds(cell, "\"after\""));
    }

    [Fact]
    public async Task What_a_cell_of_using_lines_brings_stays()
    {
        Assert.Equal(["none", "none", "execute_result −1"], await Kinds(
            "using System.Globalization;",
            "static class Minus { public static string Of(int x) => x.ToString(new NumberFormatInfo { NegativeSign = \"−\" }); }",
            "Minus.Of(-1)"));
    }

    [Fact]
    public async Task Every_one_of_many_cells_sees_the_first_and_the_one_before()
    {
        // More than the places that a session begins with, twice over; every second is empty and takes none.
        string[] cells = [.. Enumerable.Range(0, 40).SelectMany(k => new[] { $"int v{k} = {k};\nv0 + (10 * v{Math.Max(0, k - 1)})", "" })];
        var expected = Enumerable.Range(0, 40).SelectMany(k => new[] { $"execute_result {10 * Math.Max(0, k - 1)}", "none" });
        Assert.Equal(expected, await Kinds(cells));
    }

    [Fact]
    public async Task A_later_cell_may_say_again_what_an_earlier_one_said()
    {
        Assert.Equal(["none", "execute_result 1", "none", "execute_result two"], await Kinds(
            "int x = 1;\nint Twice() => 2 * x;", "x", "string x = \"two\";", "x"));
    }

    [Fact]
    public async Task What_a_task_prints_lands_in_the_cell_that_started_it()
    {
        var run = await Run(
            "var gate = new TaskCompletionSource();\n"
                + "var task = Task.Run(async () => { await gate.Task; Console.Write(\"from the task\"); \"shown\".Display(); });\n"
                + "Console.Write(\"first; \");",
            "gate.SetResult();\nawait task;\nConsole.Write(\"second\");");
        Assert.Equal(["first; from the task", "shown"], Texts(run, 0));
        Assert.Equal(["second"], Texts(run, 1));
    }

    [Fact]
    public async Task What_a_cell_prints_in_parallel_is_all_there()
    {
        var run = await Run("System.Threading.Tasks.Parallel.For(0, 100, i => Console.WriteLine(i));");
        Assert.Equal(Enumerable.Range(0, 100), Texts(run, 0).Single().TrimEnd().Split('\n').Select(int.Parse).Order());
    }

    [Fact]
    public async Task Console_and_folder_are_as_before_when_a_session_has_ended()
    {
        var (output, error, current) = (Console.Out, Console.Error, Environment.CurrentDirectory);
        var run = await Run("Environment.CurrentDirectory");
        Assert.Equal([new DirectoryInfo(folder.Path).FullName], Texts(run, 0).Select(text => new DirectoryInfo(text).FullName));
        Assert.Equal((output, error, current), (Console.Out, Console.Error, Environment.CurrentDirectory));
    }

    [Theory]
    [InlineData("Console.Write(\"Aa\".ToCharArray());", "Aa")]
    [InlineData("Console.Write('x');\nConsole.Write(12);\nConsole.WriteLine();\nConsole.Write(\"y\".AsSpan());", "x12\ny")]
    [InlineData("Console.WriteLine(\"{0}-{1}\", 1, 2);", "1-2\n")]
    [InlineData("Console.Out.WriteLine(1.5);", "1.5\n")]
    public async Task However_it_is_printed_it_is_the_cells(string cell, string text) => Assert.Equal([text], Texts(await Run(cell), 0));

    [Theory]
    [InlineData("int x = 1;\nasync Task Fail()\n{\n    await Task.Delay(1);\n    throw new Exception(\"late\");\n}\nawait Fail();", 5, 5)]
    [InlineData("var numbers = new[] { 1, 2 };\n\n  numbers.Select(n => 1 / (n - 2)).ToList()", 3, 23)]
    [InlineData("class Thing\n{\n    public Thing() => throw new Exception(\"no\");\n}\nnew Thing()", 3, 23)]
    [InlineData("int Zero() => 0;\nint y =\n    1 / Zero();", 3, 5)]
    [InlineData("throw null;", 1, 1)]
    public async Task An_exception_is_placed_where_it_passed_through_the_cell(string cell, int line, int column)
    {
        var failure = (await Run(cell)).Failure!;
        Assert.Equal((line, column), (failure.Line, failure.Column));
        Assert.Equal(cell.Split('\n')[line - 1], failure.SourceLine);
    }

    [Fact]
    public async Task An_exception_in_an_imported_file_is_placed_where_the_cell_called_it()
    {
        folder.File("Thrower.cs", "public static class Thrower\n{\n    public static void Go() => throw new System.Exception();\n}");
        var failure = (await Run("#!import Thrower.cs", "int x = 0;\nThrower.Go();")).Failure!;
        Assert.Equal(("cell 2", 2), (failure.Place, failure.Line));
    }

    [Fact]
    public async Task A_compile_error_has_its_line_and_column()
    {
        var failure = (await Run("int x = 1;\nint y = x +\n    nothing;")).Failure!;
        Assert.Equal(("CS0103", 3, 5, "    nothing;"), (failure.Kind, failure.Line, failure.Column, failure.SourceLine));
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

    // Of each cell, run whatever the one before it came to: "none", "error", or its result.
    private async Task<List<string>> Kinds(params string[] cells)
    {
        var notebook = Notebook.Load(folder.Notebook("cells", cells));
        using var session = new Session(notebook, Bare.Host);
        var kinds = new List<string>();
        foreach (var (cell, source) in Plan.Of(notebook, Bare.Host).Cells)
        {
            var outputs = (await session.RunAsync(cell, source, TestContext.Current.CancellationToken)).ToOutputs(1);
            kinds.Add(outputs.Count == 0 ? "none" : string.Join("; ", outputs.Select(output =>
                $"{output!["output_type"]} {output["data"]?["text/plain"]}".Trim())));
        }
        return kinds;
    }

    private static List<string> Texts(NotebookRun run, int cell) =>
        [.. run.Cells[run.Notebook.Cells[cell]].ToOutputs(1).Select(output => (string)(output!["text"] ?? output["data"]!["text/plain"])!)];
}
