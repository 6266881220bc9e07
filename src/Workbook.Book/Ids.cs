using System.Text;
using System.Text.RegularExpressions;

namespace Workbook.Book;

/// <summary>The ids of one page, each given once.</summary>
/// <param name="taken">Those that the page gives itself, beside what all pages have around their text.</param>
internal sealed partial class Ids(params string[] taken)
{
    private readonly HashSet<string> given = new([.. taken, "main", "contents"], StringComparer.Ordinal);

    /// <summary>Letters and digits of a text, with hyphens between its words; numbered if it has been given before.</summary>
    public string Of(string text)
    {
        var id = new StringBuilder();
        foreach (char c in text.ToLowerInvariant())
            if (char.IsLetterOrDigit(c))
                id.Append(c);
            else if (id.Length > 0 && id[^1] != '-')
                id.Append('-');
        string wanted = id.ToString().Trim('-') is { Length: > 0 } words ? words : "section", unique = wanted;
        for (int count = 2; !Take(unique); count++)
            unique = FormattableString.Invariant($"{wanted}-{count}");
        return unique;
    }

    /// <summary>Whether this very id was free, and is now given.</summary>
    public bool Take(string id) => !CellId().IsMatch(id) && given.Add(id);

    // As CellPart.Id gives them.
    [GeneratedRegex("^cell-[0-9]+$")]
    private static partial Regex CellId();
}
