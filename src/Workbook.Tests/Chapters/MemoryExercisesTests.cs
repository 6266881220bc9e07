using MathNet.Numerics.LinearAlgebra;
using static Workbook.Tests.ExerciseCheck;

namespace Workbook.Tests;

/// <summary>The checks of notebook 05 take what is right and refuse what is wrong with a hint that fits.</summary>
public class MemoryExercisesTests
{
    [Fact]
    public void The_floor_of_a_string()
    {
        // After B, then at the nodes 1, 2, 2, 4, 3 and 5 of the graph.
        double ln2 = Math.Log(2), forks = -new ReberGrammar().LogProbability(
            [.. "BPBTSXXVVEPE".Select(letter => ReberGrammar.Symbols.IndexOf(letter))]) / ln2;
        Assert.Equal(7, forks, 1e-12);
        Right(MemoryExercises.Floor(7 * ln2));
        foreach (double rounded in new[] { 4.852, 4.85, 7 * 0.693, 7 * 0.6931 })
            Right(MemoryExercises.Floor(rounded));
        Refused<double?>(
            [(null, "empty"), (7, "bits"), (7 * ln2 / 11, "per prediction"), (6 * ln2, "one fork is missing"), (8 * ln2, "too many"),
                (double.NaN, "is NaN"), (1, "count the places"),
                (4.9, "not enough digits"), (4.8, "not enough digits"), (4.7, "count the places")], MemoryExercises.Floor);
    }

    [Fact]
    public void Floors_of_two_lags()
    {
        static double H(double p) => -(p * Math.Log(p)) - ((1 - p) * Math.Log(1 - p));
        double[] right = [Math.Log(2), H(11.0 / 16), (Math.Log(2) + H(0.125)) / 2];
        Right(MemoryExercises.TwoLags(right));
        Right(MemoryExercises.TwoLags([0.6931, 0.6211, 0.5350]));
        Right(MemoryExercises.TwoLags([0.693, 0.621, 0.535]));
        Refused<double[]?>(
        [
            (null, "empty"), ([0.6931], "1 values"), ([.. right.Select(each => each / Math.Log(2))], "bits"),
            ([right[2], right[1], right[0]], "last to the first"), ([0.5, right[1], right[2]], "four probabilities"),
            ([right[0], right[0], right[2]], "not ½"), ([right[0], 0.6, right[2]], "near bit"),
            ([right[0], right[1], H(0.5)], "four cases"), ([right[0], right[1], double.NaN], "is NaN"),
            ([0.693, 0.6, 0.535], "near bit"), ([0.69, 0.62, 0.53], "not enough digits"), ([0.69, 0.62, 0.54], "not enough digits"),
            ([0.69, 0.55, 0.53], "near bit"), ([0.69, 0.62, 0.69], "four cases"), ([], "empty"),
        ], MemoryExercises.TwoLags);
    }

    [Fact]
    public void The_number_of_directions()
    {
        // Four classes at the corners of a square, in the second and third of four units; the first varies most and is
        // alike in all classes.
        var random = new NumPyRandom(1);
        (Vector<double>[], int[]) Draw() => (
            [.. Enumerable.Range(0, 200).Select(i => Vector<double>.Build.DenseOfArray(
                [0.6 * (i / 4), i % 2 * 4, i / 2 % 2 * 3, 0.01 * random.NextDouble()]))],
            [.. Enumerable.Range(0, 200).Select(i => i % 4)]);
        var (known, tried) = (Draw(), Draw());
        Right(MemoryExercises.Directions(3, known, tried));
        Refused<int?>(
            [(null, "empty"), (0, "1 to 4"), (5, "1 to 4"), (2, "with 2 directions"), (1, "with 1 direction "), (4, "fewer")],
            answer => MemoryExercises.Directions(answer, known, tried));
    }

    [Fact]
    public void The_least_number_of_directions_though_more_may_be_too_few()
    {
        int unsteady = 0;
        for (int seed = 0; seed < 100; seed++)
        {
            var random = new NumPyRandom(seed);
            Vector<double>[] States(int count) => [.. Enumerable.Range(0, count).Select(_ => random.Randn(4))];
            var (known, tried) = ((States(12), Enumerable.Range(0, 12).Select(i => i % 2).ToArray()), (States(2), new[] { 0, 1 }));
            bool[] enough = [.. Enumerable.Range(1, 4).Select(count =>
            {
                var directions = new PrincipalComponents(known.Item1, count);
                return new NearestCentroid([.. known.Item1.Select(directions.Project)], known.Item2)
                    .Accuracy([.. tried.Item1.Select(directions.Project)], tried.Item2) == 1;
            })];
            int least = Array.IndexOf(enough, true);
            unsteady += least >= 0 && enough[least..].Contains(false) ? 1 : 0;
            for (int count = 1; count <= 4; count++)
                Assert.Equal(count == least + 1, MemoryExercises.Directions(count, known, tried) == "Right.");
        }
        Assert.NotEqual(0, unsteady);
    }

    [Fact]
    public void Gradient_times_input()
    {
        static Rnn Back(Rnn network, int[] x, Matrix<double> G)
        {
            network.Forward(x, new int[x.Length]);
            network.ZeroGradients();
            network.Backward(G);
            return network;
        }
        static double[] Each(Rnn network, int[] x, Matrix<double> G, Func<Rnn, int, Vector<double>> of) =>
            [.. x.Select((token, t) => of(Back(network, x, G), t) * network.Parameters.Wxh.Column(token))];
        Right(MemoryExercises.GradientTimesInput((n, x, G) => Each(n, x, G, (back, t) => back.Deltas.Column(t))));
        Refused<Func<Rnn, int[], Matrix<double>, double[]?>?>(
        [
            (null, "empty"),
            ((n, x, G) => null, "null"),
            ((n, x, G) => [1, 2], "2 numbers for 6"),
            ((n, x, G) => Each(n, x, G, (back, t) => -back.Deltas.Column(t)), "sign"),
            ((n, x, G) => Each(n, x, G, (back, t) => back.Gradients.Wxh.Column(x[t])), "adds up all"),
            ((n, x, G) => Each(n, x, G, (back, t) => back.HiddenStates.Column(t)), "h_t is the state"),
            ((n, x, G) => [.. x.Select((_, t) => Back(n, x, G).Deltas.Column(t).Sum())], "summed"),
            ((n, x, G) => new double[6], "start the backward pass"),
            ((n, x, G) => [.. Enumerable.Repeat(double.NaN, 6)], "is NaN"),
            ((n, x, G) =>
            {
                var given = Each(n, x, G, (back, t) => back.Deltas.Column(t));
                n.Update();
                return given;
            }, "parameters have changed"),
        ], MemoryExercises.GradientTimesInput);
    }
}
