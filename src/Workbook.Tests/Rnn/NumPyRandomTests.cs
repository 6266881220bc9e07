using System.Text.Json;

namespace Workbook.Tests;

public class NumPyRandomTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(42)]
    public void Randn_is_NumPys_bit_for_bit(long seed)
    {
        var random = new NumPyRandom(seed);
        double[] expected = Reference.Read($"original-seed-{seed}.json")["randn"].Deserialize<double[]>()!;

        // NumPy's log and sqrt and .NET's may differ in the last bit, hence 1e-15 of the largest draw (about 3).
        Assert.Equal(138, expected.Length);
        foreach (double each in expected)
            Assert.Equal(each, random.NextGaussian(), 4e-15);
    }

    [Fact]
    public void Uniform_numbers_are_NumPys()
    {
        // np.random.seed(0); np.random.rand(3), from NumPy's documentation of its legacy generator.
        var random = new NumPyRandom(0);
        Assert.Equal([0.5488135039273248, 0.7151893663724195, 0.6027633760716439],
            [random.NextDouble(), random.NextDouble(), random.NextDouble()]);
    }

    [Fact]
    public void Matrices_are_filled_row_by_row()
    {
        var (matrix, one) = (new NumPyRandom(3).Randn(2, 3), new NumPyRandom(3));
        Assert.All(matrix.ToRowArrays().SelectMany(row => row), entry => Assert.Equal(one.NextGaussian(), entry));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4294967296)]
    public void A_seed_that_NumPy_refuses_is_refused(long seed)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new NumPyRandom(seed));
        Assert.Contains(seed.ToString(), error.Message);
    }

    [Fact]
    public void The_largest_seed_is_accepted() => Assert.InRange(new NumPyRandom(uint.MaxValue).NextDouble(), 0, 1);
}
