using MathNet.Numerics.LinearAlgebra;

namespace Workbook.Tests;

/// <summary>What notebook 03 trains live and the record of many seeds holds begins as they say.</summary>
public class ReberLearningTests
{
    [Theory]
    [InlineData(ReberInitialization.Orthogonal, 0.3, true, false)]
    [InlineData(ReberInitialization.SmallWhh, 0.3, false, false)]
    [InlineData(ReberInitialization.Original, 0.01, false, true)]
    [InlineData(ReberInitialization.OriginalWithoutBiases, 0.01, false, false)]
    public void A_network_is_initialised_as_its_name_says(
        ReberInitialization initialization, double scale, bool isOrthogonal, bool hasBiases)
    {
        const int size = 32;
        var p = ReberLearning.Network(initialization, size, new NumPyRandom(0)).Parameters;
        // The standard deviation of 224 draws is within a tenth of its own in most cases; the scales differ by a factor of thirty.
        foreach (var weights in new[] { p.Wxh, p.Why })
            Assert.InRange(weights.FrobeniusNorm() / Math.Sqrt(7 * size), 0.8 * scale, 1.2 * scale);
        double off = ((p.Whh.Transpose() * p.Whh) - Matrix<double>.Build.DenseIdentity(size)).FrobeniusNorm();
        Assert.Equal(isOrthogonal, off < 1e-12);   // rounding; a matrix of small entries is off by more than 5
        if (!isOrthogonal)
            Assert.InRange(p.Whh.FrobeniusNorm() / size, 0.009, 0.011);
        Assert.Equal(hasBiases, p.bh.L2Norm() > 1);
        Assert.Equal(hasBiases, p.by.L2Norm() > 1);
    }

    [Fact]
    public void It_learns_from_two_strings_at_a_time_at_a_rate_that_falls_to_zero()
    {
        var random = new NumPyRandom(0);
        var network = ReberLearning.Network(ReberInitialization.Orthogonal, 8, random);
        var history = ReberLearning.Trainer(network, new ReberGrammar(), 400, random)
            .Run(200);
        // Twice the loss per string over the loss per token is the number of tokens of both strings.
        Assert.All(history, step => Assert.Equal(0, Math.IEEERemainder(2 * step.Loss / step.TokenLoss, 1), 1e-9));
        Assert.Contains(history, step => Math.Round(2 * step.Loss / step.TokenLoss) % 2 == 1);   // no single string, twice
        // The rate stays until three tenths; the last step is 1/200 of the way from its end, which 0.7 divides: 0.007 of it.
        Assert.InRange(history[^1].UpdateRatio / history[50].UpdateRatio, 0, 0.05);
        Assert.True(history[^1].Loss < history[0].Loss);
    }
}
