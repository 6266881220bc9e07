using CsCheck;
using MathNet.Numerics.LinearAlgebra;

namespace Workbook.Tests;

public class InitializationTests
{
    private static readonly Gen<(int Size, uint Seed)> Cases = Gen.Select(Gen.Int[1, 24], Gen.UInt);

    [Fact]
    public void Orthogonal_is_orthogonal() => Cases.Sample(given =>
    {
        var Q = Initialization.Orthogonal(given.Size, new NumPyRandom(given.Seed));
        // Householder QR of 24 columns: 24² units of 2.2e-16 at most.
        Assert.True((Q.TransposeThisAndMultiply(Q) - Matrix<double>.Build.DenseIdentity(given.Size)).Enumerate().Max(Math.Abs) < 1.3e-13);
    });

    [Fact]
    public void The_spectral_radius_is_the_one_asked_for() => Gen.Select(Cases, Gen.Double[0, 2]).Sample((given, radius) =>
    {
        var W = Initialization.WithSpectralRadius(given.Size, radius, new NumPyRandom(given.Seed));
        // Eigenvalues of a general matrix lose some digits: the demand is 1e-10.
        Assert.Equal(radius, W.Evd().EigenValues.Max(value => value.Magnitude), 1e-10);
    });

    [Theory]
    [InlineData(-0.5)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_radius_that_cannot_be_is_refused(double radius) =>
        Assert.Contains($"{radius}", Assert.Throws<ArgumentOutOfRangeException>(nameof(radius), () => Initialization.WithSpectralRadius(3, radius, new NumPyRandom(0))).Message);
}
