#nullable enable
using System;
using System.Linq;
using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;

/// <summary>
/// One way to compute the true gradient of an <see cref="Rnn"/>'s squared error over a sequence. Each rung of the ladder has one idea more
/// than the rung before it, and gives the same numbers to rounding. Only <see cref="Rnn"/> itself checks its tokens.
/// </summary>
/// <param name="parameters">Its own, to be trained.</param>
/// <param name="gradients">Of the same sizes.</param>
public abstract class Rung(RnnParameters parameters, RnnParameters gradients)
{
    public RnnParameters Parameters { get; } = parameters;

    /// <summary>What the last <see cref="Gradient"/> found.</summary>
    public RnnParameters Gradients { get; } = gradients;

    protected int InputSize { get; } = parameters.Wxh.ColumnCount;

    protected int HiddenSize { get; } = parameters.bh.Count;

    protected int OutputSize { get; } = parameters.by.Count;

    /// <summary>Every rung, the naive one first, each with a copy of the same parameters.</summary>
    public static Rung[] All(RnnParameters parameters) =>
        [new OneHotRung(Copy(parameters)), new GatherRung(Copy(parameters)), new AfterwardsRung(Copy(parameters)), new SpanRung(Copy(parameters)), new RnnRung(parameters)];

    /// <summary>Sets <see cref="Gradients"/>; returns the loss ½ Σ_t ‖ŷ_t − y_t‖².</summary>
    public abstract double Gradient(int[] x, int[] y);

    /// <summary>A training step: the gradient, and one step down it; returns the loss before.</summary>
    public double Train(int[] x, int[] y, double learningRate)
    {
        double loss = Gradient(x, y);
        for (int k = 0; k < Parameters.Values.Length; k++)
            TensorPrimitives.MultiplyAdd(Gradients.Values[k], -learningRate, Parameters.Values[k], Parameters.Values[k]);
        return loss;
    }

    /// <summary>Zeros of the sizes of others.</summary>
    protected static RnnParameters ZerosLike(RnnParameters other) => new(other.Wxh.ColumnCount, other.bh.Count, other.by.Count);

    private static RnnParameters Copy(RnnParameters parameters)
    {
        RnnParameters copy = ZerosLike(parameters);
        copy.CopyFrom(parameters);
        return copy;
    }
}

/// <summary>As the original has it: tokens as one-hot vectors that are multiplied out, and an outer product for each tensor and step.</summary>
public class OneHotRung(RnnParameters parameters) : Rung(parameters, ZerosLike(parameters))
{
    /// <summary>h_{-1} = 0, h_0, …, h_{T−1}.</summary>
    protected Vector<double>[] h { get; private set; } = [];

    /// <summary>∂L/∂ŷ_t</summary>
    protected Vector<double>[] dy { get; private set; } = [];

    /// <summary>δ_0, …, δ_{T−1}, δ_T = 0.</summary>
    protected Vector<double>[] delta { get; private set; } = [];

    public sealed override double Gradient(int[] x, int[] y)
    {
        (h, dy, delta) = (new Vector<double>[x.Length + 1], new Vector<double>[x.Length], new Vector<double>[x.Length + 1]);
        (h[0], delta[x.Length]) = (Vector<double>.Build.Dense(HiddenSize), Vector<double>.Build.Dense(HiddenSize));
        foreach (double[] gradient in Gradients.Values)
            Array.Clear(gradient);

        for (int t = 0; t < x.Length; t++)
        {
            h[t + 1] = (Input(x[t]) + (Parameters.Whh * h[t]) + Parameters.bh).PointwiseTanh();
            dy[t] = (Parameters.Why * h[t + 1]) + Parameters.by - OneHot(y[t], OutputSize);
        }
        for (int t = x.Length - 1; t >= 0; t--)
        {
            var dh = Parameters.Why.TransposeThisAndMultiply(dy[t]) + Parameters.Whh.TransposeThisAndMultiply(delta[t + 1]);
            delta[t] = (1 - h[t + 1].PointwisePower(2)).PointwiseMultiply(dh);
            AddInput(delta[t], x[t]);
            AddWeights(t);
        }
        AddWeightsAfterwards();
        return dy.Sum(each => each.DotProduct(each)) / 2;
    }

    /// <summary>Wxh x_t</summary>
    protected virtual Vector<double> Input(int token) => Parameters.Wxh * OneHot(token, InputSize);

    /// <summary>dWxh += δ_t x_tᵀ</summary>
    protected virtual void AddInput(Vector<double> delta, int token) =>
        Gradients.Wxh.Add(delta.OuterProduct(OneHot(token, InputSize)), Gradients.Wxh);

    /// <summary>A step's share of the other four.</summary>
    protected virtual void AddWeights(int t)
    {
        Gradients.Whh.Add(delta[t].OuterProduct(h[t]), Gradients.Whh);
        Gradients.Why.Add(dy[t].OuterProduct(h[t + 1]), Gradients.Why);
        Gradients.bh.Add(delta[t], Gradients.bh);
        Gradients.by.Add(dy[t], Gradients.by);
    }

    /// <summary>The shares of all steps at once.</summary>
    protected virtual void AddWeightsAfterwards()
    {
    }

    private static Vector<double> OneHot(int token, int size) => Vector<double>.Build.Dense(size, i => i == token ? 1 : 0);
}

