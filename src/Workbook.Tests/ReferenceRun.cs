using System.Text.Json;
using MathNet.Numerics.LinearAlgebra;

namespace Workbook.Tests;

/// <summary>A file of data/reference/: a model, a sequence, and what NumPy or PyTorch made of them.</summary>
internal sealed class ReferenceRun(string file)
{
    private readonly JsonElement root = JsonDocument.Parse(File.ReadAllText(Repository.Reference(file))).RootElement;

    public JsonElement this[string name] => root.GetProperty(name);

    public long Seed => this["seed"].GetInt64();

    public int[] X => this["X"].Deserialize<int[]>()!;

    public int[] Y => this["Y"].Deserialize<int[]>()!;

    /// <summary>The model drawn from the file's seed, before any step.</summary>
    public Rnn Model(double scale = 0.01) => new(
        this["input_size"].GetInt32(), this["hidden_size"].GetInt32(), this["output_size"].GetInt32(), new NumPyRandom(Seed), scale: scale);

    /// <summary>A list of rows.</summary>
    public static Matrix<double> Matrix(JsonElement rows) => Matrix<double>.Build.DenseOfRowArrays(rows.Deserialize<double[][]>()!);

    /// <summary>A list of (n, 1) columns, a column a step.</summary>
    public static Matrix<double> Steps(JsonElement steps) =>
        Matrix<double>.Build.DenseOfColumnVectors(steps.EnumerateArray().Select(step => Matrix(step).Column(0)));

    public static Matrix<double> Tensor(RnnParameters parameters, string name) => name switch
    {
        "Wxh" => parameters.Wxh,
        "Whh" => parameters.Whh,
        "Why" => parameters.Why,
        "bh" => parameters.bh.ToColumnMatrix(),
        "by" => parameters.by.ToColumnMatrix(),
        _ => throw new ArgumentException(name),
    };

    /// <summary>All five tensors within a tolerance of their own largest entry, or an absolute one.</summary>
    public static void AssertClose(JsonElement expected, RnnParameters actual, double absolute = 0, double relative = 0)
    {
        foreach (string name in RnnParameters.Names)
            AssertClose(Matrix(expected.GetProperty(name)), Tensor(actual, name), absolute, relative, name);
    }

    public static void AssertClose(Matrix<double> expected, Matrix<double> actual, double absolute = 0, double relative = 0, string name = "matrix")
    {
        Assert.Equal((expected.RowCount, expected.ColumnCount), (actual.RowCount, actual.ColumnCount));
        double error = (expected - actual).Enumerate().Max(Math.Abs), allowed = absolute + (relative * expected.Enumerate().Max(Math.Abs));
        Assert.True(error <= allowed, $"{name} is off by {error}, {allowed} allowed");
    }
}
