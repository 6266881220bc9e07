namespace Workbook.Engine;

/// <summary>A piece of a line of code that has one colour.</summary>
/// <param name="Kind">A class of code.css, or null for plain text.</param>
/// <param name="Target">Where the name is defined, if that is in a source file of the book.</param>
public sealed record CodePiece(string Text, string? Kind = null, CodePlace? Target = null);

/// <summary>A line of a source file.</summary>
/// <param name="Path">The file's full path.</param>
/// <param name="Line">From 1.</param>
public readonly record struct CodePlace(string Path, int Line);
