#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;

/// <summary>∂L/∂Whh of a text that is read in chunks, as a reader writes it.</summary>
/// <param name="network">Its parameters stay as they are.</param>
/// <param name="x">The tokens of the text.</param>
/// <param name="y">Their targets.</param>
/// <param name="length">Tokens per chunk; the last chunk may be shorter.</param>
/// <returns>The sum over all chunks (hidden × hidden).</returns>
public delegate Matrix<double>? ChunkedGradient(Rnn network, int[] x, int[] y, int length);

/// <summary>The checks of notebook 04. Each is given an answer and says "Right." or what is missing.</summary>
/// <param name="flow">The gradient that the notebook takes apart.</param>
public sealed class ThroughTimeExercises(GradientFlow flow)
{
    private const string Right = "Right.";
    private const double Enough = 0.01;      // of the full gradient's norm
    private const double LargestRadius = 0.5, LeastGrowth = 100;
    private const int StepsBack = 6;

    private readonly int last = flow.Steps - 1;

    /// <summary>‖∂L_t/∂h_k‖ of the last loss, for k from 0 to T − 1.</summary>
    public string GoBack(double[]? answer)
    {
        double[] right = [.. Enumerable.Range(0, flow.Steps).Select(k => flow.Norms[last, k])];
        return answer is null ? "Not yet: answer1 is empty."
            : answer.Length != flow.Steps
                ? $"Not yet: there are {flow.Steps} states to give a norm for, and answer1 has {answer.Length}."
            : Are(answer, right) ? Right
            : Are(answer.Reverse(), right) ? "Not yet: that is the order of the lags. answer1[k] belongs to h_k, the last one to lag 0."
            : !Is(answer[last], right[last]) ? "Not yet: answer1[last] is the norm of flow.StateGradient(last, last) itself."
            : Are(answer, Back(k => flow.Jacobian(k))) ? "Not yet: a gradient goes back through the transpose of the Jacobian."
            : Are(answer, Back(k => flow.Jacobian(Math.Max(k - 1, 0)).Transpose()))
                ? "Not yet: from h_k to h_{k−1} the gradient goes through Jacobian(k), not Jacobian(k − 1)."
            : Are(answer, Enumerable.Range(0, flow.Steps).Select(k => flow.StateGradients().Column(k).L2Norm()))
                ? "Not yet: that is ∂L/∂h_k, of all losses together. Only the last loss is asked for."
            : "Not yet: the last state is right, and a step back is wrong. Which Jacobian is it, and which way round?";

        // What comes of it if a step back from h_k multiplies by another matrix.
        double[] Back(Func<int, Matrix<double>> through)
        {
            var gradient = flow.StateGradient(last, last);
            double[] norms = new double[flow.Steps];
            for (int k = last; k >= 0; k--)
            {
                norms[k] = gradient.L2Norm();
                gradient = through(k) * gradient;
            }
            return norms;
        }
    }

