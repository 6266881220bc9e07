namespace Workbook.Benchmarks;

/// <summary>Trains notebook 06's networks, with gates and without, from many seeds and writes what became of them.</summary>
internal static class RecordGates
{
    private const int Trials = 30, Seeds = 10, HeldOutSeed = 9999;

    /// <param name="most">How many trials or seeds of each setting are run, if fewer than are recorded.</param>
    public static void Run(string folder, int most = Trials)
    {
        MathNet.Numerics.Control.UseSingleThread();   // runs are spread over the processors, not the products within them
        Directory.CreateDirectory(folder);
        int trials = Math.Min(most, Trials), seeds = Math.Min(most, Seeds);
        Record.Write(
            Path.Combine(folder, "hochreiter-1997.csv"),
            "embedded Reber grammar, the criterion of Hochreiter and Schmidhuber 1997 on 256 + 256 strings of seeds 1000 to 1002,"
                + $" cross-entropy, trials 0 to {trials - 1}: trial k has seed k and set k mod 3; Adam clips at 1 and starts orthogonal,"
                + $" gradient descent starts uniform within 0.2; sequences: read until solved, tested every 250,"
                + $" empty if not within {ReberTrial.Cap}",
            "record-gates",
            "network,units,forget_bias,output_bias,optimizer,rate,strings,trial,sequences", Solving.All.Length * trials,
            i => Solving.All[i / trials].Row(i % trials));
        Record.Write(
            Path.Combine(folder, "remembering-with-gates.csv"),
            "embedded Reber grammar with 1 to 5 strings in the middle, trained as for remembering.csv,"
                + $" seeds 0 to {seeds - 1}; right and remembered: fractions of 500 strings of seed {HeldOutSeed}"
                + " whose second T or P has the highest score of all, and the higher score of the two",
            "record-gates",
            "network,units,start,strings,middles,seed,right,remembered", Remembering.All.Length * seeds,
            i => Remembering.All[i / seeds].Row(i % seeds));
    }

    // A setting of experiment 1 of 1997. A forget bias of 40 is no forget gate: σ(40) is 1 to the last bit.
    private sealed record Solving(
        string Network, int Units, double ForgetBias, bool Staggered, Optimizer Optimizer, double Rate, bool Fresh)
    {
        public static readonly Solving[] All =
        [
            .. from staggered in new[] { true, false }
               from bias in new double[] { 3, 40, 1 }
               select new Solving("LSTM", 4, bias, staggered, Optimizer.GradientDescent, 0.1, false),
            new("RNN", 4, 0, false, Optimizer.GradientDescent, 0.01, false),
            new("RNN", 9, 0, false, Optimizer.GradientDescent, 0.01, false),
            .. from network in new[] { ("RNN", 25), ("LSTM", 12), ("RNN", 12) }
               from fresh in new[] { true, false }
               select new Solving(network.Item1, network.Item2, network.Item1 == "LSTM" ? 1 : 0, false, Optimizer.Adam, 0.003, fresh),
        ];

        public string Row(int trial)
        {
            var (task, random) = (new ReberTrial(trial % 3), new NumPyRandom(trial));
            IRecurrentNetwork<Tensors> network = (Network, Optimizer) switch
            {
                ("LSTM", Optimizer.Adam) => GateLearning.Orthogonal(Units, ForgetBias, random),
                ("LSTM", _) => GateLearning.Uniform(Units, ForgetBias, Staggered, random),
                (_, Optimizer.Adam) => ReberLearning.Network(ReberInitialization.Orthogonal, Units, random),
                _ => GateLearning.UniformRnn(Units, random),
            };
            var strings = Fresh ? new ReberGrammar().Draw(ReberTrial.Cap, random) : task.Training;
            int? read = task.Run(network, new Trainer(
                network, strings, random, Optimizer, rate: _ => Rate, clipNorm: Optimizer == Optimizer.Adam ? 1 : double.PositiveInfinity));
            string forget = Network == "RNN" ? "" : ForgetBias == 40 ? "none" : Record.Text($"{ForgetBias}");
            string output = Network == "RNN" ? "" : Staggered ? "staggered" : "0";
            return Record.Text($"{Network},{Units},{forget},{output},{Optimizer},{Rate},{(Fresh ? "fresh" : "256")},{trial},{read}");
        }
    }

    // A setting of notebook 03's long memory.
    private sealed record Remembering(string Network, int Units, string Start, int Strings, int Middles)
    {
        public static readonly Remembering[] All =
        [
            .. from middles in new[] { 5, 3, 2, 1 }
               from bias in middles == 5 ? new[] { "1", "0", "3" } : ["1"]
               select new Remembering("LSTM", 32, bias, 10_000, middles),
            .. from middles in new[] { 5, 3, 2, 1 }
               from units in new[] { (66, 10_000), (32, 22_000) }
               from start in new[] { ReberInitialization.Orthogonal, ReberInitialization.SmallWhh }
               select new Remembering("RNN", units.Item1, $"{start}", units.Item2, middles),
            new("RNN", 32, $"{ReberInitialization.Orthogonal}", 40_000, 5),
        ];

        public string Row(int seed)
        {
            var (grammar, random) = (new ReberGrammar(Middles), new NumPyRandom(seed));
            IRecurrentNetwork<Tensors> network = Network == "LSTM"
                ? GateLearning.Orthogonal(Units, double.Parse(Start), random)
                : ReberLearning.Network(Enum.Parse<ReberInitialization>(Start), Units, random);
            ReberLearning.Trainer(network, grammar, Strings, random).Run(Strings / 2);
            var score = grammar.Score(network, grammar.Draw(500, new NumPyRandom(HeldOutSeed)));
            return Record.Text($"{Network},{Units},{Start},{Strings},{Middles},{seed},{score.Accuracy:G4},{score.TwoWayAccuracy:G4}");
        }
    }
}
