using System.Text;

namespace Workbook;

/// <summary>
/// The book and what runs its cells as plain files in one folder, for any web server. What else lies in the folder stays: a file that
/// is not of a site written before is never replaced.
/// </summary>
public sealed class StaticSite
{
    // The names of the site's files, so that the next one can tell them from the reader's own.
    private const string List = ".site";

    private readonly string folder;
    private readonly OutputFolder results;

    /// <param name="folder">Made if it is not there.</param>
    /// <param name="apart">Folders that it may neither lie in nor hold.</param>
    /// <exception cref="WorkbookException">It is not apart from them, or cannot be written to.</exception>
    public StaticSite(string folder, IEnumerable<string> apart)
    {
        if (apart.FirstOrDefault(other => IsWithin(folder, other) || IsWithin(other, folder)) is { } near)
            throw new WorkbookException($"The site cannot be written to {folder}, which {(IsWithin(folder, near) ? "is within" : "holds")} "
                + $"{Path.GetRelativePath(Environment.CurrentDirectory, near)}: give it a folder of its own.");
        this.folder = Path.GetFullPath(folder);
        results = new OutputFolder(folder);
    }

    /// <summary>Writes the files of some folders, and takes away those of an earlier site that are no longer among them.</summary>
    /// <param name="folders">Of two files of one name, the first folder's is written.</param>
    /// <returns>How many bytes all files have.</returns>
    /// <exception cref="WorkbookException">A file that is not of a site stands in the place of one.</exception>
    public long Write(IReadOnlyList<string> folders)
    {
        var files = new SortedDictionary<string, Func<byte[]>>(StringComparer.Ordinal)
        {
            [".nojekyll"] = () => [],   // GitHub Pages would leave out _framework
            ["404.html"] = () => Page(NotFoundPage.Html, "404.html"),
        };
        foreach (var (name, path) in folders.SelectMany(Files))
            files.TryAdd(name, () => name.EndsWith(".html", StringComparison.Ordinal)
                ? Page(File.ReadAllText(path), path) : File.ReadAllBytes(path));

        string[] before = results.Has(List) ? File.ReadAllLines(Path.Combine(folder, List)) : [];
        if (files.Keys.Except(before).FirstOrDefault(results.Has) is { } foreign)
            throw new WorkbookException($"{results.Shown(foreign)} is there, and is not of a site that this command wrote: "
                + "give the site another folder, or remove the file.");
        Note(before.Union(files.Keys));   // where this ends early, the next one knows what is there
        long bytes = 0;
        foreach (var (name, read) in files)
        {
            byte[] content = read();
            results.Write(name, content);
            bytes += content.Length;
        }
        foreach (string name in before.Except(files.Keys))
            results.Remove(name);
        Note(files.Keys);
        return bytes;
    }

    private void Note(IEnumerable<string> names) =>
        results.Write(List, string.Concat(names.Order(StringComparer.Ordinal).Select(name => name + "\n")));

    // Hidden ones are no part of a book.
    private static IEnumerable<(string Name, string Path)> Files(string folder) =>
        Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => (Path.GetRelativePath(folder, path).Replace('\\', '/'), path))
            .Where(file => !$"/{file.Item1}".Contains("/.", StringComparison.Ordinal));

    // A server of plain files sends no policy with a page: it stands in the page.
    private static byte[] Page(string html, string path)
    {
        const string head = "<head>\n";
        int at = html.IndexOf(head, StringComparison.Ordinal) + head.Length;
        return Encoding.UTF8.GetBytes(at < head.Length
            ? throw new WorkbookException($"{path} has no head for the policy that says what it may load: it is no page of a book.")
            : html.Insert(at, $"<meta http-equiv=\"Content-Security-Policy\" content=\"{PagePolicy.Meta}\">\n"));
    }

    private static bool IsWithin(string inner, string outer)
    {
        string way = Path.GetRelativePath(outer, inner);
        return way != ".." && !way.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal) && !Path.IsPathRooted(way);
    }
}
