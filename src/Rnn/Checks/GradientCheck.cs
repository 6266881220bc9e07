#nullable enable
using System;
using System.IO;
using System.Linq;
using System.Text.Json;

/// <summary>
/// Gradients of an <see cref="Rnn"/>'s loss by other ways than its own backward pass, and how far two gradients are apart.
/// <see cref="ForwardMode"/> is a further way, without a step.
/// </summary>
public static class GradientCheck
{
    /// <summary>
    /// For every entry p of every parameter (L(p + s) − L(p − s)) / 2s. The formula is off by s²/6 · L‴, and rounding by about
    /// 1e-16 · L / s, so that a step near 1e-5 is best, with some ten digits right.
    /// </summary>
    /// <param name="rnn">Its parameters come back to what they were, and its last forward pass is the one over x and y.</param>
    /// <param name="x">T input tokens.</param>
    /// <param name="y">T target tokens.</param>
    /// <param name="step">s, not zero.</param>
    public static RnnParameters CentralDifferences(Rnn rnn, ReadOnlySpan<int> x, ReadOnlySpan<int> y, double step = 1e-5) =>
        Differences(rnn, x, y, [(step, 1 / (2 * step)), (-step, -1 / (2 * step))]);

    /// <summary>
    /// For every entry p of every parameter (8 L(p + s) − 8 L(p − s) − L(p + 2s) + L(p − 2s)) / 12s, off by s⁴/30 · L⁗′ and the
    /// same rounding: larger steps, near 1e-3, and more digits for twice the work.
    /// </summary>
    /// <inheritdoc cref="CentralDifferences"/>
    public static RnnParameters FivePointDifferences(Rnn rnn, ReadOnlySpan<int> x, ReadOnlySpan<int> y, double step = 1e-3) =>
        Differences(rnn, x, y, [(step, 8 / (12 * step)), (-step, -8 / (12 * step)), (2 * step, -1 / (12 * step)), (-2 * step, 1 / (12 * step))]);

    /// <summary>A file of data/reference/: a model, a sequence, and the gradient that PyTorch's autograd found there.</summary>
    /// <param name="path">One of the files exact-*.json.</param>
    public static (Rnn Model, int[] X, int[] Y, RnnParameters Gradient) Recorded(string path)
    {
        var record = JsonDocument.Parse(File.ReadAllText(path)).RootElement;
        int Number(string name) => record.GetProperty(name).GetInt32();
        int[] Tokens(string name) => record.GetProperty(name).Deserialize<int[]>()!;

        var (input, hidden, output) = (Number("input_size"), Number("hidden_size"), Number("output_size"));
        bool crossEntropy = record.GetProperty("loss_kind").GetString() == "cross_entropy";
        var model = new Rnn(input, hidden, output, new NumPyRandom(0)) { LossKind = crossEntropy ? LossKind.CrossEntropy : LossKind.SquaredError };
        var gradient = new RnnParameters(input, hidden, output);
        Read(record.GetProperty("parameters"), model.Parameters);
        Read(record.GetProperty("gradients"), gradient);
        return (model, Tokens("X"), Tokens("Y"), gradient);
    }

    /// <summary>|a − n| / max(floor, |a| + |n|): 0 where the two are equal, 1 where their signs differ.</summary>
    /// <param name="floor">Keeps two numbers that are both nearly zero from looking far apart; positive.</param>
    public static double RelativeError(double a, double n, double floor = 1e-8) => Math.Abs(a - n) / Math.Max(floor, Math.Abs(a) + Math.Abs(n));

    /// <summary>The <see cref="RelativeError"/> of every entry.</summary>
    public static RnnParameters RelativeErrors(RnnParameters a, RnnParameters n, double floor = 1e-8)
    {
        var errors = new RnnParameters(a.Wxh.ColumnCount, a.bh.Count, a.by.Count);
        for (int k = 0; k < errors.Values.Length; k++)
            for (int i = 0; i < errors.Values[k].Length; i++)
                errors.Values[k][i] = RelativeError(a.Values[k][i], n.Values[k][i], floor);
        return errors;
    }

    /// <summary>
    /// max |a − n| / max |n| over the entries of each tensor, in the order of <see cref="RnnParameters.Names"/>: how wrong the tensor
    /// is as a whole, whatever its small entries are. 0 where the two are equal, even if both are all zero.
    /// </summary>
    public static double[] TensorErrors(RnnParameters a, RnnParameters n) => [.. a.Values.Zip(n.Values, (ak, nk) =>
    {
        double apart = ak.Zip(nk, (ai, ni) => Math.Abs(ai - ni)).Max();
        return apart == 0 ? 0 : apart / nk.Max(Math.Abs);
    })];

    // Σ weight · L(p + shift) for every entry p.
    private static RnnParameters Differences(Rnn rnn, ReadOnlySpan<int> x, ReadOnlySpan<int> y, (double Shift, double Weight)[] terms)
    {
        var gradient = new RnnParameters(rnn.InputSize, rnn.HiddenSize, rnn.OutputSize);
        for (int k = 0; k < gradient.Values.Length; k++)
            for (int i = 0; i < gradient.Values[k].Length; i++)
            {
                ref double p = ref rnn.Parameters.Values[k][i];
                double value = p;
                foreach (var (shift, weight) in terms)
                {
                    p = value + shift;
                    gradient.Values[k][i] += weight * rnn.Forward(x, y);
                }
                p = value;
            }
        rnn.Forward(x, y);
        return gradient;
    }

    private static void Read(JsonElement tensors, RnnParameters into)
    {
        for (int k = 0; k < into.Values.Length; k++)
        {
            var rows = tensors.GetProperty(RnnParameters.Names[k]).Deserialize<double[][]>()!;
            for (int i = 0; i < rows.Length; i++)
                for (int j = 0; j < rows[i].Length; j++)
                    into.Values[k][(j * rows.Length) + i] = rows[i][j];
        }
    }
}
