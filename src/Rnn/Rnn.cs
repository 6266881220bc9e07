#nullable enable
using System;
using MathNet.Numerics.LinearAlgebra;

/// <summary>
/// An Elman network that reads a sequence of tokens x_t and predicts a sequence y_t (Elman 1990, "Finding structure in time"):
/// <code>
/// h_t = tanh(Wxh x_t + Whh h_{t-1} + bh)      h_{-1} = 0, or a start state
/// ŷ_t = Why h_t + by                          the logits
/// L   = Σ_t L_t,  L_t = ½ ‖ŷ_t − y_t‖²        or another of Losses
/// </code>
/// x_t and y_t stand for one-hot vectors and are given as indices, so Wxh x_t is a column of Wxh.
/// Written to be read; <see cref="FastRnn"/> computes the same to rounding, many times faster. One thread at a time.
/// </summary>
public class Rnn : IRecurrentNetwork<RnnParameters>
{
    private int[] x = [];
    private Vector<double>? start, startGradient;                             // h_{-1} and ∂L/∂h_{-1}
    private Vector<double>[] h = [], yhat = [], dy = [], delta = [];          // one per time step
    private double[] losses = [];
    private double learningRate;

    /// <summary>A network with a copy of these weights.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A learning rate that is not finite and positive.</exception>
    public Rnn(RnnParameters weights, double learningRate = 1e-3)
    {
        (InputSize, HiddenSize, OutputSize) = (weights.Wxh.ColumnCount, weights.bh.Count, weights.by.Count);
        (Parameters, Gradients) = (weights.ZerosLike(), weights.ZerosLike());
        Parameters.CopyFrom(weights);
        this.learningRate = Require.Positive(learningRate, nameof(learningRate));
    }

    /// <summary>A network with weights from <see cref="RnnParameters.Draw"/>, as the original draws them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1; a learning rate or scale not finite and positive.</exception>
    public Rnn(int inputSize, int hiddenSize, int outputSize, NumPyRandom random, double learningRate = 1e-3, double scale = 0.01)
        : this(RnnParameters.Draw(inputSize, hiddenSize, outputSize, random, scale), learningRate)
    {
    }

    public int InputSize { get; }

    public int HiddenSize { get; }

    public int OutputSize { get; }

    /// <summary>The weights. Setting a tensor copies it; writing into one changes the network.</summary>
    public RnnParameters Parameters { get; }

    /// <summary>What backward steps have added up since the last <see cref="ZeroGradients"/>.</summary>
    public RnnParameters Gradients { get; }

    /// <summary>What L_t is.</summary>
    public LossKind LossKind { get; set; }

    /// <summary>The step size of <see cref="Update"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a value that is not finite and positive.</exception>
    public double LearningRate { get => learningRate; set => learningRate = Require.Positive(value, nameof(LearningRate)); }

    /// <summary>T of the last <see cref="Forward"/>; 0 before it.</summary>
    public int Steps { get; protected set; }

    /// <summary>L of the last <see cref="Forward"/>.</summary>
    public double Loss { get; protected set; }

    /// <summary>L_t of the last <see cref="Forward"/>, one per time step.</summary>
    public virtual double[] StepLosses => [.. losses];

    /// <summary>h_t of the last forward pass, one column per time step (hidden × T).</summary>
    /// <exception cref="InvalidOperationException">There was no forward pass.</exception>
    public virtual Matrix<double> HiddenStates => Columns(h, nameof(Forward));

    /// <summary>ŷ_t of the last forward pass, one column per time step (output × T).</summary>
    /// <exception cref="InvalidOperationException">There was no forward pass.</exception>
    public virtual Matrix<double> Logits => Columns(yhat, nameof(Forward));

    /// <summary>∂L/∂ŷ_t of the last forward pass, one column per time step (output × T).</summary>
    /// <exception cref="InvalidOperationException">There was no forward pass.</exception>
    public virtual Matrix<double> OutputGradients => Columns(dy, nameof(Forward));

    /// <summary>δ_t, the gradient at the pre-activation of h_t, one column per time step (hidden × T).</summary>
    /// <exception cref="InvalidOperationException">There was no backward pass since the last forward pass.</exception>
    public virtual Matrix<double> Deltas => Columns(delta, nameof(Backward));

    /// <summary>∂L/∂h_{-1} = Whhᵀ δ_0 (hidden).</summary>
    /// <exception cref="InvalidOperationException">There was no backward pass since the last forward pass.</exception>
    public virtual Vector<double> StartGradient => startGradient?.Clone() ?? throw Require.NotComputed(nameof(Backward));

    /// <summary>h_{T−1} of the last forward pass (hidden): where a sequence that goes on starts from.</summary>
    /// <exception cref="InvalidOperationException">There was no forward pass.</exception>
    public Vector<double> State => HiddenStates.Column(Steps - 1);

    /// <summary>Zeros (hidden): h_{-1} if none is given, and δ_T.</summary>
    public Vector<double> ZeroState => Vector<double>.Build.Dense(HiddenSize);

