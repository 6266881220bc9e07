#nullable enable
using System;
using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;

/// <summary>
/// <see cref="Rnn"/> for long training: the same numbers to rounding, many times faster. Whh and Why are stacked, since both multiply
/// h_t; columns begin at cache lines; memory is kept from pass to pass. The notebook on speed climbs here.
/// </summary>
public sealed class FastRnn : Rnn
{
    private readonly double[] Wxh, Whh, Why, bh, by;              // the memory of Parameters, matrices column by column
    private readonly double[] dWxh, dWhh, dWhy, dbh, dby;         // the memory of Gradients
    private readonly double[] dh;
    private readonly AlignedColumns W, product;                   // W = [Whh; Why]

    // One column per time step, and one in front: before has h_{t-1} in column t, signals what comes back to it, [δ_t; dy_{t-1}].
    private double[] before = [], logits = [], error = [], losses = [];
    private AlignedColumns signals;
    private int[] x = [];
    private bool started, wentBack;                               // from another h_{-1} than zero; since the last forward pass

    /// <inheritdoc cref="Rnn(RnnParameters, double)"/>
    public FastRnn(RnnParameters weights, double learningRate = 1e-3) : base(weights, learningRate)
    {
        (Wxh, Whh, Why, bh, by) = Parameters;
        (dWxh, dWhh, dWhy, dbh, dby) = Gradients;
        dh = new double[HiddenSize];
        int rows = HiddenSize + OutputSize;
        (W, product, signals) = (new AlignedColumns(rows, HiddenSize), new AlignedColumns(rows, 1), new AlignedColumns(rows, 1));
    }

    /// <inheritdoc cref="Rnn(int, int, int, NumPyRandom, double, double)"/>
    public FastRnn(int inputSize, int hiddenSize, int outputSize, NumPyRandom random, double learningRate = 1e-3, double scale = 0.01)
        : this(RnnParameters.Draw(inputSize, hiddenSize, outputSize, random, scale), learningRate)
    {
    }

    /// <inheritdoc/>
    public override double[] StepLosses => losses[..Steps];

    /// <inheritdoc/>
    public override Matrix<double> HiddenStates =>
        Copy(before.AsSpan(Math.Min(HiddenSize, before.Length)), HiddenSize, Steps > 0, nameof(Forward));

    /// <inheritdoc/>
    public override Matrix<double> Logits => Copy(logits, OutputSize, Steps > 0, nameof(Forward));

    /// <inheritdoc/>
    public override Matrix<double> OutputGradients => Copy(error, OutputSize, Steps > 0, nameof(Forward));

    /// <inheritdoc/>
    public override Matrix<double> Deltas
    {
        get
        {
            double[] deltas = new double[Steps * HiddenSize];
            for (int t = 0; t < Steps; t++)
                Upper(signals[t]).CopyTo(Column(deltas, HiddenSize, t));
            return Copy(deltas, HiddenSize, wentBack, nameof(Backward));
        }
    }

    /// <inheritdoc/>
    public override Vector<double> StartGradient
    {
        get
        {
            double[] gradient = wentBack ? new double[HiddenSize] : throw Require.NotComputed(nameof(Backward));
            W.MultiplyTransposed(signals[0], gradient);                                  // Whhᵀ δ_0, as dy_{-1} = 0
            return Vector<double>.Build.Dense(gradient);
        }
    }

    /// <inheritdoc/>
    public override double Forward(ReadOnlySpan<int> x, ReadOnlySpan<int> y, Vector<double>? start = null)
    {
        Require.Sequence(x, InputSize, y, OutputSize);
        Require.Length(start, HiddenSize, nameof(start));
        Keep(x);
        StackWeights();

        Loss = 0;
        Span<double> Wh = product[0];
        Begin(start, Wh);                                                                // W h_{-1}
        for (int t = 0; t < x.Length; t++)
        {
            Span<double> h = Column(before, HiddenSize, t + 1), logit = Column(logits, OutputSize, t);

            TensorPrimitives.Add<double>(bh, Column(Wxh, HiddenSize, x[t]), h);          // Wxh x_t + bh
            TensorPrimitives.Add(h, Upper(Wh), h);                                       //   + Whh h_{t-1}
            Tanh(h);                                                                     // h_t  (hidden)

            W.Multiply(0, HiddenSize, before, from: (t + 1) * HiddenSize, step: 1, Wh);  // [Whh h_t; Why h_t]
            TensorPrimitives.Add<double>(by, Lower(Wh), logit);                          // ŷ_t  (output)
            Loss += losses[t] = StepLoss(logit, y[t], Column(error, OutputSize, t));
        }
        return Loss;
    }

