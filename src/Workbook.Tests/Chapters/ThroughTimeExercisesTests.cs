using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;
using static Workbook.Tests.ExerciseCheck;

namespace Workbook.Tests;

/// <summary>The checks of notebook 04 take what is right, however it was computed; what is wrong gets a hint that fits.</summary>
public class ThroughTimeExercisesTests
{
    private static readonly GradientFlow Flow = Sentence();
    private static readonly ThroughTimeExercises Exercises = new(Flow);
    private static readonly int Last = Flow.Steps - 1;

    [Fact]
    public void Back_by_hand()
    {
        Right(Exercises.GoBack(Back(k => Flow.Jacobian(k).Transpose())));
        double[] right = [.. Flow.Norms.Row(Last)];
        Right(Exercises.GoBack(right));
        Refused(
        [
            (null, "empty"), (right[1..], "answer1 has 42"), ([.. right.Reverse()], "order of the lags"),
            (Back(k => Flow.Jacobian(k)), "transpose of the Jacobian"), (Back(k => Flow.Jacobian(Math.Max(k - 1, 0)).Transpose()), "k − 1"),
            ([.. right.Select(norm => norm / right[^1])], "answer1[last]"), ([.. right.Select(norm => norm * norm)], "answer1[last]"),
            ([.. Enumerable.Range(0, Last + 1).Select(k => Flow.StateGradients().Column(k).L2Norm())], "all losses together"),
            ([.. right[..^1].Select(norm => 1.1 * norm), right[^1]], "a step back is wrong"),
            ([.. right[..^1].Select(norm => Rounded(norm, 4)), right[^1]], "but rounded"),
            ([.. right.Select(norm => Math.Round(norm, 10))], "but rounded"), ([], "empty"),
            ([.. right.Select(_ => double.NaN)], "is NaN"),
        ], Exercises.GoBack);
    }

    [Fact]
    public void A_curve_predicted()
    {
        int[] lags = [1, 10, 20];
        double[] Of(Func<int, double> signal) => [.. lags.Select(signal)];
        var flow = Blocks();
        string Check(double[]? answer) => ThroughTimeExercises.Predicted(answer, flow, lags);
        double[] right = Of(lag => Math.Sqrt(Math.Pow(0.9, 2 * lag) + Math.Pow(0.5, 2 * lag)));
        Right(Check(right));
        Right(Check([1.03, 0.35, 0.12]));                             // rounded
        Right(Check([1.0, 0.35, 0.12]));                              // two digits of 1.0296
        Refused(
        [
            (null, "empty"), ([], "empty"), ([1, 2], "answer2 has 2."), (Of(lag => Math.Pow(0.9, lag)), "larger factor alone"),
            (Of(lag => Math.Sqrt(2) * Math.Pow(0.9, lag)), "larger factor alone"),
            (Of(lag => Math.Pow(0.9, lag) + Math.Pow(0.5, lag)), "right angles"),
            (Of(lag => Math.Sqrt(2) * Math.Pow(0.7, lag)), "do not mix"),
            ([.. right.Select(norm => norm * norm)], "square of the norm"), ([.. right.Select(norm => norm / Math.Sqrt(2))], "fraction"),
            ([1.03, 0.35, 0.2], "at lag 20 is smaller"), ([1.03, 0.2, 0.2], "at lag 10 is larger"), ([double.NaN, 0, 0], "is NaN"),
            ([1, 0.3, 0.1], "not enough digits"), ([1, 0.3, 0.2], "at lag 20 is smaller"),
        ], Check);
    }

    [Fact]
    public void Far_enough()
    {
        double Off(int k) => (Flow.Truncated(k).Whh - Flow.WhhGradient).FrobeniusNorm() / Flow.WhhGradient.FrobeniusNorm();
        int right = Enumerable.Range(1, Flow.Steps).First(k => Off(k) <= 0.01);
        Right(Exercises.FarEnough(right));
        Refused<int?>(
        [
            (null, "empty"), (0, "at least one"), (-3, "at least one"), (1, "off by 43.2 % of the full norm."),
            (right - 1, "the lags 0 to k − 1"),
            (right + 1, "fewer time steps are too"), (Flow.Steps, "fewer time steps are too"),
        ], Exercises.FarEnough);
    }

