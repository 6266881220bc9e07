#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;

/// <summary>LSTMs and their plain opponents before training, for notebook 06 and what <c>data/recorded/</c> holds for it.</summary>
public static class GateLearning
{
    private static readonly int Symbols = ReberGrammar.Symbols.Length;

    /// <summary>
    /// As notebook 03's best start: each gate's part of Whh orthogonal, Wxh and Why drawn at scale 0.3, biases zero but the forget gates'.
    /// </summary>
    public static Lstm Orthogonal(int hiddenSize, double forgetBias, NumPyRandom random)
    {
        var drawn = LstmParameters.Draw(Symbols, hiddenSize, Symbols, random, scale: 0.3, forgetBias);
        for (int gate = 0; gate < 4; gate++)
            drawn.Whh.SetSubMatrix(gate * hiddenSize, 0, Initialization.Orthogonal(hiddenSize, random));
        return new Lstm(drawn) { LossKind = LossKind.CrossEntropy };
    }

    /// <summary>
    /// As in 1997: weights uniform within ±0.2; biases zero but those of the forget gates and, if staggered, of the output gates.
    /// </summary>
    /// <param name="staggered">
    /// Whether the output gates' biases are −1, −2, −3, … in place of 0, so that cells come into use one by one.
    /// </param>
    public static Lstm Uniform(int hiddenSize, double forgetBias, bool staggered, NumPyRandom random)
    {
        var drawn = LstmParameters.Draw(Symbols, hiddenSize, Symbols, random, forgetBias: forgetBias);
        DrawUniform(drawn, random);
        for (int k = 0; k < hiddenSize && staggered; k++)
            drawn.bh[(3 * hiddenSize) + k] = -1 - k;
        return new Lstm(drawn) { LossKind = LossKind.CrossEntropy };
    }

    /// <summary>A plain network, weights uniform within ±0.2, biases zero.</summary>
    public static FastRnn UniformRnn(int hiddenSize, NumPyRandom random)
    {
        var drawn = new RnnParameters(Symbols, hiddenSize, Symbols);
        DrawUniform(drawn, random);
        return new FastRnn(drawn) { LossKind = LossKind.CrossEntropy };
    }

    private static void DrawUniform(RecurrentParameters parameters, NumPyRandom random)
    {
        foreach (Matrix<double> weights in new[] { parameters.Wxh, parameters.Whh, parameters.Why })
            weights.MapInplace(_ => (0.4 * random.NextDouble()) - 0.2, Zeros.Include);
    }
}

/// <summary>
/// A trial of experiment 1 of Hochreiter and Schmidhuber 1997: a network that reads embedded Reber strings has solved it when on 256
/// training and 256 test strings, at every time step, each symbol that may come next has a higher score than each that may not.
/// </summary>
public sealed class ReberTrial
{
    /// <summary>The largest number of sequences that a network may read.</summary>
    public const int Cap = 200_000;

    private const int Strings = 256, TestedEvery = 250, FirstSeed = 1000;

    private readonly ReberGrammar grammar = new();
    private readonly (TokenSequence String, int[][] Possible)[] judged;

    /// <param name="set">0, 1 or 2: which of the three pairs of sets.</param>
    public ReberTrial(int set)
    {
        var drawn = grammar.Draw(2 * Strings, new NumPyRandom(FirstSeed + set));
        judged = [.. drawn.Select(each => (each, grammar.Possible(each.X)))];
        Training = drawn[..Strings];
    }

    /// <summary>The training strings.</summary>
    public IReadOnlyList<TokenSequence> Training { get; }

    /// <summary>Trains until the task is solved, in steps of one sequence each; tested every 250.</summary>
    /// <param name="trainer">Trains the network on one sequence per step.</param>
    /// <returns>How many sequences the network had read, or null if <see cref="Cap"/> were not enough.</returns>
    public int? Run(IRecurrentNetwork<Tensors> network, Trainer trainer)
    {
        for (int read = TestedEvery; read <= Cap; read += TestedEvery)
        {
            trainer.Run(TestedEvery);
            if (IsSolved(network))
                return read;
        }
        return null;
    }

    /// <summary>Whether the network ranks what may come next above everything else, in all strings of both sets.</summary>
    public bool IsSolved(IRecurrentNetwork<Tensors> network) => judged.All(each =>
    {
        network.Forward(each.String.X, each.String.Y);
        return network.Logits.EnumerateColumns().Zip(each.Possible).All(step => IsRanked(step.First, step.Second));
    });

    // Whether the lowest score of what may come is above the highest of the rest.
    private static bool IsRanked(Vector<double> scores, int[] possible)
    {
        double lowest = double.PositiveInfinity, highest = double.NegativeInfinity;
        for (int symbol = 0; symbol < scores.Count; symbol++)
            if (Array.IndexOf(possible, symbol) >= 0)
                lowest = Math.Min(lowest, scores[symbol]);
            else
                highest = Math.Max(highest, scores[symbol]);
        return lowest > highest;
    }
}
