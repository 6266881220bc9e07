using System.Net;

namespace Workbook.Book;

internal static class Escaped
{
    /// <summary>A text as it stands in an element or an attribute.</summary>
    public static string Of(string text) => WebUtility.HtmlEncode(text);
}
