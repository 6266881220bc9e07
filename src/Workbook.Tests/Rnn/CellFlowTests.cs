using MathNet.Numerics.LinearAlgebra;

namespace Workbook.Tests;

public class CellFlowTests
{
    private static readonly int[] X = [0, 2, 1, 1, 0, 2], Y = [2, 1, 1, 0, 2, 2];

    [Fact]
    public void Without_a_way_through_h_the_factor_is_the_forget_gate()
    {
        // Whh of zero: c_t = f_t ⊙ c_{t−1} + … is the only way back, and f is σ(bias) as Wxh is zero too.
        var lstm = new Lstm(new LstmParameters(3, 4, 3)) { LossKind = LossKind.CrossEntropy };
        lstm.Parameters.Why = new NumPyRandom(0).Randn(3, 4);
        lstm.Parameters.bh = new NumPyRandom(1).Randn(16);
        for (int k = 0; k < 4; k++)
            lstm.Parameters.bh[4 + k] = 1.5;
        var norms = CellFlow.Norms(lstm, X, Y);
        double gate = 1 / (1 + Math.Exp(-1.5));
        for (int t = 0; t < X.Length; t++)
            for (int k = 0; k <= t; k++)
                Assert.Equal(Math.Pow(gate, t - k), norms[t, k] / norms[t, t], 1e-12);
        Assert.True(double.IsNaN(norms[2, 3]));
        Assert.Equal(0, lstm.Gradients.Norm());
    }

    [Fact]
    public void The_losses_gradients_add_up_to_that_of_their_sum()
    {
        var lstm = new Lstm(LstmParameters.Draw(3, 4, 3, new NumPyRandom(0), scale: 0.5));
        var sum = Matrix<double>.Build.Dense(4, X.Length);
        for (int t = 0; t < X.Length; t++)
            sum += CellFlow.OfLoss(lstm, X, Y, t);
        lstm.Backward();
        // Six terms below 1, added in another order.
        Reference.AssertClose(lstm.CellGradients, sum, absolute: 1e-14);
        Assert.Equal(CellFlow.OfLoss(lstm, X, Y, 5).Column(2).L2Norm(), CellFlow.Norms(lstm, X, Y)[5, 2]);
    }
}
