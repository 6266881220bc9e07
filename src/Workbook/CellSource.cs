using System.Text.RegularExpressions;

namespace Workbook;

/// <summary>
/// What a code cell asks of its host: packages (<c>#r "nuget: Name, 1.2.3"</c>), one file to import (<c>#!import path</c>),
/// and C# to run. Lines keep their numbers.
/// </summary>
public sealed partial record CellSource(string Code, IReadOnlyList<string> Packages, string? Import)
{
    /// <summary>Reads a cell and checks, before anything runs, that this host can do what it asks.</summary>
    /// <exception cref="WorkbookException">An unknown directive or package, another version, or a missing file.</exception>
    public static CellSource Read(Notebook notebook, Cell cell)
    {
        string where = $"{notebook.Path}, cell {cell.Number}";
        var packages = new List<string>();
        string? import = null;
        string[] lines = cell.Source.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].TrimEnd();
            if (PackageLine().Match(line) is { Success: true } package)
            {
                string name = package.Groups["name"].Value;
                if (HostPackages.Problem(name, package.Groups["version"].Value) is string problem)
                    throw new WorkbookException($"{where}: {problem}");
                packages.Add(name);
            }
            else if (line.StartsWith("#!import ", StringComparison.Ordinal))
            {
                if (cell.Source.Trim() != line.Trim())
                    throw new WorkbookException($"{where}: #!import must stand alone in its cell.");
                import = Path.GetFullPath(line["#!import ".Length..].Trim(), Path.GetDirectoryName(Path.GetFullPath(notebook.Path))!);
                if (!File.Exists(import))
                    throw new WorkbookException($"{where}: there is no file {line["#!import ".Length..].Trim()} to import.");
            }
            else if (line.StartsWith("#!", StringComparison.Ordinal) || OtherDirective().IsMatch(line))
            {
                throw new WorkbookException($"{where}: the directive {line} is not known here; #r \"nuget: …\" and #!import are.");
            }
            else
            {
                continue;
            }
            lines[i] = "";
        }
        return new CellSource(string.Join('\n', lines), packages, import);
    }

    [GeneratedRegex("""^#r\s+"nuget:\s*(?<name>[^,"\s]+)\s*(,\s*(?<version>[^"\s]+)\s*)?"$""")]
    private static partial Regex PackageLine();

    [GeneratedRegex("^#(r|i|load)\\b")]
    private static partial Regex OtherDirective();
}
