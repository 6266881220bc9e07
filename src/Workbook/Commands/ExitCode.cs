using System.CommandLine;

namespace Workbook;

/// <summary>What a command ends with, whatever its work is.</summary>
public static class ExitCode
{
    /// <summary>Runs what a command line asks for.</summary>
    /// <returns>What the command returns; 2 if the line cannot be read, with one sentence on <paramref name="errors"/>.</returns>
    public static async Task<int> OfLineAsync(RootCommand root, string[] arguments, TextWriter errors)
    {
        var line = root.Parse(arguments);
        if (line.Errors.Count == 0)
            return await line.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        await errors.WriteLineAsync(string.Join(" ", line.Errors[0].Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        return 2;
    }

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
