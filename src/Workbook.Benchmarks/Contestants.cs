using System.Diagnostics;
using System.Globalization;

namespace Workbook.Benchmarks;

/// <summary>Microseconds a training step: the least that was seen, and the median.</summary>
public sealed record Timing(double Minimum, double Median);

/// <summary>Someone who can train a network and be timed doing it.</summary>
/// <param name="Name">A word.</param>
/// <param name="Measure">Trains for so many seconds; null where that is not possible here.</param>
public sealed record Contestant(string Name, Func<Sizes, double, Timing?> Measure)
{
    /// <summary>A step of ours; the first time at a size it is warmed up for half a second, until its code is compiled for good.</summary>
    public static Contestant Of(string name, Func<Sizes, Action> make)
    {
        var steps = new Dictionary<Sizes, Action>();
        return new Contestant(name, (sizes, seconds) =>
        {
            if (!steps.TryGetValue(sizes, out Action? step))
            {
                steps[sizes] = step = make(sizes);
                Time(step, 0.5);
            }
            return Time(step, seconds);
        });
    }

    // A short step is timed several at a time: the clock ticks in 0.1 µs or less often.
    private static Timing Time(Action step, double seconds)
    {
        var (all, times, batch) = (Stopwatch.StartNew(), new List<double>(), 1);
        while (times.Count < 3 || all.Elapsed.TotalSeconds < seconds)
        {
            long start = Stopwatch.GetTimestamp();
            for (int k = 0; k < batch; k++)
                step();
            double time = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            if (time < 20)
                batch *= 2;
            else
                times.Add(time / batch);
        }
        times.Sort();
        return new Timing(times[0], times[times.Count / 2]);
    }
}

/// <summary>One of the peers of <c>peers/peers.py</c>, in a process of its own for each size, which is asked again and again.</summary>
/// <param name="python">The program, "python3", say.</param>
public sealed class Peer(string python, string name) : IDisposable
{
    private static readonly string[] Hints = ["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"];
    private Process? process;
    private Sizes? trained;

    /// <summary>The names that the script knows.</summary>
    public static string[] Names { get; } = ["original", "numpy", "numpy-buffers", "torch"];

    /// <summary>What is there and what is missing, in a line.</summary>
    public static string Said(string python)
    {
        try
        {
            using Process asked = Start(python);
            return asked.StandardOutput.ReadLine() ?? "The peers' script said nothing.";
        }
        catch (System.ComponentModel.Win32Exception problem)
        {
            return $"No peers: {python} cannot be started ({problem.Message}). Name another with --python.";
        }
    }

    public Contestant Contestant => new(name, Measure);

    public void Dispose()
    {
        process?.Kill();
        process?.WaitForExit();
        process?.Dispose();
        process = null;
    }

    private Timing? Measure(Sizes sizes, double seconds)
    {
        try
        {
            if (sizes != trained)
            {
                Dispose();
                trained = sizes;
                process = Start(python, name, $"{sizes}");
            }
            process?.StandardInput.WriteLine(seconds.ToString(CultureInfo.InvariantCulture));
            return process?.StandardOutput.ReadLine()?.Split(' ') is [var minimum, var median]
                ? new Timing(double.Parse(minimum, CultureInfo.InvariantCulture), double.Parse(median, CultureInfo.InvariantCulture))
                : null;
        }
        catch (Exception problem) when (problem is System.ComponentModel.Win32Exception or IOException)   // no such program; it has ended
        {
            return null;
        }
    }

    private static Process Start(string python, params string[] arguments)
    {
        var start = new ProcessStartInfo(python, [Path.Combine(Folder.Project, "peers", "peers.py"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (string hint in Hints)
            start.Environment.Remove(hint);
        return Process.Start(start)!;
    }
}
