#nullable enable
using System;
using System.Globalization;
using System.Linq;

/// <summary>Numbers as figures write them: two significant digits, a true minus, powers of ten as 10ⁿ.</summary>
public static class FigureNumber
{
    private const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /// <summary>0.57, −12, 1,024, 3.5 × 10⁻⁷: a whole number up to a million in full.</summary>
    public static string Text(double value)
    {
        double size = Math.Abs(value);
        string sign = value < 0 ? "−" : "";
        if (!double.IsFinite(value))
            return double.IsNaN(value) ? "NaN" : sign + "∞";
        if (size < 1e6 && size == Math.Floor(size))
            return sign + size.ToString("#,0", CultureInfo.InvariantCulture);

        var (digits, exponent) = Rounded(size);
        if (exponent is >= -3 and < 6)
            return sign + (digits * Math.Pow(10, exponent)).ToString(exponent < 1 ? $"0.{new string('#', 1 - exponent)}" : "#,0",
                CultureInfo.InvariantCulture);
        return sign + (digits == 1 ? "" : digits.ToString("0.#", CultureInfo.InvariantCulture) + " × ") + Power(exponent);
    }

    /// <summary>The power of ten nearest to a number, for a place that has no room for digits; 0 for 0.</summary>
    public static string Magnitude(double value) =>
        value == 0 ? "0" : double.IsFinite(value) ? Power((int)Math.Round(Math.Log10(Math.Abs(value)))) : Text(value);

    /// <summary>10ⁿ; 1 and 10 as they are.</summary>
    public static string Power(int exponent) => exponent is 0 or 1 ? (exponent == 0 ? "1" : "10") :
        "10" + (exponent < 0 ? "⁻" : "") + string.Concat($"{Math.Abs(exponent)}".Select(digit => Superscripts[digit - '0']));

    // 1 to 9.9, and the power of ten that goes with it: as the runtime rounds, so that 9.96 is 10.
    private static (double Digits, int Exponent) Rounded(double size)
    {
        string[] parts = size.ToString("0.0e0", CultureInfo.InvariantCulture).Split('e');
        return (double.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
