#nullable enable
using System;
using System.Linq;
using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;

/// <summary>into = Aᵀ v, as a reader writes it.</summary>
/// <param name="A">Column by column, each of v's length.</param>
/// <param name="v">The vector.</param>
/// <param name="into">One number per column; what stood there before does not count.</param>
public delegate void TransposedProduct(double[] A, ReadOnlySpan<double> v, Span<double> into);

/// <summary>The checks of notebook 07. Each is given an answer and says "Right." or what is missing.</summary>
public static class SpeedExercises
{
    /// <summary>The multiplications of the three products of a training step.</summary>
    public static string Multiplications(long? answer, int hidden, int output, int steps)
    {
        long inside = (long)hidden * hidden, whole = inside + ((long)hidden * output);
        return answer is null ? "Not yet: answer1 is empty."
            : answer == 3 * steps * whole ? Answers.Right
            : answer == 6 * steps * whole ? "Not yet: those are multiplications and additions. Count the multiplications alone."
            : answer == 3 * whole ? "Not yet: that is one time step."
            : answer == whole ? "Not yet: that is the forward pass of one time step."
            : answer == steps * whole ? "Not yet: that is the forward pass. The backward pass has two products more."
            : answer == 2 * steps * whole ? "Not yet: there are three products: forward, back to h, and the gradient of the weights."
            : answer == 3 * steps * inside ? "Not yet: Why takes part in all three as well."
            : "Not yet: one product with a matrix of r rows and c columns has r·c multiplications. Which matrices, how often?";
    }

    /// <summary>∂L/∂Whh as one matrix product, for all time steps together; tried on seven of them.</summary>
    /// <param name="answer">Is given δ and h, one column per time step, with h_{−1} = 0.</param>
    public static string OneProduct(Func<Matrix<double>, Matrix<double>, Matrix<double>?>? answer)
    {
        return answer is null ? "Not yet: answer2 is empty."
            : Answers.Called("answer2", Said, () => "δ and h are hidden × T; the gradient is hidden × hidden.");

        string Said()
        {
            var (delta, h, right) = Run(9, [1, 3, 3, 0, 5, 2, 4]);
            var given = answer(delta.Clone(), h.Clone());
            return given is null ? "Not yet: answer2 returns null."
                : Answers.Near(given, right) ? InOne()
                : (given.RowCount, given.ColumnCount) != (right.RowCount, right.ColumnCount)
                    ? $"Not yet: ∂L/∂Whh is 9 × 9 here, and answer2 returns {given.RowCount} × {given.ColumnCount}."
                : Answers.Unusable("what answer2 returns", given.Enumerate()) is string unusable ? unusable
                : Answers.Near(given, right.Transpose()) ? "Not yet: that is the transpose."
                : Answers.Near(given, delta * h.Transpose())
                    ? "Not yet: δ_t is paired with h_t. It belongs to h_{t−1}: shift one of them by a column."
                : Answers.Near(given, delta.SubMatrix(0, 9, 0, 6) * h.SubMatrix(0, 9, 1, 6).Transpose())
                    ? "Not yet: shifted the wrong way: that pairs δ_t with h_{t+1}."
                : Enumerable.Range(1, 6).Any(t => Answers.Near(given, delta.Column(t).OuterProduct(h.Column(t - 1))))
                    ? "Not yet: that is one time step."
                : "Not yet: Σ_t δ_t h_{t−1}ᵀ: columns of δ from t = 1 on, columns of h up to T − 2.";
        }

        // On a longer text. A product needs memory for itself and for what is shifted; a sum of outer products, a matrix per time step.
        string InOne()
        {
            const int Size = 32;
            var (delta, h, right) = Run(Size, [.. Enumerable.Range(0, 2 * Size).Select(t => t % 6)]);
            long before = GC.GetAllocatedBytesForCurrentThread();
            var given = answer(delta, h);
            long made = GC.GetAllocatedBytesForCurrentThread() - before;
            return given is null || !Answers.Near(given, right) ? "Not yet: right for 9 units and 7 time steps, wrong for 32 and 64."
                : made >= (delta.ColumnCount - 1) * Size * Size * sizeof(double)
                    ? "Not yet: the numbers are right, but there is a matrix of its own for each time step. "
                        + "One product of two matrices adds them up."
                : Answers.Right;
        }

        static (Matrix<double> Delta, Matrix<double> H, Matrix<double> Whh) Run(int hidden, int[] x)
        {
            var network = new Rnn(6, hidden, 6, new NumPyRandom(0), scale: 0.5);
            network.Forward(x, [.. x.Reverse()]);
            network.Backward();
            return (network.Deltas, network.HiddenStates, network.Gradients.Whh);
        }
    }

