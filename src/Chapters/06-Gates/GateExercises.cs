#nullable enable
using System;
using System.Linq;
using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;

/// <summary>A time step of a gated recurrent unit, as a reader writes it.</summary>
/// <param name="fromInput">Wxh x_t + bx: three parts for r, z and n, one under the other (3 · hidden).</param>
/// <param name="fromState">Whh h_{t−1} + bh, of the same parts (3 · hidden).</param>
/// <param name="hPrev">h_{t−1} (hidden).</param>
/// <returns>h_t (hidden).</returns>
public delegate Vector<double>? GruStep(Vector<double> fromInput, Vector<double> fromState, Vector<double> hPrev);

/// <summary>The checks of notebook 06. Each is given an answer and says "Right." or what is missing.</summary>
public static class GateExercises
{
    /// <summary>Three places of a triangle's last row, predicted on paper and then measured.</summary>
    /// <param name="answer">The fraction of the signal that is left at each lag.</param>
    /// <param name="forgetBias">Of the network that the notebook builds.</param>
    /// <param name="norms">Its ‖∂L_t/∂c_k‖ (T × T).</param>
    /// <param name="lags">As many as predictions.</param>
    public static string Predicted(double[]? answer, double forgetBias, Matrix<double> norms, params int[] lags)
    {
        const int Digits = 2;
        int last = norms.RowCount - 1;
        double[] right = [.. lags.Select(lag => norms[last, last - lag] / norms[last, last])];
        double gate = SpecialFunctions.Logistic(forgetBias);
        return Answers.Unusable("answer1", answer) is string unusable ? unusable
            : answer!.Length != lags.Length ? $"Not yet: {lags.Length} lags are asked for, and answer1 has {answer.Length}."
            : All((_, k) => right[k]) ? Answers.Right
            : Wrong() < 0 ? Answers.TooShort(Digits)
            : All((lag, _) => Math.Pow(1 - gate, lag)) ? "Not yet: that is what the gate takes away at each time step, not what it keeps."
            : All((lag, _) => Math.Pow(Math.Tanh(forgetBias), lag)) ? "Not yet: a gate is σ of its pre-activation, not tanh."
            : All((lag, _) => Math.Pow(forgetBias, lag)) ? "Not yet: that is the bias itself. The gate is σ of it."
            : All((lag, _) => Math.Pow(gate, lag + 1)) ? "Not yet: at lag 0 nothing is lost yet; count the gates in between."
            : All((lag, _) => gate) || All((lag, _) => gate / lag) ? "Not yet: each time step back multiplies by the gate once more."
            : $"Not yet: at lag {lags[Wrong()]} {(answer[Wrong()] < right[Wrong()] ? "more" : "less")} is left. "
                + "What does one time step multiply by, with weights near zero?";

        bool All(Func<int, int, double> other) =>
            lags.Select((lag, k) => Answers.IsRight(Digits, answer[k], other(lag, k))).All(fits => fits);

        int Wrong() => Array.FindIndex([.. answer.Zip(right)], pair =>
            !Answers.IsRight(Digits, pair.First, pair.Second) && !Answers.IsShort(Digits, pair.First, pair.Second));
    }

    /// <summary>The derivative of the loss with respect to a forget gate's pre-activation.</summary>
    /// <param name="answer">From ∂L/∂c_t, c_{t−1} and the pre-activation a, of one cell.</param>
    public static string ForgetGate(Func<double, double, double, double>? answer)
    {
        if (answer is null)
            return "Not yet: answer2 is empty.";
        (double dc, double cPrev, double a)[] cases = [(2, -0.5, 0.8), (-1.5, 3, -2), (0.7, 0.2, 0)];
        static double Gate(double a) => SpecialFunctions.Logistic(a);
        return Answers.Called("answer2", () =>
            Is((dc, c, a) => dc * c * Gate(a) * (1 - Gate(a))) ? Answers.Right
            : Is((dc, c, a) => dc * c) ? "Not yet: that is ∂L/∂f. From f to its pre-activation there is one more factor."
            : Is((dc, c, a) => dc * c * Gate(a)) ? "Not yet: that multiplies by the gate itself. Its derivative is σ (1 − σ)."
            : Is((dc, c, a) => dc * c * (1 - (Gate(a) * Gate(a)))) ? "Not yet: 1 − f² belongs to tanh. A gate is a σ."
            : Is((dc, c, a) => dc * c * a * (1 - a)) ? "Not yet: a (1 − a) of the pre-activation; σ (1 − σ) is of the gate."
            : Is((dc, c, a) => dc * Gate(a) * (1 - Gate(a))) ? "Not yet: f_t multiplies c_{t−1}, so c_{t−1} is a factor."
            : Is((dc, c, a) => -dc * c * Gate(a) * (1 - Gate(a))) ? "Not yet: the sign is flipped."
            : "Not yet: f_t is in c_t = f_t c_{t−1} + …, and f_t = σ(a). Two links of the chain rule after ∂L/∂c_t.");

        bool Is(Func<double, double, double, double> other) =>
            cases.All(each => Math.Abs(answer(each.dc, each.cPrev, each.a) - other(each.dc, each.cPrev, each.a)) <= 1e-6);
    }

