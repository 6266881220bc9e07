#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;
using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;

/// <summary>
/// A network of LSTM cells (Hochreiter and Schmidhuber 1997, "Long short-term memory") with the forget gate of Gers, Schmidhuber and
/// Cummins (2000, "Learning to forget"). It reads a sequence of tokens x_t and predicts a sequence y_t as <see cref="Rnn"/> does:
/// <code>
/// a_t = Wxh x_t + Whh h_{t-1} + bh       h_{-1} = c_{-1} = 0, or a start state; a_t has four parts, one under the other
/// i_t = σ(part 0 of a_t)                 the input gates      σ(a) = 1 / (1 + e⁻ᵃ)
/// f_t = σ(part 1)                        the forget gates
/// g_t = tanh(part 2)                     what is offered to the cells
/// o_t = σ(part 3)                        the output gates
/// c_t = f_t ⊙ c_{t-1} + i_t ⊙ g_t        the cells            ⊙ multiplies entry by entry
/// h_t = o_t ⊙ tanh(c_t)                  the hidden state
/// ŷ_t = Why h_t + by                     the logits
/// L   = Σ_t L_t
/// </code>
/// Its state is h_t with c_t under it (2 · hidden). Written to be read. One thread at a time.
/// </summary>
public class Lstm : IRecurrentNetwork<LstmParameters>
{
    private int[] x = [];
    private Vector<double>? hStart, cStart, startGradient;                    // h_{-1}, c_{-1}; ∂L with respect to both
    private LstmStep[] steps = [];                                            // one per time step, as the next three
    private Vector<double>[] dy = [], dh = [], dc = [];
    private double learningRate;

    /// <summary>A network with a copy of these weights.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A learning rate that is not finite and positive.</exception>
    public Lstm(LstmParameters weights, double learningRate = 1e-3)
    {
        (Parameters, Gradients) = (weights.ZerosLike(), weights.ZerosLike());
        Parameters.CopyFrom(weights);
        this.learningRate = Require.Positive(learningRate, nameof(learningRate));
    }

    public int InputSize => Parameters.InputSize;

    public int HiddenSize => Parameters.HiddenSize;

    public int OutputSize => Parameters.OutputSize;

    /// <summary>The weights. Setting a tensor copies it; writing into one changes the network.</summary>
    public LstmParameters Parameters { get; }

    /// <summary>What backward steps have added up since the last <see cref="ZeroGradients"/>.</summary>
    public LstmParameters Gradients { get; }

    /// <summary>What L_t is.</summary>
    public LossKind LossKind { get; set; }

    /// <summary>The step size of gradient descent.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a value that is not finite and positive.</exception>
    public double LearningRate { get => learningRate; set => learningRate = Require.Positive(value, nameof(LearningRate)); }

    /// <summary>L of the last <see cref="Forward"/>.</summary>
    public double Loss { get; private set; }

    /// <summary>What the last <see cref="Forward"/> computed, one per time step; none before it.</summary>
    public IReadOnlyList<LstmStep> Steps => steps;

    /// <summary>ŷ_t of the last forward pass, one column per time step (output × T).</summary>
    /// <exception cref="InvalidOperationException">There was no forward pass.</exception>
    public Matrix<double> Logits => Columns([.. steps.Select(step => step.yhat)], nameof(Forward));

    /// <summary>∂L/∂ŷ_t of the last forward pass, one column per time step (output × T).</summary>
    /// <exception cref="InvalidOperationException">There was no forward pass.</exception>
    public Matrix<double> OutputGradients => Columns(dy, nameof(Forward));

    /// <summary>∂L/∂h_t, one column per time step (hidden × T).</summary>
    /// <exception cref="InvalidOperationException">There was no backward pass since the last forward pass.</exception>
    public Matrix<double> HiddenGradients => Columns(dh, nameof(Backward));

    /// <summary>∂L/∂c_t, one column per time step (hidden × T).</summary>
    /// <exception cref="InvalidOperationException">There was no backward pass since the last forward pass.</exception>
    public Matrix<double> CellGradients => Columns(dc, nameof(Backward));

    /// <summary>∂L/∂h_{-1} = Whhᵀ δ_0 with ∂L/∂c_{-1} = f_0 ⊙ ∂L/∂c_0 under it (2 · hidden).</summary>
    /// <exception cref="InvalidOperationException">There was no backward pass since the last forward pass.</exception>
    public Vector<double> StartGradient => startGradient?.Clone() ?? throw Require.NotComputed(nameof(Backward));

