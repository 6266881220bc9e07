using System.Runtime.CompilerServices;

namespace Workbook.Tests;

/// <summary>Where this checkout's files are.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", ".."));

    /// <summary>The files that notebooks import, in order.</summary>
    public static IEnumerable<string> Imported => Checkout.Imported.Select(folder => Path.Combine(Root, folder))
        .SelectMany(folder => Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(path => !Path.GetRelativePath(folder, path).StartsWith("obj", StringComparison.Ordinal)))
        .Order(StringComparer.Ordinal);

    public static string Notebooks => Path.Combine(Root, "notebooks");

    public static string Reference(string file) => Path.Combine(Root, "data", "reference", file);

    private static string Here([CallerFilePath] string path = "") => path;
}