    /// <summary>Three points of a curve, predicted on paper and then measured.</summary>
    /// <param name="answer">The signal at each lag.</param>
    /// <param name="measured">Of the network that the notebook builds.</param>
    /// <param name="lags">As many as predictions.</param>
    public static string Predicted(double[]? answer, GradientFlow measured, params int[] lags)
    {
        const double Tolerance = 0.02;       // a prediction may be rounded to two digits
        int end = measured.Steps - 1;
        double[] right = [.. lags.Select(lag => measured.Norms[end, end - lag])];
        if (answer is null || answer.Length == 0)
            return "Not yet: answer2 is empty.";
        if (answer.Length != lags.Length)
            return $"Not yet: {lags.Length} lags are asked for, and answer2 has {answer.Length} numbers.";
        var (J, own) = (measured.Jacobian(end), measured.StateGradient(end, end));
        double[] sizes = [.. Spectrum.Of(J).Select(value => double.Hypot(value.Real, value.Imaginary)).Order()];
        return All((lag, i) => right[i]) ? Right
            : All((lag, i) => right[i] * right[i]) ? "Not yet: that is the square of the norm."
            : All((lag, i) => right[i] / right[0]) || All((lag, i) => right[i] / own.L2Norm())
                ? "Not yet: that is the share of the loss's own state, whose norm is √2."
            : All((lag, i) => Math.Pow(sizes[^1], lag)) || All((lag, i) => Math.Pow(sizes[^1], lag) * own.L2Norm())
                ? "Not yet: that follows the larger factor alone. Half of the gradient shrinks by the smaller one."
            : All((lag, i) => Math.Pow(sizes[^1], lag) + Math.Pow(sizes[0], lag))
                ? "Not yet: the two halves are at right angles. Norms at right angles add up as squares."
            : All((lag, i) => Math.Pow((sizes[0] + sizes[^1]) / 2, lag) * own.L2Norm())
                ? "Not yet: each half keeps its own factor; the factors do not mix."
            : $"Not yet: the signal at lag {lags[Wrong()]} is {(answer[Wrong()] < right[Wrong()] ? "larger" : "smaller")}. "
                + "Follow the two halves of the gradient apart, each with its factor, then take the norm.";

        bool All(Func<int, int, double> other) =>
            lags.Select((lag, i) => Math.Abs(answer[i] - other(lag, i)) <= Tolerance * Math.Abs(other(lag, i))).All(fits => fits);

        int Wrong() => Enumerable.Range(0, lags.Length).First(i => !(Math.Abs(answer[i] - right[i]) <= Tolerance * right[i]));
    }

    /// <summary>The smallest number of time steps after which truncation is at most 1 % off.</summary>
    public string FarEnough(int? answer)
    {
        if (answer is not int steps)
            return "Not yet: answer3 is empty.";
        if (steps < 1)
            return "Not yet: at least one time step has to be followed, the loss's own.";
        double off = Off(steps);
        return off > Enough
                ? FormattableString.Invariant($"Not yet: truncated at {steps}, it is off by {100 * off:G3} % of the full norm.")
                    + (Off(steps + 1) <= Enough ? " Truncated(k) follows k states: the lags 0 to k − 1." : "")
            : Enumerable.Range(1, steps - 1).Any(k => Off(k) <= Enough) ? "Not yet: that is enough, but fewer time steps are too."
            : Right;
    }

    /// <summary>A matrix of spectral radius 0.5 at most, whose sixth power has a norm over 100.</summary>
    public static string SmallRadius(Matrix<double>? answer)
    {
        if (answer is null)
            return "Not yet: answer4 is empty.";
        if (answer.RowCount != answer.ColumnCount || answer.Enumerate().Any(entry => !double.IsFinite(entry)))
            return "Not yet: a recurrent matrix is square, with finite entries.";
        double radius = SpectralRadius.Of(answer), growth = answer.Power(StepsBack).L2Norm();
        return IsOver(LargestRadius, answer, radius)
                ? FormattableString.Invariant($"Not yet: the spectral radius is {radius:G3}.")
            : growth > LeastGrowth ? Right
            : FormattableString.Invariant($"Not yet: six time steps multiply a gradient by {growth:G3} at most. ")
                + (Symmetric(answer) ? "A symmetric matrix multiplies by its spectral radius at most, whatever you choose."
                    : "What can a triangular matrix have besides its diagonal?");
    }