    /// <summary>h_{T−1} with c_{T−1} under it, of the last forward pass (2 · hidden): where a sequence that goes on starts from.</summary>
    /// <exception cref="InvalidOperationException">There was no forward pass.</exception>
    public Vector<double> State => steps.Length > 0 ? Stack(steps[^1].h, steps[^1].c) : throw Require.NotComputed(nameof(Forward));

    /// <summary>Zeros (2 · hidden): h_{-1} and c_{-1} if none are given.</summary>
    public Vector<double> ZeroState => Vector<double>.Build.Dense(2 * HiddenSize);

    /// <summary>One time step forward.</summary>
    /// <param name="x">The token x_t.</param>
    /// <param name="hPrev">h_{t−1} (hidden).</param>
    /// <param name="cPrev">c_{t−1} (hidden).</param>
    public LstmStep StepForward(int x, Vector<double> hPrev, Vector<double> cPrev)
    {
        var (p, n) = (Parameters, HiddenSize);
        var a = p.Wxh.Column(x) + (p.Whh * hPrev) + p.bh;
        var i = a.SubVector(0, n).Map(SpecialFunctions.Logistic);
        var f = a.SubVector(n, n).Map(SpecialFunctions.Logistic);
        var g = a.SubVector(2 * n, n).PointwiseTanh();
        var o = a.SubVector(3 * n, n).Map(SpecialFunctions.Logistic);
        var c = Times(f, cPrev) + Times(i, g);
        var h = Times(o, c.PointwiseTanh());
        return new LstmStep(i, f, g, o, c, h, (p.Why * h) + p.by);
    }

    /// <summary>One time step back: adds what it finds to <see cref="Gradients"/>.</summary>
    /// <param name="x">The token x_t.</param>
    /// <param name="step">What <see cref="StepForward"/> gave.</param>
    /// <param name="hPrev">h_{t−1} (hidden).</param>
    /// <param name="cPrev">c_{t−1} (hidden).</param>
    /// <param name="dy">∂L_t/∂ŷ_t (output).</param>
    /// <param name="deltaNext">δ_{t+1} = ∂L/∂a_{t+1} (4 · hidden).</param>
    /// <param name="carry">f_{t+1} ⊙ ∂L/∂c_{t+1} (hidden): what comes back to c_t from c_{t+1}.</param>
    /// <returns>δ_t (4 · hidden), ∂L/∂h_t and ∂L/∂c_t (hidden).</returns>
    public (Vector<double> delta, Vector<double> dh, Vector<double> dc) StepBackward(
        int x, LstmStep step, Vector<double> hPrev, Vector<double> cPrev,
        Vector<double> dy, Vector<double> deltaNext, Vector<double> carry)
    {
        var (p, d) = (Parameters, Gradients);
        var (i, f, g, o, c, h, _) = step;
        var tanh = c.PointwiseTanh();
        var dh = p.Why.TransposeThisAndMultiply(dy)                           // h_t went to ŷ_t = Why h_t + by,
               + p.Whh.TransposeThisAndMultiply(deltaNext);                   // and into all of a_{t+1} through Whh h_t
        var dc = Times(dh, o, 1 - Times(tanh, tanh))                          // c_t went to h_t = o_t ⊙ tanh(c_t),
               + carry;                                                       // and to c_{t+1} = f_{t+1} ⊙ c_t + …
        var delta = Stack(
            Times(dc, g, i, 1 - i),                                           // i_t ⊙ g_t is in c_t;       σ′ = σ (1 − σ)
            Times(dc, cPrev, f, 1 - f),                                       // f_t ⊙ c_{t-1} is in c_t
            Times(dc, i, 1 - Times(g, g)),                                    // i_t ⊙ g_t is in c_t;       tanh′ = 1 − tanh²
            Times(dh, tanh, o, 1 - o));                                       // o_t ⊙ tanh(c_t) is h_t
        d.Why += dy.OuterProduct(h);                                          // from here on line by line as in an Rnn
        d.by += dy;
        d.bh += delta;
        d.Wxh.SetColumn(x, d.Wxh.Column(x) + delta);
        d.Whh += delta.OuterProduct(hPrev);
        return (delta, dh, dc);
    }

