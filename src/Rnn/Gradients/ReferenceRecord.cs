#nullable enable
using System.IO;
using System.Linq;
using System.Text.Json;
using MathNet.Numerics.LinearAlgebra;

/// <summary>A file of data/reference/: a model, a sequence, and what NumPy or PyTorch computed for them.</summary>
/// <param name="path">The file; each matrix in it is a list of rows, each vector a matrix of one column.</param>
public sealed class ReferenceRecord(string path)
{
    private readonly JsonElement root = JsonDocument.Parse(File.ReadAllText(path)).RootElement;

    /// <summary>What the file has under a name.</summary>
    public JsonElement this[string name] => root.GetProperty(name);

    /// <summary>T input tokens.</summary>
    public int[] X => root.GetProperty(nameof(X)).Deserialize<int[]>()!;

    /// <summary>T target tokens.</summary>
    public int[] Y => root.GetProperty(nameof(Y)).Deserialize<int[]>()!;

    /// <summary>The loss that was computed; the squared error if the file does not say.</summary>
    public LossKind LossKind => root.TryGetProperty("loss_kind", out var kind) && kind.GetString() == "cross_entropy"
        ? LossKind.CrossEntropy
        : LossKind.SquaredError;

    /// <summary>The recorded weights.</summary>
    public RnnParameters Parameters => Read(this["parameters"]);

    /// <summary>The recorded gradient of the sequence.</summary>
    public RnnParameters Gradients => Read(this["gradients"]);

    /// <summary>Five tensors under their names.</summary>
    public static RnnParameters Read(JsonElement tensors)
    {
        var (Wxh, Why) = (Matrix(tensors.GetProperty("Wxh")), Matrix(tensors.GetProperty("Why")));
        var read = new RnnParameters(inputSize: Wxh.ColumnCount, hiddenSize: Wxh.RowCount, outputSize: Why.RowCount);
        foreach (string name in read.Names)
            Matrix(tensors.GetProperty(name)).CopyTo(read[name]);
        return read;
    }

    /// <summary>A list of rows.</summary>
    public static Matrix<double> Matrix(JsonElement rows) => Matrix<double>.Build.DenseOfRowArrays(rows.Deserialize<double[][]>()!);

    /// <summary>A list of (n, 1) columns, one per time step (n × T).</summary>
    public static Matrix<double> Steps(JsonElement columns) =>
        Matrix<double>.Build.DenseOfColumnVectors(columns.EnumerateArray().Select(column => Matrix(column).Column(0)));
}
