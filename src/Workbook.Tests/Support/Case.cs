using CsCheck;
using MathNet.Numerics.LinearAlgebra;

namespace Workbook.Tests;

/// <summary>A network, a sequence and a start state for it, drawn at random, for tests of what holds for any of them.</summary>
internal sealed record Case(Rnn Rnn, int[] X, int[] Y, Vector<double> Start)
{
    /// <summary>
    /// Readable networks. Their Whh has a spectral radius near 1 at most: above it a network may be chaotic, and rounding then grows
    /// from step to step.
    /// </summary>
    /// <param name="tokens">The largest number of inputs, and of outputs.</param>
    /// <param name="hidden">The largest number of hidden units.</param>
    /// <param name="steps">The longest sequence.</param>
    public static Gen<Case> Any(int tokens, int hidden, int steps) =>
        from sizes in Gen.Select(Gen.Int[1, tokens], Gen.Int[1, hidden], Gen.Int[1, tokens])
        from length in Gen.Int[1, steps]
        from seed in Gen.UInt
        from scale in Gen.Double[0.01, 1]
        from loss in Gen.Enum<LossKind>()
        let random = new NumPyRandom(seed)
        let rnn = Network(sizes, scale, loss, random)
        select new Case(rnn, Tokens(random, rnn.InputSize, length), Tokens(random, rnn.OutputSize, length), random.Randn(rnn.HiddenSize));

    /// <summary>Tokens from 0 to <paramref name="size"/> − 1.</summary>
    public static int[] Tokens(NumPyRandom random, int size, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => (int)(size * random.NextDouble()))];

    private static Rnn Network((int Input, int Hidden, int Output) sizes, double scale, LossKind loss, NumPyRandom random)
    {
        var rnn = new Rnn(sizes.Input, sizes.Hidden, sizes.Output, random, scale: scale) { LossKind = loss };
        rnn.Parameters.Whh /= Math.Sqrt(rnn.HiddenSize);
        return rnn;
    }
}
