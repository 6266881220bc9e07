#nullable enable
using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;

/// <summary>
/// The weights of a network, or the gradient of its loss with respect to them: tensors with names, and all of them together as one
/// long vector. What trains, checks, saves and draws a network works with these.
/// </summary>
public abstract class Tensors : IEnumerable<KeyValuePair<string, Matrix<double>>>
{
    private readonly string shapes;                   // in words
    private readonly List<string> names;
    private readonly Matrix<double>[] matrices;

    /// <summary>All zero.</summary>
    /// <param name="shapes">Name, rows and columns of each; a vector has one column.</param>
    protected Tensors(params (string Name, int Rows, int Columns)[] shapes)
    {
        this.shapes = string.Join(", ", shapes.Select(shape => $"{shape.Name} {shape.Rows} × {shape.Columns}"));
        names = [.. shapes.Select(shape => shape.Name)];
        Values = [.. shapes.Select(shape => new double[shape.Rows * shape.Columns])];
        matrices = [.. shapes.Zip(Values, (shape, values) => Matrix<double>.Build.Dense(shape.Rows, shape.Columns, values))];
    }

    /// <summary>The tensors' names, in the order of <see cref="Values"/>.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>The tensors' memory itself, not copies; matrices column by column.</summary>
    public double[][] Values { get; }

    /// <summary>How many numbers there are in all.</summary>
    public int Count => Values.Sum(values => values.Length);

    /// <summary>The tensor of this name as a matrix over the same memory; a vector has one column.</summary>
    /// <exception cref="ArgumentException">There is no such tensor.</exception>
    public Matrix<double> this[string name] => names.IndexOf(name) is var k and >= 0
        ? matrices[k]
        : throw new ArgumentException($"There is no tensor {name}, but {string.Join(", ", names)}.", nameof(name));

    /// <summary>The tensors in their order, each under its name, as <see cref="this[string]"/> has it.</summary>
    public IEnumerator<KeyValuePair<string, Matrix<double>>> GetEnumerator() =>
        names.Zip(matrices, KeyValuePair.Create).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Zeros of the same names and shapes.</summary>
    public abstract Tensors ZerosLike();

    /// <summary>Sets all numbers to zero.</summary>
    public void Clear() => Array.ForEach(Values, Array.Clear);

    /// <summary>Copies all numbers from tensors of the same shapes.</summary>
    /// <exception cref="ArgumentException">The shapes differ; nothing has changed.</exception>
    public void CopyFrom(Tensors other)
    {
        RequireSameShapes(other);
        for (int k = 0; k < Values.Length; k++)
            other.Values[k].CopyTo(Values[k], 0);
    }

    /// <summary>
    /// Adds a multiple of other tensors: this += factor · other. With a gradient and −rate it is a step of gradient descent.
    /// </summary>
    /// <exception cref="ArgumentException">The shapes differ; nothing has changed.</exception>
    public void Add(Tensors other, double factor = 1)
    {
        RequireSameShapes(other);
        for (int k = 0; k < Values.Length; k++)
            TensorPrimitives.MultiplyAdd(other.Values[k], factor, Values[k], Values[k]);
    }

    /// <summary>Multiplies all numbers by a factor.</summary>
    public void Scale(double factor)
    {
        foreach (double[] values in Values)
            TensorPrimitives.Multiply(values, factor, values);
    }

    /// <summary>The dot product of the two long vectors.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public double Dot(Tensors other)
    {
        RequireSameShapes(other);
        double sum = 0;
        for (int k = 0; k < Values.Length; k++)
            sum += TensorPrimitives.Dot<double>(Values[k], other.Values[k]);
        return sum;
    }

    /// <summary>The Euclidean norm of the long vector.</summary>
    public double Norm()
    {
        double sum = 0;
        foreach (double[] values in Values)
            sum += TensorPrimitives.SumOfSquares<double>(values);
        return Math.Sqrt(sum);
    }

    /// <summary>All numbers as one long vector, a copy.</summary>
    public double[] ToArray() => [.. Values.SelectMany(values => values)];

    /// <summary>Writes all tensors, under their names, to a file that <c>np.load</c> reads; vectors have the shape (n, 1).</summary>
    /// <param name="compressed">As <c>np.savez_compressed</c> does, rather than <c>np.savez</c>.</param>
    /// <exception cref="IOException">The file cannot be written; an older one is still there.</exception>
    public void Save(string path, bool compressed = false) => Npz.Write(path, Names.Zip(matrices), compressed);

    /// <summary>Names and shapes.</summary>
    public override string ToString() => shapes;

    private void RequireSameShapes(Tensors other)
    {
        if (shapes != other.shapes)
            throw new ArgumentException($"The shapes differ: {shapes} here, {other.shapes} there.", nameof(other));
    }
}
