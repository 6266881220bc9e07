using System.Text.Json.Nodes;

namespace Workbook.Tests;

/// <summary>A folder for one test, gone after it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("workbook-").FullName;

    /// <summary>The files below the folder, with forward slashes, in order.</summary>
    public IEnumerable<string> Files =>
        Directory.GetFiles(Path, "*", SearchOption.AllDirectories)
            .Select(file => System.IO.Path.GetRelativePath(Path, file).Replace('\\', '/')).Order(StringComparer.Ordinal);

    /// <param name="name">May name folders below this one.</param>
    public string File(string name, string text)
    {
        string path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    /// <summary>A notebook of C# cells.</summary>
    public string Notebook(string name, params string[] cells) => Notebook(name, [.. cells.Select(cell => Cells.Code(cell))]);

    public string Notebook(string name, JsonObject[] cells, string? question = null) => File(name + ".ipynb", new JsonObject
    {
        ["cells"] = new JsonArray([.. cells]),
        ["metadata"] = question == null ? new JsonObject() : new JsonObject { ["workbook"] = new JsonObject { ["question"] = question } },
        ["nbformat"] = 4,
        ["nbformat_minor"] = 5,
    }.ToJsonString());

    /// <summary>
    /// A notebook that can draw, in a checkout of its own: notebooks/ and its source lie in this folder as they do in the repository. It
    /// begins with the packages and imports of the workbook's first notebook.
    /// </summary>
    public string DrawingNotebook(string name, params string[] cells)
    {
        foreach (string folder in Checkout.Imported)
            Copy(folder, "*.cs");
        Copy("notebooks", "*.dib");
        var first = Workbook.Engine.Notebook.Load(System.IO.Path.Combine(Repository.Notebooks, NotebookRuns.Names.First() + ".ipynb"));
        var head = Plan.Of(first, HostPackages.All).Cells.Where(pair => pair.Value.Packages.Count + pair.Value.Imports.Count > 0)
            .Select(pair => pair.Key.Source);
        return Notebook(System.IO.Path.Combine("notebooks", name), [.. head, .. cells]);
    }

    private void Copy(string below, string pattern)
    {
        string from = System.IO.Path.Combine(Repository.Root, below);
        string built = System.IO.Path.Combine(from, "obj") + System.IO.Path.DirectorySeparatorChar;
        Directory.CreateDirectory(System.IO.Path.Combine(Path, below));
        var files = Directory.GetFiles(from, pattern, SearchOption.AllDirectories)
            .Where(file => !file.StartsWith(built, StringComparison.Ordinal));
        foreach (string file in files)
        {
            string copy = System.IO.Path.Combine(Path, below, System.IO.Path.GetRelativePath(from, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!);
            System.IO.File.Copy(file, copy, overwrite: true);
        }
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
