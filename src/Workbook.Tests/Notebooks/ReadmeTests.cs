using System.Text.RegularExpressions;

namespace Workbook.Tests;

/// <summary>What the README quotes and points to is there.</summary>
public partial class ReadmeTests
{
    // From the page of whatever repository at GitHub the README is read in: where its GitHub Pages are.
    private const string Pages = "../../deployments/github-pages";

    private static readonly string Readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));

    [Fact]
    public void Its_lines_of_code_are_those_of_the_network_in_their_order()
    {
        string quoted = Quoted().Match(Readme).Groups[1].Value;
        var lines = File.ReadLines(Path.Combine(Repository.Root, "src", "Rnn", "Rnn.cs")).Select(line => line.Trim());
        string[] expected = [.. quoted.TrimEnd().Split('\n').Select(line => line.Trim())];
        Assert.InRange(expected.Length, 5, 12);
        Assert.Contains(string.Join('\n', expected), string.Join('\n', lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Its_links_and_pictures_lead_somewhere()
    {
        string[] targets = [.. Link().Matches(Readme).Select(link => link.Groups[1].Value)
            .Where(target => !target.StartsWith("http") && target != Pages)];
        Assert.InRange(targets.Length, 8, 100);
        Assert.All(targets, target => Assert.True(target[0] == '#'
            ? Heading().Matches(Readme).Any(heading => heading.Groups[1].Value.ToLowerInvariant().Replace(' ', '-') == target[1..])
            : Path.Exists(Path.Combine(Repository.Root, target)), target));
    }

    [Fact]
    public void Its_figures_lead_to_the_pages_that_the_workflow_publishes()
    {
        string[] lines = Readme.Split('\n');
        Assert.Contains($"online]({Pages})", lines.Take(6).Single(line => line.Contains(Pages)));
        Assert.All(lines.Where(line => line.Contains("![")), line => Assert.EndsWith($"]({Pages})", line));
        string workflow = File.ReadAllText(Path.Combine(Repository.Root, ".github", "workflows", "site.yml"));
        Assert.Contains("name: " + Pages.Split('/')[^1] + "\n", workflow);
        Assert.Contains("dotnet run --project src/Workbook -- site --out site\n", workflow);
    }

    [Fact]
    public void Its_table_has_the_question_that_each_notebook_says_it_answers() => Assert.All(
        NotebookRuns.Names.Select(name => Notebook.Load(Path.Combine(Repository.Notebooks, name + ".ipynb"))),
        notebook => Assert.Contains($"](notebooks/{notebook.Name}.ipynb) | {notebook.Metadata?["question"]} |", Readme));

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
