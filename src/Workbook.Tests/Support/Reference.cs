using System.Text.Json;
using MathNet.Numerics.LinearAlgebra;

namespace Workbook.Tests;

/// <summary>The files of data/reference/, and how near to them a number has to be.</summary>
internal static class Reference
{
    public static ReferenceRecord Read(string file) => new(Repository.Reference(file));

    /// <summary>What the file's seed draws, before any step.</summary>
    public static RnnParameters Draw(ReferenceRecord record, double scale = 0.01) => RnnParameters.Draw(
        record["input_size"].GetInt32(), record["hidden_size"].GetInt32(), record["output_size"].GetInt32(),
        new NumPyRandom(record["seed"].GetInt64()), scale);

    /// <summary>Each tensor of a record within a tolerance of its own largest entry, or an absolute one.</summary>
    public static void AssertClose(JsonElement expected, Tensors actual, double absolute = 0, double relative = 0)
    {
        foreach (string name in actual.Names)
            AssertClose(ReferenceRecord.Matrix(expected.GetProperty(name)), actual[name], absolute, relative, name);
    }

    /// <summary>Each tensor within a tolerance of its own largest entry, or an absolute one.</summary>
    public static void AssertClose(Tensors expected, Tensors actual, double absolute = 0, double relative = 0, string of = "")
    {
        foreach (string name in expected.Names)
            AssertClose(expected[name], actual[name], absolute, relative, name + of);
    }

    public static void AssertClose(
        Matrix<double> expected, Matrix<double> actual, double absolute = 0, double relative = 0, string name = "matrix")
    {
        Assert.Equal((expected.RowCount, expected.ColumnCount), (actual.RowCount, actual.ColumnCount));
        double error = (expected - actual).Enumerate().Max(Math.Abs), allowed = absolute + (relative * expected.Enumerate().Max(Math.Abs));
        Assert.True(error <= allowed, $"{name} is off by {error}, {allowed} allowed");
    }
}
