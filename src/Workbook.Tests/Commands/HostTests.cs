using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Workbook.Tests;

/// <summary>The headless host as a user meets it: files in, files and sentences out.</summary>
[Collection(OneAtATime.Name)]
[Trait("speed", "slow")]
public sealed class HostTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly StringWriter said = new() { NewLine = "\n" }, errors = new();

    private string Out => Path.Combine(folder.Path, "out");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Cells_share_their_state_and_show_what_they_make()
    {
        folder.File("Twice.cs", "public static class Twice { public static int Of(int x) => 2 * x; }");
        string notebook = folder.Notebook("good",
            "#r \"nuget: MathNet.Numerics, 5.0.0\"\n#r \"nuget: Plotly.NET.Interactive, 5.0.0\"",
            "#!import Twice.cs",
            "using MathNet.Numerics.LinearAlgebra;\nint x = 20;\nvar v = Vector<double>.Build.Dense(3, 1.5);",
            "Console.WriteLine(\"said\");\nConsole.Write(\"twice\");\n\"shown\".Display();\nTwice.Of(x) + 2",
            "v.Sum()");

        Assert.Equal(0, await Run(notebook));
        var outputs = Outputs("good");
        Assert.Equal(["stream said\ntwice", "display_data shown", "execute_result 42"], outputs[3]);
        Assert.Equal(["execute_result 4.5"], outputs[4]);
        Assert.Contains("good: 5 cells, 0 figures", said.ToString());
        string[] shared =
        [
            "book.css", "book.js", "figures.js", "good.html", "good.ipynb", "index.html", "live.js", "plotly.min.js", "runtime.js",
            "search.js", "source/Twice.cs.html",
        ];
        Assert.Equal(["good.ipynb", .. shared.Select(file => "out/" + file)],
            folder.Files.Where(file => file != "Twice.cs" && !file.StartsWith("out/fonts/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_value_without_HTML_of_its_own_is_text_which_its_page_escapes()
    {
        Assert.Equal(0, await Run(folder.Notebook("values", "new[] { \"<b>\", \"c\" }")));
        var cell = JsonNode.Parse(File.ReadAllText(Path.Combine(Out, "values.ipynb")))!["cells"]![0]!;
        Assert.Equal("""{"text/plain":"[<b>, c]"}""",
            cell["outputs"]![0]!["data"]!.ToJsonString(new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        Assert.Contains("[&lt;b&gt;, c]", File.ReadAllText(Path.Combine(Out, "values.html")));
    }

    [Theory]
    [InlineData("int a = 1;\nint b = a + missing;",
        "cell 2, line 2: CS0103: The name 'missing' does not exist in the current context\n    int b = a + missing;\n                ^")]
    [InlineData("int a = 1;\n\nthrow new Exception(\"the reason\");",
        "cell 2, line 3: Exception: the reason\n    throw new Exception(\"the reason\");\n    ^")]
    [InlineData("string few = \"x\";\nConsole.WriteLine(\n    int.Parse(few));", "cell 2, line 2: FormatException")]
    [InlineData("int[] few = [1];\nfew[5] = 2;", "cell 2, line 2: IndexOutOfRangeException")]
    [InlineData("string none = null;\nint length =\n    none.Length;", "cell 2, line 3: NullReferenceException")]
    [InlineData("static int Deep(int n) =>\n    n == 0 ? throw new InvalidOperationException(\"deep\") : Deep(n - 1);\nDeep(3)",
        "cell 2, line 2: InvalidOperationException: deep")]
    [InlineData("using (", "cell 2, line 1: CS")]
    public async Task A_cell_that_fails_is_named_and_stops_its_notebook_only(string cell, string says)
    {
        string bad = folder.Notebook("bad", "\"first\"", cell, "\"third\""), good = folder.Notebook("good", "1 + 1");

        Assert.Equal(1, await Run(bad, good));
        Assert.Contains($"{bad}, {says}", said.ToString());
        Assert.Contains("bad: 2 cells", said.ToString());
        var outputs = Outputs("bad");
        Assert.Equal(["execute_result first"], outputs[0]);
        Assert.StartsWith("error", Assert.Single(outputs[1]));
        Assert.Empty(outputs[2]);
        Assert.Equal(["execute_result 2"], Outputs("good")[0]);
    }

    [Fact]
    public async Task A_mistake_in_an_imported_file_is_named_there()
    {
        folder.File("Wrong.cs", "public static class Wrong\n{\n    public static int Of() => nothing;\n}");
        Assert.Equal(1, await Run(folder.Notebook("imports", "#!import Wrong.cs")));
        Assert.Contains("Wrong.cs, line 3: CS0103", said.ToString());
    }

    [Fact]
    public async Task A_list_brings_its_files_one_after_another()
    {
        // The second file uses the first, and neither notebook nor list ends with a line feed of its own.
        folder.File("One.cs", "using System.Globalization;\n"
            + "public static class One { public static string Of(double x) => x.ToString(CultureInfo.InvariantCulture); }");
        folder.File("Two.cs", "public static class Two { public static string Of(double x) => One.Of(2 * x); }");
        folder.File("both.dib", "#!csharp\n\n#!import One.cs\n\n\n#!csharp  \r\n#!import Two.cs");
        string notebook = folder.Notebook("lists", "#!import both.dib", "Two.Of(1.25)", "#!import ./both.dib", "Two.Of(0.5)");

        // From another folder than the notebook's, as the tests are: paths count from the notebook.
        Assert.Equal(0, await Run(notebook));
        Assert.Equal([[], ["execute_result 2.5"], [], ["execute_result 1"]], Outputs("lists"));
    }

    [Fact]
    public async Task A_mistake_in_a_file_of_a_list_is_named_there_and_the_rest_of_the_list_is_left()
    {
        folder.File("Right.cs", "public static class Right;");
        folder.File("Wrong.cs", "public static class Wrong\n{\n    public static int Of() => nothing;\n}");
        folder.File("Worse.cs", "nor this");
        folder.File("all.dib", "#!csharp\n#!import Right.cs\n#!csharp\n#!import Wrong.cs\n#!csharp\n#!import Worse.cs\n");
        Assert.Equal(1, await Run(folder.Notebook("lists", "#!import all.dib", "1")));
        Assert.Contains("Wrong.cs, line 3: CS0103: The name 'nothing' does not exist in the current context\n"
            + "        public static int Of() => nothing;\n                                  ^", said.ToString());
        Assert.StartsWith("error", Assert.Single(Outputs("lists")[0]));
        Assert.Empty(Outputs("lists")[1]);
    }

    [Theory]
    [InlineData("#!csharp\n#!import One.cs\n\n#!csharp\n#!import ../src/Missing.cs",
        "bad.ipynb, cell 1: list.dib, line 5: there is no file ../src/Missing.cs to import.")]
    [InlineData("#!import One.cs", "list.dib, line 1: '#!import One.cs' stands where #!csharp belongs.")]
    [InlineData("#!csharp\n#!import One.cs\n#!import One.cs", "list.dib, line 3: '#!import One.cs' stands where #!csharp belongs.")]
    [InlineData("#!csharp\n#!csharp\n#!import One.cs",
        "list.dib, line 2: '#!csharp' stands where #!import and the path of a .cs file belong.")]
    [InlineData("#!csharp\nint x = 1;", "list.dib, line 2: 'int x = 1;' stands where #!import and the path of a .cs file belong.")]
    [InlineData("#!csharp\n#!import \"One.cs\"",
        "list.dib, line 2: '#!import \"One.cs\"' stands where #!import and the path of a .cs file belong.")]
    [InlineData("#!csharp\n#!import list.dib",
        "list.dib, line 2: '#!import list.dib' stands where #!import and the path of a .cs file belong.")]
    [InlineData("#!csharp\n#r \"nuget: MathNet.Numerics, 5.0.0\"",
        "list.dib, line 2: '#r \"nuget: MathNet.Numerics, 5.0.0\"' stands where #!import and the path of a .cs file belong.")]
    [InlineData("#!markdown\nText", "list.dib, line 1: '#!markdown' stands where #!csharp belongs.")]
    [InlineData("#!csharp\n#!import One.cs\n// a remark", "list.dib, line 3: '// a remark' stands where #!csharp belongs.")]
    [InlineData("#!csharp\n#!import One.cs\n#!csharp\n", "list.dib, line 3: the list ends where an import belongs.")]
    [InlineData("", "list.dib, line 0: the list ends where an import belongs.")]
    public async Task A_list_of_anything_but_imports_is_refused_before_anything_runs(string list, string says)
    {
        folder.File("One.cs", "public static class One;");
        folder.File("list.dib", list);
        await AssertRefused(says, folder.Notebook("good", "1 + 1"), folder.Notebook("bad", "#!import list.dib"));
    }

    [Fact]
    public async Task A_list_in_another_folder_than_its_notebook_is_refused()
    {
        folder.File("One.cs", "public static class One;");
        Directory.CreateDirectory(Path.Combine(folder.Path, "lists"));
        folder.File("lists/one.dib", "#!csharp\n#!import One.cs");
        string notebook = folder.Notebook("bad", "#!import lists/one.dib");
        await AssertRefused("bad.ipynb, cell 1: the list lists/one.dib must lie in the notebook's own folder", notebook);
    }

    [Theory]
    [InlineData("#!import missing.dib", "cell 1: there is no file missing.dib to import.")]
    [InlineData("#!import good.ipynb\n#!import good.ipynb", "cell 1: #!import must stand alone in its cell.")]
    [InlineData("#r \"nuget: Newtonsoft.Json, 13.0.3\"", "cell 1: the package Newtonsoft.Json is not among those this host carries (")]
    [InlineData("#r \"nuget: MathNet.Numerics, 4.0.0\"", "cell 1: the package MathNet.Numerics is pinned at 5.0.0, not at 4.0.0.")]
    [InlineData("#r \"other.dll\"", "cell 1: the directive #r \"other.dll\" is not known here")]
    [InlineData("#!time\n1 + 1", "cell 1: the directive #!time is not known here")]
    [InlineData("#!import ../src/Missing.cs", "cell 1: there is no file ../src/Missing.cs to import.")]
    [InlineData("#!import good.ipynb\nint x = 1;", "cell 1: #!import must stand alone in its cell.")]
    public async Task What_this_host_cannot_do_is_said_before_anything_runs(string cell, string says)
    {
        string good = folder.Notebook("good", "1 + 1");
        await AssertRefused(says, good, folder.Notebook("bad", cell));
    }

    [Theory]
    [InlineData("{ \"cells\": [", "is not a notebook: its JSON is malformed at line 1")]
    [InlineData("[1, 2]", "is not a notebook: it holds no JSON object.")]
    [InlineData("{ \"nbformat\": 3 }", "is not a notebook of format 4: its nbformat is 3.")]
    [InlineData("{ \"cells\": [] }", "is not a notebook of format 4: its nbformat is missing.")]
    [InlineData("{ \"nbformat\": 4, \"cells\": 7 }", "is not a notebook: it has no list of cells.")]
    [InlineData("{ \"nbformat\": 4, \"cells\": [{ \"cell_type\": \"code\" }] }", "cell 1 has no source.")]
    [InlineData("{ \"nbformat\": 4, \"cells\": [{ \"cell_type\": \"raw\", \"source\": \"\" }] }",
        "cell 1 is of type raw: only code and markdown cells run in every host.")]
    [InlineData("{ \"nbformat\": 4, \"cells\": [{ \"cell_type\": \"code\", \"source\": \"\", "
        + "\"metadata\": { \"dotnet_interactive\": { \"language\": \"fsharp\" } } }] }",
        "cell 1 is in fsharp: only C# cells run in every host.")]
    public Task A_file_that_is_no_notebook_is_refused(string text, string says) => AssertRefused(says, folder.File("bad.ipynb", text));

    [Fact]
    public Task A_missing_notebook_is_refused() => AssertRefused("there is no such file.", Path.Combine(folder.Path, "missing.ipynb"));

    [Fact]
    public Task Two_notebooks_of_one_name_are_refused()
    {
        string notebook = folder.Notebook("same", "1");
        return AssertRefused("Two notebooks are named same", notebook, notebook);
    }

    [Fact]
    public Task A_folder_that_cannot_be_written_is_refused()
    {
        folder.File("out", "a file where the folder would be");
        return AssertRefused($"Cannot write to the folder {Out}", folder.Notebook("good", "1"));
    }

    [Fact]
    public async Task Cancelling_ends_a_cell_that_would_not_end()
    {
        string endless = folder.Notebook("endless",
            "while (!AppContext.TryGetSwitch(\"Workbook.Tests.Stop\", out _)) System.Threading.Thread.Sleep(5);");
        using var cancel = new CancellationTokenSource();
        var run = RunCommand.RunAsync(new(new([endless])) { Output = Out }, PlainConsole.To(said), errors, cancel.Token);
        await Task.Delay(500, TestContext.Current.CancellationToken);
        Assert.False(run.IsCompleted);
        await cancel.CancelAsync();

        // The cell still loops; the command ends all the same, or this times out.
        Assert.Equal(130, await run.WaitAsync(Patience.Limit, TestContext.Current.CancellationToken));
        AppContext.SetSwitch("Workbook.Tests.Stop", true);
        Assert.Equal(["endless.ipynb"], folder.Files);
    }

    [Fact]
    public async Task Ctrl_C_ends_the_program_inside_a_cell()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "No signals on Windows.");
        Assert.SkipWhen(IgnoresInterrupts, "The shell runs these tests in the background, where Ctrl+C is ignored.");
        string endless = folder.Notebook("endless", "System.IO.File.WriteAllText(\"started\", \"\");\nwhile (true) { }");
        using var program = Start(endless, "--out", Out);
        while (!File.Exists(Path.Combine(folder.Path, "started")) && !program.HasExited)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        using var kill = Process.Start("kill", ["-INT", $"{program.Id}"]);

        var cancel = TestContext.Current.CancellationToken;
        await program.WaitForExitAsync(cancel).WaitAsync(Patience.Limit, cancel);
        Assert.Equal(130, program.ExitCode);
        Assert.Equal(["endless.ipynb", "started"], folder.Files);
    }

    // A program inherits it: bit 1 of the mask is signal 2, SIGINT.
    private static bool IgnoresInterrupts =>
        File.Exists("/proc/self/status") && File.ReadLines("/proc/self/status").Any(line =>
            line.StartsWith("SigIgn:", StringComparison.Ordinal) && (Convert.ToUInt64(line[7..].Trim(), 16) & 2) != 0);

    [Theory]
    [InlineData(new[] { "--help" }, 0, "--set <name=value>")]
    [InlineData(new[] { "export", "--help" }, 0, "--format")]
    [InlineData(new[] { "--bogus" }, 2, "Unknown option --bogus; see --help.\n")]
    [InlineData(new[] { "publish", "x.ipynb", "--set", "seed=1" }, 2, "Unknown option --set; see --help.\n")]
    [InlineData(new[] { "export", "--format", "gif" }, 2, "Argument 'gif' not recognized. Must be one of: 'html' 'svg' 'png' 'pdf'\n")]
    [InlineData(new[] { "export", "--set", "1=2" }, 2, "--set 1=2: give a variable and its value, as in seed=42.\n")]
    public async Task The_command_line_explains_itself(string[] arguments, int code, string says)
    {
        var (ended, text, error) = await RunProgram(arguments);
        Assert.Equal(code, ended);
        Assert.Contains(says, text + error);
        Assert.Equal(code == 0 ? "" : says, error);
    }

    [Fact]
    public async Task A_line_of_the_benchmarks_that_cannot_be_read_is_answered_in_one_sentence()
    {
        Assert.Equal(2, await ExitCode.OfLineAsync([Benchmarks.BenchCommand.Declare()], ["bench", "--bogus"], errors));
        Assert.Equal("Unknown option --bogus; see --help.\n", errors.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task A_benchmark_runs_the_first_heatmap_again_and_then_everything()
    {
        string notebook = folder.DrawingNotebook("drawing", "using MathNet.Numerics.LinearAlgebra;\nint runs = 0;",
            "Charts.Heatmap(Matrix<double>.Build.Dense(2, 2, ++runs), $\"Run {runs}\", name: \"run\")");
        string plain = folder.Notebook("plain", "1");
        Assert.Equal(0, await Benchmarks.BenchCommand.RunAsync(
            new([notebook, plain]), PlainConsole.To(said), errors, TestContext.Current.CancellationToken, repeats: 1));
        Assert.Matches("""
            ^start-up, until the command runs +[\d,]+ ms
            from there to the first figure +[\d,]+ ms
            a cell with a heatmap, run again 1 times +median [\d.]+ ms, worst [\d.]+ ms
            (.*\n)*output of the figure run +[\d.]+ KB
            all notebooks +[\d.]+ s$
            """.ReplaceLineEndings("\n"), said.ToString().TrimEnd());
        Assert.Equal("", errors.ToString());
    }

    [Fact]
    public async Task A_cell_whose_thread_throws_is_named()
    {
        string throws = folder.Notebook("throws", "Console.WriteLine(1);",
            "var thread = new System.Threading.Thread(() => throw new Exception(\"boom\"));\nthread.Start();\n"
            + "System.Threading.Thread.Sleep(System.Threading.Timeout.Infinite);");
        var (code, _, error) = await RunProgram(throws, "--out", Out);
        Assert.Equal(1, code);
        Assert.Equal($"{throws}, cell 2: Exception on a thread that it started: boom\n"
            + $"{throws}, cell 2 ended the program: its notebook and those after it are not written.\n", error);
    }

    [Fact]
    public async Task A_cell_that_ends_the_program_is_named()
    {
        string first = folder.Notebook("first", "1"), exits = folder.Notebook("exits", "2", "Environment.Exit(0);");
        var (code, _, error) = await RunProgram(first, exits, folder.Notebook("last", "3"), "--out", Out);
        Assert.Equal(1, code);
        Assert.Equal($"{exits}, cell 2 ended the program: its notebook and those after it are not written.\n", error);
        Assert.Equal(
            ["out/first.html", "out/first.ipynb"], folder.Files.Where(file => file.EndsWith(".html") || file.EndsWith(".ipynb"))
                .Where(file => file.StartsWith("out/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Values_are_set_in_what_runs_and_in_what_is_written()
    {
        string notebook = Declaring("declaring");
        Assert.Equal(0, await Run(new NotebookOptions([notebook, folder.Notebook("other", "1")]) { Set = ["seed=2", "size=3"] }));
        Assert.Equal(["execute_result 6"], Outputs("declaring")[2]);
        Assert.Contains("long seed = 2, size = 3;", await File.ReadAllTextAsync(
            Path.Combine(Out, "declaring.ipynb"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(false, "execute_result 1")]
    [InlineData(true, "execute_result 70")]
    public async Task Smaller_values_apply_where_they_are_asked_for(bool live, string result)
    {
        Assert.Equal(0, await Run(new NotebookOptions([Declaring("declaring")]) { Live = live }));
        Assert.Equal([result], Outputs("declaring")[2]);
    }

    [Theory]
    [InlineData("sed=2", "--set sed=2: sed is not a variable that can be changed (seed, size).")]
    [InlineData("seed=\"x\"", "--set seed=\"x\": CS0029: Cannot implicitly convert type 'string' to 'long'")]
    public Task A_value_that_cannot_be_set_is_refused(string setting, string says) =>
        AssertRefused(says, new NotebookOptions([folder.Notebook("good", "1"), Declaring("declaring")]) { Set = [setting] });

    // Its third cell gives seed times size.
    private string Declaring(string name)
    {
        var root = JsonNode.Parse(File.ReadAllText(folder.Notebook(name,
            [Cells.Text("# Sizes"), Cells.Code("long seed = 1, size = 1;", "parameters"), Cells.Code("seed * size")])))!;
        root["metadata"]!["workbook"] = new JsonObject { ["live"] = new JsonObject { ["seed"] = 7, ["size"] = 10 } };
        return folder.File(name + ".ipynb", root.ToJsonString());
    }

    [Fact]
    public void The_pins_are_those_of_Directory_Packages_props()
    {
        var written = XDocument.Load(Path.Combine(Repository.Root, "src", "Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(pin => pin.Attribute("Include")!.Value, pin => pin.Attribute("Version")!.Value);
        Assert.Equal(written.OrderBy(pin => pin.Key), HostPackages.All.Pins.OrderBy(pin => pin.Key));
    }

    [Fact]
    public async Task A_package_of_another_version_than_pinned_is_named_once_before_anything_runs()
    {
        Assert.Equal(0, await Run(folder.Notebook("one", "1"), folder.Notebook("two", "2")));
        string substitutions = string.Concat(HostPackages.All.Substitutions.Select(sentence => sentence + "\n"));
        Assert.StartsWith(substitutions + "one: 1 cells to run", said.ToString());
        Assert.Equal(HostPackages.All.Substitutions.Count(), said.ToString().Split("stands in for").Length - 1);
    }

    [Fact]
    public async Task Executed_notebooks_are_valid_nbformat()
    {
        Assert.Equal(1, await Run(folder.Notebook("bad", "Console.WriteLine(1);\n2.Display();", "nothing")));
        var results = new OutputFolder(Out);
        foreach (string name in NotebookRuns.Names)
        {
            var run = await NotebookRuns.Of(name);
            results.Write(name + ".ipynb", run.Notebook.WithOutputs(run.Cells));
        }

        // Jupyter's own validator.
        await Python.RunAsync("nbformat",
            "import sys, nbformat\nfor path in sys.argv[1:]: nbformat.validate(nbformat.read(path, as_version=4))",
            [.. Directory.GetFiles(Repository.Notebooks, "*.ipynb"), .. Directory.GetFiles(Out, "*.ipynb")]);
    }

    private Task AssertRefused(string says, params string[] notebooks) => AssertRefused(says, new NotebookOptions(notebooks));

    private async Task AssertRefused(string says, NotebookOptions options)
    {
        var before = folder.Files.ToList();
        Assert.Equal(2, await Run(options));
        Assert.Contains(says, errors.ToString());
        Assert.Single(errors.ToString().TrimEnd().Split('\n'));
        Assert.Equal(before, folder.Files);
    }

    private Task<int> Run(params string[] notebooks) => Run(new NotebookOptions(notebooks));

    private Task<int> Run(NotebookOptions options) =>
        RunCommand.RunAsync(new(options) { Output = Out }, PlainConsole.To(said), errors, TestContext.Current.CancellationToken);

    // Each code cell's outputs: their type, then their text.
    private List<List<string>> Outputs(string notebook)
    {
        var cells = JsonNode.Parse(File.ReadAllText(Path.Combine(Out, notebook + ".ipynb")))!["cells"]!.AsArray();
        return [.. cells.Select(cell => (cell!["outputs"]?.AsArray() ?? []).Select(output =>
            $"{output!["output_type"]} {output["text"] ?? output["data"]?["text/plain"]}").ToList())];
    }

    private static async Task<(int Code, string Output, string Error)> RunProgram(params string[] arguments)
    {
        using var program = Start(arguments);
        var cancel = TestContext.Current.CancellationToken;
        Task<string> output = program.StandardOutput.ReadToEndAsync(cancel), error = program.StandardError.ReadToEndAsync(cancel);
        await program.WaitForExitAsync(cancel);
        return (program.ExitCode, (await output).ReplaceLineEndings("\n"), (await error).ReplaceLineEndings("\n"));
    }

    private static Process Start(params string[] arguments) => Process.Start(
        new ProcessStartInfo("dotnet", [typeof(RunCommand).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}
