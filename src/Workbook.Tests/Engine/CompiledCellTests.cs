using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace Workbook.Tests;

/// <summary>The session of a notebook whose cells were compiled before it was opened, and came from a file.</summary>
[Collection(OneAtATime.Name)]
[Trait("speed", "slow")]
public sealed class CompiledCellTests : CellTests, IDisposable
{
    private static readonly IReadOnlyList<ReferencedAssembly> Imports =
        [ReferencedAssembly.FromFile(typeof(MathNet.Numerics.Complex32).Assembly.Location)];

    private static readonly string[] Book =
    [
        "using System.Globalization;",
        "int a = 3;\nint Twice(int x) => 2 * x;",
        "var made = new { Half = a / 2.0 };\nclass Named { public int Value { get; init; } }",
        "",
        "Twice(a) + new Named { Value = 10 }.Value",
        "$\"{made.Half.ToString(CultureInfo.InvariantCulture)} {a}\"",
    ];

    // Cells that hide, redeclare, overload and outlive one another; after the first of each, what a reader might make of it.
    private static readonly string[][] Changing =
    [
        ["using System.Globalization;", "using System.Globalization;   // changed", "using System.Globalization;\nusing System.IO;", "",
            "using System.Globalization;\nConsole.Write(1);"],
        ["int a = 3;\nint Twice(int x) => 2 * x;", "int a = 5;\nint Twice(int x) => 3 * x;", "long a = 4;\nlong Twice(long x) => x;",
            "int a = 6, c = 1;\nint Twice(int x) => x + c;", "int a = 9;", "int a = nothing;", "int a = 7;\nthrow new Exception(\"7\");"],
        ["int b = Twice(a) + 1;", "int b = a;", "double b = a / 2.0;", "int b = a++;", "var b = a;",
            "int b = 1; int Twice(short x) => -1;"],
        ["class P { public int V = 1; public override string ToString() => $\"P{V}\"; }\nvar p = new P { V = (int)b };",
            "class P { public int V = 1; public override string ToString() => $\"Q{V}\"; }\nvar p = new P { V = (int)a };",
            "class P { public int V = 2, U; }\nvar p = new P();", "record P(int V);\nvar p = new P(3);", "int P = 3;\nvar p = 5;"],
        ["var n = new { V = b, W = a };", "var n = new { V = a, W = b };", "var n = new { W = a };", "(int V, int W) n = (1, 2);"],
        ["string F(int a, int t) => $\"{a} {b} {t}\";", "string F(int a, int t) => $\"{t} {b}\";", "string F(int a, int t) => $\"{p}\";"],
        ["$\"{a} {b} {p} {n} {F(7, 8)}\"", "$\"{n.W} {F(9, Twice(4))}\"", "a = 60;", "b = a; p", "using System.IO;\na", "// nothing"],
        ["int a = 100, t = 5;", "int a = 200, t = 5;", "int t = 6;", "a = 50;", "const int t = 4;"],
        ["P q = p;\nq", "P q = null;\nq", "var q = p;\nq", "object q = p;"],
        ["static int Plus(this int x) => x + 1;", "static int Plus(this int x) => x + 2;", "static long Plus(this long x) => x;", "1",
            "using System.IO;\nusing System.Text;\n$\"{a}\""],
        ["$\"{(a.Plus() + t).ToString(CultureInfo.InvariantCulture)} {q}\"", "t.Plus()",
            "foreach (var t in new[] { 1 }) Console.Write(a + t);"],
        ["Func<string> later = () => $\"{a} {b} {q}\";\nint i = 0;", "Func<string> later = () => F(a, i);\nint i = 1;"],
        ["later() + i++", "for (int i = 0; i < 2; i++) Console.Write(later());", "var list = new List<P> { p };\nlist.Count"],
    ];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(-1, "", "16", "1.5 3")]
    [InlineData(0, "using System.Globalization;   // changed", "16", "1.5 3")]
    [InlineData(1, "long a = 4;\nlong Twice(long x) => 3 * x;", "22", "2 4")]
    [InlineData(2, "var made = new { Half = 0.25 };\nclass Named { public int Value => 100; }", "read only", "0.25 3")]
    [InlineData(3, "a = 5;", "20", "1.5 5")]
    [InlineData(3, "nothing", "16", "1.5 3")]
    [InlineData(4, "a++", "3", "1.5 4")]
    [InlineData(3, "using System.IO;\nConsole.Write(a);", "16", "1.5 3")]
    public async Task Those_after_a_changed_cell_see_what_it_makes(int cell, string code, string fifth, string sixth)
    {
        string[] cells = [.. Book];
        if (cell >= 0)
            cells[cell] = code;
        var outputs = await Run(Compile(Book), cells);
        Assert.Contains(fifth, Text(outputs[4]));
        Assert.Equal(sixth, Text(outputs[5]));
    }

    [Fact]
    public async Task Those_that_are_run_again_or_in_another_order_see_what_ran_before_them()
    {
        string[] cells = [.. Book, "a = 7;"];
        var outputs = await Run(Compile(Book), cells, [0, 1, 2, 1, 6, 4, 5, 0, 5, 1, 4, 5]);
        Assert.Equal(["24", "1.5 7", "", "1.5 7", "", "16", "1.5 3"], outputs.Skip(5).Select(Text));
    }

    // What the cells before it declare is known of them without what they do; each line here is a cell, the last one the changed.
    [Theory]
    [InlineData("int.TryParse(\"7\", out int a);\nvar (b, c) = (1, \"d\");\nobject o = 5;\nif (o is int e) { int a = 1; }\na + b + c + e",
        "8d5")]
    [InlineData("int a = 1, b = a + 1; var c = new[] { a, b };\nConsole.Write(0);\nlong d = c[1];\nc.Sum() + d",
        "5")]
    [InlineData("const int K = 5;\nconst int L = K + 1;\nK switch { L => 1, 5 => 2, _ => 3 }",
        "2")]
    [InlineData("static int a = 2; readonly int b = 3;\nb = 4;",
        "A readonly field cannot be assigned to")]
    [InlineData("var a = (Left: 1, Right: \"b\"); int? c = null; dynamic d = 1; List<(int One, string)> e = [(2, \"f\")];\n"
        + "a.Right + (c ?? a.Left) + d.GetType() + e[0].One",
        "b1System.Int322")]
    [InlineData("int @class = 3; class @event { public int @int = 4; } var @new = new @event();\n@class + @new.@int",
        "7")]
    [InlineData("var a = (int x) => x + 1; Func<int, int> b = x => a(x) * 2;\nb(a(1))",
        "6")]
    [InlineData("var a = (ref int x) => { x++; };\nint b = 1; a(ref b); b",
        "2")]
    [InlineData("int F() => new { A = 1 }.A; var a = new { B = 2 };\nConsole.Write(new { C = 3 }); var b = new { D = 4 };\na.B + b.D",
        "6")]
    [InlineData("var a = from x in new[] { 1, 2 } let y = 2 * x where y > x select x + y;\nstring.Join(' ', a)",
        "3 6")]
    [InlineData("T F<T>(T x, int times = 3, params T[] more) where T : IComparable<T> => x;\n"
        + "int G(ref int a, out int b, in int c) { b = c; return a++; }\nint a = F(4); G(ref a, out int b, 6) + F(a, more: 7) + b",
        "15")]
    [InlineData("async Task<int> A() { await Task.Delay(1); return 1; }\nasync IAsyncEnumerable<int> B() { yield return await A(); }\n"
        + "IEnumerable<int> C() { yield return 3; }\nint d = 0; await foreach (int b in B()) d += b; d + await A() + C().Single()",
        "5")]
    [InlineData("static int Twice(this int x) => 2 * x;\n4.Twice()",
        "8")]
    [InlineData("int A => 3; int B { get; set; } = 4; int C { get => B; set { B = value; } } event Action D;\nD += () => C = 8; D(); A + B",
        "11")]
    [InlineData("abstract class A(int x) { public int X { get; init; } = x; public abstract int Y { get; } ~A() { } }\n"
        + "class B() : A(3) { static B() { } public B(int z) : this() => X = z; public override int Y => X; "
        + "public int this[int i] => i; }\n"
        + "class C : A { public C() : base(5) { } public override int Y { get { return 2 * X; } } }\n"
        + "new B().Y + new B(2).Y * 10 + new B()[400] + new C().Y * 1000",
        "10423")]
    [InlineData("interface IA { int Y(); int Z() => 2 * Y(); }\nstruct A : IA { public int X = 1; public A() { } int IA.Y() => X; }\n"
        + "enum B { C, D = 4 }\ndelegate int E(int x);\nE e = x => x + (int)B.D; IA a = new A(); e(a.Z())",
        "6")]
    [InlineData("record A(int X, string Y = \"b\") { public int Z { get; } = X; public static A operator +(A a, A b) => a; }\n"
        + "readonly record struct B(A A) { public static implicit operator int(B b) => b.A.Z; }\n"
        + "int c = new B(new A(1) + new A(2, \"d\")); $\"{new A(3)} {c}\"",
        "A { X = 3, Y = b, Z = 3 } 1")]
    [InlineData("class A { public int X = 1; } var a = new A(); A[] b = [a];\n"
        + "class A { public string Y = \"y\"; } var c = new A();\na.X + c.Y + b[0].X",
        "1y1")]
    [InlineData("using M = System.Math; using static System.Math;\nM.Max(1, 2) + Abs(-3)",
        "5")]
    [InlineData("using System.Globalization; Console.Write(1);\nint a = 2;\nConsole.Write(3);\nint b = 4;\n"
        + "a + b + CultureInfo.InvariantCulture.LCID",
        "133")]
    public async Task What_ran_without_the_compiler_is_seen_by_a_changed_cell_after_it(string lines, string shows)
    {
        string[] cells = lines.Split('\n');
        Assert.StartsWith(shows, Text((await Run(Compile([.. cells[..^1], "0"]), cells))[^1]));
    }

    [Fact]
    public async Task What_a_directive_makes_of_a_cell_is_seen_too()
    {
        string cell = "#if !DEBUG\nint a = 1;\n#else\nint b = 2;\n#endif\n#region c\nConsole.WriteLine(1);\n#endregion";
        Assert.Equal("1", Text((await Run(Compile(cell, "0"), [cell, "a"]))[1]));
    }

    [Fact]
    public async Task A_cell_that_is_changed_and_then_as_it_was_shows_what_it_showed()
    {
        var notebook = Load(Book);
        var changed = Changed(notebook, 1, "int a = 9;");
        var outputs = await Run(Compile(Book), notebook, [notebook.Cells[0], changed, .. notebook.Cells.Skip(1)]);
        Assert.Equal(["16", "1.5 3"], outputs.Skip(5).Select(Text));
    }

    // Cells one below the other; what a reader runs of them, where "1: text" is the second with another text; what the last of that shows.
    [Theory]
    [InlineData("int a = 1;\na\nint a = 2;", "0\n1\n2\n1", "2")]
    [InlineData("int a = 1;\nint a = 2;\na", "1\n0\n2", "1")]
    [InlineData("int a = 1;\nint a = 2;\na", "0\n2", "1")]
    [InlineData("int a = 1;\na", "1", "The name 'a' does not exist in the current context")]
    [InlineData("int a = 1;\nint b = a;\nint a = 2;\nb", "0\n1\n2\n1: int b = a + 10;\n3", "12")]
    [InlineData("int a = 1;\nint F() => a;\nF()", "0\n1\n0: int a = 2;\n2", "1")]
    [InlineData("int a = 1;\nint F() => a;\nF()", "0\n1\n0: int a = 2;\n1\n2", "2")]
    [InlineData("int a = 1;\na++;\na", "0\n1\n1\n0: int a = 5;\n1\n2", "6")]
    [InlineData("int a = 1;\n1 + 1\na", "0\n1: a = 3;\n0: int a = a + 1;\n2", "1")]
    [InlineData("int F(int x) => 1;\nF(2)", "0\n0: int F(long x) => 2; int F(string x) => 3;\n1", "1")]
    [InlineData("int t = 1;\nint F(int t) => t;\nF(3)", "0\n1\n0: string t = null;\n2", "3")]
    [InlineData("using System.Globalization;\nint a = 1;\nCultureInfo.InvariantCulture.LCID + a", "1\n2",
        "The name 'CultureInfo' does not exist in the current context")]
    [InlineData("using System.Globalization;\nint a = 1;\nCultureInfo.InvariantCulture.LCID + a", "0\n1\n0\n1: int a = 3;\n2", "130")]
    [InlineData("static int Up(this int x) => x + 1;\n1.Up()", "0\n0: static int Up(this int x) => x + 2;\n1", "3")]
    [InlineData("static int Up<T>(this T x) => 1;\n1.Up()", "0\n0: static int Up(this int x) => 2;\n1", "2")]
    [InlineData("int a = 1;\nstatic int Up<T>(this T x) => 1;\n1.Up()", "0: static int Up(this int x) => 2;\n1\n2", "2")]
    [InlineData("class AAttribute : Attribute;\n[A] class B;\ntypeof(B).IsDefined(typeof(AAttribute), true)",
        "0\n0: class AAttribute : Attribute { }\n1\n2", "True")]
    [InlineData("class P { public int V = 1; }\nvar p = new P();\nP q = p;", "0\n1\n0\n2", "Cannot implicitly convert type 'P [")]
    [InlineData("class P { public int V = 1; }\nvar p = new P();\np.V", "0\n0: class P { public int V = 2, W; }\n1\n2", "2")]
    [InlineData("class P { public int V => 1; }\nvar p = new P();\np.V", "0: class P { public int V => 2; }\n1\n2", "2")]
    [InlineData("var n = new { A = 1 };\nConsole.Write(new { A = 2 });", "1", "{ A = 2 }")]
    [InlineData("var n = new { A = 1 };\nvar m = n;\nm = n; m.A", "0\n1\n0\n2", "1")]
    [InlineData("var list = new List<object>();\nlist.Add(new { A = 1 }); var n = 1;\nlist[0].Equals(list[1])", "0\n1\n1\n2", "True")]
    [InlineData("var n = new { A = 1 };\nvar m = new[] { n };\nm[0].A", "0\n1\n2: m[0].A + n.A", "2")]
    [InlineData("int a = 1;\nvar n = new { A = 1 };\nn.A", "0\n0: int b = 5;\n1\n2: n.A + 1", "2")]
    [InlineData("int a = 1;\nvar n = new { A = a };\nn.A", "0: long a = 2;\n1\n2", "2")]
    [InlineData("int a = 1;\n#pragma warning disable\rvar b = a;\nb", "0: long a = 2;\n1\n2", "2")]
    [InlineData("int a = 1;\nint b = a;\nb", "0: double a = 2;\n1: var b = a;\n2", "2")]
    [InlineData("const int a = 1;\na + 0", "0: const int a = 2;\n1", "2")]
    [InlineData("int F(int x = 1) => x;\nF()", "0: int F(int x = 2) => x;\n1", "2")]
    public async Task Cells_show_what_they_show_where_nothing_is_compiled_beforehand(string book, string steps, string shows)
    {
        var notebook = Load([.. Lines(book)]);
        var cells = Lines(steps).Select(step => step.Split(": ", 2)).Select(step => (
            Number: int.Parse(step[0], CultureInfo.InvariantCulture), Text: step.ElementAtOrDefault(1)))
            .Select(step => step.Text == null ? notebook.Cells[step.Number] : Changed(notebook, step.Number, step.Text)).ToList();
        Assert.StartsWith(shows, (await BothWays(notebook, cells))[^1]);

        static IEnumerable<string> Lines(string text) => text.Split('\n').Select(line => line.Replace('\r', '\n'));
    }

    public static TheoryData<int> Readers => [.. Enumerable.Range(0, 24)];

    // A reader who goes down the cells, back to any, changes some and takes changes back.
    [Theory]
    [MemberData(nameof(Readers))]
    public async Task Whatever_a_reader_runs_shows_what_it_shows_where_nothing_is_compiled_beforehand(int seed)
    {
        var random = new Random(seed);
        var notebook = Load([.. Changing.Select(cell => cell[0])]);
        List<Cell> cells = [];
        for (int k = 0; cells.Count < 20; k = random.Next(4) == 0 ? random.Next(Changing.Length) : (k + 1) % Changing.Length)
            cells.Add(Changed(notebook, k, Changing[k][random.Next(4) == 0 ? random.Next(Changing[k].Length) : 0]));
        await BothWays(notebook, cells);
    }

    // The last cell's text is another than the one that was compiled, which alone shows whether that ran.
    [Theory]
    [InlineData("7", "int a = 5;", "int a = 6;")]
    [InlineData("6", "int a = 5;", "long a = 6;")]
    [InlineData("7", "int F() => 5; var a = F();", "int F() => 3 + 3; var a = F();")]
    [InlineData("6", "int F() => 5; var a = F();", "int F(int x = 6) => x; var a = F();")]
    [InlineData("7", "class A { public int B => 5; } var a = new A().B;", "class A { public int B => 6; } int a = new A().B;")]
    [InlineData("7", "int a = 5;", "int a = 6;", "string b = null;", "string b = \"\";")]
    [InlineData("7", "int a = 5;", "int a = 6;", "int b = 1;", "int c = 1;")]
    [InlineData("6", "int a = 5;", "int a = 6;", "int b = 1;", "int b = 1, X = 2;")]
    [InlineData("6", "int a = 5;", "int a = 6;", "", "using System.IO;")]
    [InlineData("7", "int a = 5;", "int a = 6;", "int b = 1;", "nothing")]
    [InlineData("7", "int a = 5;", "int a = 6;", "", "int y = 1;")]
    [InlineData("7", "int a = 5;", "int a = 6;", "", "int GetHashCode = 1;")]
    public async Task What_a_changed_cell_makes_is_seen_by_those_that_were_compiled_beforehand(
        string shows, string book, string changed, string other = "", string otherChanged = "")
    {
        byte[] file = Compile(book, other, "T X<T>(T y) => y; X(a).GetHashCode() + 1");
        "de() + 0"u8.CopyTo(file.AsSpan(file.AsSpan().IndexOf("de() + 1"u8)));
        var outputs = await Run(file, [changed, otherChanged, "T X<T>(T y) => y; X(a).GetHashCode() + 0"]);
        Assert.Equal(shows, Text(outputs[2]));
    }

    [Fact]
    public async Task A_cell_of_using_lines_may_be_run_again_and_what_follows_runs_as_it_was_compiled()
    {
        byte[] file = Compile("using System.Globalization;", "1 + 2");
        "1 + 1"u8.CopyTo(file.AsSpan(file.AsSpan().IndexOf("1 + 2"u8)));
        Assert.Equal("3", Text((await Run(file, ["using System.Globalization;", "1 + 1"], [0, 0, 1]))[2]));
    }

    [Fact]
    public async Task What_runs_is_what_was_compiled()
    {
        // The text of another cell in place of the one that the compiled one is of.
        byte[] file = Compile("1 + 2");
        int place = file.AsSpan().IndexOf("1 + 2"u8);
        "1 + 1"u8.CopyTo(file.AsSpan(place));
        Assert.Equal("3", Text((await Run(file, ["1 + 1"]))[0]));
        Assert.Equal("3", Text((await Run(file, ["1 + 2"]))[0]));
        Assert.Equal("2", Text((await Run(file, ["", "1 + 1"]))[1]));
    }

    [Fact]
    public async Task Nothing_after_a_cell_that_does_not_compile_is_compiled_and_all_runs()
    {
        byte[] all = Compile("int a = 1;", "nothing", "a + 1"), first = Compile("int a = 1;");
        Assert.Equal(first, all);
        Assert.Equal("2", Text((await Run(all, ["int a = 1;", "nothing", "a + 1"]))[2]));
    }

    [Fact]
    public void The_same_cells_give_the_same_bytes() => Assert.Equal(Compile(Book), Compile(Book));

    [Fact]
    public async Task The_compiler_is_given_one_after_another_what_ran_without_it()
    {
        var notebook = Load(Book);
        using var session = new Session(notebook, Bare.Host, imports: Imports, compiled: Read(Compile(Book)));
        Assert.False(session.BindNext());
        foreach (var cells in notebook.Cells.Take(5).Chunk(2))
        {
            foreach (var cell in cells)
                await session.RunAsync(cell, CellSource.Read(notebook, cell, Bare.Host), TestContext.Current.CancellationToken);
            Assert.All(cells, _ => Assert.True(session.BindNext()));
            Assert.False(session.BindNext());
        }
        var changed = Changed(notebook, 5, "Twice(a) + made.Half");
        var run = await session.RunAsync(changed, CellSource.Read(notebook, changed, Bare.Host), TestContext.Current.CancellationToken);
        Assert.Equal("7.5", Text(run.ToOutputs(1)));
    }

    [Fact]
    public async Task Completion_sees_what_ran_without_being_compiled_here()
    {
        var notebook = Load(Book);
        using var session = new Session(notebook, Bare.Host, imports: Imports, compiled: Read(Compile(Book)));
        foreach (var (cell, source) in Plan.Of(notebook, Bare.Host).Cells)
            await session.RunAsync(cell, source, TestContext.Current.CancellationToken);
        Assert.Equal(["Half"], session.Complete("made.Ha", 7)!.Items.Select(each => each.Name));
        session.WarmUp("made.Half + a");
        Assert.Equal(["Twice"], session.Complete("Twic", 4)!.Items.Select(each => each.Name));
    }

    private static Cell Changed(Notebook notebook, int k, string text) =>
        notebook.With(new Dictionary<Cell, string> { [notebook.Cells[k]] = text }).Cells[k];

    // What they show with and without having been compiled beforehand.
    private async Task<List<string>> BothWays(Notebook notebook, List<Cell> cells)
    {
        var expected = Texts(await Run(Compile(), notebook, cells));
        var texts = Texts(await Run(Compile([.. notebook.Cells.Select(cell => cell.Source)]), notebook, cells));
        Assert.Equal(expected.Zip(cells, (text, cell) => $"{cell.Source} => {text}"),
            texts.Zip(cells, (text, cell) => $"{cell.Source} => {text}"));
        return texts;

        static List<string> Texts(List<JsonArray> outputs) =>
            [.. outputs.Select(each => Regex.Replace(Text(each), @"Submission#?\d+", "Submission"))];
    }

    protected override Task<List<JsonArray>> Show(params string[] cells) => Run(Compile(cells), cells);

    private Notebook Load(string[] cells) => Notebook.Load(folder.Notebook("cells", cells));

    private byte[] Compile(params string[] cells)
    {
        using var file = new MemoryStream();
        CompiledNotebook.Of(Plan.Of(Load(cells), Bare.Host), Bare.Host, Imports).Write(file);
        return file.ToArray();
    }

    private static CompiledNotebook Read(byte[] file) => CompiledNotebook.Read(new MemoryStream(file));

    // Runs cells in their order, or in another.
    private Task<List<JsonArray>> Run(byte[] compiled, string[] cells, params int[] order)
    {
        var notebook = Load(cells);
        return Run(compiled, notebook, order.Length == 0 ? notebook.Cells : order.Select(k => notebook.Cells[k]));
    }

    private static async Task<List<JsonArray>> Run(byte[] compiled, Notebook notebook, IEnumerable<Cell> cells)
    {
        using var session = new Session(notebook, Bare.Host, imports: Imports, compiled: Read(compiled));
        var runs = new List<CellRun>();
        foreach (var cell in cells)
            runs.Add(await session.RunAsync(cell, CellSource.Read(notebook, cell, Bare.Host), TestContext.Current.CancellationToken));
        return [.. runs.Select(run => run.ToOutputs(1))];
    }

    // What a cell shows, or its error.
    private static string Text(JsonArray outputs) => string.Concat(outputs.Select(output =>
        (string?)output!["text"] ?? (string?)output["evalue"] ?? (string?)output["data"]?["text/plain"]));
}
