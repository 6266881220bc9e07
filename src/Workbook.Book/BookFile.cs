using System.Text;

namespace Workbook.Book;

/// <summary>A file of the book, to be written below its folder.</summary>
/// <param name="Name">With forward slashes.</param>
public sealed record BookFile(string Name, byte[] Content)
{
    public BookFile(string name, string text)
        : this(name, Encoding.UTF8.GetBytes(text))
    {
    }
}
