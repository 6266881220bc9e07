#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics.Tensors;
using System.Text;
using MathNet.Numerics.LinearAlgebra;

/// <summary>
/// The letters that a network reads and writes, one token each: it reads what there is so far and gives each symbol a score to come next.
/// A line end stands before the first letter of a word and after the last, so that the network learns where words start and stop.
/// </summary>
/// <param name="words">The words whose letters it knows.</param>
public sealed class CharacterModel(IEnumerable<string> words)
{
    private static readonly Rune LineEnd = new('\n');

    /// <summary>The line end, which is token 0, and the letters in order. One letter may be two characters of a string.</summary>
    public Rune[] Symbols { get; } =
        [LineEnd, .. words.SelectMany(word => word.EnumerateRunes()).Where(letter => letter != LineEnd).Distinct().Order()];

    /// <summary>A text as tokens.</summary>
    /// <exception cref="ArgumentException">The text has a letter that is not in <see cref="Symbols"/>.</exception>
    public int[] Tokens(string text) => [.. text.EnumerateRunes().Select(letter => Array.IndexOf(Symbols, letter) is var token and >= 0
        ? token
        : throw new ArgumentException($"'{letter}' (U+{letter.Value:X4}) is not a letter of this model.", nameof(text)))];

    /// <summary>A word as a sequence in which each symbol is to be predicted from those before it.</summary>
    /// <exception cref="ArgumentException">The word has a letter that is not in <see cref="Symbols"/>.</exception>
    public TokenSequence Sequence(string word) => TokenSequence.Next([0, .. Tokens(word), 0]);

    /// <summary>Draws a word, letter by letter.</summary>
    /// <param name="temperature">As in <see cref="Sample"/>.</param>
    /// <param name="longest">Where a word is cut off that has not ended.</param>
    /// <exception cref="ArgumentOutOfRangeException">The temperature is not finite and positive.</exception>
    public string SampleWord(IRecurrentNetwork<Tensors> network, double temperature, NumPyRandom random, int longest = 20) =>
        string.Concat(Sample(network, 0, network.ZeroState, random, temperature).TakeWhile(symbol => symbol != LineEnd).Take(longest));

    /// <summary>Draws symbols without end from softmax(ŷ / temperature), one time step each, going on from a token and a state.</summary>
    /// <param name="token">The token to read first.</param>
    /// <param name="state">The state to read it in.</param>
    /// <param name="temperature">1 keeps the network's probabilities; less prefers what is likely, more levels them. Positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The token is outside its range, or the temperature is not finite and positive.
    /// </exception>
    public IEnumerable<Rune> Sample(
        IRecurrentNetwork<Tensors> network, int token, Vector<double> state, NumPyRandom random, double temperature = 1)
    {
        Require.Sequence([token], Symbols.Length, [token], Symbols.Length);
        Require.Positive(temperature, nameof(temperature));
        return Drawn();

        IEnumerable<Rune> Drawn()
        {
            while (true)
            {
                (state, var logits) = network.StepForward(token, state);
                double[] probabilities = [.. (logits - logits.Maximum()) / temperature];   // at most 0: no exponential overflows
                TensorPrimitives.SoftMax<double>(probabilities, probabilities);
                token = Choose(probabilities, random.NextDouble());
                yield return Symbols[token];
            }
        }
    }

    // The first index at which the running sum of the probabilities passes u, as np.random.choice has it.
    private static int Choose(double[] probabilities, double u)
    {
        int index = 0;
        for (double sum = probabilities[0]; sum <= u && index < probabilities.Length - 1; sum += probabilities[index])
            index++;
        return index;
    }
}
