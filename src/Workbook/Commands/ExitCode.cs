namespace Workbook;

/// <summary>What a command ends with, whatever its work is.</summary>
public static class ExitCode
{
    /// <returns>
    /// What the work returns; 2 where it refuses, with its one sentence on <paramref name="errors"/>; 130 where it was cancelled.
    /// </returns>
    public static async Task<int> OfAsync(TextWriter errors, Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (WorkbookException problem)
        {
            await errors.WriteLineAsync(problem.Message);
            return 2;
        }
        catch (OperationCanceledException)
        {
            await errors.WriteLineAsync("Stopped.");
            return 130;
        }
    }
}