    [Fact]
    public void A_small_radius()
    {
        Matrix<double> Chain(int size, double own, double next) =>
            Matrix<double>.Build.Dense(size, size, (i, j) => i == j ? own : j == i + 1 ? next : 0);
        Right(ThroughTimeExercises.SmallRadius(Chain(8, 0.5, 2)));
        Right(ThroughTimeExercises.SmallRadius(Chain(8, 0.5, 2).Transpose()));
        Right(ThroughTimeExercises.SmallRadius(Chain(16, 0.5, 2)));
        Right(ThroughTimeExercises.SmallRadius(Matrix<double>.Build.DenseOfArray(new[,] { { 0.0, 1e9 }, { 0, 0.5 } })));
        // The same in other axes, where rounding moves the eigenvalues.
        for (int seed = 0; seed < 20; seed++)
        {
            Right(ThroughTimeExercises.SmallRadius(Turned(Chain(8, 0.5, 2), seed)));
            // A radius that is too large is not taken for rounding.
            Assert.Contains("the spectral radius is", ThroughTimeExercises.SmallRadius(Turned(Chain(8, 0.501, 2), seed)));
            Assert.Contains("the spectral radius is 0.51", ThroughTimeExercises.SmallRadius(Turned(Chain(3, 0.51, 30), seed)));
        }
        // Eigenvalues of both signs, or all around a circle, have a mean of 0: their squares or eighth powers have not.
        var signs = Matrix<double>.Build.Dense(8, 8, (i, j) => i == j ? (i % 2 == 0 ? 0.9 : -0.9) : j == i + 1 ? 50 : 0);
        var circle = Matrix<double>.Build.Dense(8, 8, (i, j) => j == i + 1 ? 3 : i == 7 && j == 0 ? Math.Pow(0.6, 8) / Math.Pow(3, 7) : 0);
        var order = new Permutation([3, 0, 6, 1, 7, 2, 5, 4]);
        foreach (var hidden in new[] { signs, circle })
        {
            var permuted = hidden.Clone();
            permuted.PermuteRows(order);
            permuted.PermuteColumns(order);
            Assert.Contains("the spectral radius is", ThroughTimeExercises.SmallRadius(permuted));
            for (int seed = 0; seed < 20; seed++)
                Assert.Contains("the spectral radius is", ThroughTimeExercises.SmallRadius(Turned(hidden, seed)));
        }
        // Far from normal, in other axes: a radius of 0.5 is not taken for more.
        foreach (int next in new[] { 10, 100, 1000 })
            for (int seed = 0; seed < 20; seed++)
                Right(ThroughTimeExercises.SmallRadius(Turned(Chain(8, 0.5, next), seed)));
        Refused(
        [
            (null, "empty"), (Matrix<double>.Build.Dense(2, 3), "square"), (Matrix<double>.Build.Dense(2, 2, double.NaN), "is NaN"),
            (Matrix<double>.Build.Dense(3, 3, (i, j) => j > i ? 1e300 : 0.5), "overflows"),
            (Matrix<double>.Build.DenseOfArray(new[,] { { 0, 0.5 }, { 0.500001, 0 } }), "above 0.5 by"),
            (Chain(8, 0.6, 2), "the spectral radius is 0.6"), (Chain(8, 0.501, 2), "the spectral radius is 0.501"),
            (Chain(8, -0.51, 2), "the spectral radius is 0.51"), (0.5 * Matrix<double>.Build.DenseIdentity(4), "symmetric"),
            (Matrix<double>.Build.Dense(4, 4), "symmetric"), (Chain(8, 0.5, 1), "besides its diagonal"),
            (0.5 * Initialization.Orthogonal(8, new NumPyRandom(1)), "besides its diagonal"),
            (Matrix<double>.Build.DenseOfDiagonalArray([0.52, 0.48, 0.5]), "the spectral radius is 0.52"),
        ], ThroughTimeExercises.SmallRadius);
    }

