using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Workbook.Engine;

/// <summary>A value as text: what a cell shows of its last expression, whatever the culture.</summary>
public static class ValueText
{
    private const int Most = 20;   // items of a collection, as .NET Interactive has it

    /// <summary>
    /// Its own text, with a decimal point in a number; of a collection the first items in brackets, of a tuple all in parentheses.
    /// </summary>
    public static string Of(object? value) => value switch
    {
        null => "<null>",
        string text => text,
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        ITuple tuple => $"({string.Join(", ", Enumerable.Range(0, tuple.Length).Select(i => Of(tuple[i])))})",
        IEnumerable items when HasNoTextOfItsOwn(value.GetType()) => Items([.. items.Cast<object?>().Take(Most + 1)]),
        _ => value.ToString() ?? "",
    };

    private static string Items(List<object?> items)
    {
        string more = items.Count > Most ? ", …" : "";
        return $"[{string.Join(", ", items.Take(Most).Select(Of))}{more}]";
    }

    private static bool HasNoTextOfItsOwn(Type type) =>
        type.GetMethod("ToString", [])!.DeclaringType is var declaring && (declaring == typeof(object) || declaring == typeof(ValueType));
}
