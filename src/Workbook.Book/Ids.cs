using System.Text;

namespace Workbook.Book;

/// <summary>The ids of one page, each given once.</summary>
internal sealed class Ids
{
    private readonly HashSet<string> given = new(StringComparer.Ordinal);

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
        for (int count = 2; !given.Add(unique); count++)
            unique = FormattableString.Invariant($"{wanted}-{count}");
        return unique;
    }
}
