#nullable enable

/// <summary>How well strings were predicted.</summary>
/// <param name="Loss">The cross-entropy, in nats per prediction.</param>
/// <param name="Floor">What the true probabilities of these very strings give, in nats per prediction.</param>
/// <param name="Right">The share of strings, 0 to 1, whose second T or P was given the highest score of all symbols.</param>
/// <param name="Remembered">
/// The share of strings, 0 to 1, whose second T or P was given a higher score than the other of the two; guessing gives ½.
/// </param>
public sealed record ReberScore(double Loss, double Floor, double Right, double Remembered)
{
    /// <summary>How far the loss lies above the floor, as a share of it; negative only by sampling noise.</summary>
    public double Gap => (Loss / Floor) - 1;
}
