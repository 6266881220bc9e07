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

/// <summary>The peers of <c>peers/peers.py</c>, in a Python that is asked again and again.</summary>
public sealed class Peers : IDisposable
{
    private static readonly string[] Hints = ["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"];
    private readonly Process? python;

    /// <summary>Starts Python; where there is none, says so, and every peer is missing.</summary>
    /// <param name="program">"python3", say.</param>
    public Peers(string program)
    {
        var start = new ProcessStartInfo(program, [Path.Combine(Folder.Project, "peers", "peers.py")]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (string hint in Hints)
            start.Environment.Remove(hint);
        try
        {
            python = Process.Start(start);
            Said = python?.StandardOutput.ReadLine() ?? "The peers' script said nothing.";
        }
        catch (System.ComponentModel.Win32Exception problem)
        {
            Said = $"No peers: {program} cannot be started ({problem.Message}). Name another with --python.";
        }
    }

    /// <summary>The names that the script knows.</summary>
    public static string[] Names { get; } = ["original", "numpy", "numpy-buffers", "torch"];

    /// <summary>What is there and what is missing.</summary>
    public string Said { get; }

    public Contestant Peer(string name) => new(name, (sizes, seconds) =>
    {
        if (python is not { HasExited: false })
            return null;
        python.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {sizes} {seconds}"));
        string[] answer = (python.StandardOutput.ReadLine() ?? "missing").Split(' ');
        return answer.Length == 2 ? new Timing(double.Parse(answer[0], CultureInfo.InvariantCulture), double.Parse(answer[1], CultureInfo.InvariantCulture)) : null;
    });

    public void Dispose()
    {
        python?.StandardInput.Close();
        python?.WaitForExit();
        python?.Dispose();
    }
}
