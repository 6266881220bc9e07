#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;

/// <summary>One time step back, as a reader writes it: adds to the five gradients <paramref name="d"/> and returns δ_t.</summary>
/// <param name="p">The parameters.</param>
/// <param name="d">Their gradients, as far as they have been added up.</param>
/// <param name="x">The token x_t.</param>
/// <param name="h">h_t (hidden).</param>
/// <param name="hBefore">h_{t−1} (hidden).</param>
/// <param name="dy">∂L_t/∂ŷ_t (output).</param>
/// <param name="deltaAfter">δ_{t+1} (hidden).</param>
public delegate Vector<double>? BackwardStep(
    RnnParameters p, RnnParameters d, int x, Vector<double> h, Vector<double> hBefore, Vector<double> dy, Vector<double> deltaAfter);

/// <summary>The checks of notebook 01. Each is given an answer and says "Right." or what is missing.</summary>
public sealed class StepByStepExercises
{
    private const string Right = "Right.";

    private readonly Rnn rnn;
    private readonly int[] x, y;
    private readonly Vector<double>[] h, dy, delta;

    /// <param name="weights">The five parameters of the notebook, before any update.</param>
    /// <param name="x">Its tokens.</param>
    /// <param name="y">Its targets.</param>
    public StepByStepExercises(RnnParameters weights, int[] x, int[] y)
    {
        (rnn, this.x, this.y) = (new Rnn(weights), x, y);
        rnn.Forward(x, y);
        rnn.Backward();
        (h, dy, delta) = (Columns(rnn.HiddenStates), Columns(rnn.OutputGradients), Columns(rnn.Deltas));
    }

    /// <summary>The logits after one more token, token 0.</summary>
    public string OneMoreToken(Vector<double>? answer)
    {
        var p = rnn.Parameters;
        Vector<double> Sum(Vector<double> before) => p.Wxh.Column(0) + (p.Whh * before) + p.bh;
        Vector<double> Logits(Vector<double> before) => (p.Why * Sum(before).PointwiseTanh()) + p.by;
        return answer is null ? "Not yet: answer1 is empty."
            : Is(answer, Logits(h[^1])) ? Right
            : Is(answer, Sum(h[^1]).PointwiseTanh()) ? "Not yet: that is the hidden state. The logits are one line further."
            : answer.Count != rnn.OutputSize ? $"Not yet: there are {rnn.OutputSize} logits, and answer1 has {answer.Count} numbers."
            : Is(answer, Logits(rnn.ZeroState)) ? "Not yet: this network starts at zero again. The state before is the last one of X."
            : Is(answer, rnn.Logits.Column(x.Length - 1)) ? "Not yet: those are the logits of the last token of X, one time step too early."
            : Is(answer, (p.Why * Sum(h[^1])) + p.by) ? "Not yet: tanh is missing."
            : Is(answer, Logits(h[^1]) - p.by) ? "Not yet: by is missing."
            : "Not yet: go through the two equations term by term. Column 0 of Wxh? The last state? bh?";
    }

    /// <summary>A question about each of the five gradients.</summary>
    /// <param name="by">The output token whose logit is too high by the most, over all time steps.</param>
    /// <param name="Why">What tanh(bh) has to be multiplied with to give nearly row 1.</param>
    /// <param name="bh">By how much the loss changes if all entries of bh grow by 0.01, as far as the gradient says.</param>
    /// <param name="Wxh">How many entries are exactly zero.</param>
    /// <param name="Whh">The rank, if five different tokens were read.</param>
    public string FiveGradients(int? by, double? Why, double? bh, int? Wxh, int? Whh)
    {
        var (d, tanh) = (rnn.Gradients, rnn.Parameters.bh.PointwiseTanh());
        double factor = d.Why.Row(1) * tanh / (tanh * tanh), change = 0.01 * d.bh.Sum();
        int read = x.Distinct().Count(), zeros = (rnn.InputSize - read) * rnn.HiddenSize;
        string[] hints =
        [
            .. Hint("by", by, by == d.by.MaximumIndex(), by == d.by.AbsoluteMaximumIndex()
                ? "that logit is the farthest off, but too low. dy is ŷ − y." : "too high means a positive entry: which is the largest?"),
            .. Hint("Why", Why, Why is double w && Math.Abs(w - factor) <= 0.05 * Math.Abs(factor),
                "its row 1 is Σ dy_t[1] h_tᵀ, and every h_t is nearly tanh(bh). What is left of the sum?"),
            .. Hint("bh", bh, bh is double b && Math.Abs(b - change) <= 0.01 * Math.Abs(change), bh is double v && Is(v, d.bh.Sum())
                ? "that would be a growth by 1." : "each entry changes the loss by its derivative times 0.01, and the changes add up."),
            .. Hint("Wxh", Wxh, Wxh == zeros, Wxh == read * rnn.HiddenSize
                ? "those are the entries that are not zero." : "a token that is never read leaves its column at zero. How many are there?"),
            .. Hint("Whh", Whh, Whh == 4, Whh == 5 ? "five outer products, but one of them is zero. Which?"
                : Whh == 7 ? "7 is its size. A sum of n outer products has at most rank n."
                : Whh == 2 ? "2 belongs to three tokens. Where did it come from?" : "count the outer products that are not zero."),
        ];
        return hints.Length == 0 ? Right : "Not yet: " + string.Join(" ", hints);

        static IEnumerable<string> Hint(string name, object? answer, bool isRight, string hint) =>
            isRight ? [] : [answer is null ? $"{name} is empty." : $"{name}: {hint}"];
    }

