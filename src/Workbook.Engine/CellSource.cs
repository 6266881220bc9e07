using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace Workbook.Engine;

/// <summary>
/// What a code cell asks of its host: packages (<c>#r "nuget: Name, 1.2.3"</c>), a file or an <see cref="ImportList"/> to import
/// (<c>#!import path</c>), and C# to run. Lines keep their numbers.
/// </summary>
/// <param name="Imports">The full paths of the files to compile, in order; a cell that has any has no code.</param>
public sealed partial record CellSource(string Code, IReadOnlyList<string> Packages, IReadOnlyList<string> Imports)
{
    /// <summary>Reads a cell and checks, before anything runs, that this host can do what it asks.</summary>
    /// <exception cref="WorkbookException">
    /// An unknown directive or package, another version, a missing file, or a list of anything but imports.
    /// </exception>
    public static CellSource Read(Notebook notebook, Cell cell, PackageSet host)
    {
        string where = $"{notebook.Path}, cell {cell.Number}";
        var packages = new List<string>();
        IReadOnlyList<string> imports = [];
        string[] lines = cell.Source.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].TrimEnd();
            if (PackageLine().Match(line) is { Success: true } package)
            {
                string name = package.Groups["name"].Value;
                if (host.WhyUnavailable(name, package.Groups["version"].Value) is string problem)
                    throw new WorkbookException($"{where}: {problem}");
                packages.Add(name);
            }
            else if (line.StartsWith("#!import ", StringComparison.Ordinal))
            {
                if (cell.Source.Trim() != line.Trim())
                    throw new WorkbookException($"{where}: #!import must stand alone in its cell.");
                imports = ImportList.Files(line["#!import ".Length..].Trim(), notebook.Folder, where);
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
        return new CellSource(string.Join('\n', lines), packages, imports);
    }

    /// <summary>What is compiled for it, and the name of each: the cell's own code, or the files that it imports, in order.</summary>
    /// <param name="folder">The notebook's, which the names of files count from.</param>
    /// <param name="areCompiled">Whether the files are there already: cells still need what they say with using.</param>
    public IEnumerable<(string Code, string Place)> Submissions(Cell cell, string folder, bool areCompiled = false) =>
        Imports.Count == 0 ? [(Code, cell.Place)]
        : areCompiled ? [(string.Join('\n', Imports.SelectMany(Usings).Distinct()), cell.Place)]
        : Imports.Select(path => (File.ReadAllText(path), Path.GetRelativePath(folder, path)));

    /// <summary>What the code may use from here on, beside what it could before.</summary>
    /// <param name="imports">The assemblies of all that notebooks import; null where the files are compiled for each notebook.</param>
    internal IEnumerable<ReferencedAssembly> References(PackageSet packages, IReadOnlyList<ReferencedAssembly>? imports = null) =>
        Packages.SelectMany(packages.References).Concat(imports != null && Imports.Count > 0 ? imports : []);

    /// <summary>The using lines that a file to import begins with.</summary>
    private static IEnumerable<string> Usings(string path) => File.ReadLines(path).Select(line => line.Trim())
        .TakeWhile(line => line == "" || line.StartsWith('#') || line.StartsWith("//", StringComparison.Ordinal) || IsUsing(line))
        .Where(IsUsing).Select(line => line[..(line.IndexOf(';', StringComparison.Ordinal) + 1)]);   // without a comment

    private static bool IsUsing(string line) => line.StartsWith("using ", StringComparison.Ordinal);

    [GeneratedRegex("""^#r\s+"nuget:\s*(?<name>[^,"\s]+)\s*(,\s*(?<version>[^"\s]+)\s*)?"$""")]
    private static partial Regex PackageLine();

    [GeneratedRegex("^#(r|i|load)\\b")]
    private static partial Regex OtherDirective();
}
