#nullable enable
using MathNet.Numerics.LinearAlgebra;

/// <summary>The five tensors of an <see cref="Rnn"/>: its weights, or the gradient of its loss by them.</summary>
public sealed class RnnParameters
{
    /// <summary>All zero.</summary>
    public RnnParameters(int inputSize, int hiddenSize, int outputSize)
    {
        Wxh = Matrix<double>.Build.Dense(hiddenSize, inputSize);
        Whh = Matrix<double>.Build.Dense(hiddenSize, hiddenSize);
        Why = Matrix<double>.Build.Dense(outputSize, hiddenSize);
        bh = Vector<double>.Build.Dense(hiddenSize);
        by = Vector<double>.Build.Dense(outputSize);
        Values = [Wxh.AsColumnMajorArray(), Whh.AsColumnMajorArray(), Why.AsColumnMajorArray(), bh.AsArray(), by.AsArray()];
    }

    /// <summary>The names of the five, in the order of <see cref="Values"/>.</summary>
    public static string[] Names { get; } = ["Wxh", "Whh", "Why", "bh", "by"];

    /// <summary>Input to hidden, hidden × input.</summary>
    public Matrix<double> Wxh { get; }

    /// <summary>Hidden to hidden, hidden × hidden.</summary>
    public Matrix<double> Whh { get; }

    /// <summary>Hidden to output, output × hidden.</summary>
    public Matrix<double> Why { get; }

    /// <summary>Hidden bias.</summary>
    public Vector<double> bh { get; }

    /// <summary>Output bias.</summary>
    public Vector<double> by { get; }

    /// <summary>The memory of Wxh, Whh, Why, bh, by themselves, not copies; matrices column by column.</summary>
    public double[][] Values { get; }

    /// <summary>The memory of the five, as <see cref="Values"/>.</summary>
    public void Deconstruct(out double[] Wxh, out double[] Whh, out double[] Why, out double[] bh, out double[] by) =>
        (Wxh, Whh, Why, bh, by) = (Values[0], Values[1], Values[2], Values[3], Values[4]);

    /// <summary>Copies all five from another of the same sizes.</summary>
    public void CopyFrom(RnnParameters other)
    {
        for (int k = 0; k < Values.Length; k++)
            other.Values[k].CopyTo(Values[k], 0);
    }
}
