using CsCheck;

namespace Workbook.Tests;

public class LadderTests
{
    private static readonly Gen<Case> Given = Case.Any(tokens: 9, hidden: 20, steps: 7);

    [Fact]
    public void Every_rung_gives_the_gradient_of_the_rung_before() => Given.Sample(given =>
    {
        var (rungs, x, y) = (Ladder.Steps(given.Rnn.Parameters), given.X, given.Y);
        double[] losses = [.. rungs.Select(rung => rung.Gradient(x, y))];
        for (int k = 1; k < rungs.Length; k++)
            AssertClose(losses[k - 1], losses[k], rungs[k - 1].Gradients, rungs[k].Gradients, rungs[k]);
    }, iter: 40);

    [Fact]
    public void Every_rung_trains_alike_and_remembers_nothing_of_a_step_but_its_parameters() => Given.Sample(given =>
    {
        var rungs = Ladder.Steps(given.Rnn.Parameters);
        foreach (Rung rung in rungs)
        {
            rung.Train([0, 0, 0, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 0, 0], 0.01);
            rung.Train(given.X, given.Y, 0.01);
        }
        for (int k = 1; k < rungs.Length; k++)
            AssertClose(0, 0, rungs[k - 1].Parameters, rungs[k].Parameters, rungs[k]);
    }, iter: 40);

    // Sums of at most 20 terms in another order, over at most 9 steps that each can make an error a few times larger:
    // 1e-11 of the largest entry leaves room, and a wrong term is off by far more.
    private static void AssertClose(double expectedLoss, double loss, RnnParameters expected, RnnParameters actual, Rung rung)
    {
        Assert.Equal(expectedLoss, loss, 1e-11 * (1 + expectedLoss));
        Reference.AssertClose(expected, actual, absolute: 1e-11, relative: 1e-11, of: $" of {rung.Name}");
    }
}
