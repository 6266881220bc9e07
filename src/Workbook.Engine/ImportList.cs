using System.Text.RegularExpressions;

namespace Workbook.Engine;

/// <summary>
/// A list of files that one cell imports (<c>#!import list.dib</c>): for each file a line <c>#!csharp</c> and under it a line
/// <c>#!import path.cs</c>, the form that every host reads. Some hosts count these paths from the notebook's folder, some from the
/// list's, so a list lies beside its notebook.
/// </summary>
public static partial class ImportList
{
    private const string Ending = ".dib", Announcement = "#!csharp";

    /// <summary>What a cell <c>#!import path</c> brings.</summary>
    /// <param name="path">As the cell names it: a list, or a single file.</param>
    /// <param name="folder">The notebook's folder.</param>
    /// <param name="where">Notebook and cell, for messages.</param>
    /// <returns>The full paths of the files to compile, in order.</returns>
    /// <exception cref="WorkbookException">A file is missing, or a list lies elsewhere or holds anything but imports.</exception>
    public static IReadOnlyList<string> Files(string path, string folder, string where)
    {
        string file = Existing(path, folder, where);
        if (!path.EndsWith(Ending, StringComparison.Ordinal))
            return [file];
        if (Path.GetDirectoryName(file) != Path.GetFullPath(folder))
            throw new WorkbookException(
                $"{where}: the list {path} must lie in the notebook's own folder, since hosts disagree where its paths count from.");

        string[] lines = File.ReadAllLines(file);
        var files = new List<string>();
        bool isAnnounced = false;
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].TrimEnd(), place = $"{where}: {path}, line {i + 1}";
            if (line == "")
                continue;
            var import = ImportLine().Match(line);
            if (isAnnounced ? !import.Success : line != Announcement)
            {
                string wanted = isAnnounced ? "#!import and the path of a .cs file belong" : $"{Announcement} belongs";
                throw new WorkbookException($"{place}: '{line}' stands where {wanted}.");
            }
            if (isAnnounced)
                files.Add(Existing(import.Groups["path"].Value, folder, place));
            isAnnounced = !isAnnounced;
        }
        if (isAnnounced || files.Count == 0)
            throw new WorkbookException($"{where}: {path}, line {lines.Length}: the list ends where an import belongs.");
        return files;
    }

    private static string Existing(string path, string folder, string where)
    {
        string file = Path.GetFullPath(path, folder);
        return File.Exists(file) ? file : throw new WorkbookException($"{where}: there is no file {path} to import.");
    }

    [GeneratedRegex("""^#!import (?<path>[^\s"].*\.cs)$""")]
    private static partial Regex ImportLine();
}
