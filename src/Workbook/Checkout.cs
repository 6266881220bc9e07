namespace Workbook;

/// <summary>The checkout of the workbook that a command is called in.</summary>
public static class Checkout
{
    private const string SolutionsEnding = ".solutions.ipynb";

    /// <summary>Where results go that nobody named a place for: out/ in the checkout, or here where there is none.</summary>
    public static string DefaultOutput => Path.Combine(Find() ?? Environment.CurrentDirectory, "out");

    /// <summary>The folders of the source that notebooks import, from the checkout.</summary>
    public static IReadOnlyList<string> Imported { get; } = ["src/Rnn", "src/Figures", "src/Chapters"];

    /// <summary>The paths of all its notebooks, in order.</summary>
    /// <exception cref="WorkbookException">There is no checkout here, or no notebook in it.</exception>
    public static IReadOnlyList<string> Notebooks()
    {
        string checkout = Find()
            ?? throw new WorkbookException($"There is no folder notebooks in {Environment.CurrentDirectory} or above it: "
                + "run this in a checkout, or name notebooks.");
        string folder = Path.GetRelativePath(Environment.CurrentDirectory, Path.Combine(checkout, "notebooks"));
        string[] found = [.. Notebooks(folder)];
        return found.Length > 0 ? found : throw new WorkbookException($"There are no notebooks in {folder}.");
    }

    /// <summary>The notebooks of a folder, in order, without their solutions.</summary>
    public static IEnumerable<string> Notebooks(string folder) => Directory.GetFiles(folder, "*.ipynb")
        .Where(path => !path.EndsWith(SolutionsEnding, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    /// <summary>Where a notebook's worked exercises lie, if it has any: beside it.</summary>
    public static string Solutions(Notebook notebook) => Path.Combine(notebook.Folder, notebook.Name + SolutionsEnding);

    /// <summary>The folder that has notebooks/ in it.</summary>
    /// <exception cref="WorkbookException">There is no checkout here.</exception>
    public static string Folder() => Find() ?? throw new WorkbookException(
        $"There is no folder notebooks in {Environment.CurrentDirectory} or above it: run this in a checkout.");

    // The current folder or one above it.
    private static string? Find()
    {
        var folder = new DirectoryInfo(Environment.CurrentDirectory);
        while (folder != null && !Directory.Exists(Path.Combine(folder.FullName, "notebooks")))
            folder = folder.Parent;
        return folder?.FullName;
    }
}
