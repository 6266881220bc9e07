namespace Workbook.Benchmarks;

/// <summary>
/// One training step of a network over one sequence: forward, zero, backward, update. Compiled twice: as it is, and as Debug code.
/// </summary>
public sealed class RepeatedStep
{
    private readonly Rnn rnn;
    private readonly int[] x, y;

    /// <param name="input">Sizes of the network.</param>
    /// <param name="steps">The length T of the sequence.</param>
    /// <param name="fast">A <see cref="FastRnn"/> rather than an <see cref="Rnn"/>.</param>
    public RepeatedStep(int input, int hidden, int output, int steps, bool fast)
    {
        // Small weights and a tiny rate: after a million steps the numbers are still ordinary ones.
        var weights = RnnParameters.Draw(input, hidden, output, new NumPyRandom(0));
        rnn = fast ? new FastRnn(weights, learningRate: 1e-9) : new Rnn(weights, learningRate: 1e-9);
        (x, y) = (new int[steps], new int[steps]);
        for (int t = 0; t < steps; t++)
            (x[t], y[t]) = (((7 * t) + 3) % input, ((5 * t) + 1) % output);
    }

    public void Run()
    {
        rnn.Forward(x, y);
        rnn.ZeroGradients();
        rnn.Backward();
        rnn.Update();
    }
}
