using System.Text.RegularExpressions;

namespace Workbook.Tests;

/// <summary>The worked solutions of the exercises, and the checks that judge a reader's answers.</summary>
[Collection(OneAtATime.Name)]
[Trait("speed", "slow")]
public partial class SolutionsTests
{
    public static TheoryData<string> Names => [.. NotebookRuns.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_solution_is_right(string name)
    {
        var run = await NotebookRuns.Of(NotebookRuns.SolutionsOf(name));
        Assert.Null(run.Failure);
        Assert.All(Checks(run.Notebook), check => Assert.Equal("Right.\n", Printed(run, check)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_exercise_without_an_answer_is_told_so(string name)
    {
        var run = await NotebookRuns.Of(name);
        Assert.All(Checks(run.Notebook), check => Assert.Matches(@"^Not yet: .+\n$", Printed(run, check)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_checks_are_those_of_the_notebook(string name)
    {
        var (notebook, solutions) = (Load(name), Load(NotebookRuns.SolutionsOf(name)));
        Assert.InRange(Checks(notebook).Count, 3, 5);
        Assert.Equal(Checks(notebook).Select(check => check.Source), Checks(solutions).Select(check => check.Source));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_built_like_the_notebook(string name)
    {
        var (notebook, solutions) = (Load(name), Load(NotebookRuns.SolutionsOf(name)));
        Assert.Equal(notebook.Cells.First(cell => cell.IsCode).Source, solutions.Cells.First(cell => cell.IsCode).Source);
        // The same files, as far as they are needed, in the same order.
        var imports = Imports(notebook);
        Assert.Equal(imports.Intersect(Imports(solutions)), Imports(solutions));
        Assert.Contains($"`{NotebookRuns.SolutionsOf(name)}.ipynb`",
            string.Concat(notebook.Cells.Where(cell => !cell.IsCode).Select(cell => cell.Source)));
    }

    // A check is known by the class that it asks, or by what it says of a right answer.
    private static List<Cell> Checks(Notebook notebook) =>
        [.. notebook.Cells.Where(cell => cell.IsCode && (Asked().IsMatch(cell.Source)
            || cell.Source.Contains("\"Right.\"", StringComparison.Ordinal)))];

    private static string Printed(NotebookRun run, Cell cell) =>
        string.Concat(run.Cells[cell].ToOutputs(1).Select(output => (string?)output!["text"]));

    private static List<string> Imports(Notebook notebook) =>
        [.. Plan.Of(notebook, HostPackages.All).Cells.Values.SelectMany(source => source.Imports)
            .Select(path => Path.GetRelativePath(Repository.Root, path))];

    private static Notebook Load(string name) => Notebook.Load(Path.Combine(Repository.Notebooks, name + ".ipynb"));

    [GeneratedRegex(@"xercises\.\w+\(")]
    private static partial Regex Asked();
}