    /// <summary>δ_0 if only the last answer counts.</summary>
    public string DeltaOnPaper(Vector<double>? answer)
    {
        if (answer is null || answer.Count != rnn.HiddenSize)
            return answer is null ? "Not yet: answer3 is empty."
                : $"Not yet: δ has {rnn.HiddenSize} numbers, and answer3 has {answer.Count}.";
        var right = Back();
        var atState = answer.PointwiseMultiply(1 - h[0].PointwiseMultiply(h[0]));
        return Is(answer, right) ? Right
            : Is(answer, -right) ? "Not yet: the sign. dy is ŷ − y."
            : Is(answer, delta[0]) ? "Not yet: that δ_0 counts all answers. Here only the last dy is not zero."
            : x.Length > 1 && Is(answer, Back(to: 1)) ? "Not yet: that is δ_1. One more time step back."
            : Is(answer, Back(isTransposed: false)) ? "Not yet: the way back through Whh is its transpose."
            : Is(answer, Back(hasSlopes: false)) ? "Not yet: tanh′ is missing, one per state."
            : Is(atState, right) ? "Not yet: that is ∂L/∂h_0, before its tanh."
            : "Not yet: write down δ of the last time step, then the one before from it, and so on. Each has a factor 1 − h².";

        Vector<double> Back(bool isTransposed = true, bool hasSlopes = true, int to = 0)
        {
            var (Whh, d) = (rnn.Parameters.Whh, rnn.Parameters.Why.TransposeThisAndMultiply(dy[^1]));
            for (int t = x.Length - 1; t >= to; t--)
            {
                d = hasSlopes ? (1 - h[t].PointwiseMultiply(h[t])).PointwiseMultiply(d) : d;
                d = t == to ? d : isTransposed ? Whh.TransposeThisAndMultiply(d) : Whh * d;
            }
            return d;
        }
    }

    /// <summary>A backward step, run over six tokens of a network whose weights are fifty times as large.</summary>
    public static string StepBackward(BackwardStep answer)
    {
        int[] tokens = [1, 3, 3, 0, 5, 2], targets = [0, 2, 1, 4, 3, 0];
        var network = new Rnn(6, 7, 5, new NumPyRandom(0), scale: 0.5);
        network.Forward(tokens, targets);
        network.Backward();
        var (right, states) = (network.Gradients, Columns(network.HiddenStates));

        var given = right.ZerosLike();
        if (Run(answer, given) is string wrong)
            return wrong;
        string[] open = [.. right.Names.Where(name => !Near(given[name], right[name]))];
        if (open.Length == 0)
            return Right;
        return $"Not yet: {string.Join(", ", open)}. " + (
            given.Norm() == 0 ? "All five are still zero: add to d.Why, d.by, d.bh, d.Wxh and d.Whh."
            : Near(given["by"], -right["by"]) ? "The sign: dy is ŷ − y already."
            : Is(given.by, network.OutputGradients.Column(0)) ? "Every time step must add to the sums; yours hold one."
            : Near(given["bh"], Biases(Tanh, time: 0)) ? "Nothing comes back through time. Where is deltaAfter?"
            : Near(given["bh"], Biases(Tanh, isTransposed: false)) ? "The way back through Whh is its transpose."
            : Near(given["bh"], Biases((_, dh) => dh)) ? "tanh′ is missing in δ, or δ is returned without it."
            : Near(given["bh"], Biases((h, dh) => (1 - h).PointwiseMultiply(dh))) ? "tanh′ is 1 − h²."
            : Near(given.Whh, network.Deltas * network.HiddenStates.Transpose()) ? "Whh was multiplied with the state before."
            : Is(given.Wxh.Column(3), network.Deltas.Column(1)) ? "Token 3 is read twice: add to its column."
            : "What is not named is right. Look at the factors and their order.");

        // What is wrong before there is a gradient; null if nothing is.
        string? Run(BackwardStep step, RnnParameters d)
        {
            var after = network.ZeroState;
            for (int t = tokens.Length - 1; t >= 0; t--)
            {
                var before = t > 0 ? states[t - 1] : network.ZeroState;
                var delta = step(network.Parameters, d, tokens[t], states[t].Clone(), before, network.OutputGradients.Column(t), after);
                if (delta is null || delta.Count != 7)
                    return delta is null ? "Not yet: answer4 returns null. It should return δ_t."
                        : $"Not yet: answer4 returns {delta.Count} numbers. δ_t has 7.";
                after = delta;
            }
            return null;
        }

        // ∂L/∂bh if a step back made its δ in another way.
        Matrix<double> Biases(Func<Vector<double>, Vector<double>, Vector<double>> tanh, bool isTransposed = true, int time = 1)
        {
            var d = right.ZerosLike();
            Run((p, d, x, h, _, dy, after) =>
            {
                var future = isTransposed ? p.Whh.TransposeThisAndMultiply(after) : p.Whh * after;
                var delta = tanh(h, p.Why.TransposeThisAndMultiply(dy) + (time * future));
                d.bh += delta;
                return delta;
            }, d);
            return d["bh"];
        }

        static Vector<double> Tanh(Vector<double> h, Vector<double> dh) => (1 - h.PointwiseMultiply(h)).PointwiseMultiply(dh);
    }

