using System.Globalization;

namespace Workbook.Tests;

/// <summary>How long a test waits for what will come: for as long as a busy machine may take, and the same everywhere.</summary>
internal static class Patience
{
    /// <summary>
    /// Ten minutes, or as many seconds as WORKBOOK_PATIENCE says: less for who has broken something and wants to know soon.
    /// </summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable("WORKBOOK_PATIENCE"), CultureInfo.InvariantCulture, out int seconds)
            ? seconds : 600);

    /// <summary>Waits until something holds, or fails the test.</summary>
    public static void Until(Func<bool> holds, string otherwise)
    {
        for (var clock = System.Diagnostics.Stopwatch.StartNew(); !holds(); Thread.Sleep(50))
            if (clock.Elapsed > Limit)
                Assert.Fail(otherwise);
    }
}
