#nullable enable
using System;
using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;

/// <summary>Which formulas <see cref="Rnn.Backward"/> follows.</summary>
public enum GradientRule
{
    /// <summary>The true gradient of the loss.</summary>
    Exact,

    /// <summary>
    /// The original notebook's formulas to the letter, with what is wrong in them: the sign of ∂L/∂ŷ, Whh where Whhᵀ
    /// belongs, and δ_0 of one call carried into the next as its δ_T.
    /// </summary>
    AsPublished,
}

/// <summary>What <see cref="Rnn.Forward"/> sums over the steps; the logits are ŷ_t.</summary>
public enum LossKind
{
    /// <summary>½ ‖ŷ_t − y_t‖², the original's.</summary>
    SquaredError,

    /// <summary>−log softmax(ŷ_t)[y_t], in nats.</summary>
    CrossEntropy,
}

/// <summary>
/// An Elman network that reads a sequence of tokens x_t and predicts a sequence y_t (Elman 1990, "Finding structure in time"):
/// <code>
/// h_t = tanh(Wxh x_t + Whh h_{t-1} + bh)      h_{-1} = 0
/// ŷ_t = Why h_t + by                          the logits
/// L   = ½ Σ_t ‖ŷ_t − y_t‖²                    or another LossKind
/// </code>
/// x_t and y_t stand for one-hot vectors and are given as indices, so Wxh x_t is a column of Wxh.
/// Not safe for use by several threads at once.
/// </summary>
public sealed class Rnn
{
    private readonly double[] Wxh, Whh, Why, bh, by;              // the memory of Parameters, matrices column by column
    private readonly double[] dWxh, dWhh, dWhy, dbh, dby;         // the memory of Gradients
    private readonly double[] dh, delta_0, carried;               // carried: δ_0 of the backward pass before (hidden)
    private readonly AlignedColumns W, product;                   // W = [Whh; Why]: both multiply h_t, so one sweep serves both

    // A column a step; signal_t = [δ_{t+1}; dy_t] is all that comes back to h_t.
    private double[] hidden = [], logits = [], error = [];
    private AlignedColumns signals;
    private int[] x = [], y = [];
    private bool wentBack;
    private double learningRate;

    /// <summary>
    /// Draws the parameters as the original does, in its order: Wxh, Whh, Why from N(0, 1) times <paramref name="scale"/>,
    /// then bh and by from N(0, 1).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1, or a learning rate or scale that is not finite and positive.</exception>
    public Rnn(int inputSize, int hiddenSize, int outputSize, NumPyRandom random, double learningRate = 1e-3, double scale = 0.01)
    {
        (InputSize, HiddenSize, OutputSize) = (inputSize, hiddenSize, outputSize);
        Parameters = new RnnParameters(inputSize, hiddenSize, outputSize);
        Gradients = new RnnParameters(inputSize, hiddenSize, outputSize);
        ArgumentNullException.ThrowIfNull(random);
        this.learningRate = Positive(learningRate, nameof(learningRate));
        Positive(scale, nameof(scale));

        (Wxh, Whh, Why, bh, by) = Parameters;
        (dWxh, dWhh, dWhy, dbh, dby) = Gradients;
        (dh, delta_0, carried) = (new double[hiddenSize], new double[hiddenSize], new double[hiddenSize]);
        int rows = hiddenSize + outputSize;
        (W, product, signals) = (new AlignedColumns(rows, hiddenSize), new AlignedColumns(rows, 1), new AlignedColumns(rows, 0));

        (random.Randn(hiddenSize, inputSize) * scale).CopyTo(Parameters.Wxh);
        (random.Randn(hiddenSize, hiddenSize) * scale).CopyTo(Parameters.Whh);
        (random.Randn(outputSize, hiddenSize) * scale).CopyTo(Parameters.Why);
        random.Randn(hiddenSize).CopyTo(Parameters.bh);
        random.Randn(outputSize).CopyTo(Parameters.by);
    }

