using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;
using static Workbook.Tests.ExerciseCheck;

namespace Workbook.Tests;

/// <summary>The checks of notebook 07 take what is right, however it was computed; what is wrong gets a hint that fits.</summary>
public class SpeedExercisesTests
{
    [Fact]
    public void Multiplications()
    {
        static string Check(long? answer) => SpeedExercises.Multiplications(answer, hidden: 128, output: 32, steps: 25);
        Right(Check(1_536_000));
        Refused(
        [
            ((long?)null, "answer1 is empty"), (2 * 1_536_000, "multiplications alone"), (1_536_000 / 25, "one time step"),
            (1_536_000 / 75, "forward pass of one time step"),
            (1_536_000 / 3, "forward pass"), (2 * 1_536_000 / 3, "three products"), (3 * 25 * 128 * 128, "Why takes part"), (128, "r·c"),
        ], Check);
    }

    [Fact]
    public void One_product()
    {
        Right(SpeedExercises.OneProduct((delta, h) =>
            delta.SubMatrix(0, delta.RowCount, 1, delta.ColumnCount - 1)
            * h.SubMatrix(0, h.RowCount, 0, h.ColumnCount - 1).Transpose()));
        Right(SpeedExercises.OneProduct((delta, h) => delta * Shifted(h).Transpose()));
        Refused<Func<Matrix<double>, Matrix<double>, Matrix<double>?>?>(
        [
            (null, "answer2 is empty"), ((_, _) => null, "returns null"),
            ((delta, h) => delta * h.Transpose(), "paired with h_t"),
            ((delta, h) => Shifted(h) * delta.Transpose(), "transpose"), ((delta, h) => delta * h, "δ and h are hidden × T"),
            ((delta, h) => delta.Transpose() * h, "returns 7 × 7"), ((delta, h) => Shifted(delta) * h.Transpose(), "wrong way"),
            ((delta, h) => delta.Column(6).OuterProduct(h.Column(5)), "one time step"),
            ((delta, h) => 2 * delta * Shifted(h).Transpose(), "from t = 1"),
            ((delta, h) => Outer(delta, h), "a matrix of its own for each time step"),
            ((delta, h) => Enumerable.Range(1, delta.ColumnCount - 1).Select(t => delta.Column(t).OuterProduct(h.Column(t - 1)))
                .Aggregate((sum, each) => sum + each), "a matrix of its own for each time step"),
            ((delta, h) => delta.SubMatrix(0, 9, 1, 6) * h.SubMatrix(0, 9, 0, 6).Transpose(), "right for 9 units and 7 time steps"),
        ], SpeedExercises.OneProduct);
    }

    [Fact]
    public void Spans()
    {
        Right(SpeedExercises.Spans(Dots));
        Right(SpeedExercises.Spans(Products));
        Refused<TransposedProduct>(
        [
            ((_, _, _) => { }, "as it was"), (Adding, "adds to what stood"), (WrongStart, "first number is right"),
            (TooFar, "IndexOutOfRangeException: "), (TooFar, "there are into.Length columns"), (Allocating, "bytes of new memory"),
            (Square, "IndexOutOfRangeException: "), (Loops, "a loop that adds up one product after another"),
            (Scaling, "writes into A"), ((_, v, into) => into.Fill(double.NaN), "is NaN"),
            ((_, v, into) => TensorPrimitives.Dot(v, into), "ArgumentException: "), (FewRows, "right for 40 × 24, wrong for 40 × 40"),
            ((_, v, into) => v[..into.Length].CopyTo(into), "dot product of column j"),
        ], SpeedExercises.Spans);
    }

    private static void Dots(double[] A, ReadOnlySpan<double> v, Span<double> into)
    {
        for (int j = 0; j < into.Length; j++)
            into[j] = TensorPrimitives.Dot(A.AsSpan(j * v.Length, v.Length), v);
    }

    // Whole spans, in another way.
    private static void Products(double[] A, ReadOnlySpan<double> v, Span<double> into)
    {
        Span<double> products = stackalloc double[v.Length];
        for (int j = 0; j < into.Length; j++)
        {
            TensorPrimitives.Multiply(A.AsSpan(j * v.Length, v.Length), v, products);
            into[j] = TensorPrimitives.Sum<double>(products);
        }
    }

    // Beyond its own end on the square matrix alone.
    private static void Square(double[] A, ReadOnlySpan<double> v, Span<double> into)
    {
        Dots(A, v, into);
        if (into.Length == v.Length)
            A[A.Length] = 0;
    }

    private static void FewRows(double[] A, ReadOnlySpan<double> v, Span<double> into) => Dots(A, v, into[..24]);

    private static void Scaling(double[] A, ReadOnlySpan<double> v, Span<double> into)
    {
        Dots(A, v, into);
        A[0] = 0;
    }

    private static void Loops(double[] A, ReadOnlySpan<double> v, Span<double> into)
    {
        for (int j = 0; j < into.Length; j++)
        {
            into[j] = 0;
            for (int i = 0; i < v.Length; i++)
                into[j] += A[(j * v.Length) + i] * v[i];
        }
    }

    private static void Adding(double[] A, ReadOnlySpan<double> v, Span<double> into)
    {
        for (int j = 0; j < into.Length; j++)
            into[j] += TensorPrimitives.Dot(A.AsSpan(j * v.Length, v.Length), v);
    }

    private static void WrongStart(double[] A, ReadOnlySpan<double> v, Span<double> into)
    {
        for (int j = 0; j < into.Length; j++)
            into[j] = TensorPrimitives.Dot(A.AsSpan(j, v.Length), v);
    }

    private static void TooFar(double[] A, ReadOnlySpan<double> v, Span<double> into)
    {
        for (int j = 0; j < v.Length; j++)
            into[j] = TensorPrimitives.Dot(A.AsSpan(j * v.Length, v.Length), v);
    }

    private static void Allocating(double[] A, ReadOnlySpan<double> v, Span<double> into)
    {
        for (int j = 0; j < into.Length; j++)
            into[j] = TensorPrimitives.Dot(A.AsSpan(j * v.Length, v.Length).ToArray(), v);
    }

    private static Matrix<double> Outer(Matrix<double> delta, Matrix<double> h)
    {
        var sum = Matrix<double>.Build.Dense(delta.RowCount, delta.RowCount);
        for (int t = 1; t < delta.ColumnCount; t++)
            sum += delta.Column(t).OuterProduct(h.Column(t - 1));
        return sum;
    }

    // h_{t−1} where h_t was.
    private static Matrix<double> Shifted(Matrix<double> h) =>
        Matrix<double>.Build.Dense(h.RowCount, h.ColumnCount, (i, t) => t > 0 ? h[i, t - 1] : 0);
}
