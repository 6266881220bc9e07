#nullable enable
using System;
using System.IO;

/// <summary>The five tensors of an <see cref="Rnn"/>: Wxh (hidden × input), Whh (hidden × hidden), bh (hidden), Why, by.</summary>
/// <exception cref="ArgumentOutOfRangeException">A size below 1.</exception>
public sealed class RnnParameters(int inputSize, int hiddenSize, int outputSize)
    : RecurrentParameters(1, inputSize, hiddenSize, outputSize)
{
    /// <summary>
    /// Draws parameters as the original does, in its order: Wxh, Whh, Why from N(0, 1) times <paramref name="scale"/>, then bh and by
    /// from N(0, 1).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1, or a scale that is not finite and positive.</exception>
    public static RnnParameters Draw(int inputSize, int hiddenSize, int outputSize, NumPyRandom random, double scale = 0.01)
    {
        var drawn = new RnnParameters(inputSize, hiddenSize, outputSize);
        drawn.DrawWeights(random, scale);
        drawn.bh = random.Randn(hiddenSize);
        drawn.by = random.Randn(outputSize);
        return drawn;
    }

    /// <summary>Reads what <see cref="Tensors.Save"/>, <c>np.savez</c> or <c>np.savez_compressed</c> wrote.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is not an .npz, is cut short, lacks one of the five, or their shapes do not fit together.
    /// </exception>
    public static RnnParameters Load(string path) => Read(path, 1, (input, hidden, output) => new RnnParameters(input, hidden, output));

    /// <inheritdoc/>
    public override RnnParameters ZerosLike() => new(InputSize, HiddenSize, OutputSize);

    /// <summary>The memory of the five, as <see cref="Tensors.Values"/>.</summary>
    public void Deconstruct(out double[] Wxh, out double[] Whh, out double[] Why, out double[] bh, out double[] by) =>
        (Wxh, Whh, Why, bh, by) = (Values[0], Values[1], Values[2], Values[3], Values[4]);
}
