#nullable enable
using System;
using System.IO;
using MathNet.Numerics.LinearAlgebra;

/// <summary>
/// The five tensors of a network with one recurrent layer: Wxh, Whh, Why, bh, by. A layer with gates has a part for each of them in Wxh,
/// Whh and bh, one under the other. Setting a tensor copies it into the memory that is there, so that <c>gradients.Whh += term</c> adds
/// in place and every view of the tensor sees it.
/// </summary>
public abstract class RecurrentParameters : Tensors
{
    private readonly Matrix<double> wxh, whh, why;
    private readonly Vector<double> hiddenBias, outputBias;

    /// <summary>All zero.</summary>
    /// <param name="parts">Into how many parts the rows of Wxh, Whh and bh fall.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1.</exception>
    protected RecurrentParameters(int parts, int inputSize, int hiddenSize, int outputSize) : base(
        ("Wxh", parts * Require.AtLeast1(hiddenSize, nameof(hiddenSize)), Require.AtLeast1(inputSize, nameof(inputSize))),
        ("Whh", parts * hiddenSize, hiddenSize),
        ("Why", Require.AtLeast1(outputSize, nameof(outputSize)), hiddenSize),
        ("bh", parts * hiddenSize, 1),
        ("by", outputSize, 1))
    {
        (wxh, whh, why) = (this["Wxh"], this["Whh"], this["Why"]);
        (hiddenBias, outputBias) = (Vector<double>.Build.Dense(Values[3]), Vector<double>.Build.Dense(Values[4]));
        (InputSize, HiddenSize, OutputSize) = (inputSize, hiddenSize, outputSize);
    }

    public int InputSize { get; }

    public int HiddenSize { get; }

    public int OutputSize { get; }

    /// <summary>Input to hidden (parts · hidden × input).</summary>
    public Matrix<double> Wxh { get => wxh; set => Set(wxh, value, nameof(Wxh)); }

    /// <summary>Hidden to hidden (parts · hidden × hidden).</summary>
    public Matrix<double> Whh { get => whh; set => Set(whh, value, nameof(Whh)); }

    /// <summary>Hidden to output (output × hidden).</summary>
    public Matrix<double> Why { get => why; set => Set(why, value, nameof(Why)); }

    /// <summary>Hidden bias (parts · hidden).</summary>
    public Vector<double> bh { get => hiddenBias; set => Require.Length(value, hiddenBias.Count, nameof(bh))!.CopyTo(hiddenBias); }

    /// <summary>Output bias (output).</summary>
    public Vector<double> by { get => outputBias; set => Require.Length(value, outputBias.Count, nameof(by))!.CopyTo(outputBias); }

    /// <summary>Draws Wxh, Whh, Why, in this order, from N(0, 1) times <paramref name="scale"/>, as the original does.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A scale that is not finite and positive.</exception>
    protected void DrawWeights(NumPyRandom random, double scale)
    {
        Require.Positive(scale, nameof(scale));
        Wxh = random.Randn(wxh.RowCount, wxh.ColumnCount) * scale;
        Whh = random.Randn(whh.RowCount, whh.ColumnCount) * scale;
        Why = random.Randn(why.RowCount, why.ColumnCount) * scale;
    }

    /// <summary>Reads what <see cref="Tensors.Save"/>, <c>np.savez</c> or <c>np.savez_compressed</c> wrote.</summary>
    /// <param name="zeros">Tensors of the right kind, given the sizes of input, hidden layer and output.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is not an .npz, is cut short, lacks one of the five, or their shapes do not fit together.
    /// </exception>
    protected static T Read<T>(string path, int parts, Func<int, int, int, T> zeros) where T : RecurrentParameters
    {
        string[] names = ["Wxh", "Whh", "Why", "bh", "by"];
        Matrix<double>[] arrays = Npz.Read(path, names);
        T read = zeros(arrays[0].ColumnCount, Math.Max(1, arrays[0].RowCount / parts), arrays[2].RowCount);
        for (int k = 0; k < names.Length; k++)
        {
            Matrix<double> array = arrays[k], place = read[names[k]];
            if ((array.RowCount, array.ColumnCount) != (place.RowCount, place.ColumnCount))
                throw new InvalidDataException(
                    $"{path}: {names[k]} has the shape ({array.RowCount}, {array.ColumnCount}), "
                    + $"and ({place.RowCount}, {place.ColumnCount}) would fit a network of {read.InputSize} inputs, "
                    + $"{read.HiddenSize} hidden units and {read.OutputSize} outputs.");
            array.CopyTo(place);
        }
        return read;
    }

    private static void Set(Matrix<double> tensor, Matrix<double> value, string name) =>
        Require.Shape(value, tensor.RowCount, tensor.ColumnCount, name)!.CopyTo(tensor);
}
