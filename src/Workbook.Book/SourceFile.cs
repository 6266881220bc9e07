namespace Workbook.Book;

/// <summary>A source file that a notebook imports.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="Name">Its path below the folder that all imported files share, with forward slashes.</param>
public sealed record SourceFile(string Path, string Name, string Text)
{
    /// <summary>The file of its page in the book.</summary>
    public string Page => BookFiles.Source(Name);

    /// <summary>The address of its page, from the book's folder.</summary>
    public string Address => BookFiles.Address(Page);

    /// <summary>The address of a line in its page.</summary>
    /// <param name="line">From 1.</param>
    public string LineAddress(int line) => FormattableString.Invariant($"{Address}#L{line}");

    public int LineCount => Text.Count(character => character == '\n') + 1;

    /// <param name="texts">By full path.</param>
    /// <returns>By full path, those nearest to the shared folder first, in the order of their names.</returns>
    public static IReadOnlyDictionary<string, SourceFile> All(IReadOnlyDictionary<string, string> texts)
    {
        char separator = System.IO.Path.DirectorySeparatorChar;
        string[][] folders = [.. texts.Keys.Select(path => System.IO.Path.GetDirectoryName(path)!.Split(separator))];
        int shared = 0;
        while (folders.Length > 0 && folders.All(folder => folder.Length > shared && folder[shared] == folders[0][shared]))
            shared++;
        return texts
            .Select(pair => new SourceFile(
                pair.Key, string.Join('/', pair.Key.Split(separator).Skip(shared)), pair.Value))
            .OrderBy(file => file.Name.Count(letter => letter == '/')).ThenBy(file => file.Name, StringComparer.Ordinal)
            .ToDictionary(file => file.Path);
    }
}
