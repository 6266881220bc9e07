using System.Text;

namespace Workbook;

/// <summary>The folder that results go to. A file in it is either whole or not there.</summary>
public sealed class OutputFolder
{
    private readonly string folder;

    /// <summary>Makes the folder and sees that files can be made in it.</summary>
    /// <exception cref="WorkbookException">They cannot.</exception>
    public OutputFolder(string folder)
    {
        this.folder = Path.GetFullPath(folder);
        try
        {
            Directory.CreateDirectory(this.folder);
            File.Create(Path.Combine(this.folder, ".writable"), 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new WorkbookException($"Cannot write to the folder {folder}: {problem.Message}", problem);
        }
    }

    /// <summary>Whether a file of that name is there.</summary>
    public bool Has(string name) => File.Exists(Path.Combine(folder, name));

    /// <summary>Takes a file away, and the folders below this one that are empty then.</summary>
    public void Remove(string name)
    {
        string path = Path.Combine(folder, name);
        try
        {
            File.Delete(path);
            for (string above = Path.GetDirectoryName(path)!; above != folder && !Directory.EnumerateFileSystemEntries(above).Any();
                above = Path.GetDirectoryName(above)!)
                Directory.Delete(above);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new WorkbookException($"Cannot remove {path}: {problem.Message}", problem);
        }
    }

    /// <summary>The path of a file as a user would write it here.</summary>
    public string Shown(string name) => Path.GetRelativePath(Environment.CurrentDirectory, Path.Combine(folder, name));

    public void Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes a file beside its place first, then puts it there.</summary>
    /// <param name="name">Relative to the folder; may name a folder below it.</param>
    public void Write(string name, byte[] content)
    {
        string path = Path.Combine(folder, name);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            AtomicFile.Write(path, content);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new WorkbookException($"Cannot write {path}: {problem.Message}", problem);
        }
    }
}
