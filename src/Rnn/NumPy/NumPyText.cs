#nullable enable
using System;
using System.Globalization;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;
using BigInteger = System.Numerics.BigInteger;   // the namespace has a Vector of its own

/// <summary>Numbers as NumPy prints an array of them, so that two print-outs can be laid side by side.</summary>
public static class NumPyText
{
    private const int LineWidth = 75, Decimals = 8;   // of NumPy's print options

    /// <summary>
    /// What <c>print(array)</c> shows under NumPy's default options: eight decimals at most, in scientific notation when an
    /// entry is below 1e-4, at least 1e8, or a thousand times another (<c>numpy/core/arrayprint.py</c>). Rows are not wrapped.
    /// </summary>
    public static string Of(Matrix<double> matrix) =>
        "[" + string.Join("\n ", Cells(matrix).Select(row => "[" + string.Join(" ", row) + "]")) + "]";

    /// <summary>The vector as a column, as the original keeps its biases.</summary>
    public static string Of(Vector<double> vector) => Of(vector.ToColumnMatrix());

    /// <summary>
    /// What a cell of a Python notebook shows whose last expression is the array, <c>repr(array)</c>: with commas, and rows wrapped at
    /// 75 characters.
    /// </summary>
    public static string Repr(Matrix<double> matrix)
    {
        const string start = "array([[", end = "]])";
        string indent = "\n" + new string(' ', start.Length);
        int most = LineWidth - start.Length - end.Length + ", ".Length;          // each number brings its comma and blank
        var rows = Cells(matrix).Select(row => string.Join("," + indent,
            row.Chunk(Math.Max(1, most / (row[0].Length + ", ".Length))).Select(line => string.Join(", ", line))));
        return start + string.Join("],\n       [", rows) + end;
    }

    // Every number as it is printed, all of one width.
    private static string[][] Cells(Matrix<double> matrix)
    {
        var rows = matrix.ToRowArrays();
        double[] sizes = [.. rows.SelectMany(row => row).Select(Math.Abs).Where(size => size > 0 && double.IsFinite(size))];
        bool scientific = sizes.Length > 0 && (sizes.Max() >= 1e8 || sizes.Min() < 1e-4 || sizes.Max() / sizes.Min() > 1000);
        // As many digits everywhere as the longest needs.
        int decimals = sizes.Select(Needed).DefaultIfEmpty(0).Max();
        var cells = rows.Select(row => row.Select(value => !double.IsFinite(value) ? Word(value)
            : (double.IsNegative(value) ? "-" : "") + (scientific ? Scientific(Math.Abs(value), decimals) : Positional(Math.Abs(value))))
            .ToArray()).ToArray();

        string[] numbers = [.. cells.SelectMany(row => row).Where(Digital)];
        int powers = numbers.Select(PowerDigits).DefaultIfEmpty(0).Max();
        cells = [.. cells.Select(row => row.Select(cell => PadPower(cell, powers)).ToArray())];
        numbers = [.. cells.SelectMany(row => row)];
        int after = numbers.Max(cell => Digital(cell) ? cell.Length - Point(cell) : 0);
        int before = numbers.Max(cell => Digital(cell) ? Point(cell) : cell.Length - after);
        return [.. cells.Select(row => row.Select(cell => Align(cell, before, after)).ToArray())];
    }

    private static string Word(double value) => double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";

    // How many decimals its first digit is followed by in scientific notation, no more than eight.
    private static int Needed(double size)
    {
        string digits = Scientific(size, Math.Min(Shortest(size).Digits.Length - 1, Decimals)).Split('e')[0];
        return digits.TrimEnd('0').Length - "0.".Length;
    }

    // All its decimals, whether or not it needs them.
    private static string Scientific(double size, int decimals)
    {
        int power = Shortest(size).Power;
        string digits = Rounded(size, decimals - power).ToString(CultureInfo.InvariantCulture).PadRight(decimals + 1, '0');
        power += digits.Length - decimals - 1;                                         // rounded up to a power of ten
        return digits[..(decimals + 1)].Insert(1, ".") + FormattableString.Invariant($"e{(power < 0 ? '-' : '+')}{Math.Abs(power):00}");
    }

    // As many decimals as it needs, but no more than eight.
    private static string Positional(double size)
    {
        var (digits, power) = Shortest(size);
        int decimals = Math.Clamp(digits.Length - 1 - power, 0, Decimals);
        string text = Rounded(size, decimals).ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');
        return text.Insert(text.Length - decimals, ".").TrimEnd('0');
    }

    // The fewest digits that tell a number from all others, and the power of ten of the first.
    private static (string Digits, int Power) Shortest(double size)
    {
        if (size == 0)
            return ("0", 0);
        string[] parts = size.ToString("R", CultureInfo.InvariantCulture).Split('E');
        string digits = parts[0].Replace(".", "");
        int power = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        power += parts[0].Split('.')[0].Length - 1 - (digits.Length - digits.TrimStart('0').Length);
        return (digits.Trim('0'), power);
    }

    // size · 10^decimals, of the number that the bits stand for, ties to even: .NET's own formats turn ties up.
    private static BigInteger Rounded(double size, int decimals)
    {
        long bits = BitConverter.DoubleToInt64Bits(size), exponent = bits >> 52, fraction = bits & ((1L << 52) - 1);
        BigInteger above = exponent == 0 ? fraction : fraction + (1L << 52), below = 1;   // size = above · 2^power
        int power = (int)Math.Max(exponent, 1) - 1075;
        if (power > 0)
            above <<= power;
        else
            below <<= -power;
        if (decimals > 0)
            above *= BigInteger.Pow(10, decimals);
        else
            below *= BigInteger.Pow(10, -decimals);
        BigInteger whole = BigInteger.DivRem(above, below, out var rest);
        return whole + ((2 * rest).CompareTo(below) is var half && (half > 0 || (half == 0 && !whole.IsEven)) ? 1 : 0);
    }

    private static bool Digital(string cell) => char.IsAsciiDigit(cell[^1]) || cell[^1] == '.';

    private static int Point(string cell) => cell.IndexOf('.');

    private static int PowerDigits(string cell) => cell.Contains('e') ? cell.Length - cell.IndexOf('e') - 2 : 0;

    private static string PadPower(string cell, int digits) =>
        cell.Contains('e') ? cell.Insert(cell.IndexOf('e') + 2, new string('0', digits - PowerDigits(cell))) : cell;

    // The points below one another; what is no number to the right.
    private static string Align(string cell, int before, int after) => Digital(cell)
        ? (new string(' ', before - Point(cell)) + cell).PadRight(before + after)
        : cell.PadLeft(before + after);
}