    /// <summary>∂L/∂Whh in chunks, with the state carried over and the gradient not.</summary>
    public static string Chunks(ChunkedGradient answer)
    {
        const int Length = 5;
        var network = new Rnn(4, 6, 4, new NumPyRandom(3), scale: 0.6);
        int[] x = [0, 2, 1, 3, 3, 0, 1, 2, 0, 3, 1, 1, 2], y = [2, 1, 3, 3, 0, 1, 2, 0, 3, 1, 1, 2, 0];
        var before = network.Parameters.ToArray();
        if (answer(network, x, y, Length) is not { } given)
            return "Not yet: answer5 returns null. It should return ∂L/∂Whh.";
        if (!network.Parameters.ToArray().SequenceEqual(before))
            return "Not yet: the parameters have changed. A gradient leaves them as they are.";
        var right = InChunks(carried: true);
        int whole = x.Length / Length * Length;
        return Near(given, right) ? Again()
            : (given.RowCount, given.ColumnCount) != (right.RowCount, right.ColumnCount)
                ? $"Not yet: ∂L/∂Whh is {right.RowCount} × {right.ColumnCount}, and answer5 is {given.RowCount} × {given.ColumnCount}."
            : Near(given, InChunks(carried: false)) ? "Not yet: each chunk starts from zero. The third argument of Forward is its start."
            : Near(given, InChunks(carried: true, Length, x.Length)) ? "Not yet: that is the gradient of the whole text, not of chunks."
            : Near(given, InChunks(carried: true, whole)) ? "Not yet: the last chunk is shorter, and it is missing."
            : Near(given, InChunks(carried: true, isSum: false))
                ? "Not yet: that is the last chunk alone. Forget the gradients once, before the first chunk."
            : "Not yet: for each chunk, Forward from the state in which the previous one ended, then Backward, which adds up.";

        // Run once more it must give the same.
        string Again() => Near(answer(network, x, y, Length)!, right) ? Right
            : "Not yet: called again it gives something else. Call ZeroGradients before the first chunk.";

        Matrix<double> InChunks(bool carried, int end = 13, int length = Length, bool isSum = true)
        {
            var (copy, state) = (new Rnn(network.Parameters), network.ZeroState);
            for (int from = 0; from < end; from += length)
            {
                int to = Math.Min(from + length, x.Length);
                if (!isSum)
                    copy.ZeroGradients();
                copy.Forward(x.AsSpan(from..to), y.AsSpan(from..to), carried ? state : null);
                copy.Backward();
                state = copy.State;
            }
            return copy.Gradients.Whh;
        }
    }

    private double Off(int steps) => (flow.Truncated(steps).Whh - flow.WhhGradient).FrobeniusNorm() / flow.WhhGradient.FrobeniusNorm();

    // Whether the spectral radius, as computed, is over a limit by more than rounding explains. An eigenvalue that is there n times, in
    // a matrix that is diagonal in no axes, moves by about the n-th root of a change: rounding of 1e-16 becomes a hundredth if n is 8.
    // Seen in other axes, the entries are rounded, and the eigenvalues lie on a circle about the true one. A small change that
    // moves the radius by as much as it is over the limit shows it. The mean of the eigenvalues, trace / n, stays where it was.
    private static bool IsOver(double limit, Matrix<double> matrix, double radius)
    {
        const int Draws = 8;
        const double Change = 1e-12, Least = 1e-9;
        if (radius <= limit + Least)
            return false;
        if (matrix.IsSymmetric() || matrix.LowerTriangle().Equals(matrix) || matrix.UpperTriangle().Equals(matrix)
            || Math.Abs(matrix.Trace()) / matrix.RowCount > limit + Least)
            return true;
        var random = new NumPyRandom(0);
        double size = Change * matrix.FrobeniusNorm();
        return radius - limit > Enumerable.Range(0, Draws).Max(_ => Math.Abs(
            SpectralRadius.Of(matrix + (size * random.Randn(matrix.RowCount, matrix.ColumnCount))) - radius));
    }

    private static bool Symmetric(Matrix<double> matrix) => (matrix - matrix.Transpose()).FrobeniusNorm() <= 1e-9 * matrix.FrobeniusNorm();

    private static bool Is(double answer, double right) => Math.Abs(answer - right) <= 1e-9 * Math.Abs(right);

    private static bool Are(IEnumerable<double> answer, IEnumerable<double> right) =>
        answer.Zip(right).All(pair => Is(pair.First, pair.Second));

    private static bool Near(Matrix<double> answer, Matrix<double> right) =>
        (answer.RowCount, answer.ColumnCount) == (right.RowCount, right.ColumnCount)
        && (answer - right).FrobeniusNorm() <= 1e-9 * right.FrobeniusNorm();
}
