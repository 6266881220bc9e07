using CsCheck;

namespace Workbook.Tests;

public class FastRnnTests
{
    private static readonly Gen<Case> Given = Case.Any(tokens: 20, hidden: 40, steps: 30);

    [Fact]
    public void It_computes_what_the_readable_network_computes() => Given.Sample(given =>
    {
        var (rnn, x, y, start) = given;
        var fast = new FastRnn(rnn.Parameters) { LossKind = rnn.LossKind };
        foreach (var from in new[] { null, start })
        {
            Assert.Equal(rnn.Forward(x, y, from), fast.Forward(x, y, from), 1e-12 * (1 + rnn.Loss));
            rnn.ZeroGradients();
            rnn.Backward();
            fast.ZeroGradients();
            fast.Backward();

            // Sums of at most 40 terms in another order, over at most 30 steps: below 1e-12 of what goes into them as long as a step back
            // does not grow (the scale keeps the spectral radius near 1 or below).
            double into = rnn.OutputGradients.FrobeniusNorm() + rnn.Deltas.FrobeniusNorm();
            Reference.AssertClose(rnn.HiddenStates, fast.HiddenStates, 1e-12, name: "hidden states");
            Reference.AssertClose(rnn.Logits, fast.Logits, 1e-12, relative: 1e-12, name: "logits");
            Reference.AssertClose(rnn.OutputGradients, fast.OutputGradients, 1e-12, relative: 1e-12, name: "output gradients");
            Reference.AssertClose(rnn.Deltas, fast.Deltas, 1e-12 * into, name: "deltas");
            Reference.AssertClose(
                rnn.StartGradient.ToColumnMatrix(), fast.StartGradient.ToColumnMatrix(), 1e-12 * into, name: "start gradient");
            Reference.AssertClose(rnn.Gradients, fast.Gradients, absolute: 1e-11 * into);
            Assert.All(rnn.StepLosses.Zip(fast.StepLosses), pair => Assert.Equal(pair.First, pair.Second, 1e-12 * (1 + pair.First)));
        }
    });

    [Fact]
    public void A_longer_sequence_before_leaves_no_trace() => Given.Sample(given =>
    {
        var rnn = new FastRnn(given.Rnn.Parameters) { LossKind = given.Rnn.LossKind };
        rnn.Forward([0, 0], [0, 0]);
        rnn.ZeroGradients();
        rnn.Backward();
        var (hidden, deltas, gradient) = (rnn.HiddenStates, rnn.Deltas, rnn.Gradients.ToArray());
        rnn.Forward(new int[30], new int[30], given.Start);
        rnn.Backward();
        rnn.ZeroGradients();
        rnn.Forward([0, 0], [0, 0]);
        rnn.Backward();
        Assert.Equal(hidden, rnn.HiddenStates);
        Assert.Equal(deltas, rnn.Deltas);
        Assert.Equal(gradient, rnn.Gradients.ToArray());
    });

    [Fact]
    public void A_pass_over_a_length_seen_before_allocates_nothing()
    {
        var rnn = new FastRnn(6, 7, 5, new NumPyRandom(0));
        int[] x = [1, 3, 3, 5], y = [0, 2, 1, 4];
        var start = rnn.ZeroState;
        Step();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            Step();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Step()
        {
            rnn.Forward(x, y);
            rnn.ZeroGradients();
            rnn.Backward();
            rnn.Update();
            rnn.Forward(x.AsSpan(0, 3), y.AsSpan(0, 3), start);
            rnn.Backward();
        }
    }
}
