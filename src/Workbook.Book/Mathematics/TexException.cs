namespace Workbook.Book.Mathematics;

/// <summary>A formula that cannot be drawn; the message is a sentence that names the command at fault.</summary>
public sealed class TexException(string message) : Exception(message);
