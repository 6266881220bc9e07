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

    private static readonly string[] OfOthers = ["bin", "obj", "__pycache__"];
    private static readonly string[] OfAll = ["global.json", "src/Directory.Build.props", "src/Directory.Packages.props"];

    /// <summary>Of the book of all notebooks.</summary>
    /// <param name="checkout">The folder that has notebooks/ and src/ in it.</param>
    public static string OfBook(string checkout) => Of(checkout,
        [
            "notebooks", "data", .. Checkout.Imported, "src/Workbook.Engine", "src/Workbook.Book", "src/Workbook.Live/app", "src/Workbook",
            "src/Workbook.Benchmarks/peers",
        ]);

    /// <summary>Of what runs its cells in a browser.</summary>
    /// <inheritdoc cref="OfBook"/>
    public static string OfSite(string checkout) => Of(checkout,
        [
            "notebooks", "data", .. Checkout.Imported, "src/Workbook.Engine", "src/Workbook",
            "src/Workbook.Live", "src/Workbook.Benchmarks/peers",
        ]);

    /// <summary>Whether what lies in a folder was made of these.</summary>
    public static bool Made(string folder, string inputs) =>
        Path.Combine(folder, File) is var path && System.IO.File.Exists(path) && System.IO.File.ReadAllText(path) == inputs;

    /// <summary>The same for files of the same names and contents, in whatever folder and order.</summary>
    /// <param name="files">In the folder.</param>
    public static string Hash(string folder, IEnumerable<string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string name in files.Select(file => Name(folder, Path.Combine(folder, file))).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(name));
            hash.AppendData(SHA256.HashData(System.IO.File.ReadAllBytes(Path.Combine(folder, name))));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The files of a folder that are not made of others: their names from the checkout, with forward slashes, in order.</summary>
    public static IEnumerable<string> Files(string checkout, string folder, string pattern = "*") =>
        Directory.GetFiles(Path.Combine(checkout, folder), pattern, SearchOption.AllDirectories)
            .Select(file => Name(checkout, file))
            .Where(name => !name.Split('/').Intersect(OfOthers).Any()).Order(StringComparer.Ordinal);

    private static string Name(string folder, string file) => Path.GetRelativePath(folder, file).Replace('\\', '/');

    private static string Of(string checkout, string[] parts) => Hash(checkout,
        parts.Where(part => Directory.Exists(Path.Combine(checkout, part))).SelectMany(part => Files(checkout, part))
            .Concat(OfAll.Where(name => System.IO.File.Exists(Path.Combine(checkout, name))))) + "\n";
}
