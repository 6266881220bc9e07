#nullable enable
using System;
using System.IO;
using MathNet.Numerics.LinearAlgebra;

/// <summary>
/// The five tensors of an <see cref="Rnn"/>. Setting one copies it into the memory that is there, so that
/// <c>gradients.Whh += term</c> adds in place and every view of the tensor sees it.
/// </summary>
public sealed class RnnParameters : Tensors
{
    private readonly Matrix<double> wxh, whh, why;
    private readonly Vector<double> hiddenBias, outputBias;

    /// <summary>All zero.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1.</exception>
    public RnnParameters(int inputSize, int hiddenSize, int outputSize) : base(
        ("Wxh", Require.AtLeast1(hiddenSize, nameof(hiddenSize)), Require.AtLeast1(inputSize, nameof(inputSize))),
        ("Whh", hiddenSize, hiddenSize),
        ("Why", Require.AtLeast1(outputSize, nameof(outputSize)), hiddenSize),
        ("bh", hiddenSize, 1),
        ("by", outputSize, 1))
    {
        (wxh, whh, why) = (this["Wxh"], this["Whh"], this["Why"]);
        (hiddenBias, outputBias) = (Vector<double>.Build.Dense(Values[3]), Vector<double>.Build.Dense(Values[4]));
    }

    /// <summary>Input to hidden (hidden × input).</summary>
    public Matrix<double> Wxh { get => wxh; set => Set(wxh, value, nameof(Wxh)); }

    /// <summary>Hidden to hidden (hidden × hidden).</summary>
    public Matrix<double> Whh { get => whh; set => Set(whh, value, nameof(Whh)); }

    /// <summary>Hidden to output (output × hidden).</summary>
    public Matrix<double> Why { get => why; set => Set(why, value, nameof(Why)); }

    /// <summary>Hidden bias (hidden).</summary>
    public Vector<double> bh { get => hiddenBias; set => Require.Length(value, hiddenBias.Count, nameof(bh))!.CopyTo(hiddenBias); }

    /// <summary>Output bias (output).</summary>
    public Vector<double> by { get => outputBias; set => Require.Length(value, outputBias.Count, nameof(by))!.CopyTo(outputBias); }

    /// <summary>
    /// Draws parameters as the original does, in its order: Wxh, Whh, Why from N(0, 1) times <paramref name="scale"/>, then bh and by
    /// from N(0, 1).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1, or a scale that is not finite and positive.</exception>
    public static RnnParameters Draw(int inputSize, int hiddenSize, int outputSize, NumPyRandom random, double scale = 0.01)
    {
        var drawn = new RnnParameters(inputSize, hiddenSize, outputSize);
        Require.Positive(scale, nameof(scale));
        drawn.Wxh = random.Randn(hiddenSize, inputSize) * scale;
        drawn.Whh = random.Randn(hiddenSize, hiddenSize) * scale;
        drawn.Why = random.Randn(outputSize, hiddenSize) * scale;
        drawn.bh = random.Randn(hiddenSize);
        drawn.by = random.Randn(outputSize);
        return drawn;
    }

    /// <summary>Reads what <see cref="Tensors.Save"/>, <c>np.savez</c> or <c>np.savez_compressed</c> wrote.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is not an .npz, is cut short, lacks one of the five, or their shapes do not fit together.
    /// </exception>
    public static RnnParameters Load(string path)
    {
        string[] names = ["Wxh", "Whh", "Why", "bh", "by"];
        Matrix<double>[] arrays = Npz.Read(path, names);
        var read = new RnnParameters(inputSize: arrays[0].ColumnCount, hiddenSize: arrays[0].RowCount, outputSize: arrays[2].RowCount);
        for (int k = 0; k < names.Length; k++)
        {
            Matrix<double> array = arrays[k], place = read[names[k]];
            if ((array.RowCount, array.ColumnCount) != (place.RowCount, place.ColumnCount))
                throw new InvalidDataException(
                    $"{path}: {names[k]} has the shape ({array.RowCount}, {array.ColumnCount}), "
                    + $"and ({place.RowCount}, {place.ColumnCount}) would fit a network of {read.Wxh.ColumnCount} inputs, "
                    + $"{read.bh.Count} hidden units and {read.by.Count} outputs.");
            array.CopyTo(place);
        }
        return read;
    }

    /// <inheritdoc/>
    public override RnnParameters ZerosLike() => new(Wxh.ColumnCount, bh.Count, by.Count);

    /// <summary>The memory of the five, as <see cref="Tensors.Values"/>.</summary>
    public void Deconstruct(out double[] Wxh, out double[] Whh, out double[] Why, out double[] bh, out double[] by) =>
        (Wxh, Whh, Why, bh, by) = (Values[0], Values[1], Values[2], Values[3], Values[4]);

    private static void Set(Matrix<double> tensor, Matrix<double> value, string name) =>
        Require.Shape(value, tensor.RowCount, tensor.ColumnCount, name)!.CopyTo(tensor);
}
