using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;

namespace Workbook.Benchmarks;

/// <summary>The training step of both networks at the sizes that are compared, with what it allocates.</summary>
[MemoryDiagnoser]
[MinColumn, MedianColumn]
public class TrainingStepBenchmarks
{
    private RepeatedStep step = null!;

    [ParamsSource(nameof(All))]
    public Sizes Sizes { get; set; } = null!;

    [Params(true, false)]
    public bool Fast { get; set; }

    public static IEnumerable<Sizes> All => Sizes.Compared;

    [GlobalSetup]
    public void Setup() => step = new RepeatedStep(Sizes.Input, Sizes.Hidden, Sizes.Output, Sizes.Steps, Fast);

    [Benchmark]
    public void Step() => step.Run();
}

/// <summary>Every rung of notebook 07's ladder, its gradient and update, at the original's size and at 128 hidden units.</summary>
[MinColumn, MedianColumn]
public class LadderBenchmarks
{
    private readonly Consumer consumer = new();
    private readonly int[] x = [1, 3, 3], y = [0, 2, 1];
    private Rung rung = null!;

    [Params(7, 128)]
    public int Hidden { get; set; }

    [Params("Rnn", "BatchedGradients", "SpanKernels", "FastRnn")]
    public string Rung { get; set; } = "";

    [GlobalSetup]
    public void Setup() => rung = Ladder.Steps(RnnParameters.Draw(6, Hidden, 5, new NumPyRandom(0))).Single(each => each.Name == Rung);

    [Benchmark]
    public void Train() => consumer.Consume(rung.Train(x, y, 1e-9));
}
