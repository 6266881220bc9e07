#nullable enable
using System;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;

/// <summary>The checks of notebook 05. Each is given an answer and says "Right." or what is missing.</summary>
public static class MemoryExercises
{
    private const int Digits = 3;

    /// <summary>The least expected total loss on BPBTSXXVVEPE, in nats: ln 2 at each of its forks.</summary>
    public static string Floor(double? answer)
    {
        var grammar = new ReberGrammar();
        int[] tokens = [.. "BPBTSXXVVEPE".Select(letter => ReberGrammar.Symbols.IndexOf(letter))];
        double[] floors = [.. grammar.Nodes(tokens.AsSpan(..^1)).Select(grammar.EntropyAt)];
        double total = floors.Sum(), given = answer ?? double.NaN;
        return Answers.Unusable("answer1", answer) is string unusable ? unusable
            : Is(given, total) ? Answers.Right
            : Answers.IsShort(Digits, given, total) ? Answers.TooShort(Digits)
            : Is(given, total / Math.Log(2)) ? "Not yet: that is in bits, the number of forks. A fork costs ln 2 nats."
            : Is(given, total / floors.Length) ? "Not yet: that is per prediction. The total is asked for."
            : Is(given, total - Math.Log(2)) ? "Not yet: one fork is missing. The first T or P is a choice too."
            : Is(given, total + Math.Log(2)) ? "Not yet: one fork too many. The second T or P is certain for who remembers the first."
            : "Not yet: count the places at which two symbols may come, each with probability ½.";
    }

    /// <summary>The floors of P(y_t = 1) = ½ + ⅜ x_{t−2} − ⅜ x_{t−5}, in nats per bit.</summary>
    public static string TwoLags(double[]? answer)
    {
        double[] floors = [Entropy(0.5), Entropy(0.6875), (Entropy(0.5) + Entropy(0.125)) / 2];
        return Answers.Unusable("answer2", answer) is string unusable ? unusable
            : answer!.Length != 3 ? $"Not yet: it has {answer.Length} values; neither, the near one and both make three."
            : All(answer, floors) ? Answers.Right
            : answer.Zip(floors).All(each => Fits(each.First, each.Second)) ? Answers.TooShort(Digits)
            : All(answer, [.. floors.Select(floor => floor / Math.Log(2))]) ? "Not yet: those are bits. Use the natural logarithm."
            : All([.. answer.Reverse()], floors) ? "Not yet: those are the three, from the last to the first."
            : !Fits(answer[0], floors[0]) ? "Not yet: who knows neither bit predicts the mean of the four probabilities."
            : Is(answer[1], Entropy(0.5)) ? "Not yet: the near bit leaves two cases, and their mean is not ½."
            : !Fits(answer[1], floors[1]) ? "Not yet: who knows the near bit predicts the mean over the far one, in each of two cases."
            : "Not yet: who knows both has four cases. Their entropies are averaged, not their probabilities.";

        static bool Fits(double given, double floor) => Is(given, floor) || Answers.IsShort(Digits, given, floor);
    }

    /// <summary>The least number of leading directions that names 99 % of the nodes rightly.</summary>
    /// <param name="known">Directions and class means are taken from these.</param>
    /// <param name="tried">The states to name.</param>
    public static string Directions(
        int? answer, (Vector<double>[] States, int[] Nodes) known, (Vector<double>[] States, int[] Nodes) tried)
    {
        const double Enough = 0.99;
        int units = known.States[0].Count;
        return answer is not { } count ? "Not yet: answer3 is empty."
            : count < 1 || count > units ? $"Not yet: a state of {units} units has 1 to {units} directions, not {count}."
            : Named(count) is var fraction and < Enough
                ? FormattableString.Invariant($"Not yet: with {count} direction{(count > 1 ? "s" : "")} ")
                    + FormattableString.Invariant($"{100 * fraction:F1} % are named rightly.")
            : Enumerable.Range(1, count - 1).Any(fewer => Named(fewer) >= Enough) ? "Not yet: that is enough, but fewer are too."
            : Answers.Right;

        double Named(int count)
        {
            var directions = new PrincipalComponents(known.States, count);
            Vector<double>[] Of(Vector<double>[] states) => [.. states.Select(directions.Project)];
            return new NearestCentroid(Of(known.States), known.Nodes).Accuracy(Of(tried.States), tried.Nodes);
        }
    }

