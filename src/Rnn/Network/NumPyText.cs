#nullable enable
using System;
using System.Globalization;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;

/// <summary>Numbers as NumPy prints an array of them, so that two print-outs can be laid side by side.</summary>
public static class NumPyText
{
    private const int LineWidth = 75;   // of NumPy's print options

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
        var cells = rows.Select(row => row.Select(value => Cell(value, scientific)).ToArray()).ToArray();

        if (scientific)   // as many digits everywhere as the longest needs
        {
            int digits = cells.SelectMany(row => row).Max(cell => Digits(cell));
            cells = [.. cells.Select(row => row.Select(cell => PadDigits(cell, digits)).ToArray())];
        }
        string[] numbers = [.. cells.SelectMany(row => row)];
        int after = numbers.Max(cell => Digital(cell) ? cell.Length - Point(cell) : 0);
        int before = numbers.Max(cell => Digital(cell) ? Point(cell) : cell.Length - after);
        return [.. cells.Select(row => row.Select(cell => Align(cell, before, after)).ToArray())];
    }

    private static string Cell(double value, bool scientific)
    {
        if (!double.IsFinite(value))
            return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        string text = value.ToString(scientific ? "0.########e+00" : "0.########", CultureInfo.InvariantCulture);
        return text.Contains('.') ? text : scientific ? text.Replace("e", ".e") : text + ".";
    }

    private static bool Digital(string cell) => char.IsAsciiDigit(cell[^1]) || cell[^1] == '.';

    private static int Point(string cell) => cell.IndexOf('.');

    private static int Digits(string cell) => cell.Contains('e') ? cell.IndexOf('e') - Point(cell) - 1 : 0;

    private static string PadDigits(string cell, int digits) =>
        cell.Contains('e') ? cell.Insert(cell.IndexOf('e'), new string('0', digits - Digits(cell))) : cell;

    // The points below one another; what is no number to the right.
    private static string Align(string cell, int before, int after) => Digital(cell)
        ? (new string(' ', before - Point(cell)) + cell).PadRight(before + after)
        : cell.PadLeft(before + after);
}
