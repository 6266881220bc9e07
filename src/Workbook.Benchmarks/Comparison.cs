using System.Globalization;

namespace Workbook.Benchmarks;

/// <summary>
/// Contestants in turn, in many short rounds, so that a slow moment of the machine meets all of them. Minima are compared: they are what
/// the code costs when nothing else runs; medians stand beside them.
/// </summary>
public static class Comparison
{
    public static void Run(Sizes[] sizes, int rounds, double seconds, string python, string? record)
    {
        MathNet.Numerics.Control.UseSingleThread();   // as the peers
        Console.WriteLine(Peer.Said(python));
        Peer[] peers = [.. Peer.Names.Select(name => new Peer(python, name))];
        Contestant[] contestants =
        [
            Contestant.Of("ours", each => new RepeatedStep(each.Input, each.Hidden, each.Output, each.Steps, fast: true).Run),
            Contestant.Of("ours-readable", each => new RepeatedStep(each.Input, each.Hidden, each.Output, each.Steps, fast: false).Run),
            Contestant.Of("ours-debug", DebugBuild.Step),
            .. peers.Select(each => each.Contestant),
        ];
        string names = string.Join("", contestants.Select(each => $"{each.Name,24}"));
        Console.WriteLine($"µs per training step, minimum (median); then how many times ours. Rounds: {rounds}\n{"",-18}{names}");
        var lines = new List<string> { "contestant,input,hidden,output,steps,minimum,median" };
        foreach (Sizes size in sizes)
        {
            var timings = contestants.ToDictionary(each => each, _ => new List<Timing>());
            for (int round = 0; round < rounds; round++)
                foreach (Contestant each in contestants)
                    if (each.Measure(size, seconds) is { } timing)
                        timings[each].Add(timing);
            var best = contestants.Where(each => timings[each].Count > 0).ToDictionary(each => each, each => new Timing(
                timings[each].Min(timing => timing.Minimum),
                timings[each].Select(timing => timing.Median).Order().ElementAt(timings[each].Count / 2)));
            Row($"{size}", each => Invariant($"{each.Minimum:F1} ({each.Median:F1})"));
            Row("", each => Invariant($"{each.Minimum / best[contestants[0]].Minimum:F2}"));
            lines.AddRange(best.Select(pair => Invariant($"{pair.Key.Name},{size},{pair.Value.Minimum:F2},{pair.Value.Median:F2}")));

            void Row(string title, Func<Timing, string> cell)
            {
                var cells = contestants.Select(each => best.TryGetValue(each, out var timing) ? cell(timing) : "missing");
                Console.WriteLine($"{title,-18}{string.Join("", cells.Select(text => $"{text,24}"))}");
            }
        }
        foreach (Peer each in peers)
            each.Dispose();
        if (record != null)
            File.WriteAllLines(record, lines);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
