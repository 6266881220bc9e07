namespace Workbook.Book.Mathematics;

/// <summary>How large and how loose a part of a formula is set.</summary>
internal enum FormulaStyle
{
    /// <summary>On a line of its own: limits stand under their sums.</summary>
    Display,

    /// <summary>Within text, and in the fractions of a line of its own.</summary>
    Text,

    /// <summary>In an index or exponent: nothing has room beside it.</summary>
    Script,
}