    /// <summary>Runs the network over a sequence; returns the loss.</summary>
    /// <param name="x">T input tokens, each from 0 to InputSize − 1.</param>
    /// <param name="y">T target tokens, each from 0 to OutputSize − 1.</param>
    /// <param name="start">h_{-1} with c_{-1} under it (2 · hidden); zero if omitted.</param>
    /// <exception cref="ArgumentException">An empty sequence, x and y of different length, a start of another size.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A token outside its range. Whatever is refused, nothing has changed.</exception>
    public double Forward(ReadOnlySpan<int> x, ReadOnlySpan<int> y, Vector<double>? start = null)
    {
        Require.Sequence(x, InputSize, y, OutputSize);
        (hStart, cStart) = Halves(Require.Length(start, 2 * HiddenSize, nameof(start)) ?? ZeroState);
        (this.x, Loss, steps, dy) = (x.ToArray(), 0, new LstmStep[x.Length], new Vector<double>[x.Length]);
        (dh, dc, startGradient) = ([], [], null);

        var (hPrev, cPrev) = (hStart, cStart);
        for (int t = 0; t < steps.Length; t++)
        {
            steps[t] = StepForward(x[t], hPrev, cPrev);
            (double loss, dy[t]) = Losses.Of(LossKind, steps[t].yhat, y[t]);
            Loss += loss;
            (hPrev, cPrev) = (steps[t].h, steps[t].c);
        }
        return Loss;
    }

    /// <summary>Backpropagation through time over the sequence of the last <see cref="Forward"/>.</summary>
    /// <param name="outputGradients">
    /// Goes back in place of the loss's own ∂L/∂ŷ_t (output × T), for a mask or for the last step alone.
    /// </param>
    /// <exception cref="ArgumentException">Gradients of another shape; nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">There was no forward pass.</exception>
    public void Backward(Matrix<double>? outputGradients = null)
    {
        if (steps.Length == 0)
            throw new InvalidOperationException("Backward has no sequence to go back over: call Forward first.");
        Require.Shape(outputGradients, OutputSize, steps.Length, nameof(outputGradients));
        (dh, dc) = (new Vector<double>[steps.Length], new Vector<double>[steps.Length]);

        var (deltaNext, carry) = (Vector<double>.Build.Dense(4 * HiddenSize), Vector<double>.Build.Dense(HiddenSize));
        for (int t = steps.Length - 1; t >= 0; t--)
        {
            var (hPrev, cPrev) = t > 0 ? (steps[t - 1].h, steps[t - 1].c) : (hStart!, cStart!);
            (deltaNext, dh[t], dc[t]) = StepBackward(
                x[t], steps[t], hPrev, cPrev, outputGradients?.Column(t) ?? dy[t], deltaNext, carry);
            carry = Times(steps[t].f, dc[t]);
        }
        startGradient = Stack(Parameters.Whh.TransposeThisAndMultiply(deltaNext), carry);
    }

    /// <summary>Forgets the gradients added up so far.</summary>
    public void ZeroGradients() => Gradients.Clear();

    (Vector<double> h, Vector<double> yhat) IRecurrentNetwork<LstmParameters>.StepForward(int x, Vector<double> hPrev)
    {
        var (h, c) = Halves(hPrev);
        var step = StepForward(x, h, c);
        return (Stack(step.h, step.c), step.yhat);
    }

    // ⊙, of two or more
    private static Vector<double> Times(params Vector<double>[] factors) => factors.Aggregate((a, b) => a.PointwiseMultiply(b));

    // One under the other, all of the first one's size
    private static Vector<double> Stack(params Vector<double>[] parts)
    {
        int n = parts[0].Count;
        var stack = Vector<double>.Build.Dense(parts.Length * n);
        for (int k = 0; k < parts.Length; k++)
            stack.SetSubVector(k * n, n, parts[k]);
        return stack;
    }

    private static (Vector<double> Upper, Vector<double> Lower) Halves(Vector<double> state) =>
        (state.SubVector(0, state.Count / 2), state.SubVector(state.Count / 2, state.Count / 2));

    private static Matrix<double> Columns(Vector<double>[] steps, string maker) =>
        steps.Length > 0 ? Matrix<double>.Build.DenseOfColumnVectors(steps) : throw Require.NotComputed(maker);
}

/// <summary>What an <see cref="Lstm"/> computes in one time step.</summary>
/// <param name="i">The input gates (hidden).</param>
/// <param name="f">The forget gates (hidden).</param>
/// <param name="g">What is offered to the cells (hidden).</param>
/// <param name="o">The output gates (hidden).</param>
/// <param name="c">The cells c_t (hidden).</param>
/// <param name="h">The hidden state h_t (hidden).</param>
/// <param name="yhat">The logits ŷ_t (output).</param>
public sealed record LstmStep(
    Vector<double> i, Vector<double> f, Vector<double> g, Vector<double> o, Vector<double> c, Vector<double> h, Vector<double> yhat);
