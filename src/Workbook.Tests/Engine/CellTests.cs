using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Workbook.Tests;

/// <summary>What cells leave to one another and what they show, in whatever runs them.</summary>
public abstract partial class CellTests
{
    /// <summary>Runs the cells of a notebook in turn, whatever the one before came to, and gives the outputs of each.</summary>
    protected abstract Task<List<JsonArray>> Show(params string[] cells);

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

    [Theory]
    [InlineData("using System.IO;\nConsole.WriteLine(1);", "stream")]
    [InlineData("using System.IO;\nPath.GetFileName(\"a/b\")", "execute_result b")]
    public async Task A_cell_of_a_using_line_and_a_statement_leaves_those_after_it_their_variables(string cell, string gives)
    {
        Assert.Equal(["none", gives, "none", gives, "execute_result 2, 3, c"], await Kinds(
            "int a = 2;", cell, "int b = 3;", cell, "$\"{a}, {b}, {Path.GetFileName(\"d/c\")}\""));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\nthrow new Exception();")]
    public async Task What_a_cell_puts_in_place_of_the_console_is_gone_with_the_cell(string end)
    {
        var outputs = await Show("var own = new System.IO.StringWriter();\nConsole.SetOut(own);\nConsole.SetError(own);\n"
            + "Console.Write(\"kept\");" + end, "Console.Write($\"{own} and seen\");\nConsole.Error.Write(\"too\");");
        Assert.Equal(["kept and seen", "too"], outputs[1].Select(output => (string?)output!["text"]));
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
        var shown = await Show(
            "var gate = new TaskCompletionSource();\n"
                + "var task = Task.Run(async () => { await gate.Task; Console.Write(\"from the task\"); \"shown\".Display(); });\n"
                + "Console.Write(\"first; \");",
            "gate.SetResult();\nawait task;\nConsole.Write(\"second\");");
        Assert.Equal(["first; from the task", "shown"], OutputText.Of(shown[0]));
        Assert.Equal(["second"], OutputText.Of(shown[1]));
    }

    [Fact]
    public async Task What_a_task_and_the_next_cell_print_by_turns_is_not_joined()
    {
        // Quickly: what is printed after a pause is sent at once, and nothing is joined to it.
        var shown = await Show(
            "var turns = Enumerable.Range(0, 20).Select(_ => new TaskCompletionSource()).ToArray();\n"
                + "var task = Task.Run(async () => { foreach (var turn in turns) { await turn.Task; Console.Write('t'); } });",
            "foreach (var turn in turns)\n{\n    Console.Write('c');\n    turn.SetResult();\n}\nawait task;");
        Assert.Equal([new string('t', 20)], OutputText.Of(shown[0]));
        Assert.Equal([new string('c', 20)], OutputText.Of(shown[1]));
    }

    [Fact]
    public async Task What_a_cell_prints_in_parallel_is_all_there()
    {
        var shown = await Show("System.Threading.Tasks.Parallel.For(0, 100, i => Console.WriteLine(i));");
        Assert.Equal(Enumerable.Range(0, 100), OutputText.Of(shown[0]).Single().TrimEnd().Split('\n').Select(int.Parse).Order());
    }

    [Theory]
    [InlineData("Console.Write(\"Aa\".ToCharArray());", "Aa")]
    [InlineData("Console.Write('x');\nConsole.Write(12);\nConsole.WriteLine();\nConsole.Write(\"y\".AsSpan());", "x12\ny")]
    [InlineData("Console.WriteLine(\"{0}-{1}\", 1, 2);", "1-2\n")]
    [InlineData("Console.Out.WriteLine(1.5);", "1.5\n")]
    public async Task However_it_is_printed_it_is_the_cells(string cell, string text) =>
        Assert.Equal([text], OutputText.Of((await Show(cell))[0]));

    [Theory]
    [InlineData("int x = 1;\nasync Task Fail()\n{\n    await Task.Delay(1);\n    throw new Exception(\"late\");\n}\nawait Fail();", 5, 5)]
    [InlineData("var numbers = new[] { 1, 2 };\n\n  numbers.Select(n => 1 / (n - 2)).ToList()", 3, 23)]
    [InlineData("class Thing\n{\n    public Thing() => throw new Exception(\"no\");\n}\nnew Thing()", 3, 23)]
    [InlineData("int Zero() => 0;\nint y =\n    1 / Zero();", 3, 5)]
    [InlineData("throw null;", 1, 1)]
    public async Task An_exception_is_placed_where_it_passed_through_the_cell(string cell, int line, int column)
    {
        var failure = Failure((await Show(cell))[0]);
        Assert.Equal((line, column, cell.Split('\n')[line - 1]), (failure.Line, failure.Column, failure.SourceLine));
    }

    [Fact]
    public async Task A_compile_error_has_its_line_and_column()
    {
        Assert.Equal(("CS0103", 3, 5, "    nothing;"), Failure((await Show("int x = 1;\nint y = x +\n    nothing;"))[0]));
    }

    // Of each cell "none", "error", or its result.
    private async Task<List<string>> Kinds(params string[] cells) => [.. (await Show(cells)).Select(outputs => outputs.Count == 0 ? "none"
        : string.Join("; ", outputs.Select(output => $"{output!["output_type"]} {output["data"]?["text/plain"]}".Trim())))];

    // Read from the sentence, the line and the caret that a reader sees.
    private static (string Kind, int Line, int Column, string SourceLine) Failure(JsonArray outputs)
    {
        string[] says = [.. outputs.Last()!["traceback"]!.AsArray().Select(line => (string)line!)];
        var place = Place().Match(says[0]);
        return (place.Groups["kind"].Value, int.Parse(place.Groups["line"].Value), says[^1].Length - 4, says[^2][4..]);
    }

    [GeneratedRegex(@"^cell \d+, line (?<line>\d+): (?<kind>\w+): ")]
    private static partial Regex Place();
}
