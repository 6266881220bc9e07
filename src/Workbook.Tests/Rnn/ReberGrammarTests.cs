using System.Text.RegularExpressions;

namespace Workbook.Tests;

public class ReberGrammarTests
{
    // The graph as a regular expression, worked out by hand: after B T S* X one is in the upper right corner, after B P in the lower left.
    private const string Upper = "((XT*VP)*(S|XT*VV))", Middle = $"B(TS*X{Upper}|PT*V(V|P{Upper}))E";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Every_string_is_accepted_by_an_independent_checker(int middles)
    {
        var checker = new Regex($"^B(T({Middle}){{{middles}}}T|P({Middle}){{{middles}}}P)E$");
        var (grammar, random) = (new ReberGrammar(middles), new NumPyRandom(1));
        for (int i = 0; i < 500; i++)
        {
            int[] tokens = grammar.Draw(random);
            Assert.Matches(checker, ReberGrammar.Text(tokens));
            Assert.True(double.IsFinite(grammar.LogProbability(tokens)));
        }
    }

    [Fact]
    public void A_changed_string_is_possible_where_the_checker_says_so()
    {
        var checker = new Regex($"^B(T{Middle}T|P{Middle}P)E$");
        var (grammar, random) = (new ReberGrammar(), new NumPyRandom(2));
        int refused = 0;
        for (int i = 0; i < 500; i++)
        {
            int[] tokens = grammar.Draw(random);
            tokens[(int)(random.NextDouble() * tokens.Length)] = (int)(random.NextDouble() * 7);
            bool possible = double.IsFinite(grammar.LogProbability(tokens));
            Assert.Equal(checker.IsMatch(ReberGrammar.Text(tokens)), possible);
            refused += possible ? 0 : 1;
        }
        Assert.InRange(refused, 250, 499);
        Assert.Equal(double.NegativeInfinity, grammar.LogProbability([0, 1]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_entropies_are_what_drawing_gives(int middles)
    {
        const int Count = 4000;
        var (grammar, random) = (new ReberGrammar(middles), new NumPyRandom(3));
        int[][] strings = [.. Enumerable.Range(0, Count).Select(_ => grammar.Draw(random))];
        double mean = strings.Average(each => each.Length - 1);

        // Ratio estimates: the error of Σa/Σb is that of the mean of a − (Σa/Σb) b. Five of them: a false alarm in two million.
        AssertWithin(grammar.Predictions, each => each.Length - 1, _ => 1);
        AssertWithin(grammar.Entropy, each => -grammar.LogProbability(each), each => each.Length - 1);
        AssertWithin(grammar.SquaredError, each => Choices(each) / 4.0, each => each.Length - 1);

        // Cross-entropies under the frequencies of these very strings, which fit themselves better by about one nat per free number
        // (42 at most).
        var pairs = strings.SelectMany(each => each.Zip(each.Skip(1))).ToList();
        var (single, joint, last) = (Entropy(pairs.Select(pair => pair.Second)), Entropy(pairs), Entropy(pairs.Select(pair => pair.First)));
        Assert.Equal(grammar.Unigram, single, 0.01);
        Assert.Equal(grammar.Bigram, joint - last, 0.01);

        void AssertWithin(double expected, Func<int[], double> above, Func<int[], double> below)
        {
            double ratio = strings.Sum(above) / strings.Sum(below);
            double error = Math.Sqrt(strings.Sum(each => Math.Pow(above(each) - (ratio * below(each)), 2))) / strings.Sum(below);
            Assert.True(Math.Abs(ratio - expected) <= 5 * error, $"{ratio} ± {error}, and {expected} computed");
            Assert.True(error < 0.02 * expected);
        }

        // A choice between two costs ½ (1 − ½) = ¼: as many choices as the string's surprise in bits.
        double Choices(int[] tokens) => -grammar.LogProbability(tokens) / Math.Log(2);

        static double Entropy<T>(IEnumerable<T> values)
        {
            var groups = values.GroupBy(value => value).Select(group => (double)group.Count()).ToList();
            double sum = groups.Sum();
            return -groups.Sum(count => count / sum * Math.Log(count / sum));
        }
    }

    [Fact]
    public void Whoever_knows_more_does_better()
    {
        var grammar = new ReberGrammar();
        Assert.True(grammar.Entropy < grammar.Bigram && grammar.Bigram < grammar.Unigram && grammar.Unigram < ReberGrammar.Uniform);
        // By hand: a string makes seven choices between two, and eleven predictions on average.
        Assert.Equal(11, grammar.Predictions, 1e-12);
        Assert.Equal(7 * Math.Log(2) / 11, grammar.Entropy, 1e-14);
        Assert.Equal(7.0 / 4 / 11, grammar.SquaredError, 1e-14);
    }

    [Fact]
    public void A_network_that_knows_nothing_scores_as_such()
    {
        var rnn = new Rnn(7, 2, 7, new NumPyRandom(0)) { LossKind = LossKind.CrossEntropy };
        foreach (double[] values in rnn.Parameters.Values)
            Array.Clear(values);
        var grammar = new ReberGrammar();
        rnn.Parameters.by[ReberGrammar.Symbols.IndexOf('T')] = 1e-9;      // always a T, by a hair
        var strings = grammar.Draw(2000, new NumPyRandom(0));
        var score = grammar.Score(rnn, strings);

        Assert.Equal(ReberGrammar.Uniform, score.Loss, 1e-8);
        Assert.Equal(strings.Count(each => ReberGrammar.Symbols[each.Y[^2]] == 'T') / 2000.0, score.Accuracy);
        Assert.Equal(score.Accuracy, score.TwoWayAccuracy);
        // 2000 fair coins: 0.5 ± 5 · 0.011.
        Assert.InRange(score.Accuracy, 0.444, 0.556);
        Assert.Equal((score.Loss - score.Floor) / score.Floor, score.Gap, 1e-12);
    }

    [Fact]
    public void A_middle_of_nothing_is_refused() => Assert.Throws<ArgumentOutOfRangeException>("middles", () => new ReberGrammar(0));
}