    /// <summary>A time step of a gated recurrent unit, in PyTorch's form.</summary>
    public static string Gru(GruStep? answer)
    {
        if (answer is null)
            return "Not yet: answer3 is empty.";
        const int N = 4;
        var random = new NumPyRandom(0);
        var (fromInput, fromState, before) = (random.Randn(3 * N), random.Randn(3 * N), random.Randn(N));
        return Answers.Called("Answer3", Said);

        string Said()
        {
            if (answer(fromInput.Clone(), fromState.Clone(), before.Clone()) is not { } h)
                return "Not yet: Answer3 returns null.";
            if (h.Count != N)
                return $"Not yet: h_t has as many entries as h_(t−1), {N} here; Answer3 returns {h.Count}.";
            return Answers.Unusable("h_t", h) is string unusable ? unusable
                : Is((r, z, n, _, _) => Mixed(z, n)) ? Answers.Right
                : Is((r, z, n, _, _) => Mixed(1 - z, n)) ? "Not yet: z and 1 − z are exchanged. z keeps the old state."
                : Is((r, z, n, _, _) => Mixed(r, Candidate(2, z))) ? "Not yet: r and z are exchanged. The first part makes r."
                : Is((r, z, n, x, u) => Mixed(z, (x + u).PointwiseTanh()))
                    ? "Not yet: r is missing, which gates what the candidate reads of the state."
                : Is((r, z, n, x, u) => Mixed(z, (r.PointwiseMultiply(x) + u).PointwiseTanh()))
                    || Is((r, z, n, x, u) => Mixed(z, r.PointwiseMultiply(x + u).PointwiseTanh()))
                    ? "Not yet: r gates only what comes from the state, not what comes from the input."
                : Is((r, z, n, x, u) => Mixed(z, x + r.PointwiseMultiply(u))) ? "Not yet: the candidate n has a tanh."
                : Is((r, z, n, _, _) => n) ? "Not yet: that is the candidate n. z mixes it with the old state."
                : "Not yet: take the parts apart with SubVector(0, n), SubVector(n, n), SubVector(2 * n, n), then go line by line.";

            // r, z, n, and what n reads of the input and of the state
            bool Is(Func<Vector<double>, Vector<double>, Vector<double>, Vector<double>, Vector<double>, Vector<double>> other)
            {
                var r = (Part(fromInput, 0) + Part(fromState, 0)).Map(SpecialFunctions.Logistic);
                var z = (Part(fromInput, 1) + Part(fromState, 1)).Map(SpecialFunctions.Logistic);
                return (h - other(r, z, Candidate(2, r), Part(fromInput, 2), Part(fromState, 2))).InfinityNorm() <= 1e-9;
            }
        }

        Vector<double> Part(Vector<double> of, int part) => of.SubVector(part * N, N);

        Vector<double> Candidate(int part, Vector<double> gate) =>
            (Part(fromInput, part) + gate.PointwiseMultiply(Part(fromState, part))).PointwiseTanh();

        Vector<double> Mixed(Vector<double> kept, Vector<double> candidate) =>
            kept.PointwiseMultiply(before) + (1 - kept).PointwiseMultiply(candidate);
    }
}
