#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics.Tensors;

/// <summary>
/// A network that writes words letter by letter: it reads what there is so far and gives each symbol a score to come next.
/// A line end stands before the first letter and after the last, so that it learns where words start and stop.
/// </summary>
/// <param name="words">The words whose letters it knows.</param>
public sealed class CharacterModel(IEnumerable<string> words)
{
    /// <summary>The line end, which is token 0, and the letters in order.</summary>
    public string Symbols { get; } = "\n" + new string([.. words.SelectMany(word => word).Distinct().Order()]);

    /// <summary>A word as a sequence in which each symbol is to be predicted from those before it.</summary>
    /// <exception cref="ArgumentException">The word has a letter that is not in <see cref="Symbols"/>.</exception>
    public TokenSequence Sequence(string word)
    {
        if (word.FirstOrDefault(letter => !Symbols.Contains(letter)) is var letter and not '\0')
            throw new ArgumentException($"'{letter}' in '{word}' is no letter of this model.", nameof(word));
        return TokenSequence.Next([.. $"\n{word}\n".Select(letter => Symbols.IndexOf(letter))]);
    }

    /// <summary>Draws a word from softmax(ŷ / temperature), a letter at a time.</summary>
    /// <param name="temperature">1 keeps the network's probabilities; less prefers what is likely, more levels them. Positive.</param>
    /// <param name="longest">Where a word is cut off that has not ended.</param>
    /// <exception cref="ArgumentOutOfRangeException">The temperature is not positive.</exception>
    public string Draw(Rnn rnn, double temperature, NumPyRandom random, int longest = 20)
    {
        if (!(temperature > 0))
            throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "The temperature must be positive.");
        var tokens = new List<int> { 0 };
        do
        {
            int[] x = [.. tokens];
            rnn.Forward(x, x);                                                // the targets do not matter here
            var scores = rnn.Logits.Column(x.Length - 1);
            double[] chances = [.. (scores - scores.Maximum()) / temperature];   // at most 0: no exponential overflows
            TensorPrimitives.SoftMax<double>(chances, chances);
            tokens.Add(Choose(chances, random.NextDouble()));
        }
        while (tokens[^1] != 0 && tokens.Count <= longest);
        return string.Concat(tokens.Where(token => token != 0).Select(token => Symbols[token]));
    }

    // The first index at which the running sum of the chances passes u.
    private static int Choose(double[] chances, double u)
    {
        int index = 0;
        for (double sum = chances[0]; sum <= u && index < chances.Length - 1; sum += chances[index])
            index++;
        return index;
    }
}
