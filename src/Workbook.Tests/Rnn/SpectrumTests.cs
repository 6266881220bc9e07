using System.Numerics;
using CsCheck;
using MathNet.Numerics.LinearAlgebra;

namespace Workbook.Tests;

public class SpectrumTests
{
    private static readonly Gen<Matrix<double>> AnyMatrix =
        Gen.Select(Gen.Int[1, 8], Gen.Int[0, 9999], (size, seed) => new NumPyRandom(seed).Randn(size, size));

    private static readonly Gen<Matrix<double>> Kinds = Gen.OneOf(
        AnyMatrix,
        AnyMatrix.Select(matrix => matrix + matrix.Transpose()),   // symmetric: real ones
        AnyMatrix.Select(matrix => matrix - matrix.Transpose()),   // antisymmetric: on the imaginary axis
        AnyMatrix.Select(matrix => matrix.QR().Q),   // orthogonal: on the unit circle
        AnyMatrix.Select(matrix => matrix.Map(Math.Round)),   // small whole numbers: multiple and zero ones
        AnyMatrix.Select(matrix => Jordan(matrix.RowCount, matrix[0, 0])),   // defective
        AnyMatrix.Select(matrix => matrix.Append(0 * matrix).Stack((0 * matrix).Append(matrix))));         // complex pairs, twice each

    [Fact]
    public void The_eigenvalues_are_mathnets_own() => Kinds.Sample(matrix =>
        Assert.Equal(matrix.Evd().EigenValues, Spectrum.Of(matrix).Select(value => new Complex(value.Real, value.Imaginary))));

    [Fact]
    public void A_turn_by_a_right_angle_has_i_and_minus_i() =>
        Assert.Equal([(0.0, -2.0), (0.0, 2.0)], Spectrum.Of(Matrix<double>.Build.DenseOfArray(new[,] { { 0.0, -2 }, { 2, 0 } })).Order());

    [Fact]
    public void A_defective_matrix_has_its_eigenvalue_as_often_as_its_polynomial_has_the_root() =>
        Assert.Equal(Enumerable.Repeat((0.5, 0.0), 6), Spectrum.Of(Jordan(6, 0.5)));

    // Independent of how MathNet lays them out: their sum is the trace, their product the determinant.
    [Fact]
    public void They_add_up_to_the_trace_and_multiply_to_the_determinant() => Kinds.Sample(matrix =>
    {
        Complex[] values = [.. Spectrum.Of(matrix).Select(value => new Complex(value.Real, value.Imaginary))];
        double size = Math.Max(1, matrix.FrobeniusNorm());
        var sum = values.Aggregate(Complex.Zero, (total, value) => total + value);
        var product = values.Aggregate(Complex.One, (total, value) => total * value);
        Assert.True(Complex.Abs(sum - matrix.Trace()) <= 1e-12 * size);
        Assert.True(Complex.Abs(product - matrix.Determinant()) <= 1e-11 * Math.Pow(size, matrix.RowCount));
    });

    [Fact]
    public void Only_a_square_matrix_has_eigenvalues() =>
        Assert.Throws<ArgumentException>(() => Spectrum.Of(Matrix<double>.Build.Dense(2, 3)));

    private static Matrix<double> Jordan(int size, double value) =>
        Matrix<double>.Build.Dense(size, size, (i, j) => i == j ? value : j == i + 1 ? 1 : 0);
}
