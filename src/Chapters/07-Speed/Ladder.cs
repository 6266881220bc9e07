#nullable enable
using System;
using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;

/// <summary>
/// One way to compute the gradient of an <see cref="Rnn"/>'s squared error over a sequence. Each rung of the ladder has one idea more
/// than the rung before it, and gives the same numbers to rounding. Only the first and the last check their tokens.
/// </summary>
/// <param name="name">What the rung is called.</param>
/// <param name="parameters">Its own, to be trained.</param>
/// <param name="gradients">Of the same sizes.</param>
public abstract class Rung(string name, RnnParameters parameters, RnnParameters gradients)
{
    public string Name { get; } = name;

    public RnnParameters Parameters { get; } = parameters;

    /// <summary>What the last <see cref="Gradient"/> found.</summary>
    public RnnParameters Gradients { get; } = gradients;

    /// <summary>Sets <see cref="Gradients"/>; returns the loss ½ Σ_t ‖ŷ_t − y_t‖².</summary>
    public abstract double Gradient(int[] x, int[] y);

    /// <summary>A training step: the gradient, and one step of gradient descent; returns the loss before.</summary>
    public double Train(int[] x, int[] y, double learningRate)
    {
        double loss = Gradient(x, y);
        Parameters.Add(Gradients, -learningRate);
        return loss;
    }
}

/// <summary>A network as a rung: <see cref="Rnn"/>, the first, or <see cref="FastRnn"/>, the last.</summary>
/// <param name="network">Trained in place.</param>
public sealed class NetworkVariant(Rnn network) : Rung(network.GetType().Name, network.Parameters, network.Gradients)
{
    public override double Gradient(int[] x, int[] y)
    {
        double loss = network.Forward(x, y);
        network.ZeroGradients();
        network.Backward();
        return loss;
    }
}

/// <summary>
/// T outer products that are added up are one matrix product: the weights' gradients wait until all δ_t are known. The forward pass is
/// that of <see cref="Rnn"/>.
/// </summary>
public sealed class BatchedGradients : Rung
{
    private readonly Rnn network;

    /// <param name="weights">Copied.</param>
    public BatchedGradients(RnnParameters weights) : this(new Rnn(weights))
    {
    }

    private BatchedGradients(Rnn network) : base("BatchedGradients", network.Parameters, network.Gradients) => this.network = network;

    public override double Gradient(int[] x, int[] y)
    {
        double loss = network.Forward(x, y);
        var (h, dy) = (network.HiddenStates, network.OutputGradients);
        var (before, delta) = (Matrix<double>.Build.Dense(h.RowCount, x.Length), Matrix<double>.Build.Dense(h.RowCount, x.Length));
        var (p, d, next) = (Parameters, Gradients, network.ZeroState);
        d.Wxh.Clear();
        for (int t = x.Length - 1; t >= 0; t--)
        {
            var h_t = h.Column(t);
            var dh = p.Why.TransposeThisAndMultiply(dy.Column(t)) + p.Whh.TransposeThisAndMultiply(next);
            next = (1 - h_t.PointwiseMultiply(h_t)).PointwiseMultiply(dh);
            d.Wxh.SetColumn(x[t], d.Wxh.Column(x[t]) + next);
            delta.SetColumn(t, next);
            if (t + 1 < x.Length)
                before.SetColumn(t + 1, h_t);
        }
        d.Whh = delta.TransposeAndMultiply(before);
        d.Why = dy.TransposeAndMultiply(h);
        d.bh = delta.RowSums();
        d.by = dy.RowSums();
        return loss;
    }
}

/// <summary>
/// Whole-span calls that use the processor's vector instructions, on memory that is kept: A v is a sum of columns, Aᵀ v one dot product
/// per column, and a column of a gradient stays in the cache while the time steps add to it.
/// </summary>
public sealed class SpanKernels : Rung
{
    private readonly double[] Wxh, Whh, Why, bh, by, dWxh, dWhh, dWhy, dbh, dby;
    private readonly int hiddenSize, outputSize;
    private double[] hidden = [], dy = [], delta = [];   // one column per time step; hidden has h_{-1} = 0 in front, delta δ_T = 0 behind