    /// <summary>A network with the weights of a file that <see cref="Save"/> or NumPy wrote.</summary>
    /// <exception cref="System.IO.IOException">There is no such file, or it cannot be opened.</exception>
    /// <exception cref="System.IO.InvalidDataException">The file does not hold the five tensors of a network.</exception>
    public static Rnn Load(string path, double learningRate = 1e-3)
    {
        var read = RnnParameters.Load(path);
        var rnn = new Rnn(read.Wxh.ColumnCount, read.bh.Count, read.by.Count, new NumPyRandom(0), learningRate);
        rnn.Parameters.CopyFrom(read);
        return rnn;
    }

    /// <summary>Writes the parameters to a file that <c>np.load</c> reads; an older one there is replaced only by a whole new one.</summary>
    /// <exception cref="System.IO.IOException">The file cannot be written; an older one is still there.</exception>
    public void Save(string path, bool compressed = false) => Parameters.Save(path, compressed);

    public int InputSize { get; }

    public int HiddenSize { get; }

    public int OutputSize { get; }

    /// <summary>The weights; write into them to set others.</summary>
    public RnnParameters Parameters { get; }

    /// <summary>What <see cref="Backward"/> has added up since the last <see cref="ZeroGradients"/>.</summary>
    public RnnParameters Gradients { get; }

    public GradientRule Rule { get; set; }

    public LossKind LossKind { get; set; }

    /// <summary>The step size of <see cref="Update"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a value that is not finite and positive.</exception>
    public double LearningRate
    {
        get => learningRate;
        set => learningRate = Positive(value, nameof(LearningRate));
    }

    /// <summary>The number of steps T of the last <see cref="Forward"/>; 0 before it.</summary>
    public int Steps { get; private set; }

    /// <summary>The loss of the last <see cref="Forward"/>, summed over its steps.</summary>
    public double Loss { get; private set; }

    /// <summary>h_0 … h_{T−1} of the last forward pass, a column a step (hidden × T); a copy.</summary>
    /// <exception cref="InvalidOperationException">There was no forward pass.</exception>
    public Matrix<double> HiddenStates => Copy(hidden, HiddenSize, Steps > 0, nameof(Forward));

    /// <summary>ŷ_0 … ŷ_{T−1} of the last forward pass, a column a step (output × T); a copy.</summary>
    /// <exception cref="InvalidOperationException">There was no forward pass.</exception>
    public Matrix<double> Logits => Copy(logits, OutputSize, Steps > 0, nameof(Forward));

    /// <summary>dy_t, the gradient of the loss by ŷ_t, a column a step (output × T); a copy.</summary>
    /// <exception cref="InvalidOperationException">There was no forward pass.</exception>
    public Matrix<double> OutputGradients => Copy(error, OutputSize, Steps > 0, nameof(Forward));

    /// <summary>δ_t, the gradient of the loss by the pre-activation of h_t, a column a step (hidden × T); a copy.</summary>
    /// <exception cref="InvalidOperationException">There was no backward pass since the last forward pass.</exception>
    public Matrix<double> Deltas
    {
        get
        {
            double[] deltas = new double[Steps * HiddenSize];
            for (int t = 0; t < Steps; t++)
                Delta(t).CopyTo(Column(deltas, HiddenSize, t));
            return Copy(deltas, HiddenSize, wentBack, nameof(Backward));
        }
    }

    /// <summary>Runs the network over a sequence; returns the loss.</summary>
    /// <param name="x">T input tokens, each from 0 to InputSize − 1.</param>
    /// <param name="y">T target tokens, each from 0 to OutputSize − 1.</param>
    /// <exception cref="ArgumentException">An empty sequence, or x and y of different length; nothing has changed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A token outside its range; nothing has changed.</exception>
    public double Forward(ReadOnlySpan<int> x, ReadOnlySpan<int> y)
    {
        CheckTokens(x, InputSize, nameof(x));
        CheckTokens(y, OutputSize, nameof(y));
        if (x.Length != y.Length)
            throw new ArgumentException($"x has {x.Length} tokens and y has {y.Length}: every step needs one of each.", nameof(y));
        Keep(x, y);
        StackWeights();

        Loss = 0;
        Span<double> Wh = product[0];
        Wh.Clear();                                                              // W h_{-1}
        for (int t = 0; t < x.Length; t++)
        {
            Span<double> h = Column(hidden, HiddenSize, t), logit = Column(logits, OutputSize, t);

            TensorPrimitives.Add<double>(bh, Column(Wxh, HiddenSize, x[t]), h);  // Wxh x_t + bh
            TensorPrimitives.Add(h, Upper(Wh), h);                               //   + Whh h_{t-1}
            TensorPrimitives.Tanh(h, h);                                         // h_t  (hidden)

            W.Multiply(hidden, from: t * HiddenSize, step: 1, HiddenSize, Wh);   // [Whh h_t; Why h_t]
            TensorPrimitives.Add<double>(by, Lower(Wh), logit);                  // ŷ_t  (output)
            Loss += StepLoss(logit, y[t], Column(error, OutputSize, t));
        }
        return Loss;
    }

