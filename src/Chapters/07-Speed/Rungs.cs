#nullable enable

/// <summary>The ladder.</summary>
public static class Rungs
{
    /// <summary>Every rung, the readable one first, each with a copy of the same weights.</summary>
    public static Rung[] All(RnnParameters weights) =>
        [new NetworkRung(new Rnn(weights)), new AfterwardsRung(weights), new SpanRung(weights), new NetworkRung(new FastRnn(weights))];
}