    /// <param name="weights">Copied.</param>
    public SpanKernels(RnnParameters weights) : base("SpanKernels", weights.ZerosLike(), weights.ZerosLike())
    {
        Parameters.CopyFrom(weights);
        (hiddenSize, outputSize) = (weights.bh.Count, weights.by.Count);
        (Wxh, Whh, Why, bh, by) = Parameters;
        (dWxh, dWhh, dWhy, dbh, dby) = Gradients;
    }

    public override double Gradient(int[] x, int[] y)
    {
        if (dy.Length != x.Length * outputSize)
        {
            (hidden, delta) = (new double[(x.Length + 1) * hiddenSize], new double[(x.Length + 1) * hiddenSize]);
            dy = new double[x.Length * outputSize];
        }
        Gradients.Clear();

        for (int t = 0; t < x.Length; t++)
        {
            Span<double> h = Column(hidden, hiddenSize, t + 1), dy_t = Column(dy, outputSize, t);
            TensorPrimitives.Add<double>(bh, Column(Wxh, hiddenSize, x[t]), h);
            AddProduct(Whh, Column(hidden, hiddenSize, t), h);
            TensorPrimitives.Tanh(h, h);
            by.CopyTo(dy_t);
            AddProduct(Why, h, dy_t);
            dy_t[y[t]] -= 1;
        }
        for (int t = x.Length - 1; t >= 0; t--)
        {
            Span<double> h = Column(hidden, hiddenSize, t + 1), dy_t = Column(dy, outputSize, t);
            Span<double> delta_t = Column(delta, hiddenSize, t), delta_next = Column(delta, hiddenSize, t + 1);
            Span<double> dWxh_x = Column(dWxh, hiddenSize, x[t]);
            for (int j = 0; j < hiddenSize; j++)
                delta_t[j] = TensorPrimitives.Dot<double>(Column(Why, outputSize, j), dy_t)
                    + TensorPrimitives.Dot<double>(Column(Whh, hiddenSize, j), delta_next);
            for (int j = 0; j < hiddenSize; j++)
                delta_t[j] *= 1 - (h[j] * h[j]);
            TensorPrimitives.Add(dWxh_x, delta_t, dWxh_x);
            TensorPrimitives.Add<double>(dbh, delta_t, dbh);
            TensorPrimitives.Add<double>(dby, dy_t, dby);
        }
        AddOuterProducts(delta, hiddenSize, hidden, dWhh);
        AddOuterProducts(dy, outputSize, hidden.AsSpan(hiddenSize), dWhy);
        return TensorPrimitives.SumOfSquares<double>(dy) / 2;
    }

    // into += A v
    private static void AddProduct(double[] A, ReadOnlySpan<double> v, Span<double> into)
    {
        for (int j = 0; j < v.Length; j++)
            TensorPrimitives.MultiplyAdd(Column(A, into.Length, j), v[j], into, into);
    }

    // into += Σ_t u_t v_tᵀ
    private void AddOuterProducts(double[] u, int rows, ReadOnlySpan<double> v, double[] into)
    {
        for (int j = 0; j < hiddenSize; j++)
            for (int t = 0; t < dy.Length / outputSize; t++)
                TensorPrimitives.MultiplyAdd(Column(u, rows, t), v[(t * hiddenSize) + j], Column(into, rows, j), Column(into, rows, j));
    }

    private static Span<double> Column(double[] A, int rows, int j) => A.AsSpan(j * rows, rows);
}

/// <summary>The ladder.</summary>
public static class Ladder
{
    /// <summary>Every rung, the readable one first, each with a copy of the same weights.</summary>
    public static Rung[] Steps(RnnParameters weights) =>
        [
            new NetworkVariant(new Rnn(weights)), new BatchedGradients(weights), new SpanKernels(weights),
            new NetworkVariant(new FastRnn(weights)),
        ];
}
