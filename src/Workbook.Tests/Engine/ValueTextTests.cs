using System.Globalization;

namespace Workbook.Tests;

/// <summary>The text that a cell shows of a value.</summary>
public class ValueTextTests
{
    public static TheoryData<object?, string> Values => new()
    {
        { null, "<null>" },
        { "text", "text" },
        { 1234.5, "1234.5" },
        { new[] { 1.5, 2 }, "[1.5, 2]" },
        { new[] { "a", null }, "[a, <null>]" },
        { new List<int[]> { new[] { 1 }, Array.Empty<int>() }, "[[1], []]" },
        { Enumerable.Range(1, 20).Where(i => i > 0), "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]" },
        { Enumerable.Range(1, 21), "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, …]" },
        { (1.5, new[] { 2.5 }), "(1.5, [2.5])" },
        { new RnnParameters(2, 3, 4), "Wxh 3 × 2, Whh 3 × 3, Why 4 × 3, bh 3 × 1, by 4 × 1" },   // a collection with a text of its own
        { new Version(1, 2), "1.2" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_is_its_text_and_a_collection_its_items_whatever_the_culture(object? value, string text)
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = culture;
            Assert.Equal(text, Workbook.Engine.ValueText.Of(value));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
