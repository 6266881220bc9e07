using MathNet.Numerics.LinearAlgebra;

namespace Workbook.Tests;

public class RadiusRunTests
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(1.5)]
    public void Near_zero_an_orthogonal_matrix_multiplies_by_its_radius(double radius)
    {
        var run = RadiusRun.Of(Still(radius * Initialization.Orthogonal(6, new NumPyRandom(2))), new int[20], new int[20]);
        // Six times six products a step, and eigenvalues of a normal matrix: a few hundred units of 2.2e-16.
        Assert.Equal(radius, run.Radius, 1e-12);
        Assert.Equal(radius, run.GrowthPerStep(10), 1e-12);
        Assert.Equal(0, run.Saturated);
    }

    [Fact]
    public void A_state_is_saturated_where_tanh_is_less_than_half_as_steep_as_at_zero()
    {
        var rnn = Still(Matrix<double>.Build.Dense(6, 6));
        rnn.Parameters.bh.SetValues([0, 0.88, -0.88, 0.89, -0.89, 30]);       // tanh² is ½ at 0.8814
        Assert.Equal(0.5, RadiusRun.Of(rnn, [0, 0], [0, 0]).Saturated);
    }

    // Nothing is read and no unit is biased: the states stay at zero.
    internal static Rnn Still(Matrix<double> Whh)
    {
        var rnn = new Rnn(1, 6, 2, new NumPyRandom(0));
        Whh.CopyTo(rnn.Parameters.Whh);
        rnn.Parameters.Wxh.Clear();
        rnn.Parameters.bh.Clear();
        return rnn;
    }
}
