namespace Workbook.Benchmarks;

/// <summary>Trains notebook 03's networks from many seeds and writes what became of them, with settings and time.</summary>
internal static class RecordTraining
{
    private const int Seeds = 15, Hidden = 32, Strings = 10_000, HeldOutSeed = 9999;

    private static readonly int[] Middles = [1, 2, 3, 5];

    public static void Run(string folder)
    {
        Directory.CreateDirectory(folder);
        var starts = Enum.GetValues<ReberInitialization>();
        Record.Write(
            Path.Combine(folder, "remembering.csv"),
            $"embedded Reber grammar with 1 to 5 strings in the middle, {Hidden} hidden units, {Strings} strings,"
                + $" seeds 0 to {Seeds - 1}; remembered: fraction of 500 strings of seed {HeldOutSeed}"
                + " whose second T or P has the higher score of the two",
            "record-training",
            "middles,initialization,seed,remembered", Middles.Length * starts.Length * Seeds,
            i => Remembering(Middles[i / Seeds / starts.Length], starts[i / Seeds % starts.Length], i % Seeds));
    }

    private static string Remembering(int middles, ReberInitialization initialization, int seed)
    {
        var (grammar, random) = (new ReberGrammar(middles), new NumPyRandom(seed));
        var network = ReberLearning.Network(initialization, Hidden, random);
        ReberLearning.Trainer(network, grammar, Strings, random).Run(Strings / 2);
        var score = grammar.Score(network, grammar.Draw(500, new NumPyRandom(HeldOutSeed)));
        return Record.Text($"{middles},{initialization},{seed},{score.TwoWayAccuracy:G4}");
    }
}
