namespace Workbook.Tests;

/// <summary>Code is at most 140 characters wide, in the source and in the notebooks.</summary>
public class LineLengthTests
{
    private const int Most = 140;

    // Folders that a build or a run leaves behind.
    private static readonly string[] Made = ["bin", "obj", "__pycache__"];

    [Fact]
    public void No_line_of_source_is_too_long()
    {
        List<string> files = [.. Sources(Path.Combine(Repository.Root, "src")), .. Sources(Path.Combine(Repository.Root, "data"))];
        Assert.Contains(Path.Combine("src", "Workbook.Tests", "Notebooks", nameof(LineLengthTests) + ".cs"), files.Select(Short));
        Assert.Contains(Path.Combine("data", "reference", "records.py"), files.Select(Short));
        AssertNone(files.SelectMany(file => TooLong(Short(file), File.ReadLines(file))));
    }

    [Fact]
    public void No_line_of_a_notebooks_code_is_too_long()
    {
        List<Notebook> notebooks =
            [.. Directory.GetFiles(Repository.Notebooks, "*.ipynb").Order(StringComparer.Ordinal).Select(Notebook.Load)];
        Assert.NotEmpty(notebooks);
        AssertNone(notebooks.SelectMany(notebook => notebook.Cells.Where(cell => cell.IsCode).SelectMany(cell =>
            TooLong($"{Short(notebook.Path)}, cell {cell.Number}", cell.Source.Split('\n')))));
    }

    [Fact]
    public void A_line_that_is_too_long_is_named() => Assert.Equal(
        ["some.cs, line 2: 141 characters", "some.cs, line 4: 150 characters"],
        TooLong("some.cs", [new string('∂', 140), new string('∂', 141), "", new string(' ', 150)]));

    private static IEnumerable<string> TooLong(string place, IEnumerable<string> lines) => lines
        .Select((line, index) => (Number: index + 1, Length: line.EnumerateRunes().Count())).Where(line => line.Length > Most)
        .Select(line => $"{place}, line {line.Number}: {line.Length} characters");

    private static void AssertNone(IEnumerable<string> tooLong)
    {
        var found = tooLong.ToList();
        Assert.True(found.Count == 0, $"{found.Count} lines are too long:\n{string.Join('\n', found.Take(20))}");
    }

    private static IEnumerable<string> Sources(string folder)
    {
        var files = Directory.GetFiles(folder).Where(file => Path.GetExtension(file) is ".cs" or ".py");
        var folders = Directory.GetDirectories(folder).Where(each => !Made.Contains(Path.GetFileName(each)));
        return files.Concat(folders.SelectMany(Sources)).Order(StringComparer.Ordinal);
    }

    private static string Short(string path) => Path.GetRelativePath(Repository.Root, path);
}