    /// <summary>∂L/∂Wx (5 × 4), for inputs that are vectors.</summary>
    /// <param name="answer">The reader's.</param>
    /// <param name="network">Has read the tokens 0, 1, 2, with Wx x_t as column t of its Wxh, and gone back.</param>
    /// <param name="Wx">From inputs to hidden units (5 × 4).</param>
    /// <param name="inputs">x_t (4 × 3).</param>
    /// <param name="targets">Three tokens.</param>
    public static string DenseInputs(Matrix<double>? answer, Rnn network, Matrix<double> Wx, Matrix<double> inputs, int[] targets)
    {
        if (answer is null)
            return "Not yet: answer5 is empty.";
        // Measured: the loss with one entry of Wx moved up and down.
        var moved = new Rnn(network.Parameters) { LossKind = network.LossKind };
        double Loss(int row, int column, double step)
        {
            var W = Wx.Clone();
            W[row, column] += step;
            moved.Parameters.Wxh = W * inputs;
            return moved.Forward([0, 1, 2], targets);
        }
        var right = Matrix<double>.Build.Dense(Wx.RowCount, Wx.ColumnCount, (i, j) => (Loss(i, j, 1e-5) - Loss(i, j, -1e-5)) / 2e-5);
        var delta = network.Deltas;
        return Near(answer, right, 1e-6) ? Right
            : Near(answer, right.Transpose(), 1e-6) ? "Not yet: that is the transpose. ∂L/∂Wx has the shape of Wx, 5 × 4."
            : Near(answer, network.Gradients.Wxh) ? "Not yet: that is ∂L/∂Wxh, one δ_t per column. Each has yet to meet its x_t."
            : (answer.RowCount, answer.ColumnCount) != (right.RowCount, right.ColumnCount)
                ? $"Not yet: ∂L/∂Wx is 5 × 4, and answer5 is {answer.RowCount} × {answer.ColumnCount}."
            : Near(answer, -right, 1e-6) ? "Not yet: the sign."
            : Near(answer, network.Parameters.Wxh * inputs.Transpose()) ? "Not yet: those are the weights. Take the gradients."
            : Enumerable.Range(0, 3).Any(t => Near(answer, delta.Column(t).OuterProduct(inputs.Column(t))))
                ? "Not yet: that is one time step. Add all three."
            : "Not yet: time step t contributes δ_t x_tᵀ. Sum over the time steps.";
    }

    private static Vector<double>[] Columns(Matrix<double> matrix) => [.. matrix.EnumerateColumns()];

    // Rounding is some 1e-15 of the largest entry. An answer that is wrong is farther off; so is one that was rounded.
    private static bool Is(Vector<double> answer, Vector<double> right) => Near(answer.ToColumnMatrix(), right.ToColumnMatrix());

    private static bool Is(double answer, double right) => Math.Abs(answer - right) <= 1e-9 * Math.Abs(right);

    private static bool Near(Matrix<double> answer, Matrix<double> right, double tolerance = 1e-9) =>
        (answer.RowCount, answer.ColumnCount) == (right.RowCount, right.ColumnCount)
        && (answer - right).FrobeniusNorm() <= tolerance * right.FrobeniusNorm();
}