    /// <summary>Gradient times input of Σ G_it ŷ_it, one number per time step.</summary>
    public static string GradientTimesInput(Func<Rnn, int[], Matrix<double>, double[]?>? answer)
    {
        if (answer is null)
            return "Not yet: answer4 is empty.";
        int[] x = [0, 2, 1, 2, 0, 1];
        var random = new NumPyRandom(7);
        var network = new Rnn(3, 4, 3, random, scale: 0.5);
        var G = random.Randn(3, x.Length);
        // The same network with a token, and so a column of Wxh, for each time step: its gradient is apart what x adds up.
        var apart = new Rnn(x.Length, 4, 3, new NumPyRandom(0));
        apart.Parameters.Wxh = Matrix<double>.Build.DenseOfColumnVectors(x.Select(network.Parameters.Wxh.Column));
        (apart.Parameters.Whh, apart.Parameters.Why) = (network.Parameters.Whh, network.Parameters.Why);
        (apart.Parameters.bh, apart.Parameters.by) = (network.Parameters.bh, network.Parameters.by);
        apart.Forward([0, 1, 2, 3, 4, 5], new int[x.Length]);
        apart.Backward(G);
        double[] right = [.. x.Select((_, t) => apart.Gradients.Wxh.Column(t) * apart.Parameters.Wxh.Column(t))];

        return Answers.Called("Answer4", Said);

        string Said()
        {
            var before = network.Parameters.ToArray();
            double[]? given = answer(network, [.. x], G.Clone());
            if (given is null)
                return "Not yet: Answer4 returns null. It should return one number per time step.";
            if (given.Length != x.Length)
                return $"Not yet: Answer4 returns {given.Length} numbers for {x.Length} time steps.";
            if (!network.Parameters.ToArray().SequenceEqual(before))
                return "Not yet: the parameters have changed. A gradient leaves them as they are.";
            network.Forward(x, new int[x.Length]);
            network.ZeroGradients();
            network.Backward(G);
            double[] Of(Func<int, double> value) => [.. x.Select((_, t) => value(t))];
            var (p, d, h) = (network.Parameters, network.Deltas, network.HiddenStates);
            return Answers.Unusable("what Answer4 returns", given) is string unusable ? unusable
                : IsIt(right) ? Answers.Right
                : IsIt([.. right.Select(value => -value)]) ? "Not yet: the sign is flipped."
                : IsIt(Of(t => network.Gradients.Wxh.Column(x[t]) * p.Wxh.Column(x[t])))
                    ? "Not yet: ∂L/∂Wxh adds up all time steps that read the same token. Each time step has its own δ_t."
                : IsIt(Of(t => h.Column(t) * p.Wxh.Column(x[t])))
                    ? "Not yet: h_t is the state. The gradient at the pre-activation is δ_t."
                : IsIt(Of(t => d.Column(t).Sum())) ? "Not yet: that is δ_t summed. It should be multiplied by the column that x_t picks."
                : "Not yet: start the backward pass from G, and multiply δ_t by what x_t adds to the pre-activation.";

            // Differences of the loss are right too.
            bool IsIt(double[] values) =>
                Answers.Near(Vector<double>.Build.Dense(given), Vector<double>.Build.Dense(values), 1e-6);
        }
    }

    private static double Entropy(double p) => -(p * Math.Log(p)) - ((1 - p) * Math.Log(1 - p));

    private static bool Is(double given, double value) => Answers.IsRight(Digits, given, value);

    private static bool All(double[] given, double[] values) => given.Zip(values).All(pair => Is(pair.First, pair.Second));
}