    [Fact]
    public void In_chunks()
    {
        Right(ThroughTimeExercises.Chunks((rnn, x, y, length) => InChunks(rnn, x, y, length)));
        // From the losses' own terms, without the network's sums.
        Right(ThroughTimeExercises.Chunks((rnn, x, y, length) =>
        {
            var (sum, state) = (Matrix<double>.Build.Dense(rnn.HiddenSize, rnn.HiddenSize), rnn.ZeroState);
            for (int from = 0; from < x.Length; from += length)
            {
                int to = Math.Min(from + length, x.Length);
                sum += new GradientFlow(rnn, x[from..to], y[from..to], state).WhhGradient;
                state = rnn.State;
            }
            return sum;
        }));
        Refused<ChunkedGradient>(
        [
            ((rnn, x, y, length) => null, "returns null"),
            ((rnn, x, y, length) => InChunks(rnn, x, y, length, carried: false), "starts from zero"),
            ((rnn, x, y, length) => InChunks(rnn, x, y, x.Length), "whole text"),
            ((rnn, x, y, length) => InChunks(rnn, x, y, length, end: x.Length / length * length), "shorter, and it is missing"),
            ((rnn, x, y, length) => InChunks(rnn, x, y, length, isFresh: true), "last chunk alone"),
            ((rnn, x, y, length) => InChunks(rnn, x, y, length, isCleared: false), "ZeroGradients before the first chunk"),
            ((rnn, x, y, length) => -InChunks(rnn, x, y, length), "which adds up"),
            ((rnn, x, y, length) => Matrix<double>.Build.Dense(6, 4), "Answer5 gives 6 × 4"),
            ((rnn, x, y, length) => InChunks(rnn, x, y, 5), "It still reads five: use `length`"),
            ((rnn, x, y, length) => InChunks(rnn, x, y, length, isCut: false), "it ends at Math.Min"),
            ((rnn, x, y, length) => InChunks(rnn, x, y, length, start: rnn.Steps > 0 ? rnn.State : null),
                "not from the state that the last call left"),
            ((rnn, x, y, length) => InChunks(rnn, x, y, length, start: rnn.State), "Answer5 throws InvalidOperationException: "),
            ((rnn, x, y, length) => double.NaN * InChunks(rnn, x, y, length), "is NaN"),
            ((rnn, x, y, length) => InChunks(rnn, x, y, length) / 3, "that is a mean"),
            ((rnn, x, y, length) => InChunks(rnn, x, y, length, end: 3 * length), "wrong for chunks of four. There are four of them"),
            ((rnn, x, y, length) => length == 4 ? null : InChunks(rnn, x, y, length), "for chunks of four tokens it returns null"),
            ((rnn, x, y, length) =>
            {
                var gradient = InChunks(rnn, x, y, length);
                rnn.Update();
                return gradient;
            }, "parameters have changed"),
        ], ThroughTimeExercises.Chunks);
    }

    private static Matrix<double> Turned(Matrix<double> matrix, int seed)
    {
        var turn = Initialization.Orthogonal(matrix.RowCount, new NumPyRandom(seed));
        return turn * matrix * turn.Transpose();
    }

    private static Matrix<double> InChunks(
        Rnn rnn, int[] x, int[] y, int length, bool carried = true, int end = int.MaxValue, bool isFresh = false, bool isCleared = true,
        bool isCut = true, Vector<double>? start = null)
    {
        var state = start ?? rnn.ZeroState;
        if (isCleared)
            rnn.ZeroGradients();
        for (int from = 0; from < Math.Min(end, x.Length); from += length)
        {
            int to = isCut ? Math.Min(from + length, x.Length) : from + length;
            if (isFresh)
                rnn.ZeroGradients();
            rnn.Forward(x.AsSpan(from..to), y.AsSpan(from..to), carried ? state : null);
            rnn.Backward();
            state = rnn.State;
        }
        return rnn.Gradients.Whh.Clone();
    }

    private static double[] Back(Func<int, Matrix<double>> through)
    {
        var gradient = Flow.StateGradient(Last, Last);
        double[] norms = new double[Flow.Steps];
        for (int k = Last; k >= 0; k--)
        {
            norms[k] = gradient.L2Norm();
            gradient = through(k) * gradient;
        }
        return norms;
    }

    // As notebook 04 builds it.
    private static GradientFlow Blocks()
    {
        var blocks = new Rnn(1, 4, 1, new NumPyRandom(0));
        blocks.Parameters.Clear();
        blocks.Parameters.Whh = Matrix<double>.Build.DenseOfArray(new[,]
        {
            { 0, -0.9, 0, 0 }, { 0.9, 0, 0, 0 }, { 0, 0, 0.5, 0 }, { 0, 0, 0, 0.5 },
        });
        blocks.Parameters.Why = Matrix<double>.Build.DenseOfRowArrays([1, 0, 1, 0]);
        var ofLast = Matrix<double>.Build.Dense(1, 25, (_, t) => t < 24 ? 0 : 1);
        return new GradientFlow(blocks, new int[25], new int[25], outputGradients: ofLast);
    }

    private static GradientFlow Sentence()
    {
        const string Text = "what a network read long ago leaves no trace";
        string letters = string.Concat(Text.Distinct().Order());
        int[] tokens = [.. Text.Select(letter => letters.IndexOf(letter))];
        var rnn = new Rnn(letters.Length, 16, letters.Length, new NumPyRandom(0), scale: 0.2) { LossKind = LossKind.CrossEntropy };
        return new GradientFlow(rnn, tokens[..^1], tokens[1..]);
    }
}
