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
/// <param name="hPrev">h_{t−1} (hidden).</param>
/// <param name="dy">∂L_t/∂ŷ_t (output).</param>
/// <param name="deltaNext">δ_{t+1} (hidden).</param>
public delegate Vector<double>? BackwardStep(
    RnnParameters p, RnnParameters d, int x, Vector<double> h, Vector<double> hPrev, Vector<double> dy, Vector<double> deltaNext);

/// <summary>The checks of notebook 01. Each is given an answer and says "Right." or what is missing.</summary>
public sealed class StepByStepExercises
{
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
        var right = Logits(h[^1]);
        return Answers.Unusable("answer1", answer) is string unusable ? unusable
            : Answers.Near(answer!, right) ? Answers.Right
            : Answers.Near(answer!, Sum(h[^1]).PointwiseTanh()) ? "Not yet: that is the hidden state. The logits are one line further."
            : answer!.Count != rnn.OutputSize
                ? $"Not yet: there are {rnn.OutputSize} logits, and answer1 has {answer.Count} numbers."
            : Answers.Near(answer, Logits(rnn.ZeroState))
                ? "Not yet: this network starts at zero again. The state before is the last one of X."
            : Answers.Near(answer, rnn.Logits.Column(x.Length - 1))
                ? "Not yet: those are the logits of the last token of X, one time step too early."
            : Answers.Near(answer, (p.Why * Sum(h[^1])) + p.by) ? "Not yet: tanh is missing."
            : Answers.Near(answer, right - p.by) ? "Not yet: by is missing."
            // As printed, with six digits or more. With small weights, what is left out of a sum may show in the fourth.
            : Answers.Near(answer, right, 1e-6) ? Answers.Right
            : Answers.AreRounded(answer, right)
                ? "Not yet: not enough digits. Right as far as it goes, but six digits are needed to see that nothing is left out."
            : "Not yet: go through the two equations term by term. Column 0 of Wxh? The last state? bh?";
    }

    /// <summary>A question about each of the five gradients.</summary>
    /// <param name="by">The output token whose logit is too high by the most, over all time steps.</param>
    /// <param name="Why">What tanh(bh) has to be multiplied with to give nearly row 1, to two digits.</param>
    /// <param name="bh">By how much the loss changes if all entries of bh grow by 0.01, as far as the gradient says.</param>
    /// <param name="Wxh">How many entries are exactly zero.</param>
    /// <param name="Whh">The largest rank that it could have if five tokens were read.</param>
    public string FiveGradients(int? by, double? Why, double? bh, int? Wxh, int? Whh)
    {
        const int Supposed = 5;
        var d = rnn.Gradients;
        int size = rnn.HiddenSize;
        string?[] hints = [OfBy(), OfWhy(), OfBh(), OfWxh(), OfWhh()];
        return hints.All(hint => hint is null) ? Answers.Right : "Not yet: " + string.Join(" ", hints.OfType<string>());

        string? OfBy() =>
            by is null ? "by2 is empty."
            : by == d.by.MaximumIndex() ? null
            : by < 0 || by >= rnn.OutputSize ? $"by2: the output tokens are 0 to {rnn.OutputSize - 1}."
            : d.by.Maximum() <= 0 ? "by2: no entry of dby is positive, so every logit is too low. Which is too low by the least?"
            : by == d.by.AbsoluteMaximumIndex() ? "by2: that logit is the farthest off, but too low. dy is ŷ − y."
            : "by2: too high means a positive entry: which is the largest?";

        // Row 1 is nearly a multiple, not exactly: what is added up, and what fits the row best, are both it.
        string? OfWhy()
        {
            var (row, tanh) = (d.Why.Row(1), rnn.Parameters.bh.PointwiseTanh());
            int of = Why is double w ? Array.FindIndex(d.by.ToArray(), sum => Answers.Is(w, sum)) : -1;
            return Why is not double given ? "Why2 is empty."
                : !double.IsFinite(given) ? FormattableString.Invariant($"Why2 is {given}.")
                : of == 1 ? null
                : of >= 0 ? $"Why2: that is entry {of} of dby. Row 1 belongs to output token 1."
                : row.Any(entry => Answers.Is(given, entry))
                    ? "Why2: that is an entry of row 1 itself. Which number is tanh(bh) multiplied with?"
                : Answers.IsRight(2, given, d.by[1]) || Answers.IsRight(2, given, row * tanh / (tanh * tanh)) ? null
                : Answers.IsShort(2, given, d.by[1]) ? "Why2: not enough digits. Two are asked for."
                : Answers.IsRight(2, given, -d.by[1]) ? "Why2: the sign is flipped. dy is ŷ − y."
                : "Why2: row 1 of dWhy is Σ dy_t[1] h_tᵀ, and every h_t is nearly tanh(bh). What is left of the sum?";
        }

        string? OfBh()
        {
            double sum = d.bh.Sum(), change = 0.01 * sum;
            return bh is not double given ? "bh2 is empty."
                : !double.IsFinite(given) ? FormattableString.Invariant($"bh2 is {given}.")
                : Answers.IsRight(3, given, change) ? null
                : Answers.IsShort(3, given, change) ? "bh2: not enough digits. Three are asked for."
                : Answers.IsRight(3, given, sum) ? "bh2: that would be a growth by 1."
                : Answers.IsRight(3, given, -change) ? "bh2: the sign is flipped. A positive derivative makes the loss grow."
                : Answers.IsRight(3, given, Measured())
                    ? "bh2: that is the change as measured. What the gradient says is a sum of its entries."
                : "bh2: each entry changes the loss by its derivative times 0.01, and the changes add up.";
        }

        double Measured()
        {
            var moved = new Rnn(rnn.Parameters);
            moved.Parameters.bh += 0.01;
            return moved.Forward(x, y) - rnn.Loss;
        }

        string? OfWxh()
        {
            int read = x.Distinct().Count(), zeros = (rnn.InputSize - read) * size;
            return Wxh is null ? "Wxh2 is empty."
                : Wxh == zeros ? null
                : Wxh == read * size ? "Wxh2: those are the entries that are not zero."
                : "Wxh2: a token that is never read leaves its column at zero. How many are there?";
        }

        string? OfWhh() =>
            Whh is null ? "Whh2 is empty."
            : Whh == Math.Min(Supposed - 1, size) ? null
            : Whh > size ? $"Whh2: dWhh is {size} × {size}. Its rank is {size} at most."
            : Whh == Supposed ? "Whh2: five outer products, but one of them is zero. Which?"
            : Whh == size ? $"Whh2: {size} is its size. A sum of n outer products has rank n at most."
            : Whh == 2 ? "Whh2: 2 belongs to three tokens. Where did it come from?"
            : "Whh2: count the outer products that are not zero.";
    }

    /// <summary>δ_0 if only the last answer counts.</summary>
    public string DeltaOnPaper(Vector<double>? answer)
    {
        if (Answers.Unusable("answer3", answer) is string unusable)
            return unusable;
        if (answer!.Count != rnn.HiddenSize)
            return $"Not yet: δ has {rnn.HiddenSize} numbers, and answer3 has {answer.Count}.";
        var right = Back();
        var atState = answer.PointwiseMultiply(1 - h[0].PointwiseMultiply(h[0]));
        int at = Enumerable.Range(1, x.Length - 1).FirstOrDefault(t => Answers.Near(answer, Back(to: t)));
        int digits = Answers.Digits(answer.ToColumnMatrix(), right.ToColumnMatrix());
        return Answers.Near(answer, right) ? Answers.Right
            : Answers.Near(answer, -right) ? "Not yet: the sign. dy is ŷ − y."
            : Answers.Near(answer, delta[0]) ? "Not yet: that δ_0 counts all answers. Here only the last dy is not zero."
            : at > 0 ? $"Not yet: that is δ_{at}. The way back goes on to δ_0."
            : Answers.Near(answer, Back(isTransposed: false)) ? "Not yet: the way back through Whh is its transpose."
            : Answers.Near(answer, Back(hasSlopes: false)) ? "Not yet: tanh′ is missing, one per state."
            : Answers.Near(atState, right) ? "Not yet: that is ∂L/∂h_0, before its tanh."
            : digits >= 2 ? $"Not yet: right to {digits} digits, as a measured or a rounded δ_0 is. Derive it, and leave it unrounded."
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
        return Answers.Called("Answer4", Said);

        string Said()
        {
            var (given, returned) = (right.ZerosLike(), new List<Vector<double>>());
            if (Run(answer, given, returned) is string wrong)
                return wrong;
            string[] open = [.. right.Names.Where(name => !Answers.Near(given[name], right[name]))];
            string[] zero = [.. open.Where(name => given[name].Enumerate().All(value => value == 0))];
            if (open.Length == 0)
                return Answers.Right;
            return $"Not yet: {string.Join(", ", open)}. " + (
                !given.ToArray().All(double.IsFinite) ? "They have entries that are NaN or infinite."
                : Answers.Near(given.by, network.OutputGradients.Column(0)) ? "Every time step must add to the sums; d.by holds one alone."
                : zero.Contains("bh") && !given.by.All(value => value == 0) && returned.All(delta => delta.All(value => value == 0))
                    ? "Your δ_t is zero at every time step. Where is Whyᵀ dy_t?"
                : zero.Length > 0 ? (zero.Length == 5 ? "All five are still zero: add to d.Why, d.by, d.bh, d.Wxh and d.Whh. "
                        : $"Still zero: {string.Join(", ", zero)}. ")
                    + "`d.bh.Add(…)` returns the sum and leaves d.bh as it was, and `d.Wxh.Column(x)` is a copy: "
                    + "assign with += and SetColumn."
                : Answers.Near(given["by"], -right["by"]) ? "The sign: dy is ŷ − y already."
                : HasBiases(Tanh, time: 0) ? "Nothing comes back through time. Where is deltaNext?"
                : HasBiases(Tanh, isTransposed: false) ? "The way back through Whh is its transpose."
                : HasBiases((_, _, dh) => dh) ? "tanh′ is missing in δ."
                : HasBiases(Tanh, isReturned: false) ? "δ_t is right, and something else is returned: ∂L/∂h_t, without tanh′. Return δ_t."
                : HasBiases((h, _, dh) => (1 - h).PointwiseMultiply(dh)) ? "tanh′ is 1 − h²."
                : HasBiases((_, before, dh) => Tanh(before, before, dh)) ? "That is tanh′ of the time step before: hPrev in place of h."
                : Answers.Near(given.Whh, network.Deltas * network.HiddenStates.Transpose()) ? "Whh was multiplied with the state before."
                : Answers.Near(given.Wxh.Column(3), network.Deltas.Column(1)) ? "Token 3 is read twice: add to its column."
                : (open.Length < 5 ? "What is not named is right. " : "") + "Look at the factors and their order.");

            bool HasBiases(
                Func<Vector<double>, Vector<double>, Vector<double>, Vector<double>> tanh, bool isTransposed = true, int time = 1,
                bool isReturned = true) => Answers.Near(given["bh"], Biases(tanh, isTransposed, time, isReturned));
        }

        // What is wrong before there is a gradient; null if nothing is.
        string? Run(BackwardStep step, RnnParameters d, List<Vector<double>>? returned = null)
        {
            var (p, after) = (new Rnn(network.Parameters).Parameters, network.ZeroState);
            for (int t = tokens.Length - 1; t >= 0; t--)
            {
                var before = t > 0 ? states[t - 1].Clone() : network.ZeroState;
                var delta = step(p, d, tokens[t], states[t].Clone(), before, network.OutputGradients.Column(t), after);
                if (delta is null || delta.Count != 7)
                    return delta is null ? "Not yet: Answer4 returns null. It should return δ_t."
                        : $"Not yet: Answer4 returns {delta.Count} numbers. δ_t has 7.";
                after = delta;
                returned?.Add(delta.Clone());
            }
            return p.ToArray().SequenceEqual(network.Parameters.ToArray()) ? null
                : "Not yet: Answer4 changes p. A backward step leaves the parameters as they are.";
        }

        // ∂L/∂bh if a step back made its δ in another way, or returned ∂L/∂h_t in place of it.
        Matrix<double> Biases(
            Func<Vector<double>, Vector<double>, Vector<double>, Vector<double>> tanh, bool isTransposed, int time, bool isReturned)
        {
            var d = right.ZerosLike();
            Run((p, d, x, h, before, dy, after) =>
            {
                var future = isTransposed ? p.Whh.TransposeThisAndMultiply(after) : p.Whh * after;
                var dh = p.Why.TransposeThisAndMultiply(dy) + (time * future);
                var delta = tanh(h, before, dh);
                d.bh += delta;
                return isReturned ? delta : dh;
            }, d);
            return d["bh"];
        }

        static Vector<double> Tanh(Vector<double> h, Vector<double> before, Vector<double> dh) =>
            (1 - h.PointwiseMultiply(h)).PointwiseMultiply(dh);
    }

    /// <summary>∂L/∂Wx (5 × 4), for inputs that are vectors.</summary>
    /// <param name="answer">The reader's.</param>
    /// <param name="network">Has read the tokens 0, 1, 2, with Wx x_t as column t of its Wxh, and gone back.</param>
    /// <param name="Wx">From inputs to hidden units (5 × 4).</param>
    /// <param name="inputs">x_t (4 × 3).</param>
    /// <param name="targets">Three tokens.</param>
    public static string DenseInputs(Matrix<double>? answer, Rnn network, Matrix<double> Wx, Matrix<double> inputs, int[] targets)
    {
        if (Answers.Unusable("answer5", answer?.Enumerate()) is string unusable)
            return unusable;
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
        Loss(0, 0, 0);
        moved.Backward();
        var delta = moved.Deltas;
        bool Is(Matrix<double> other) => Answers.Near(answer!, other, 1e-6);
        return Is(right) ? Answers.Right
            : Is(right.Transpose()) ? "Not yet: that is the transpose. ∂L/∂Wx has the shape of Wx, 5 × 4."
            : Is(delta) ? "Not yet: that is ∂L/∂Wxh, one δ_t per column. Each has yet to be multiplied with its x_t."
            : (answer!.RowCount, answer.ColumnCount) != (right.RowCount, right.ColumnCount)
                ? $"Not yet: ∂L/∂Wx is 5 × 4, and answer5 is {answer.RowCount} × {answer.ColumnCount}."
            : Is(-right) ? "Not yet: the sign."
            : Enumerable.Range(2, 8).FirstOrDefault(k => Is(k * right)) is var times and > 0
                ? $"Not yet: that is {times} times the gradient. Backward adds to Gradients: run it once after ZeroGradients."
            : Is(right / 3) ? "Not yet: that is a mean over the time steps. The loss is their sum, and so is its gradient."
            : Is(moved.Parameters.Wxh * inputs.Transpose()) ? "Not yet: those are the weights. Take the gradients."
            : Enumerable.Range(0, 3).Any(t => Is(delta.Column(t).OuterProduct(inputs.Column(t))))
                ? "Not yet: that is one time step. Add all three."
            : Answers.Digits(answer, right) is var digits and >= 2
                ? $"Not yet: right to {digits} digits. Leave it as it is computed, unrounded."
            : "Not yet: time step t contributes δ_t x_tᵀ. Sum over the time steps.";
    }

    private static Vector<double>[] Columns(Matrix<double> matrix) => [.. matrix.EnumerateColumns()];
}
