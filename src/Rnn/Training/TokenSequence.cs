#nullable enable
using System;
using System.Collections.Generic;

/// <summary>What a network reads, and what it is to predict at each time step.</summary>
/// <param name="X">T input tokens.</param>
/// <param name="Y">T target tokens.</param>
public sealed record TokenSequence(int[] X, int[] Y)
{
    /// <summary>From each token the next is to be predicted: X is all but the last, Y all but the first.</summary>
    /// <param name="tokens">At least two.</param>
    public static TokenSequence Next(int[] tokens) => new(tokens[..^1], tokens[1..]);

    /// <summary>
    /// A text cut into sequences of one length, each to be predicted token by token; what is left at its end is left out. A
    /// <see cref="Trainer"/> that carries the state on reads them as one text.
    /// </summary>
    /// <param name="text">More tokens than the length.</param>
    /// <param name="length">T of each, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A length below 1.</exception>
    /// <exception cref="ArgumentException">The text is too short for one sequence.</exception>
    public static TokenSequence[] Chunks(int[] text, int length)
    {
        Require.AtLeast1(length, nameof(length));
        if (text.Length <= length)
            throw new ArgumentException(
                $"The text has {text.Length} tokens; a chunk of {length} and the token after it take {length + 1}.", nameof(text));
        var chunks = new List<TokenSequence>();
        for (int p = 0; p + length < text.Length; p += length)
            chunks.Add(Next(text[p..(p + length + 1)]));
        return [.. chunks];
    }
}
