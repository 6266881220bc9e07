using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Workbook.Benchmarks;

/// <summary>Writes what became of many runs to a file of <c>data/recorded/</c>.</summary>
internal static class Record
{
    /// <summary>Where the files are.</summary>
    public static string Place { get; } = Path.Combine(Folder.Project, "..", "..", "data", "recorded");

    /// <summary>Makes all runs, on all processors; writes a row per run, in their order, whichever ends first.</summary>
    /// <param name="settings">What was run, for the first line.</param>
    /// <param name="command">What made it, for the second line.</param>
    public static void Write(string path, string settings, string command, string header, int runs, Func<int, string> run)
    {
        var clock = Stopwatch.StartNew();
        var rows = new string[runs];
        var inOrder = Partitioner.Create(Enumerable.Range(0, runs), EnumerablePartitionerOptions.NoBuffering);
        var eachProcessor = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.ForEach(inOrder, eachProcessor, i => rows[i] = run(i));
        var text = new StringBuilder($"# {settings}\n");
        text.Append(Text($"# made by {command} in {clock.Elapsed.TotalSeconds:F0} s on {Environment.ProcessorCount} processors\n"));
        text.AppendJoin('\n', rows.Prepend(header)).Append('\n');
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(text.ToString()));
        Console.WriteLine($"{path}, {clock.Elapsed.TotalSeconds:F0} s");
    }

    /// <summary>A text whose numbers do not depend on the culture.</summary>
    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