    /// <summary>One time step forward.</summary>
    /// <param name="x">The token x_t.</param>
    /// <param name="hPrev">h_{t−1} (hidden).</param>
    /// <returns>h_t (hidden) and the logits ŷ_t (output).</returns>
    public (Vector<double> h, Vector<double> yhat) StepForward(int x, Vector<double> hPrev)
    {
        var p = Parameters;
        var h = (p.Wxh.Column(x) + (p.Whh * hPrev) + p.bh).PointwiseTanh();
        return (h, (p.Why * h) + p.by);
    }

    /// <summary>One time step back: adds what it finds to <see cref="Gradients"/>.</summary>
    /// <param name="x">The token x_t.</param>
    /// <param name="h">h_t (hidden).</param>
    /// <param name="hPrev">h_{t−1} (hidden).</param>
    /// <param name="dy">∂L_t/∂ŷ_t (output).</param>
    /// <param name="deltaNext">δ_{t+1} (hidden).</param>
    /// <returns>δ_t (hidden).</returns>
    public virtual Vector<double> StepBackward(
        int x, Vector<double> h, Vector<double> hPrev, Vector<double> dy, Vector<double> deltaNext)
    {
        var (p, d) = (Parameters, Gradients);
        d.Why += dy.OuterProduct(h);                                          // Σ_t dy_t h_tᵀ
        d.by += dy;                                                           // Σ_t dy_t
        var dh = p.Why.TransposeThisAndMultiply(dy)                           // h_t went to ŷ_t = Why h_t + by,
               + p.Whh.TransposeThisAndMultiply(deltaNext);                   // and into h_{t+1} through Whh h_t
        var delta = (1 - h.PointwiseMultiply(h)).PointwiseMultiply(dh);       // tanh′ = 1 − tanh²
        d.bh += delta;                                                        // Σ_t δ_t
        d.Wxh.SetColumn(x, d.Wxh.Column(x) + delta);                          // Σ_t δ_t x_tᵀ: x_t picks one column
        d.Whh += delta.OuterProduct(hPrev);                                   // Σ_t δ_t h_{t-1}ᵀ
        return delta;
    }

    /// <summary>Runs the network over a sequence; returns the loss.</summary>
    /// <param name="x">T input tokens, each from 0 to InputSize − 1.</param>
    /// <param name="y">T target tokens, each from 0 to OutputSize − 1.</param>
    /// <param name="start">h_{-1} (hidden); zero if omitted.</param>
    /// <exception cref="ArgumentException">An empty sequence, x and y of different length, a start of another size.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A token outside its range. Whatever is refused, nothing has changed.</exception>
    public virtual double Forward(ReadOnlySpan<int> x, ReadOnlySpan<int> y, Vector<double>? start = null)
    {
        Require.Sequence(x, InputSize, y, OutputSize);
        var hPrev = Require.Length(start, HiddenSize, nameof(start))?.Clone() ?? ZeroState;
        (this.x, this.start, Steps, Loss, losses) = (x.ToArray(), hPrev, x.Length, 0, new double[x.Length]);
        (h, yhat, dy) = (new Vector<double>[Steps], new Vector<double>[Steps], new Vector<double>[Steps]);
        (delta, startGradient) = ([], null);

        for (int t = 0; t < Steps; t++)
        {
            (h[t], yhat[t]) = StepForward(x[t], hPrev);
            (losses[t], dy[t]) = Losses.Of(LossKind, yhat[t], y[t]);
            Loss += losses[t];
            hPrev = h[t];
        }
        return Loss;
    }

    /// <summary>Backpropagation through time over the sequence of the last <see cref="Forward"/>.</summary>
    /// <param name="outputGradients">
    /// Goes back in place of the loss's own ∂L/∂ŷ_t (output × T), for a mask or for the last step alone.
    /// </param>
    /// <exception cref="ArgumentException">Gradients of another shape; nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">There was no forward pass.</exception>
    public virtual void Backward(Matrix<double>? outputGradients = null)
    {
        if (Steps == 0)
            throw new InvalidOperationException("Backward has no sequence to go back over: call Forward first.");
        Require.Shape(outputGradients, OutputSize, Steps, nameof(outputGradients));
        delta = new Vector<double>[Steps];

        var deltaNext = ZeroState;
        for (int t = Steps - 1; t >= 0; t--)
            deltaNext = delta[t] = StepBackward(x[t], h[t], t > 0 ? h[t - 1] : start!, outputGradients?.Column(t) ?? dy[t], deltaNext);
        startGradient = Parameters.Whh.TransposeThisAndMultiply(delta[0]);
    }

    /// <summary>Forgets the gradients added up so far.</summary>
    public virtual void ZeroGradients() => Gradients.Clear();

    /// <summary>One step of gradient descent: every parameter −= learning rate · its gradient.</summary>
    /// <param name="learningRate">In place of <see cref="LearningRate"/>, for this step only.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not finite and positive; nothing has changed.</exception>
    public void Update(double? learningRate = null) =>
        Parameters.Add(Gradients, -Require.Positive(learningRate ?? LearningRate, nameof(learningRate)));

    private static Matrix<double> Columns(Vector<double>[] steps, string maker) =>
        steps.Length > 0 ? Matrix<double>.Build.DenseOfColumnVectors(steps) : throw Require.NotComputed(maker);
}
