using System.Globalization;

namespace Workbook.Tests;

/// <summary>What an exercise's check says of an answer.</summary>
internal static class ExerciseCheck
{
    public static void Right(string said) => Assert.Equal("Right.", said);

    /// <summary>A number to so many digits, as it is written down.</summary>
    public static double Rounded(double value, int digits) =>
        double.Parse(value.ToString($"E{digits - 1}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>Each wrong answer is refused with a hint that fits it.</summary>
    public static void Refused<T>((T Answer, string Hint)[] wrong, Func<T, string> check) => Assert.All(wrong, each =>
    {
        string said = check(each.Answer);
        Assert.StartsWith("Not yet: ", said);
        Assert.Contains(each.Hint, said);
    });
}