    /// <summary>
    /// Backpropagation through time over the sequence of the last <see cref="Forward"/>; adds to <see cref="Gradients"/>:
    /// <code>
    /// dy_t = ∂L/∂ŷ_t = ŷ_t − y_t                       softmax(ŷ_t) − y_t for the cross-entropy
    /// dh_t = ∂L/∂h_t = Whyᵀ dy_t + Whhᵀ δ_{t+1}        δ_T = 0
    /// δ_t  = (1 − h_t²) ⊙ dh_t
    /// dWhy = Σ dy_t h_tᵀ     dby = Σ dy_t     dWxh = Σ δ_t x_tᵀ     dWhh = Σ δ_t h_{t-1}ᵀ     dbh = Σ δ_t
    /// </code>
    /// with the weights of that forward pass. <see cref="GradientRule.AsPublished"/> has y_t − ŷ_t for dy_t, Whh for Whhᵀ, and for δ_T what the call before left.
    /// </summary>
    /// <exception cref="InvalidOperationException">There was no forward pass.</exception>
    public void Backward()
    {
        if (Steps == 0)
            throw new InvalidOperationException("Backward has no sequence to go back over: call Forward first.");
        bool exact = Rule == GradientRule.Exact;

        Span<double> last = Upper(signals[Steps - 1]);                           // δ_T
        if (exact) last.Clear();
        else carried.CopyTo(last);

        for (int t = Steps - 1; t >= 0; t--)
        {
            Span<double> h = Column(hidden, HiddenSize, t), signal = signals[t], delta = Delta(t);

            TensorPrimitives.Multiply(Column(error, OutputSize, t), exact ? 1 : -1, Lower(signal));   // dy_t
            if (exact) W.MultiplyTransposed(signal, dh);                         // Whhᵀ δ_{t+1} + Whyᵀ dy_t
            else MultiplyAsPublished(signal);

            TensorPrimitives.Multiply(h, h, delta);
            TensorPrimitives.Subtract(1, delta, delta);                          // 1 − h_t²
            TensorPrimitives.Multiply(delta, dh, delta);                         // δ_t  (hidden)
        }

        for (int t = 0; t < Steps; t++)
        {
            Span<double> delta = Delta(t), dWxh_x = Column(dWxh, HiddenSize, x[t]);

            TensorPrimitives.Add(dWxh_x, delta, dWxh_x);                         // δ_t x_tᵀ is one column
            TensorPrimitives.Add<double>(dbh, delta, dbh);
            TensorPrimitives.Add<double>(dby, Lower(signals[t]), dby);
        }
        // dWhh and dWhy in one: the sum of [δ_{t+1}; dy_t] h_tᵀ, since δ_t meets h_{t-1}. δ_T belongs to no step of this sequence.
        last.Clear();
        Span<double> dW = product[0];
        for (int j = 0; j < HiddenSize; j++)
        {
            Span<double> dWhh_j = Column(dWhh, HiddenSize, j), dWhy_j = Column(dWhy, OutputSize, j);

            signals.Multiply(hidden, from: j, step: HiddenSize, Steps, dW);      // column j, which stays in the cache
            TensorPrimitives.Add(dWhh_j, Upper(dW), dWhh_j);
            TensorPrimitives.Add(dWhy_j, Lower(dW), dWhy_j);
        }
        delta_0.CopyTo(carried, 0);
        wentBack = true;
    }

    /// <summary>Forgets the gradients added up so far, and what <see cref="GradientRule.AsPublished"/> carries over.</summary>
    public void ZeroGradients()
    {
        foreach (double[] gradient in Gradients.Values)
            Array.Clear(gradient);
        Array.Clear(carried);
    }