    /// <inheritdoc/>
    public override void Backward(Matrix<double>? outputGradients = null)
    {
        if (Steps == 0)
            throw new InvalidOperationException("Backward has no sequence to go back over: call Forward first.");
        Require.Shape(outputGradients, OutputSize, Steps, nameof(outputGradients));
        double[] dy = outputGradients?.ToColumnMajorArray() ?? error;
        Upper(signals[Steps]).Clear();                                                   // δ_T

        for (int t = Steps - 1; t >= 0; t--)
        {
            Span<double> h = Column(before, HiddenSize, t + 1), signal = signals[t + 1], delta = Upper(signals[t]);

            Column(dy, OutputSize, t).CopyTo(Lower(signal));                             // dy_t
            W.MultiplyTransposed(signal, dh);                                            // Whhᵀ δ_{t+1} + Whyᵀ dy_t

            TensorPrimitives.Multiply(h, h, delta);
            TensorPrimitives.Subtract(1, delta, delta);                                  // 1 − h_t²
            TensorPrimitives.Multiply(delta, dh, delta);                                 // δ_t  (hidden)
        }

        for (int t = 0; t < Steps; t++)
        {
            Span<double> delta = Upper(signals[t]), dWxh_x = Column(dWxh, HiddenSize, x[t]);

            TensorPrimitives.Add(dWxh_x, delta, dWxh_x);                                 // δ_t x_tᵀ is one column
            TensorPrimitives.Add<double>(dbh, delta, dbh);
            TensorPrimitives.Add<double>(dby, Lower(signals[t + 1]), dby);
        }
        // dWhh and dWhy in one: the sum of [δ_t; dy_{t-1}] h_{t-1}ᵀ, column by column, so that each stays in the cache.
        // Without a start h_{-1} is zero, and so is its term.
        int first = started ? 0 : 1;
        Span<double> dW = product[0];
        for (int j = 0; j < HiddenSize; j++)
        {
            Span<double> dWhh_j = Column(dWhh, HiddenSize, j), dWhy_j = Column(dWhy, OutputSize, j);

            signals.Multiply(first, Steps + 1 - first, before, from: (first * HiddenSize) + j, step: HiddenSize, dW);
            TensorPrimitives.Add(dWhh_j, Upper(dW), dWhh_j);
            TensorPrimitives.Add(dWhy_j, Lower(dW), dWhy_j);
        }
        wentBack = true;
    }

    // The loss of one time step; error becomes its gradient with respect to the logits.
    private double StepLoss(ReadOnlySpan<double> logit, int target, Span<double> error)
    {
        if (LossKind == LossKind.SquaredError)
        {
            logit.CopyTo(error);
            error[target] -= 1;
            return TensorPrimitives.SumOfSquares<double>(error) / 2;
        }
        double max = TensorPrimitives.Max(logit);                                        // exp of what is left is at most 1
        TensorPrimitives.Subtract(logit, max, error);
        Exp(error);
        double sum = TensorPrimitives.Sum<double>(error);
        TensorPrimitives.Divide(error, sum, error);                                      // softmax(ŷ)
        error[target] -= 1;
        return Math.Log(sum) - (logit[target] - max);
    }

    // In a browser TensorPrimitives takes many times as long for these two as Math does for one number after another.
    private static void Tanh(Span<double> values)
    {
        if (!OperatingSystem.IsBrowser())
            TensorPrimitives.Tanh(values, values);
        else
            foreach (ref double value in values)
                value = Math.Tanh(value);
    }

    private static void Exp(Span<double> values)
    {
        if (!OperatingSystem.IsBrowser())
            TensorPrimitives.Exp(values, values);
        else
            foreach (ref double value in values)
                value = Math.Exp(value);
    }

    private void StackWeights()
    {
        for (int j = 0; j < HiddenSize; j++)
        {
            Column(Whh, HiddenSize, j).CopyTo(Upper(W[j]));
            Column(Why, OutputSize, j).CopyTo(Lower(W[j]));
        }
    }

    private void Keep(ReadOnlySpan<int> x)
    {
        if (x.Length > this.x.Length)
        {
            (this.x, losses) = (new int[x.Length], new double[x.Length]);
            (logits, error) = (new double[x.Length * OutputSize], new double[x.Length * OutputSize]);
            before = new double[(x.Length + 1) * HiddenSize];
            signals = new AlignedColumns(HiddenSize + OutputSize, x.Length + 1);
        }
        x.CopyTo(this.x);
        (Steps, wentBack) = (x.Length, false);
    }

    private void Begin(Vector<double>? start, Span<double> Wh)
    {
        started = start != null;
        if (started)
        {
            (start!.AsArray() ?? start.ToArray()).CopyTo(before, 0);                     // h_{-1}
            W.Multiply(0, HiddenSize, before, from: 0, step: 1, Wh);
        }
        else
        {
            Wh.Clear();
        }
    }

    private Span<double> Upper(Span<double> column) => column[..HiddenSize];

    private Span<double> Lower(Span<double> column) => column[HiddenSize..];

    private static Span<double> Column(double[] A, int rows, int j) => A.AsSpan(j * rows, rows);

    private Matrix<double> Copy(Span<double> columns, int rows, bool there, string maker) => there
        ? Matrix<double>.Build.Dense(rows, Steps, columns[..(Steps * rows)].ToArray())
        : throw Require.NotComputed(maker);
}
