using System.Text.Json.Nodes;

namespace Workbook.Tests;

/// <summary>Values in place of those that a notebook declares.</summary>
[Collection(OneAtATime.Name)]
public sealed class SettingsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("seed=42", "long seed = 42, other = 2;   // a seed")]
    [InlineData("seed = 42 ", "long seed = 42, other = 2;   // a seed")]
    [InlineData("other=seed + 1 // one more", "long seed = 0, other = seed + 1;   // a seed")]
    [InlineData("other=(1,\n2).Item1", "long seed = 0, other = (1,\n2).Item1;   // a seed")]
    public void A_value_takes_the_place_of_the_one_declared(string setting, string line) =>
        Assert.Equal(line + "\nint[] X = [1, 2];\nstring word = \"a = b\";", Apply(Declaring(), setting).Cells[2].Source);

    [Fact]
    public void Several_values_of_any_length_are_set_at_once_and_of_two_for_one_variable_the_later_counts()
    {
        var changed = Apply(Declaring(), "word=\"x=y\"", "X=[1]", "seed=1_000", "X=[3, 4, 5]");
        Assert.Equal("long seed = 1_000, other = 2;   // a seed\nint[] X = [3, 4, 5];\nstring word = \"x=y\";", changed.Cells[2].Source);
        Assert.Equal(Declaring().Cells[3].Source, changed.Cells[3].Source);
    }

    [Fact]
    public void The_variables_to_change_are_those_of_cells_with_the_tag_parameters() =>
        Assert.Equal(["seed", "other", "X", "word", "more"], Settings.Names(Declaring()));

    [Fact]
    public void What_a_notebook_does_not_declare_leaves_it_as_it_is()
    {
        var notebook = Declaring();
        Assert.Same(notebook, Apply(notebook, "nothing=1"));
    }

    [Theory]
    [InlineData("seed", "--set seed: give a variable and its value, as in seed=42.")]
    [InlineData("=1", "--set =1: give a variable and its value, as in seed=42.")]
    [InlineData("1x=1", "--set 1x=1: give a variable and its value, as in seed=42.")]
    [InlineData("seed=", "--set seed=: '' is not a C# expression: CS1733: Expected expression")]
    [InlineData("seed=1; Exit(1)", "--set seed=1; Exit(1): '1; Exit(1)' is not a C# expression: CS1073")]
    [InlineData("seed=\"x\"", "--set seed=\"x\": CS0029: Cannot implicitly convert type 'string' to 'long'")]
    [InlineData("seed=sed", "--set seed=sed: CS0103: The name 'sed' does not exist in the current context")]
    [InlineData("more=late", "--set more=late: CS0103: The name 'late' does not exist in the current context")]
    public void A_value_that_does_not_compile_is_refused_in_one_sentence(string setting, string says)
    {
        string message = Assert.Throws<WorkbookException>(() => Apply(Declaring(), setting)).Message;
        Assert.StartsWith(says, message);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void What_is_wrong_elsewhere_is_left_to_be_said_when_it_runs()
    {
        var notebook = Declaring("int bad = nothing;", "long seed = 0;");
        Assert.Equal("long seed = 5;", Apply(notebook, "seed=5").Cells[3].Source);
    }

    [Fact]
    public void A_value_may_use_what_earlier_cells_import_and_declare()
    {
        folder.File("Kind.cs", "public enum Kind { One, Two }");
        var notebook = Declaring("#!import Kind.cs", "int three = 3;", "var kind = Kind.One;\nint number = 1;");
        var changed = Apply(notebook, "kind=Kind.Two", "number=three");
        Assert.Equal("var kind = Kind.Two;\nint number = three;", changed.Cells[4].Source);
    }

    [Fact]
    public void Smaller_values_come_from_the_metadata_and_a_readers_own_win()
    {
        var notebook = Live("""{ "seed": 7, "X": "[9]", "later": 2.5, "quick": true }""");
        var live = Settings.Live(notebook);
        Assert.Equal(["seed=7", "X=[9]", "later=2.5", "quick=true"], live.Select(setting => $"{setting.Name}={setting.Value}"));
        var changed = Settings.Apply(notebook, [.. live, Setting.Parse("seed=8")], Bare.Host);
        Assert.Equal("long seed = 8;\nint[] X = [9];", changed.Cells[2].Source);
        Assert.Equal("double later = 2.5;\nbool quick = true;", changed.Cells[3].Source);
        Assert.Empty(Settings.Live(Declaring()));
    }

    [Theory]
    [InlineData("""{ "sed": 7 }""", "smaller value sed=7: no cell declares sed with a value.")]
    [InlineData("""{ "seed": null }""", "smaller value seed=null: CS0037")]
    [InlineData("""{ "seed": [1] }""", "smaller value seed=[1]: CS")]
    [InlineData("""{ "seed": "1 +" }""", "smaller value seed=1 +: '1 +' is not a C# expression: CS1733")]
    [InlineData("400", "the metadata's smaller values are 400, not names with values.")]
    public void Smaller_values_that_cannot_be_are_refused(string live, string says)
    {
        var notebook = Live(live);
        var problem = Assert.Throws<WorkbookException>(() => Settings.Apply(notebook, Settings.Live(notebook), Bare.Host));
        Assert.StartsWith(notebook.Path, problem.Message);
        Assert.Contains(says, problem.Message);
    }

    private static Notebook Apply(Notebook notebook, params string[] settings) =>
        Settings.Apply(notebook, [.. settings.Select(Setting.Parse)], Bare.Host);

    // The reader's variables are in the cells with the tag; others before and behind have the same name as one of them.
    private Notebook Declaring(params string[] cells) => Load(null, cells.Length > 0
        ? [Cells.Code("int first = 1;"), Cells.Text("# These"), .. cells.Select(cell => Cells.Code(cell, "parameters"))]
        : [Cells.Code("string seed = \"earlier\";"), Cells.Text("# These"),
            Cells.Code("long seed = 0, other = 2;   // a seed\nint[] X = [1, 2];\nstring word = \"a = b\";", "varies", "parameters"),
            Cells.Code("int more = 1, unset;\nvoid F()\n{\n    int inner = 1;\n    int late = 2;\n}\nint Late(int late) => late;",
                "parameters"),
            Cells.Text("## What can you change?"), Cells.Code("int seed = 3, later = 4;")]);

    private Notebook Live(string live) => Load(live,
        [Cells.Text("# Title"), Cells.Text("## Sizes"), Cells.Code("long seed = 0;\nint[] X = [1];", "parameters"),
            Cells.Code("double later = 5;\nbool quick = false;", "parameters")]);

    private Notebook Load(string? live, JsonObject[] cells)
    {
        var root = JsonNode.Parse(File.ReadAllText(folder.Notebook("declaring", cells)))!;
        if (live != null)
            root["metadata"]!["workbook"] = new JsonObject { ["live"] = JsonNode.Parse(live) };
        return Notebook.Load(folder.File("declaring.ipynb", root.ToJsonString()));
    }
}
