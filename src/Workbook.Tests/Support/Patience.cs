namespace Workbook.Tests;

/// <summary>How long a test waits for what will come: for as long as a busy machine may take, and the same everywhere.</summary>
internal static class Patience
{
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>Waits until something holds, or fails the test.</summary>
    public static void Until(Func<bool> holds, string otherwise)
    {
        for (var clock = System.Diagnostics.Stopwatch.StartNew(); !holds(); Thread.Sleep(50))
            if (clock.Elapsed > Limit)
                Assert.Fail(otherwise);
    }
}
