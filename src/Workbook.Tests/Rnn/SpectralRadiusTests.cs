using CsCheck;

namespace Workbook.Tests;

public class SpectralRadiusTests
{
    [Fact]
    public void A_Gaussian_matrix_has_the_radius_asked_for() => Gen.Select(
        Gen.Int[1, 24], Gen.UInt, Gen.Double[0, 2]).Sample((size, seed, radius) =>
    {
        var W = SpectralRadius.Gaussian(size, radius, new NumPyRandom(seed));
        // Eigenvalues of a general matrix lose some digits: the demand is 1e-10.
        Assert.Equal(radius, W.Evd().EigenValues.Max(value => value.Magnitude), 1e-10);
        Assert.Equal(radius, SpectralRadius.Of(W), 1e-10);
    });

    [Theory]
    [InlineData(-0.5)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_radius_that_cannot_be_is_refused(double radius)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(
            nameof(radius), () => SpectralRadius.Gaussian(3, radius, new NumPyRandom(0)));
        Assert.Contains($"{radius}", error.Message);
    }
}
