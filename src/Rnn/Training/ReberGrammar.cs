#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;

/// <summary>
/// The embedded Reber grammar (Reber 1967; Hochreiter and Schmidhuber 1997, "Long short-term memory"): B, then T or P, a string of
/// the Reber grammar, the same T or P again, E. To predict the second T or P is to remember the first over all that lies between.
/// Each choice has equal chances, and a string's start always tells where in the graph it has got to, so how well the next symbol
/// can be predicted is known exactly. All but the B in front is predicted; entropies and losses are in nats a prediction.
/// </summary>
public sealed class ReberGrammar
{
    /// <summary>The seven symbols; a token is an index into them.</summary>
    public const string Symbols = "BTSXPVE";

    // The Reber grammar: a state is the list of its choices, each a symbol and the state it leads to; 7 is the end.
    private static readonly (char Symbol, int Next)[][] Reber =
    [
        [('B', 1)],
        [('T', 2), ('P', 3)],
        [('S', 2), ('X', 4)],
        [('T', 3), ('V', 5)],
        [('X', 3), ('S', 6)],
        [('P', 4), ('V', 6)],
        [('E', 7)],
    ];

    private readonly List<(int Symbol, int Next)[]> states = [];
    private readonly int start, end;

    /// <param name="middles">How many Reber strings lie in the middle, one after another; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1.</exception>
    public ReberGrammar(int middles = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(middles, 1);
        end = Add();
        int last = Add(('E', end));
        start = Add(('B', Add(('T', Branch('T')), ('P', Branch('P')))));

        Vector<double> visits = Visits();
        Predictions = visits.Sum() - 2;                                             // the B in front is given, the end predicts nothing
        Entropy = Mean(visits, chance => -Math.Log(chance));                        // −ln p
        SquaredError = Mean(visits, chance => (1 - chance) / 2);                    // ½ ‖y − p‖², on average ½ (1 − Σ p²)
        (Unigram, Bigram) = Baselines(visits);

        int Branch(char symbol)
        {
            int next = Add((symbol, last));
            for (int i = 0; i < middles; i++)
                next = AddReber(next);
            return next;
        }
    }

    /// <summary>The mean number of predictions a string.</summary>
    public double Predictions { get; }

    /// <summary>The least cross-entropy that any predictor can reach: the mean entropy of the next symbol, given all before it.</summary>
    public double Entropy { get; }

    /// <summary>The least mean of ½ ‖y − ŷ‖² that any predictor can reach; it is reached by the true probabilities.</summary>
    public double SquaredError { get; }

    /// <summary>The least cross-entropy of a predictor that knows how frequent each symbol is, and nothing of the string.</summary>
    public double Unigram { get; }

    /// <summary>The least cross-entropy of a predictor that knows the last symbol only.</summary>
    public double Bigram { get; }

    /// <summary>The cross-entropy of guessing all seven symbols alike.</summary>
    public static double Uniform => Math.Log(Symbols.Length);

    /// <summary>Draws a string.</summary>
    /// <returns>Its tokens, from B to E.</returns>
    public int[] Draw(NumPyRandom random)
    {
        var tokens = new List<int>();
        for (int state = start; state != end;)
        {
            var (symbol, next) = states[state][(int)(random.NextDouble() * states[state].Length)];
            tokens.Add(symbol);
            state = next;
        }
        return [.. tokens];
    }

    /// <summary>Draws strings, each to be predicted symbol by symbol.</summary>
    public TokenSequence[] Draw(int count, NumPyRandom random) =>
        [.. Enumerable.Range(0, count).Select(_ => TokenSequence.Next(Draw(random)))];

    /// <summary>The logarithm of the probability that a string is drawn, −∞ for one that cannot be.</summary>
    /// <param name="tokens">A whole string.</param>
    public double LogProbability(ReadOnlySpan<int> tokens)
    {
        double sum = 0;
        int state = start;
        foreach (int token in tokens)
        {
            int choice = Array.FindIndex(states[state], each => each.Symbol == token);
            if (choice < 0)
                return double.NegativeInfinity;
            sum -= Math.Log(states[state].Length);
            state = states[state][choice].Next;
        }
        return state == end ? sum : double.NegativeInfinity;
    }

    /// <summary>How well a network predicts strings that it was not trained on.</summary>
    public ReberScore Score(IRecurrentNetwork<Tensors> network, IReadOnlyList<TokenSequence> strings)
    {
        double loss = 0, floor = 0;
        int predictions = 0, right = 0, remembered = 0, T = Symbols.IndexOf('T'), P = Symbols.IndexOf('P');
        foreach (TokenSequence each in strings)
        {
            loss += network.Forward(each.X, each.Y);
            floor -= LogProbability([each.X[0], .. each.Y]);
            predictions += each.Y.Length;
            var scores = network.Logits.Column(each.Y.Length - 2);                       // of the second T or P
            right += scores.MaximumIndex() == each.Y[^2] ? 1 : 0;
            remembered += scores[each.Y[^2]] > scores[T + P - each.Y[^2]] ? 1 : 0;
        }
        return new ReberScore(loss / predictions, floor / predictions, right / (double)strings.Count, remembered / (double)strings.Count);
    }

    /// <summary>A string's letters.</summary>
    public static string Text(IEnumerable<int> tokens) => new([.. tokens.Select(token => Symbols[token])]);

    private int Add(params (char Symbol, int Next)[] choices)
    {
        states.Add([.. choices.Select(choice => (Symbols.IndexOf(choice.Symbol), choice.Next))]);
        return states.Count - 1;
    }

    private int AddReber(int next)
    {
        int here = states.Count;
        foreach (var choices in Reber)
            Add([.. choices.Select(choice => (choice.Symbol, choice.Next == Reber.Length ? next : here + choice.Next))]);
        return here;
    }

    // How often a string passes through each state, on average: v = e + Qᵀ v, with Q the chances from state to state.
    private Vector<double> Visits()
    {
        var Q = Matrix<double>.Build.Dense(states.Count, states.Count);
        for (int state = 0; state < states.Count; state++)
            foreach (var (_, next) in states[state])
                Q[state, next] += 1.0 / states[state].Length;
        var e = Vector<double>.Build.Dense(states.Count);
        e[start] = 1;
        return (Matrix<double>.Build.DenseIdentity(states.Count) - Q.Transpose()).Solve(e);
    }

    // The mean over all predictions of something that depends on the chance of the symbol that comes.
    private double Mean(Vector<double> visits, Func<double, double> cost) =>
        Enumerable.Range(0, states.Count).Where(state => state != end)
            .Sum(state => visits[state] * cost(1.0 / states[state].Length)) / Predictions;

    private (double Unigram, double Bigram) Baselines(Vector<double> visits)
    {
        var pairs = Matrix<double>.Build.Dense(Symbols.Length, Symbols.Length);      // of a symbol and the one that follows
        for (int state = 0; state < states.Count; state++)
            foreach (var (symbol, next) in states[state])
                foreach (var (following, _) in states[next])
                    pairs[symbol, following] += visits[state] / states[state].Length / states[next].Length / Predictions;
        return (Surprise(pairs.ColumnSums()), Surprise(pairs.Enumerate()) - Surprise(pairs.RowSums()));
    }

    private static double Surprise(IEnumerable<double> chances) =>
        -chances.Where(chance => chance > 0).Sum(chance => chance * Math.Log(chance));
}
