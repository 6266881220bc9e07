using CsCheck;
using MathNet.Numerics.LinearAlgebra;

namespace Workbook.Tests;

public class LogScaleTests
{
    private static readonly Gen<(double, double)> Powers = Gen.Select(Gen.Double[-300, 300], Gen.Double[-300, 300]);

    [Fact]
    public void A_logarithmic_range_holds_every_entry_and_ends_at_powers_of_ten() => Powers.Sample((first, second) =>
    {
        double[] powers = [first, second];
        var matrix = Matrix<double>.Build.Dense(1, powers.Length, (_, j) => Math.Pow(10, powers[j]));
        var scale = LogScale.Of(matrix);
        Assert.All(matrix.Enumerate(), value => Assert.InRange(value, scale.From * (1 - 1e-12), scale.To * (1 + 1e-12)));
        // A whole number of decades, but for the rounding of Math.Pow; no wider than the entries need.
        Assert.Equal(Math.Round(Math.Log10(scale.From)), Math.Log10(scale.From), 1e-9);
        Assert.InRange(Math.Log10(scale.To) - Math.Log10(scale.From), 1 - 1e-9, powers.Max() - powers.Min() + 2);
    });
}
