#nullable enable
using System;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;

/// <summary>into = Aᵀ v, as a reader writes it.</summary>
/// <param name="A">Column by column, each of v's length.</param>
/// <param name="v">The vector.</param>
/// <param name="into">One number per column; what stood there before does not count.</param>
public delegate void TransposedProduct(double[] A, ReadOnlySpan<double> v, Span<double> into);

/// <summary>The checks of notebook 07. Each is given an answer and says "Right." or what is missing.</summary>
public static class SpeedExercises
{
    private const string Right = "Right.";

    /// <summary>The multiplications of the three products of a training step.</summary>
    public static string Multiplications(long? answer, int hidden, int output, int steps)
    {
        long inside = (long)hidden * hidden, whole = inside + ((long)hidden * output);
        return answer is null ? "Not yet: answer1 is empty."
            : answer == 3 * steps * whole ? Right
            : answer == 6 * steps * whole ? "Not yet: those are multiplications and additions. Count the multiplications alone."
            : answer == 3 * whole ? "Not yet: that is one time step."
            : answer == steps * whole ? "Not yet: that is the forward pass. The backward pass has two products more."
            : answer == 2 * steps * whole ? "Not yet: there are three products: forward, back to h, and the gradient of the weights."
            : answer == 3 * steps * inside ? "Not yet: Why takes part in all three as well."
            : "Not yet: one product with a matrix of r rows and c columns has r·c multiplications. Which matrices, how often?";
    }

    /// <summary>∂L/∂Whh as one matrix product, for all time steps together; tried on seven of them.</summary>
    /// <param name="answer">Is given δ and h, one column per time step, with h_{−1} = 0.</param>
    public static string OneProduct(Func<Matrix<double>, Matrix<double>, Matrix<double>?>? answer)
    {
        if (answer is null)
            return "Not yet: answer2 is empty.";
        int[] x = [1, 3, 3, 0, 5, 2, 4], y = [0, 2, 1, 4, 3, 0, 1];
        var network = new Rnn(6, 9, 5, new NumPyRandom(0), scale: 0.5);
        network.Forward(x, y);
        network.Backward();
        var (delta, h, right) = (network.Deltas, network.HiddenStates, network.Gradients.Whh);
        Matrix<double>? given;
        try
        {
            given = answer(delta.Clone(), h.Clone());
        }
        catch (ArgumentException)
        {
            return "Not yet: the shapes do not fit. δ and h are hidden × T; the gradient is hidden × hidden.";
        }
        return given is null ? "Not yet: answer2 returns null."
            : Near(given, right) ? Right
            : (given.RowCount, given.ColumnCount) != (right.RowCount, right.ColumnCount)
                ? $"Not yet: ∂L/∂Whh is 9 × 9 here, and answer2 returns {given.RowCount} × {given.ColumnCount}."
            : Near(given, right.Transpose()) ? "Not yet: that is the transpose."
            : Near(given, delta * h.Transpose()) ? "Not yet: δ_t is paired with h_t. It belongs to h_{t−1}: shift one of them by a column."
            : Near(given, delta.SubMatrix(0, 9, 0, 6) * h.SubMatrix(0, 9, 1, 6).Transpose())
                ? "Not yet: shifted the wrong way: that pairs δ_t with h_{t+1}."
            : Enumerable.Range(1, 6).Any(t => Near(given, delta.Column(t).OuterProduct(h.Column(t - 1))))
                ? "Not yet: that is one time step."
            : "Not yet: Σ_t δ_t h_{t−1}ᵀ: columns of δ from t = 1 on, columns of h up to T − 2.";
    }

    /// <summary>Aᵀ v with spans, without new memory; tried on a matrix of 40 rows and 24 columns.</summary>
    public static string Spans(TransposedProduct answer)
    {
        const int Rows = 40, Columns = 24;
        var random = new NumPyRandom(0);
        Matrix<double> A = random.Randn(Rows, Columns), square = random.Randn(Rows, Rows);
        Vector<double> v = random.Randn(Rows);
        double[] a = A.ToColumnMajorArray(), vector = v.ToArray(), into = [.. Enumerable.Repeat(1.0, Columns)];
        try
        {
            answer(a, vector, into);
        }
        catch (Exception problem) when (problem is ArgumentException or IndexOutOfRangeException)
        {
            return "Not yet: it reaches beyond an end. Column j of A begins at j · v.Length, and there are into.Length columns.";
        }
        var (given, right) = (Vector<double>.Build.Dense(into), A.TransposeThisAndMultiply(v));
        if (!Near(given.ToColumnMatrix(), right.ToColumnMatrix()))
            return given.All(value => value == 1) ? "Not yet: answer3 leaves `into` as it was."
                : Near(given.ToColumnMatrix(), (right + 1).ToColumnMatrix()) ? "Not yet: it adds to what stood in `into`. Write over it."
                : Near(given.SubVector(0, 1).ToColumnMatrix(), right.SubVector(0, 1).ToColumnMatrix())
                    ? "Not yet: the first number is right, the others are not. Where does column j of A begin?"
                : "Not yet: number j of the result is the dot product of column j of A and v.";

        // Once more on a square matrix, where rows and columns are easily taken for each other.
        into = new double[Rows];
        a = square.ToColumnMajorArray();
        long before = GC.GetAllocatedBytesForCurrentThread();
        answer(a, vector, into);
        long made = GC.GetAllocatedBytesForCurrentThread() - before;
        return !Near(Vector<double>.Build.Dense(into).ToColumnMatrix(), square.TransposeThisAndMultiply(v).ToColumnMatrix())
                ? "Not yet: right for 40 × 24, wrong for 40 × 40."
            : made > 0 ? $"Not yet: the numbers are right, but a call makes {made} bytes of new memory. "
                + "Take slices of A: `A.AsSpan(from, length)`."
            : Right;
    }

    private static bool Near(Matrix<double> answer, Matrix<double> right) =>
        (answer.RowCount, answer.ColumnCount) == (right.RowCount, right.ColumnCount)
        && (answer - right).FrobeniusNorm() <= 1e-9 * right.FrobeniusNorm();
}
