#nullable enable
using System;

/// <summary>What learns the embedded Reber grammar: in notebook 03 live, and for many seeds in what <c>data/recorded/</c> holds.</summary>
public static class ReberLearning
{
    private const int Batch = 2;

    /// <summary>A network before training.</summary>
    /// <param name="random">Draws the parameters.</param>
    public static FastRnn Network(ReberInitialization initialization, int hiddenSize, NumPyRandom random)
    {
        int symbols = ReberGrammar.Symbols.Length;
        bool isOriginal = initialization is ReberInitialization.Original or ReberInitialization.OriginalWithoutBiases;
        var network = new FastRnn(symbols, hiddenSize, symbols, random, scale: isOriginal ? 0.01 : 0.3)
        {
            LossKind = LossKind.CrossEntropy,
        };
        if (initialization != ReberInitialization.Original)
        {
            network.Parameters.bh.Clear();
            network.Parameters.by.Clear();
        }
        if (!isOriginal)
            network.Parameters.Whh = Initialization.Orthogonal(hiddenSize, random);
        if (initialization == ReberInitialization.SmallWhh)
            network.Parameters.Whh = random.Randn(hiddenSize, hiddenSize) * 0.01;
        return network;
    }

    /// <summary>
    /// Adam on batches of two strings; gradients longer than 10 are clipped; the learning rate is 0.003 and falls to zero over the last
    /// seven tenths.
    /// </summary>
    /// <param name="strings">How many are drawn; a training step reads two of them.</param>
    /// <param name="random">Draws the strings and their order.</param>
    public static Trainer Trainer(IRecurrentNetwork<Tensors> network, ReberGrammar grammar, int strings, NumPyRandom random) => new(
        network, grammar.Draw(strings, random), random, Optimizer.Adam, Batch, clipNorm: 10,
        rate: step => 0.003 * Math.Clamp((1 - ((double)Batch * step / strings)) / 0.7, 0, 1));
}

/// <summary>How a network that is to learn the embedded Reber grammar is initialised.</summary>
public enum ReberInitialization
{
    /// <summary>Whh orthogonal, Wxh and Why drawn at scale 0.3, no biases.</summary>
    Orthogonal,

    /// <summary>The same with Whh drawn at scale 0.01, as the original draws it.</summary>
    SmallWhh,

    /// <summary>The original's: all weights at scale 0.01, biases from N(0, 1).</summary>
    Original,

    /// <summary>The original's with biases of zero.</summary>
    OriginalWithoutBiases,
}
