using System.Runtime.CompilerServices;

namespace Workbook.Benchmarks;

/// <summary>Where this project's files are.</summary>
internal static class Folder
{
    public static string Project { get; } = Path.GetDirectoryName(Here())!;

    private static string Here([CallerFilePath] string path = "") => path;
}
