using MathNet.Numerics.LinearAlgebra;

namespace Workbook.Tests;

/// <summary>What reads a hidden state, on vectors whose answer is known.</summary>
public class ProbesTests
{
    private static readonly Vector<double>[] Corners = [V(0, 0), V(0.2, 0), V(4, 0), V(4.2, 0), V(0, 4), V(0, 4.2)];
    private static readonly int[] Classes = [7, 7, 2, 2, 5, 5];

    [Fact]
    public void The_nearest_mean_names_a_vector()
    {
        var nearest = new NearestCentroid(Corners, Classes);
        Assert.Equal(1, nearest.Accuracy(Corners, Classes));
        Assert.Equal((7, 2, 5), (nearest.Predict(V(1, 1)), nearest.Predict(V(3, 1)), nearest.Predict(V(1, 3))));
        // Between the means of 7 and 2, at 0.1 and 4.1.
        Assert.Equal((7, 2), (nearest.Predict(V(2.0999, 0)), nearest.Predict(V(2.1001, 0))));
        // As near to both, and exactly so: the smaller number counts, whichever came first.
        Assert.Equal(2, new NearestCentroid([V(0), V(4)], [7, 2]).Predict(V(2)));
        Assert.Equal(2, new NearestCentroid([V(0), V(4)], [2, 7]).Predict(V(2)));
        Assert.Equal(0.5, nearest.Accuracy([V(0, 0), V(0, 0)], [7, 2]));
    }

    [Fact]
    public void Labels_must_be_as_many_as_vectors()
    {
        Assert.Contains("6 vectors and 2 labels", Assert.Throws<ArgumentException>(() => new NearestCentroid(Corners, [1, 2])).Message);
        Assert.Contains("0 vectors", Assert.Throws<ArgumentException>(() => new NearestCentroid([], [])).Message);
    }

    [Fact]
    public void A_linear_probe_reads_a_bit_that_is_there_and_guesses_one_that_is_not()
    {
        var random = new NumPyRandom(3);
        // Unit 2 holds the bit, at a tenth of what the others vary by.
        bool[] bits = [.. Enumerable.Range(0, 2000).Select(i => i % 3 == 0)];
        Vector<double>[] States(double size) => [.. bits.Select(bit =>
        {
            var state = random.Randn(4);
            state[2] = bit ? size : -size;
            return state;
        })];
        Assert.Equal(1, new LinearProbe(States(0.1), bits, random).Accuracy(States(0.1), bits, random));
        // A tenth of the noise: a reader who knows w and c is right with probability Φ(0.1) at even odds, and says "no" to two of three.
        double hidden = new LinearProbe(States(0.001), bits, random).Accuracy(States(0.001), bits, random);
        Assert.InRange(hidden, 0.6, 0.73);   // two thirds by always saying no; a standard error of 0.011
        // With noise a hundredth of that it is plain again.
        Assert.Equal(1, new LinearProbe(States(0.001), bits, random, noise: 1e-4).Accuracy(States(0.001), bits, random));
    }

    [Fact]
    public void Reading_is_noisy_too()
    {
        // One unit at ±0.02, read with noise of 0.01: right with probability Φ(2) = 0.977, give or take five standard errors of 0.0034.
        var random = new NumPyRandom(5);
        bool[] bits = [.. Enumerable.Range(0, 2000).Select(i => i % 2 == 0)];
        Vector<double>[] states = [.. bits.Select(bit => V(bit ? 0.02 : -0.02))];
        Assert.InRange(new LinearProbe(states, bits, random).Accuracy(states, bits, random), 0.96, 0.994);
    }