    /// <summary>Aᵀ v with spans, without new memory; tried on a matrix of 40 rows and 24 columns.</summary>
    public static string Spans(TransposedProduct answer)
    {
        const int Rows = 40, Columns = 24;
        var random = new NumPyRandom(0);
        Matrix<double> A = random.Randn(Rows, Columns), square = random.Randn(Rows, Rows);
        Vector<double> v = random.Randn(Rows);
        return Answers.Called("Answer3", Said,
            () => "Column j of A begins at j · v.Length and is v.Length long; there are into.Length columns.");

        string Said()
        {
            double[] a = A.ToColumnMajorArray(), vector = v.ToArray(), into = [.. Enumerable.Repeat(1.0, Columns)];
            answer(a, vector, into);
            var (given, right) = (Vector<double>.Build.Dense(into), A.TransposeThisAndMultiply(v));
            if (!a.SequenceEqual(A.ToColumnMajorArray()))
                return "Not yet: Answer3 writes into A. Write into `into` alone.";
            if (!Answers.Near(given, right))
                return given.All(value => value == 1) ? "Not yet: Answer3 leaves `into` as it was."
                    : Answers.Unusable("`into`", given) is string unusable ? unusable
                    : Answers.Near(given, right + 1) ? "Not yet: it adds to what stood in `into`. Write over it."
                    : Answers.Is(given[0], right[0])
                        ? "Not yet: the first number is right, but not all of them are. Where does column j of A begin?"
                    : "Not yet: number j of the result is the dot product of column j of A and v.";

            // Once more on a square matrix, where rows and columns are easily taken for each other.
            into = new double[Rows];
            a = square.ToColumnMajorArray();
            long before = GC.GetAllocatedBytesForCurrentThread();
            answer(a, vector, into);
            long made = GC.GetAllocatedBytesForCurrentThread() - before;
            return !Answers.Near(Vector<double>.Build.Dense(into), square.TransposeThisAndMultiply(v))
                    ? "Not yet: right for 40 × 24, wrong for 40 × 40."
                : made > 0 ? $"Not yet: the numbers are right, but a call makes {made} bytes of new memory. "
                    + "Take slices of A: `A.AsSpan(from, length)`."
                : OneByOne(a, vector) is var sums && into.SequenceEqual(sums) && !Dots(a, vector).SequenceEqual(sums)
                    ? "Not yet: the numbers are right, to the last bit those of a loop that adds up one product after another. "
                        + "TensorPrimitives.Dot adds up several at once."
                : Answers.Right;
        }

        // A sum depends in its last bits on the order in which it is added up.
        static double[] OneByOne(double[] A, double[] v)
        {
            double[] sums = new double[A.Length / v.Length];
            for (int i = 0; i < A.Length; i++)
                sums[i / v.Length] += A[i] * v[i % v.Length];
            return sums;
        }

        static double[] Dots(double[] A, double[] v) =>
            [.. Enumerable.Range(0, A.Length / v.Length).Select(j => TensorPrimitives.Dot<double>(A.AsSpan(j * v.Length, v.Length), v))];
    }
}
