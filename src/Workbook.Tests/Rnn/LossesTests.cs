using CsCheck;
using MathNet.Numerics.LinearAlgebra;

namespace Workbook.Tests;

public class LossesTests
{
    [Fact]
    public void The_squared_error_is_half_the_squared_distance()
    {
        var (loss, dy) = Losses.SquaredError(Vector<double>.Build.Dense([1, 2, -2]), 1);
        Assert.Equal(((1 * 1) + (1 * 1) + (2 * 2)) / 2.0, loss);
        Assert.Equal([1, 1, -2], dy);
    }

    [Fact]
    public void The_cross_entropy_is_the_surprise_at_the_target()
    {
        // Probabilities 1/4, 1/2, 1/4.
        var (loss, dy) = Losses.CrossEntropy(Vector<double>.Build.Dense([0, Math.Log(2), 0]), 2);
        Assert.Equal(Math.Log(4), loss, 1e-15);
        Assert.All(dy.Zip([0.25, 0.5, -0.75]), pair => Assert.Equal(pair.Second, pair.First, 1e-15));
    }

    [Fact]
    public void The_cross_entropy_stands_large_logits()
    {
        // Logits 2000 apart: the loss is their distance, and softmax is 1 and 0.
        var (loss, dy) = Losses.CrossEntropy(Vector<double>.Build.Dense([1000, -1000]), 1);
        Assert.Equal(2000, loss);
        Assert.Equal([1, -1], dy);
    }

    [Fact]
    public void Their_gradients_are_those_of_their_losses() => Gen.Select(
        Gen.Enum<LossKind>(), Gen.Int[1, 8], Gen.UInt).Sample((kind, size, seed) =>
    {
        var yhat = new NumPyRandom(seed).Randn(size);
        int target = (int)(seed % size);
        var (_, dy) = Losses.Of(kind, yhat, target);
        for (int i = 0; i < size; i++)
        {
            var e = Vector<double>.Build.Dense(size, k => k == i ? 1e-4 : 0);
            double difference = (Losses.Of(kind, yhat + e, target).Loss - Losses.Of(kind, yhat - e, target).Loss) / 2e-4;
            // s² / 6 · L‴ with L‴ below 1/6 for the cross-entropy and 0 for the squared error, and rounding of losses below 50 over 1e-4.
            Assert.Equal(difference, dy[i], 1e-9);
        }
    });
}
