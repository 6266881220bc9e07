#nullable enable
using System;

/// <summary>
/// The five tensors of an <see cref="Lstm"/>. The rows of Wxh (4 · hidden × input), Whh (4 · hidden × hidden) and bh (4 · hidden) have
/// four parts, in PyTorch's order: the first makes the input gates i, the second the forget gates f, the third what is offered, g, the
/// last the output gates o.
/// </summary>
/// <remarks>
/// Wxh and Whh are <c>weight_ih_l0</c> and <c>weight_hh_l0</c> of <c>torch.nn.LSTM</c>; bh is the sum of its two biases.
/// </remarks>
/// <exception cref="ArgumentOutOfRangeException">A size below 1.</exception>
public sealed class LstmParameters(int inputSize, int hiddenSize, int outputSize)
    : RecurrentParameters(Parts, inputSize, hiddenSize, outputSize)
{
    private const int Parts = 4;

    /// <summary>
    /// Draws Wxh, Whh, Why, in this order, from N(0, 1) times <paramref name="scale"/>; the biases are zero but those of the forget gates.
    /// </summary>
    /// <param name="forgetBias">
    /// The forget gates begin near σ of it: 0.50 at 0, 0.73 at 1, 0.95 at 3. From 40 on σ is 1 to the last bit and its derivative 0: a cell
    /// without forget gate, as in 1997.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1, or a scale that is not finite and positive.</exception>
    public static LstmParameters Draw(
        int inputSize, int hiddenSize, int outputSize, NumPyRandom random, double scale = 0.01, double forgetBias = 1)
    {
        var drawn = new LstmParameters(inputSize, hiddenSize, outputSize);
        drawn.DrawWeights(random, scale);
        drawn.bh.SetSubVector(hiddenSize, hiddenSize, drawn.bh.SubVector(0, hiddenSize) + forgetBias);
        return drawn;
    }

    /// <inheritdoc cref="RnnParameters.Load"/>
    public static LstmParameters Load(string path) =>
        Read(path, Parts, (input, hidden, output) => new LstmParameters(input, hidden, output));

    /// <inheritdoc/>
    public override LstmParameters ZerosLike() => new(InputSize, HiddenSize, OutputSize);
}
