namespace Workbook.Book;

/// <summary>The style and the scripts of all pages: files of this project, and of the app that runs cells in them.</summary>
internal static class Assets
{
    /// <param name="name">The name of a file in assets/ or in the app/ of Workbook.Live.</param>
    public static string Text(string name)
    {
        using var reader = new StreamReader(Open(name));
        return reader.ReadToEnd();
    }

    /// <inheritdoc cref="Text"/>
    public static byte[] Bytes(string name)
    {
        using var stream = Open(name);
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static Stream Open(string name) => typeof(Assets).Assembly.GetManifestResourceStream(name)!;
}
