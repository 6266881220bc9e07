namespace Workbook.Book;

/// <summary>A heading of a notebook.</summary>
/// <param name="Level">From 1, the title.</param>
/// <param name="Id">What links to it name, unique in its page.</param>
/// <param name="Html">Its text with code and formulas.</param>
/// <param name="Text">Its text alone.</param>
public sealed record Heading(int Level, string Id, string Html, string Text);
