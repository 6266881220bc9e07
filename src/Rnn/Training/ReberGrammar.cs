#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;

/// <summary>
/// The embedded Reber grammar (Reber 1967; Hochreiter and Schmidhuber 1997, "Long short-term memory"): B, then T or P, a string of
/// the Reber grammar, the same T or P again, E. To predict the second T or P is to remember the first over all that lies between.
/// All choices at a node are equally likely, and the symbols so far always tell which node a string has reached, so how well the next
/// symbol can be predicted is known exactly. All but the B in front is predicted; entropies and losses are in nats per prediction.
/// </summary>
public sealed class ReberGrammar
{
    /// <summary>The seven symbols; a token is an index into them.</summary>
    public const string Symbols = "BTSXPVE";

    // The Reber grammar: a node is the list of its choices, each a symbol and the node it leads to; 7 is the end.
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

    private readonly List<(int Symbol, int Next)[]> nodes = [];
    private readonly List<(int Reber, char First)> places = [];          // one per node
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
        Entropy = Mean(visits, p => -Math.Log(p));                                  // −ln p
        SquaredError = Mean(visits, p => (1 - p) / 2);                              // ½ ‖y − p‖², on average ½ (1 − Σ p²)
        (Unigram, Bigram) = Baselines(visits);

        int Branch(char symbol)
        {
            int next = Add((symbol, last));
            places[next] = (-1, symbol);
            for (int i = 0; i < middles; i++)
                next = AddReber(next, symbol);
            return next;
        }
    }

    /// <summary>The mean number of predictions per string.</summary>
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
        for (int node = start; node != end;)
        {
            var (symbol, next) = nodes[node][(int)(random.NextDouble() * nodes[node].Length)];
            tokens.Add(symbol);
            node = next;
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
        int node = start;
        foreach (int token in tokens)
        {
            sum -= EntropyAt(node);
            if (Next(node, token) is not { } next)
                return double.NegativeInfinity;
            node = next;
        }
        return node == end ? sum : double.NegativeInfinity;
    }

    /// <summary>The nodes that a string's tokens lead to, one per token: what may come next depends on them alone.</summary>
    /// <param name="tokens">A string, or its beginning.</param>
    /// <exception cref="ArgumentException">A token that cannot come where it stands.</exception>
    public int[] Nodes(ReadOnlySpan<int> tokens)
    {
        var reached = new int[tokens.Length];
        for (int t = 0, node = start; t < tokens.Length; t++)
        {
            reached[t] = node = Next(node, tokens[t]) ?? throw new ArgumentException(
                $"{Text(tokens.ToArray())}: at place {t} there is {Symbols[tokens[t]]}, and only "
                + $"{string.Join(" or ", nodes[node].Select(each => Symbols[each.Symbol]))} can come there.", nameof(tokens));
        }
        return reached;
    }

    /// <summary>How many nodes there are, those included after which nothing is predicted.</summary>
    public int NodeCount => nodes.Count;

    /// <summary>The least cross-entropy of what comes after a node: ln 2 at a fork, 0 elsewhere.</summary>
    /// <param name="node">One of <see cref="Nodes"/>.</param>
    public double EntropyAt(int node) => nodes[node].Length == 0 ? 0 : Math.Log(nodes[node].Length);

    /// <summary>Where a node lies.</summary>
    /// <param name="node">One of <see cref="Nodes"/>.</param>
    /// <returns>
    /// Its number in the Reber grammar, 0 to 6, and the T or P that the string began with; −1 for the nodes outside of it, and a space
    /// for those before the first T or P and after the second.
    /// </returns>
    public (int Reber, char First) Place(int node) => places[node];

    /// <summary>The symbols that may come next, after each token.</summary>
    /// <param name="tokens">A string, or its beginning.</param>
    /// <exception cref="ArgumentException">A token that cannot come where it stands.</exception>
    public int[][] Possible(ReadOnlySpan<int> tokens) =>
        Array.ConvertAll(Nodes(tokens), node => Array.ConvertAll(nodes[node], choice => choice.Symbol));

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

    // Where a symbol leads from a node; null if it cannot come there.
    private int? Next(int node, int token) =>
        Array.FindIndex(nodes[node], each => each.Symbol == token) is >= 0 and var choice ? nodes[node][choice].Next : null;

    private int Add(params (char Symbol, int Next)[] choices)
    {
        nodes.Add([.. choices.Select(choice => (Symbols.IndexOf(choice.Symbol), choice.Next))]);
        places.Add((-1, ' '));
        return nodes.Count - 1;
    }

    private int AddReber(int next, char first)
    {
        int here = nodes.Count;
        for (int k = 0; k < Reber.Length; k++)
        {
            int node = Add([.. Reber[k].Select(choice => (choice.Symbol, choice.Next == Reber.Length ? next : here + choice.Next))]);
            places[node] = (k, first);
        }
        return here;
    }

    // How often a string passes through each node, on average: v = e + Qᵀ v, with Q the probabilities from node to node.
    private Vector<double> Visits()
    {
        var Q = Matrix<double>.Build.Dense(nodes.Count, nodes.Count);
        for (int node = 0; node < nodes.Count; node++)
            foreach (var (_, next) in nodes[node])
                Q[node, next] += 1.0 / nodes[node].Length;
        var e = Vector<double>.Build.Dense(nodes.Count);
        e[start] = 1;
        return (Matrix<double>.Build.DenseIdentity(nodes.Count) - Q.Transpose()).Solve(e);
    }

    // The mean over all predictions of something that depends on the probability of the symbol that comes.
    private double Mean(Vector<double> visits, Func<double, double> cost) =>
        Enumerable.Range(0, nodes.Count).Where(node => node != end)
            .Sum(node => visits[node] * cost(1.0 / nodes[node].Length)) / Predictions;

    private (double Unigram, double Bigram) Baselines(Vector<double> visits)
    {
        var pairs = Matrix<double>.Build.Dense(Symbols.Length, Symbols.Length);      // of a symbol and the one that follows
        for (int node = 0; node < nodes.Count; node++)
            foreach (var (symbol, next) in nodes[node])
                foreach (var (following, _) in nodes[next])
                    pairs[symbol, following] += visits[node] / nodes[node].Length / nodes[next].Length / Predictions;
        return (Surprise(pairs.ColumnSums()), Surprise(pairs.Enumerate()) - Surprise(pairs.RowSums()));
    }

    private static double Surprise(IEnumerable<double> probabilities) =>
        -probabilities.Where(p => p > 0).Sum(p => p * Math.Log(p));
}

/// <summary>How well strings were predicted.</summary>
/// <param name="Loss">The cross-entropy, in nats per prediction.</param>
/// <param name="Floor">What the true probabilities of these very strings give, in nats per prediction.</param>
/// <param name="Accuracy">The fraction of strings whose second T or P was given the highest score of all symbols.</param>
/// <param name="TwoWayAccuracy">
/// The fraction of strings whose second T or P was given a higher score than the other of the two; guessing gives ½.
/// </param>
public sealed record ReberScore(double Loss, double Floor, double Accuracy, double TwoWayAccuracy)
{
    /// <summary>How far the loss lies above the floor, as a fraction of it; negative only by sampling noise.</summary>
    public double Gap => (Loss / Floor) - 1;
}
