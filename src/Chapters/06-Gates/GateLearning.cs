#nullable enable
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
