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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Imported_files_are_one_optimised_library_unless_compiled_as_kernels_do_and_cells_never_are(bool asKernels)
    {
        folder.File("Base.cs", "public class Base;");
        folder.File("Derived.cs", "public class Derived : Base;");
        folder.File("list.dib", "#!csharp\n#!import Base.cs\n\n#!csharp\n#!import Derived.cs\n");
        string IsDebug(string type) => $"typeof({type}).Assembly.GetCustomAttributes(false)"
            + ".OfType<System.Diagnostics.DebuggableAttribute>().Any(each => each.IsJITOptimizerDisabled)";
        var run = await Run(asKernels, "#!import list.dib", "class Here;\ntypeof(Base).Assembly == typeof(Derived).Assembly",
            IsDebug("Base"), IsDebug("Here"));
        Assert.Equal([$"{!asKernels}", $"{asKernels}", "True"], run.Skip(1).SelectMany(Texts));
    }

    [Theory]
    [InlineData("types of two files", "public class A { internal int X => 1; }", "internal class B : A;", "new B().X", "1")]
    [InlineData("a namespace that needs no using line", "public class A { public int X => new[] { 1, 2 }.Sum(); }", "", "new A().X", "3")]
    [InlineData("a using line that leaks", "using System.IO;", "public class B { public char X => Path.DirectorySeparatorChar; }",
        "new B().X == Path.DirectorySeparatorChar", "True")]
    [InlineData("a variable and a statement", "int x = 1;\nConsole.Write(x);", "public class B { public int X => 2; }",
        "x + new B().X", "3")]
    [InlineData("a type that only its file's library would see", "class A { public int X => 1; }", "", "new A().X", "1")]
    [InlineData("a type that a cell has declared before", "public class Before { public int X => 2; }", "", "new Before().X", "2")]
    [InlineData("a namespace", "namespace N { public class A; }", "", "1", "CS7021")]
    [InlineData("an extension method", "public static class A { public static int Of(this int x) => x; }", "", "1", "CS1109")]
    [InlineData("an attribute of the assembly", "[assembly: System.CLSCompliant(true)]\npublic class A;", "", "1", "CS7026")]
    [InlineData("an error", "public class A { int x = y; }", "", "1", "CS0103")]
    public async Task Imported_files_mean_what_they_mean_to_a_kernel(
        string what, string first, string second, string asked, string expected)
    {
        folder.File("First.cs", first);
        folder.File("Second.cs", second);
        folder.File("list.dib", "#!csharp\n#!import First.cs\n\n#!csharp\n#!import Second.cs\n");
        foreach (bool asKernels in new[] { true, false })
        {
            var run = await Run(asKernels, "class Before { public int X => 1; }", "#!import list.dib", asked);
            Assert.Equal((what, expected), (what, run.Find(cell => cell.Failure != null)?.Failure!.Kind ?? Texts(run[2])[^1]));
        }
    }

    [Fact]
    public async Task A_file_that_has_changed_is_imported_anew_and_one_that_has_not_is_left_alone()
    {
        string file = folder.File("A.cs", "public class A { public int X => 1; }");
        var run = await Run("#!import A.cs", "var first = new A();", "#!import A.cs", "A same = first;\nsame.X",
            $"System.IO.File.WriteAllText(@\"{file}\", \"public class A {{ public int X => 2; }}\");", "#!import A.cs", "new A().X");
        Assert.Null(run.Failure);
        Assert.Equal(["1", "2"], [.. Texts(run, 3), .. Texts(run, 6)]);
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

    // Once all have ended: a task may outlive its cell.
    protected override async Task<List<JsonArray>> Show(params string[] cells) =>
        [.. (await Run(asKernels: false, cells)).Select(run => run.ToOutputs(1))];

    private async Task<List<CellRun>> Run(bool asKernels, params string[] cells)
    {
        var notebook = Notebook.Load(folder.Notebook("cells", cells));
        using var session = new Session(notebook, Bare.Host, asKernels);
        var runs = new List<CellRun>();
        foreach (var (cell, source) in Plan.Of(notebook, Bare.Host).Cells)
            runs.Add(await session.RunAsync(cell, source, TestContext.Current.CancellationToken));
        return runs;
    }

    private static List<string> Texts(NotebookRun run, int cell) => Texts(run.Cells[run.Notebook.Cells[cell]]);

    private static List<string> Texts(CellRun run) =>
        [.. run.ToOutputs(1).Select(output => (string)(output!["text"] ?? output["data"]!["text/plain"])!)];
}