    /// <summary>One step of gradient descent: every parameter −= learning rate · its gradient.</summary>
    /// <param name="learningRate">In place of <see cref="LearningRate"/>, for this step only.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not finite and positive; nothing has changed.</exception>
    public void Update(double? learningRate = null)
    {
        double rate = Positive(learningRate ?? LearningRate, nameof(learningRate));
        for (int k = 0; k < Parameters.Values.Length; k++)
            TensorPrimitives.MultiplyAdd(Gradients.Values[k], -rate, Parameters.Values[k], Parameters.Values[k]);
    }

    // The loss of one step; error becomes its gradient by the logits.
    private double StepLoss(ReadOnlySpan<double> logit, int target, Span<double> error)
    {
        if (LossKind == LossKind.SquaredError)
        {
            logit.CopyTo(error);
            error[target] -= 1;
            return TensorPrimitives.SumOfSquares<double>(error) / 2;
        }
        double max = TensorPrimitives.Max(logit);                                // exp of what is left is at most 1
        TensorPrimitives.Subtract(logit, max, error);
        TensorPrimitives.Exp(error, error);
        double sum = TensorPrimitives.Sum<double>(error);
        TensorPrimitives.Divide(error, sum, error);                              // softmax(ŷ)
        error[target] -= 1;
        return Math.Log(sum) - (logit[target] - max);
    }

    // dh = Whyᵀ dy_t + Whh δ_{t+1}, where Whhᵀ belongs
    private void MultiplyAsPublished(ReadOnlySpan<double> signal)
    {
        signal[..HiddenSize].CopyTo(dh);
        W.Multiply(dh, from: 0, step: 1, HiddenSize, product[0]);
        for (int j = 0; j < HiddenSize; j++)
            dh[j] = product[0][j] + TensorPrimitives.Dot(Lower(W[j]), signal[HiddenSize..]);
    }

    private void StackWeights()
    {
        for (int j = 0; j < HiddenSize; j++)
        {
            Column(Whh, HiddenSize, j).CopyTo(Upper(W[j]));
            Column(Why, OutputSize, j).CopyTo(Lower(W[j]));
        }
    }

    private Span<double> Delta(int t) => t > 0 ? Upper(signals[t - 1]) : delta_0;

    private Span<double> Upper(Span<double> column) => column[..HiddenSize];

    private Span<double> Lower(Span<double> column) => column[HiddenSize..];

    private static Span<double> Column(double[] A, int rows, int j) => A.AsSpan(j * rows, rows);

    private void Keep(ReadOnlySpan<int> x, ReadOnlySpan<int> y)
    {
        if (x.Length > this.x.Length)
        {
            (this.x, this.y) = (new int[x.Length], new int[x.Length]);
            (logits, error) = (new double[x.Length * OutputSize], new double[x.Length * OutputSize]);
            (hidden, signals) = (new double[x.Length * HiddenSize], new AlignedColumns(HiddenSize + OutputSize, x.Length));
        }
        x.CopyTo(this.x);
        y.CopyTo(this.y);
        (Steps, wentBack) = (x.Length, false);
    }

    private Matrix<double> Copy(double[] columns, int rows, bool there, string maker) => there
        ? Matrix<double>.Build.Dense(rows, Steps, columns.AsSpan(0, Steps * rows).ToArray())
        : throw new InvalidOperationException($"There is nothing to look at yet: call {maker} first.");

    private static void CheckTokens(ReadOnlySpan<int> tokens, int size, string name)
    {
        if (tokens.IsEmpty)
            throw new ArgumentException($"{name} is empty: a sequence has at least one token.", name);
        for (int t = 0; t < tokens.Length; t++)
            if (tokens[t] < 0 || tokens[t] >= size)
                throw new ArgumentOutOfRangeException(name, tokens[t], $"{name}[{t}] is {tokens[t]}; tokens here run from 0 to {size - 1}.");
    }

    private static double Positive(double value, string name) => value > 0 && double.IsFinite(value)
        ? value : throw new ArgumentOutOfRangeException(name, value, FormattableString.Invariant($"{name} is {value}; it must be finite and positive."));
}
