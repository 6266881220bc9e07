using System.Runtime.CompilerServices;

namespace Workbook.Tests;

/// <summary>Where this checkout's files are.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", ".."));

    public static string Notebooks => Path.Combine(Root, "notebooks");

    public static string Reference(string file) => Path.Combine(Root, "data", "reference", file);

    private static string Here([CallerFilePath] string path = "") => path;
}
