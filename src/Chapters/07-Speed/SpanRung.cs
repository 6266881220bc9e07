#nullable enable
using System;
using System.Numerics.Tensors;

/// <summary>
/// Whole-span calls that use the processor's vector instructions, on memory that is kept: A v is a sum of columns, Aᵀ v one dot product
/// per column, and a column of a gradient stays in the cache while the time steps add to it.
/// </summary>
public sealed class SpanRung : Rung
{
    private readonly double[] Wxh, Whh, Why, bh, by, dWxh, dWhh, dWhy, dbh, dby;
    private readonly int hiddenSize, outputSize;
    private double[] hidden = [], dy = [], delta = [];   // one column per time step; hidden has h_{-1} = 0 in front, delta δ_T = 0 behind

    /// <param name="weights">Copied.</param>
    public SpanRung(RnnParameters weights) : base("SpanRung", weights.ZerosLike(), weights.ZerosLike())
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
