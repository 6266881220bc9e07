using System.Security.Cryptography;
using System.Text;

namespace Workbook;

/// <summary>
/// What something is made of, as a text that changes with any file of it: whoever makes it writes the text beside it, and it is old once
/// the two differ. Dates tell less: a file that is gone has none, and those of a checkout are those of the moment.
/// </summary>
internal static class Inputs
{
    /// <summary>The name of the file that has the text: hidden, so that it is not among what readers get.</summary>
    public const string File = ".made-from";

    private static readonly string[] OfAll = ["global.json", "src/Directory.Build.props", "src/Directory.Packages.props"];

    /// <summary>Of the book of all notebooks.</summary>
    /// <param name="checkout">The folder that has notebooks/ and src/ in it.</param>
    public static string OfBook(string checkout) => Of(checkout,
        ["notebooks", "data", "src/Rnn", "src/Workbook.Engine", "src/Workbook.Book", "src/Workbook", "src/Workbook.Benchmarks/peers"]);

    /// <summary>Of what runs its cells in a browser.</summary>
    /// <inheritdoc cref="OfBook"/>
    public static string OfSite(string checkout) => Of(checkout,
        [
            "notebooks", "data", "src/Rnn", "src/Workbook.Engine", "src/Workbook.Book/Code", "src/Workbook", "src/Workbook.Live",
            "src/Workbook.Benchmarks/peers",
        ]);

    /// <summary>Whether what lies in a folder was made of these.</summary>
    public static bool Made(string folder, string inputs) =>
        Path.Combine(folder, File) is var path && System.IO.File.Exists(path) && System.IO.File.ReadAllText(path) == inputs;

    private static string Of(string checkout, string[] parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string path in parts.Concat(OfAll).SelectMany(part => Files(Path.Combine(checkout, part))))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(checkout, path).Replace('\\', '/')));
            hash.AppendData(SHA256.HashData(System.IO.File.ReadAllBytes(path)));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset()) + "\n";
    }

    private static readonly string[] NotRead = ["bin", "obj", "__pycache__"];

    private static IEnumerable<string> Files(string path) => System.IO.File.Exists(path) ? [path]
        : !Directory.Exists(path) ? []
        : Directory.GetFiles(path, "*", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(path, file).Split(Path.DirectorySeparatorChar).Intersect(NotRead).Any())
            .Order(StringComparer.Ordinal);
}
