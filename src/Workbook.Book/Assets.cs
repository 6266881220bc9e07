namespace Workbook.Book;

/// <summary>The style and the script of all pages, files of this project.</summary>
internal static class Assets
{
    /// <param name="name">The name of a file in assets/.</param>
    public static string Text(string name)
    {
        using var stream = typeof(Assets).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