    [Fact]
    public void A_probe_wants_more_states_than_it_has_weights()
    {
        var random = new NumPyRandom(0);
        Vector<double>[] states = [V(1, 2), V(3, 4), V(5, 6)];
        Assert.Contains("3 states are too few", Assert.Throws<ArgumentException>(() =>
            new LinearProbe(states, [true, false, true], random)).Message);
        Assert.Contains("1 bits", Assert.Throws<ArgumentException>(() => new LinearProbe(states, [true], random)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            new LinearProbe([.. states, V(0, 1)], [true, false, true, true], random, noise: 0));
    }

    [Fact]
    public void Leading_directions_are_those_of_the_variance()
    {
        // Variance along (3, 4) / 5, a little along (−4, 3) / 5, none along the third axis; the mean is (1, 1, 2).
        Vector<double>[] vectors = [.. new[] { -2.0, -1, 1, 2 }.Select((along, i) =>
            V(1 + (0.6 * along), 1 + (0.8 * along), 2) + ((i % 2 == 0 ? 0.1 : -0.1) * V(-0.8, 0.6, 0)))];
        var two = new PrincipalComponents(vectors);
        Assert.Equal(1, two.ExplainedVariance, 1e-12);
        Assert.Equal(0, two.Project(V(1, 1, 2)).L2Norm(), 1e-12);
        // The correlation of the two turns the direction by less than a tenth.
        Assert.Equal(5, two.Project(V(1 + 3, 1 + 4, 2))[0], 0.05);
        Assert.Equal(0, two.Project(V(1, 1, 9)).L2Norm(), 1e-12);
        double one = new PrincipalComponents(vectors, 1).ExplainedVariance;
        Assert.InRange(one, 0.99, 0.9999);
    }

    [Fact]
    public void Nodes_of_the_grammar_have_a_place()
    {
        var grammar = new ReberGrammar();
        int[] tokens = [.. "BTBTXSETE".Select(letter => ReberGrammar.Symbols.IndexOf(letter))];
        Assert.Equal(
            [(-1, ' '), (0, 'T'), (1, 'T'), (2, 'T'), (4, 'T'), (6, 'T'), (-1, 'T'), (-1, ' '), (-1, ' ')],
            grammar.Nodes(tokens).Select(grammar.Place));
        Assert.Equal([1, 0, 1, 1, 1, 0, 0, 0, 0], grammar.Nodes(tokens).Select(node => grammar.EntropyAt(node) / Math.Log(2)));
        // What is said of single nodes adds up to what is said of whole strings.
        foreach (TokenSequence each in grammar.Draw(20, new NumPyRandom(1)))
            Assert.Equal(-grammar.LogProbability([each.X[0], .. each.Y]), grammar.Nodes(each.X).Sum(grammar.EntropyAt), 1e-12);
        Assert.Contains("BE: at place 1 there is E, and only T or P", Assert.Throws<ArgumentException>(() =>
            grammar.Nodes([0, 6])).Message);
    }

    [Fact]
    public void States_are_drawn_by_group_and_the_last_picture_is_the_figure()
    {
        var points = Matrix<double>.Build.DenseOfRowArrays([1, 2], [3, 4], [5, 6]);
        StateGroup[] groups = [new("a", FigureStyle.Exact), new("b", FigureStyle.Published)];
        var json = StatesChart.Of([("0", 2 * points), ("9", points)], groups, [0, 1, 0], "A title", "strings", "states", "s").ToJson();
        double[] Of(System.Text.Json.Nodes.JsonNode from, string key) => [.. from[key]!.AsArray().Select(value => (double)value!)];
        Assert.Equal([1, 5], Of(json["data"]![0]!, "x"));
        Assert.Equal([4], Of(json["data"]![1]!, "y"));
        Assert.Equal([2, 10], Of(json["frames"]![0]!["data"]![0]!, "x"));
        Assert.True(Of(json["frames"]![0]!["layout"]!["xaxis"]!, "range")[1] > 10);
        Assert.Equal(1, (int)json["controls"]!["start"]!);
        Assert.Throws<ArgumentException>(() => StatesChart.Of([("0", points)], groups, [0, 1], "A title", "strings", "states", "s"));
    }

    [Fact]
    public void A_mark_stands_at_the_state_nearest_to_the_middle_of_its_group_in_every_picture()
    {
        var points = Matrix<double>.Build.DenseOfRowArrays([0, 0], [10, 0], [1, 1], [7, 7]);
        StateGroup[] groups =
            [new("a", FigureStyle.Exact, Mark: "A"), new("b", FigureStyle.Published), new("none", FigureStyle.Muted, Mark: "N")];
        var json = StatesChart.Of([("0", -points), ("9", points)], groups, [0, 0, 0, 1], "A title", "strings", "states", "s").ToJson();
        double Of(System.Text.Json.Nodes.JsonNode from, string key) => (double)Assert.Single(from[key]!.AsArray())!;
        var marks = json["data"]!.AsArray()[^1]!;
        Assert.Equal((1, 1), (Of(marks, "x"), Of(marks, "y")));
        Assert.Equal("A", ((string)marks["text"]![0]!)[3..^4]);   // in bold
        var before = json["frames"]![0]!["data"]!.AsArray();
        Assert.Equal((4, -1, -1), (before.Count, Of(before[^1]!, "x"), Of(before[^1]!, "y")));
    }

    private static Vector<double> V(params double[] values) => Vector<double>.Build.Dense(values);
}
