#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;

/// <summary>How the checks of all exercises compare, and what they all say.</summary>
public static class Answers
{
    public const string Right = "Right.";

    /// <summary>Runs a check that calls a reader's method: what the method throws becomes a hint.</summary>
    /// <param name="name">The method, as the reader knows it.</param>
    /// <param name="advice">What is said after it.</param>
    public static string Called(string name, Func<string> check, Func<string>? advice = null)
    {
        try
        {
            return check();
        }
        catch (Exception problem)
        {
            return $"Not yet: {name} throws {problem.GetType().Name}: {problem.Message.Split('\n')[0].Trim()} {advice?.Invoke()}".TrimEnd();
        }
    }

    /// <summary>What is said of an answer that cannot be compared: there is none, or a number is not finite. Null if it can be.</summary>
    public static string? Unusable(string name, IEnumerable<double>? numbers)
    {
        double[] all = [.. numbers ?? []];
        int wrong = Array.FindIndex(all, number => !double.IsFinite(number));
        return all.Length == 0 ? $"Not yet: {name} is empty."
            : wrong >= 0 ? FormattableString.Invariant($"Not yet: {name} {(all.Length == 1 ? "is" : "has an entry that is")} {all[wrong]}.")
            : null;
    }

    /// <summary>The same for a number.</summary>
    public static string? Unusable(string name, double? number) => Unusable(name, number is { } value ? [value] : null);

    /// <summary>
    /// Whether a number is right to so many digits, rounded or cut. Half a unit in the last of n digits is 5 · 10⁻ⁿ of the number at
    /// most (of 1.00…); ln 2 as 0.693 is off by less.
    /// </summary>
    public static bool IsRight(int digits, double answer, double right) =>
        Math.Abs(answer - right) <= 5 * Math.Pow(10, -digits) * Math.Abs(right) || IsWritten(digits, answer, right);

    /// <summary>Whether a number is right to one digit fewer than are asked for.</summary>
    public static bool IsShort(int digits, double answer, double right) => IsWritten(digits - 1, answer, right);

    // A number of so many digits that is right, rounded or cut; 0.535 may have been rounded up, from 0.53496.
    private static bool IsWritten(int digits, double answer, double right)
    {
        double unit = Math.Pow(10, Math.Floor(Math.Log10(Math.Abs(right))) + 1 - digits), units = Math.Round(answer / unit);
        return Math.Abs((answer / unit) - units) < 1e-9
            && (Math.Abs(units - (right / unit)) < 0.51 || units == Math.Truncate(right / unit));
    }

    /// <summary>Whether all numbers are those that are right, rounded to the same number of decimals, two or more.</summary>
    public static bool AreRounded(IEnumerable<double> answer, IEnumerable<double> right) =>
        Enumerable.Range(2, 14).Any(n => answer.Zip(right).All(pair =>
            Math.Abs(pair.First - Math.Round(pair.Second, n)) < 1e-3 * Math.Pow(10, -n)));

    /// <summary>The digits to which an answer agrees with what is right, measured against its norm; negative if it does not.</summary>
    public static int Digits(Matrix<double> answer, Matrix<double> right) =>
        (int)Math.Floor(-Math.Log10((answer - right).FrobeniusNorm() / right.FrobeniusNorm()));

    /// <summary>What is said if every number is right, or <see cref="IsShort"/>.</summary>
    public static string TooShort(int digits) => $"Not yet: not enough digits. Right as far as it goes, but {digits} digits are asked for.";

    /// <summary>Whether two numbers are the same but for rounding.</summary>
    public static bool Is(double answer, double right) => Math.Abs(answer - right) <= 1e-9 * Math.Abs(right);

    /// <summary>Whether two matrices have the same shape, and the same entries but for rounding, some 1e-15 of the largest.</summary>
    public static bool Near(Matrix<double> answer, Matrix<double> right, double tolerance = 1e-9) =>
        (answer.RowCount, answer.ColumnCount) == (right.RowCount, right.ColumnCount)
        && (answer - right).FrobeniusNorm() <= tolerance * right.FrobeniusNorm();

    /// <summary>The same for vectors.</summary>
    public static bool Near(Vector<double> answer, Vector<double> right, double tolerance = 1e-9) =>
        Near(answer.ToColumnMatrix(), right.ToColumnMatrix(), tolerance);
}
