namespace Workbook.Tests;

/// <summary>Stored fragments. With WORKBOOK_EXPECTED=write a run writes them anew, and the difference is for you to read.</summary>
internal static class Expected
{
    /// <param name="name">A file in expected/.</param>
    public static void Is(string name, string html)
    {
        string path = Path.Combine(Repository.Root, "src", "Workbook.Tests", "Book", "expected", name);
        if (Environment.GetEnvironmentVariable("WORKBOOK_EXPECTED") == "write")
            File.WriteAllText(path, html);
        Assert.True(File.Exists(path), $"There is no {path} to compare with: WORKBOOK_EXPECTED=write writes it.");
        Assert.Equal(File.ReadAllText(path), html);
    }
}