/// <summary>A product with a one-hot vector picks a column, so it picks the column.</summary>
public class GatherRung(RnnParameters parameters) : OneHotRung(parameters)
{
    protected override Vector<double> Input(int token) => Parameters.Wxh.Column(token);

    protected override void AddInput(Vector<double> delta, int token) => Gradients.Wxh.SetColumn(token, Gradients.Wxh.Column(token) + delta);
}

/// <summary>T outer products that are added up are one matrix product: the weights' gradients wait for the end of the loop.</summary>
public class AfterwardsRung(RnnParameters parameters) : GatherRung(parameters)
{
    protected override void AddWeights(int t)
    {
    }

    protected override void AddWeightsAfterwards()
    {
        int steps = dy.Length;
        var build = Matrix<double>.Build;
        var (states, deltas, errors) = (build.DenseOfColumnVectors(h), build.DenseOfColumnVectors(delta[..steps]), build.DenseOfColumnVectors(dy));
        deltas.TransposeAndMultiply(states.SubMatrix(0, HiddenSize, 0, steps), Gradients.Whh);
        errors.TransposeAndMultiply(states.SubMatrix(0, HiddenSize, 1, steps), Gradients.Why);
        deltas.RowSums().CopyTo(Gradients.bh);
        errors.RowSums().CopyTo(Gradients.by);
    }
}

/// <summary>
/// Whole-span calls that use the processor's vector instructions, on memory that is kept: A v is a sum of columns, Aᵀ v a dot product a
/// column, and a column of a gradient stays in the cache while the steps add to it.
/// </summary>
public sealed class SpanRung : Rung
{
    private readonly double[] Wxh, Whh, Why, bh, by, dWxh, dWhh, dWhy, dbh, dby;
    private double[] hidden = [], dy = [], delta = [];     // a column a step; hidden has h_{-1} = 0 in front, delta has δ_T = 0 behind

    public SpanRung(RnnParameters parameters) : base(parameters, ZerosLike(parameters))
    {
        (Wxh, Whh, Why, bh, by) = Parameters;
        (dWxh, dWhh, dWhy, dbh, dby) = Gradients;
    }

    public override double Gradient(int[] x, int[] y)
    {
        if (dy.Length != x.Length * OutputSize)
            (hidden, dy, delta) = (new double[(x.Length + 1) * HiddenSize], new double[x.Length * OutputSize], new double[(x.Length + 1) * HiddenSize]);
        foreach (double[] gradient in Gradients.Values)
            Array.Clear(gradient);

        for (int t = 0; t < x.Length; t++)
        {
            Span<double> h = Column(hidden, HiddenSize, t + 1), dy_t = Column(dy, OutputSize, t);
            TensorPrimitives.Add<double>(bh, Column(Wxh, HiddenSize, x[t]), h);
            AddProduct(Whh, Column(hidden, HiddenSize, t), h);
            TensorPrimitives.Tanh(h, h);
            by.CopyTo(dy_t);
            AddProduct(Why, h, dy_t);
            dy_t[y[t]] -= 1;
        }
        for (int t = x.Length - 1; t >= 0; t--)
        {
            Span<double> h = Column(hidden, HiddenSize, t + 1), dy_t = Column(dy, OutputSize, t), delta_t = Column(delta, HiddenSize, t);
            Span<double> delta_next = Column(delta, HiddenSize, t + 1), dWxh_x = Column(dWxh, HiddenSize, x[t]);
            for (int j = 0; j < HiddenSize; j++)
                delta_t[j] = TensorPrimitives.Dot<double>(Column(Why, OutputSize, j), dy_t) + TensorPrimitives.Dot<double>(Column(Whh, HiddenSize, j), delta_next);
            for (int j = 0; j < HiddenSize; j++)
                delta_t[j] *= 1 - (h[j] * h[j]);
            TensorPrimitives.Add(dWxh_x, delta_t, dWxh_x);
            TensorPrimitives.Add<double>(dbh, delta_t, dbh);
            TensorPrimitives.Add<double>(dby, dy_t, dby);
        }
        AddOuterProducts(delta, HiddenSize, hidden, dWhh);
        AddOuterProducts(dy, OutputSize, hidden.AsSpan(HiddenSize), dWhy);
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
        for (int j = 0; j < HiddenSize; j++)
            for (int t = 0; t < dy.Length / OutputSize; t++)
                TensorPrimitives.MultiplyAdd(Column(u, rows, t), v[(t * HiddenSize) + j], Column(into, rows, j), Column(into, rows, j));
    }

    private static Span<double> Column(double[] A, int rows, int j) => A.AsSpan(j * rows, rows);
}

/// <summary><see cref="Rnn"/>: one sweep over [Whh; Why] in place of two, and every column of it at the start of a cache line.</summary>
public sealed class RnnRung : Rung
{
    private readonly Rnn rnn;

    public RnnRung(RnnParameters parameters) : this(parameters, new Rnn(parameters.Wxh.ColumnCount, parameters.bh.Count, parameters.by.Count, new NumPyRandom(0)))
    {
    }

    private RnnRung(RnnParameters parameters, Rnn rnn) : base(rnn.Parameters, rnn.Gradients)
    {
        this.rnn = rnn;
        Parameters.CopyFrom(parameters);
    }

    public override double Gradient(int[] x, int[] y)
    {
        double loss = rnn.Forward(x, y);
        rnn.ZeroGradients();
        rnn.Backward();
        return loss;
    }
}
