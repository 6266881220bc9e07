namespace Workbook.Engine;

/// <summary>A name that may stand at a place in a cell.</summary>
/// <param name="Kind">What it is, in a word: method, property, variable, class, namespace, keyword, …</param>
public sealed record CompletionItem(string Name, string Kind);

/// <summary>What is known of a candidate.</summary>
/// <param name="Signature">As it is declared; of several methods, the first.</param>
/// <param name="Others">How many more methods have its name.</param>
/// <param name="Summary">From its documentation, as plain text; empty if it has none.</param>
public sealed record CompletionDetails(string Signature, int Others, string Summary);
