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
    private const double Enough = 0.01;      // of the full gradient's norm
    private const double LargestRadius = 0.5, LeastGrowth = 100;
    private const int StepsBack = 6;

    private readonly int last = flow.Steps - 1;

    /// <summary>‖∂L_t/∂h_k‖ of the last loss, for k from 0 to T − 1.</summary>
    public string GoBack(double[]? answer)
    {
        double[] right = [.. Enumerable.Range(0, flow.Steps).Select(k => flow.Norms[last, k])];
        return Answers.Unusable("answer1", answer) is string unusable ? unusable
            : answer!.Length != flow.Steps
                ? $"Not yet: there are {flow.Steps} states to give a norm for, and answer1 has {answer.Length}."
            : Are(answer, right) ? Answers.Right
            : Are(answer.Reverse(), right) ? "Not yet: that is the order of the lags. answer1[k] belongs to h_k, the last one to lag 0."
            : answer.Zip(right).All(pair => Answers.IsRight(3, pair.First, pair.Second)) || Answers.AreRounded(answer, right)
                ? "Not yet: right as far as it goes, but rounded. Leave the norms as they are computed."
            : !Answers.Is(answer[last], right[last]) ? "Not yet: answer1[last] is the norm of flow.StateGradient(last, last) itself."
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
        const int Digits = 2;
        int end = measured.Steps - 1;
        double[] right = [.. lags.Select(lag => measured.Norms[end, end - lag])];
        if (Answers.Unusable("answer2", answer) is string unusable)
            return unusable;
        if (answer!.Length != lags.Length)
            return $"Not yet: {lags.Length} lags are asked for, and answer2 has {answer.Length}.";
        var (J, own) = (measured.Jacobian(end), measured.StateGradient(end, end));
        double[] sizes = [.. Spectrum.Of(J).Select(value => double.Hypot(value.Real, value.Imaginary)).Order()];
        return All((_, i) => right[i]) ? Answers.Right
            : Wrong() < 0 ? Answers.TooShort(Digits)
            : All((lag, i) => right[i] * right[i]) ? "Not yet: that is the square of the norm."
            : All((lag, i) => right[i] / right[0]) || All((lag, i) => right[i] / own.L2Norm())
                ? "Not yet: that is the fraction of the loss's own state, whose norm is √2."
            : All((lag, i) => Math.Pow(sizes[^1], lag)) || All((lag, i) => Math.Pow(sizes[^1], lag) * own.L2Norm())
                ? "Not yet: that follows the larger factor alone. Half of the gradient shrinks by the smaller one."
            : All((lag, i) => Math.Pow(sizes[^1], lag) + Math.Pow(sizes[0], lag))
                ? "Not yet: the two halves are at right angles. Norms at right angles add up as squares."
            : All((lag, i) => Math.Pow((sizes[0] + sizes[^1]) / 2, lag) * own.L2Norm())
                ? "Not yet: each half keeps its own factor; the factors do not mix."
            : $"Not yet: the signal at lag {lags[Wrong()]} is {(answer[Wrong()] < right[Wrong()] ? "larger" : "smaller")}. "
                + "Follow the two halves of the gradient apart, each with its factor, then take the norm.";

        bool All(Func<int, int, double> other) =>
            lags.Select((lag, i) => Answers.IsRight(Digits, answer[i], other(lag, i))).All(fits => fits);

        int Wrong() => Array.FindIndex([.. answer.Zip(right)], pair =>
            !Answers.IsRight(Digits, pair.First, pair.Second) && !Answers.IsShort(Digits, pair.First, pair.Second));
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
            : Answers.Right;
    }

    /// <summary>A matrix of spectral radius 0.5 at most, whose sixth power has a norm over 100.</summary>
    public static string SmallRadius(Matrix<double>? answer)
    {
        if (Answers.Unusable("answer4", answer?.Enumerate()) is string unusable)
            return unusable;
        if (answer!.RowCount != answer.ColumnCount)
            return $"Not yet: a recurrent matrix is square, and answer4 is {answer.RowCount} × {answer.ColumnCount}.";
        var sixth = answer.Power(StepsBack);
        if (!sixth.Enumerate().All(double.IsFinite))
            return "Not yet: the sixth power overflows. Smaller entries are enough.";
        double radius = SpectralRadius.Of(answer), growth = sixth.L2Norm();
        return IsOver(LargestRadius, answer, radius)
                ? FormattableString.Invariant($"Not yet: the spectral radius is {radius:G3}, ")
                    + FormattableString.Invariant($"above {LargestRadius} by {radius - LargestRadius:G2}.")
            : growth > LeastGrowth ? Answers.Right
            : FormattableString.Invariant($"Not yet: six time steps multiply a gradient by {growth:G3} at most. ")
                + (Symmetric(answer) ? "A symmetric matrix multiplies by its spectral radius at most, whatever you choose."
                    : "What can a triangular matrix have besides its diagonal?");
    }

    /// <summary>∂L/∂Whh in chunks, with the state carried over and the gradient not.</summary>
    public static string Chunks(ChunkedGradient answer)
    {
        const int Length = 5, OtherLength = 4;
        var network = new Rnn(4, 6, 4, new NumPyRandom(3), scale: 0.6);
        int[] x = [0, 2, 1, 3, 3, 0, 1, 2, 0, 3, 1, 1, 2], y = [2, 1, 3, 3, 0, 1, 2, 0, 3, 1, 1, 2, 0];
        var before = network.Parameters.ToArray();
        // With a text of two whole chunks nothing is thrown: then it is the last chunk's end.
        return Answers.Called("Answer5", Said,
            () => Throws(2 * Length) ? "" : "The last chunk is shorter: it ends at Math.Min(from + length, x.Length).");

        Matrix<double>? Asked(int length, int end = 13) => answer(network, x[..end], y[..end], length);

        string Said()
        {
            if (Asked(Length) is not { } given)
                return "Not yet: Answer5 returns null. It should return ∂L/∂Whh.";
            if (!network.Parameters.ToArray().SequenceEqual(before))
                return "Not yet: the parameters have changed. A gradient leaves them as they are.";
            var right = InChunks();
            return Answers.Near(given, right) ? Again(right)
                : (given.RowCount, given.ColumnCount) != (right.RowCount, right.ColumnCount)
                    ? $"Not yet: ∂L/∂Whh is {right.RowCount} × {right.ColumnCount}, and "
                        + $"Answer5 gives {given.RowCount} × {given.ColumnCount}."
                : Answers.Unusable("what Answer5 returns", given.Enumerate()) is string unusable ? unusable
                : Answers.Near(given, InChunks(carried: false))
                    ? "Not yet: each chunk starts from zero. The third argument of Forward is its start."
                : Answers.Near(given, InChunks(length: x.Length)) ? "Not yet: that is the gradient of the whole text, not of chunks."
                : Answers.Near(given, InChunks(end: x.Length / Length * Length)) ? "Not yet: the last chunk is shorter, and it is missing."
                : Answers.Near(given, InChunks(isSum: false))
                    ? "Not yet: that is the last chunk alone. Go back over each, and forget the gradients once, before the first."
                : Answers.Near(given, right / x.Length) || Answers.Near(given, right / 3)
                    ? "Not yet: that is a mean. The gradients of the chunks add up."
                : "Not yet: for each chunk, Forward from the state in which the previous one ended, then Backward, which adds up.";
        }

        // Run once more it must give the same, and for chunks of another length what belongs to them.
        string Again(Matrix<double> right)
        {
            var left = network.Steps > 0 ? network.State : network.ZeroState;
            var again = Asked(Length);
            if (again is null || !Answers.Near(again, right))
                return "Not yet: called again it gives something else. " + (
                    again is null ? "It returns null."
                    : Answers.Near(again, 2 * right) ? "Call ZeroGradients before the first chunk."
                    : Answers.Near(again, InChunks(start: left))
                        ? "The first chunk starts from zero, not from the state that the last call left."
                    : "What does the last call leave behind in the network?");
            return Asked(OtherLength) is not { } other ? "Not yet: for chunks of four tokens it returns null."
                : Answers.Near(other, InChunks(length: OtherLength)) ? Answers.Right
                : "Not yet: right for chunks of five tokens, wrong for chunks of four. "
                    + (Answers.Near(other, right) ? "It still reads five: use `length`."
                        : "There are four of them, and the last has one token.");
        }

        bool Throws(int end)
        {
            try
            {
                Asked(Length, end);
                return false;
            }
            catch (Exception)
            {
                return true;
            }
        }

        Matrix<double> InChunks(
            bool carried = true, int end = 13, int length = Length, bool isSum = true, Vector<double>? start = null)
        {
            var (copy, state) = (new Rnn(network.Parameters), start ?? network.ZeroState);
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
    // moves the radius by as much as it is over the limit shows it. Sums of the eigenvalues' powers move far less.
    private static bool IsOver(double limit, Matrix<double> matrix, double radius)
    {
        const int Draws = 8;
        const double Change = 1e-12, Least = 1e-9;
        if (radius <= limit + Least)
            return false;
        if (matrix.IsSymmetric() || matrix.LowerTriangle().Equals(matrix) || matrix.UpperTriangle().Equals(matrix)
            || PowersAreOver(limit, matrix))
            return true;
        var random = new NumPyRandom(0);
        double size = Change * matrix.FrobeniusNorm();
        return radius - limit > Enumerable.Range(0, Draws).Max(_ => Math.Abs(
            SpectralRadius.Of(matrix + (size * random.Randn(matrix.RowCount, matrix.ColumnCount))) - radius));
    }

    // tr Aᵏ is the sum of the eigenvalues' k-th powers: n eigenvalues within the limit give n · limitᵏ at most. A change E of A moves
    // it by k tr(Aᵏ⁻¹ E) to first order, and what is computed by the rounding of each product in Aᵏ.
    private static bool PowersAreOver(double limit, Matrix<double> matrix)
    {
        const int Powers = 64;
        int n = matrix.RowCount;
        double rounding = 1e-15 * n * matrix.FrobeniusNorm();
        var power = Matrix<double>.Build.DenseIdentity(n);
        double[] norms = new double[Powers];
        for (int k = 1; k <= Powers; k++)
        {
            norms[k - 1] = power.FrobeniusNorm();
            power *= matrix;
            double moved = rounding * Enumerable.Range(0, k).Sum(j => norms[j] * norms[k - 1 - j]);
            if (Math.Abs(power.Trace()) > (n * Math.Pow(limit, k)) + moved)
                return true;
        }
        return false;
    }

    private static bool Symmetric(Matrix<double> matrix) => (matrix - matrix.Transpose()).FrobeniusNorm() <= 1e-9 * matrix.FrobeniusNorm();

    private static bool Are(IEnumerable<double> answer, IEnumerable<double> right) =>
        answer.Zip(right).All(pair => Answers.Is(pair.First, pair.Second));
}
