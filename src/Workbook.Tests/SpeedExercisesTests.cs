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
            ((delta, h) => Shifted(h) * delta.Transpose(), "transpose"), ((delta, h) => delta * h, "shapes do not fit"),
            ((delta, h) => delta.Transpose() * h, "returns 7 × 7"), ((delta, h) => Shifted(delta) * h.Transpose(), "wrong way"),
            ((delta, h) => delta.Column(6).OuterProduct(h.Column(5)), "one time step"),
            ((delta, h) => 2 * delta * Shifted(h).Transpose(), "from t = 1"),
        ], SpeedExercises.OneProduct);
    }

    [Fact]
    public void Spans()
    {
        Right(SpeedExercises.Spans(Dots));
        Right(SpeedExercises.Spans(Loops));
        Refused<TransposedProduct>(
        [
            ((_, _, _) => { }, "as it was"), (Adding, "adds to what stood"), (WrongStart, "first number is right"),
            (TooFar, "beyond an end"), (Allocating, "bytes of new memory"),
            ((_, v, into) => v[..into.Length].CopyTo(into), "dot product of column j"),
        ], SpeedExercises.Spans);
    }

    private static void Dots(double[] A, ReadOnlySpan<double> v, Span<double> into)
    {
        for (int j = 0; j < into.Length; j++)
            into[j] = TensorPrimitives.Dot(A.AsSpan(j * v.Length, v.Length), v);
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

    // h_{t−1} where h_t was.
    private static Matrix<double> Shifted(Matrix<double> h) =>
        Matrix<double>.Build.Dense(h.RowCount, h.ColumnCount, (i, t) => t > 0 ? h[i, t - 1] : 0);
}
