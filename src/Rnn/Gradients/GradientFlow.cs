#nullable enable
using System;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;

/// <summary>
/// Where in time the gradient of one sequence's loss comes from. The loss is a sum over the steps, L = Σ_t L_t, and each L_t goes
/// back to the states before it:
/// <code>
/// ∂L_t/∂h_t = Whyᵀ dy_t                                          lag 0
/// ∂L_t/∂h_k = Whhᵀ diag(1 − h_{k+1}²) ∂L_t/∂h_{k+1}              lag t − k
/// ∂L/∂Whh   = Σ_k diag(1 − h_k²) (Σ_{t≥k} ∂L_t/∂h_k) h_{k-1}ᵀ
/// </code>
/// (Pascanu et al. 2013, "On the difficulty of training recurrent neural networks", section 2). <see cref="Rnn.Backward"/> adds up
/// the L_t on its way back and needs T steps; here they stay apart, and all pairs of one lag take one matrix product.
/// </summary>
public sealed class GradientFlow
{
    private readonly int[] x;
    private readonly Matrix<double> Whh;
    private readonly Matrix<double> before, slope, delta; // h_{t-1}, 1 − h_t², δ_t: hidden × T
    private readonly Matrix<double>[] dh;                 // by lag; hidden × (T − lag), column k is ∂L_{k+lag}/∂h_k
    private readonly RnnParameters full;

    /// <summary>
    /// Takes the network over the sequence, forward and back; afterwards its <see cref="Rnn.Gradients"/> are those of this sequence
    /// alone. What is kept here does not change with the network.
    /// </summary>
    /// <param name="x">T input tokens.</param>
    /// <param name="y">T target tokens.</param>
    /// <param name="start">h_{-1} (hidden); zero if omitted.</param>
    /// <param name="outputGradients">Goes back in place of the loss's own ∂L/∂ŷ_t (output × T).</param>
    /// <exception cref="ArgumentException">
    /// The network's backward pass does not give the true gradient, or the sequence is one that <see cref="Rnn.Forward"/> refuses.
    /// </exception>
    public GradientFlow(Rnn rnn, int[] x, int[] y, Vector<double>? start = null, Matrix<double>? outputGradients = null)
    {
        rnn.Forward(x, y, start);
        rnn.ZeroGradients();
        rnn.Backward(outputGradients);
        full = rnn.Gradients.ZerosLike();
        full.CopyFrom(rnn.Gradients);

        (this.x, Whh) = ([.. x], rnn.Parameters.Whh.Clone());
        var h = rnn.HiddenStates;
        (slope, delta) = (1 - h.PointwiseMultiply(h), rnn.Deltas);
        before = Matrix<double>.Build.Dense(rnn.HiddenSize, Steps);
        if (start != null)
            before.SetColumn(0, start);
        if (Steps > 1)
            before.SetSubMatrix(0, 1, h.SubMatrix(0, rnn.HiddenSize, 0, Steps - 1));

        dh = new Matrix<double>[Steps];
        dh[0] = rnn.Parameters.Why.TransposeThisAndMultiply(outputGradients ?? rnn.OutputGradients);
        for (int lag = 1; lag < Steps; lag++)
            dh[lag] = Whh.TransposeThisAndMultiply(Delta(lag - 1).RemoveColumn(0));
        // A sum of terms that may cancel: it is off by rounding, far below a millionth of their sizes; a mistake is not.
        double off = (slope.PointwiseMultiply(Sum(dh)) - delta).FrobeniusNorm();
        if (off > 1e-6 * slope.PointwiseMultiply(Sum(Array.ConvertAll(dh, each => each.PointwiseAbs()))).FrobeniusNorm())
            throw new ArgumentException(
                "The network's δ_t are not those of its loss: only a true gradient can be taken apart.", nameof(rnn));
        Norms = Matrix<double>.Build.Dense(Steps, Steps, (t, k) => k <= t ? StateGradient(t, k).L2Norm() : double.NaN);
    }

    /// <summary>T.</summary>
    public int Steps => x.Length;

    /// <summary>‖∂L_t/∂h_k‖, row t, column k (T × T); NaN where k &gt; t, as a loss does not reach later states.</summary>
    public Matrix<double> Norms { get; }

    /// <summary>∂L/∂Whh, hidden × hidden, as <see cref="Rnn.Backward"/> gave it.</summary>
    public Matrix<double> WhhGradient => full.Whh.Clone();

    /// <summary>∂L_t/∂h_k (hidden).</summary>
    /// <param name="t">The step of the loss, 0 to T − 1.</param>
    /// <param name="k">The step of the state, 0 to t.</param>
    public Vector<double> StateGradient(int t, int k) => dh[t - k].Column(k);

    /// <summary>∂L/∂h_k = Σ_t ∂L_t/∂h_k, one column per time step (hidden × T).</summary>
    public Matrix<double> StateGradients() => Sum(dh);

    /// <summary>
    /// What loss t contributes to the norm of ∂L/∂h_k: the length of ∂L_t/∂h_k along it, ⟨∂L_t/∂h_k, ∂L/∂h_k⟩ / ‖∂L/∂h_k‖, row t,
    /// column k (T × T). A column sums to ‖∂L/∂h_k‖; an entry is negative where the loss pulls against the others, and zero where
    /// k &gt; t, as a loss does not reach later states.
    /// </summary>
    public Matrix<double> Contributions()
    {
        var all = StateGradients();
        double[] norms = [.. all.EnumerateColumns().Select(column => column.L2Norm())];
        return Matrix<double>.Build.Dense(Steps, Steps, (t, k) =>
            k <= t && norms[k] > 0 ? StateGradient(t, k).DotProduct(all.Column(k)) / norms[k] : 0);
    }

    /// <summary>
    /// The Jacobian of one time step, ∂h_t/∂h_{t−1} = diag(1 − h_t²) Whh (hidden × hidden); a gradient goes back through its transpose.
    /// </summary>
    public Matrix<double> Jacobian(int t) => Matrix<double>.Build.DiagonalOfDiagonalVector(slope.Column(t)) * Whh;

    /// <summary>
    /// What no ‖∂L_t/∂h_k‖ can exceed: ‖∂L_t/∂h_t‖ · Π_{r=k+1..t} ‖∂h_r/∂h_{r−1}‖, each norm the Jacobian's largest singular value. Laid
    /// out as <see cref="Norms"/>.
    /// </summary>
    public Matrix<double> Bounds()
    {
        double[] largest = [.. Enumerable.Range(0, Steps).Select(r => Jacobian(r).L2Norm())];
        return Matrix<double>.Build.Dense(Steps, Steps, (t, k) => k <= t
            ? largest[(k + 1)..(t + 1)].Aggregate(Norms[t, t], (product, norm) => product * norm)
            : double.NaN);
    }

    /// <summary>The root mean square of ‖∂L_t/∂h_k‖ over all pairs of a lag t − k, for the lags 0 to T − 1.</summary>
    public double[] NormByLag() => [.. dh.Select(ofLag => ofLag.FrobeniusNorm() / Math.Sqrt(ofLag.ColumnCount))];

    /// <summary>
    /// The reach of a loss: the first lag at which ‖∂L_t/∂h_{t−lag}‖ is under a fraction of ‖∂L_t/∂h_t‖; t + 1 if it never is.
    /// </summary>
    /// <param name="t">The time step of the loss.</param>
    public int Reach(int t, double fraction = 0.01)
    {
        int lag = 0;
        while (lag <= t && Norms[t, t - lag] >= fraction * Norms[t, t])
            lag++;
        return lag;
    }

    /// <summary>The term δ_t h_{t−1}ᵀ of ∂L/∂Whh (hidden × hidden); they sum to it over t.</summary>
    public Matrix<double> Term(int t) => delta.Column(t).OuterProduct(before.Column(t));

    /// <summary>What all losses together send to ∂L/∂Whh over one lag (hidden × hidden); they sum to it over the lags.</summary>
    public Matrix<double> OfLag(int lag) => Delta(lag).TransposeAndMultiply(before.SubMatrix(0, before.RowCount, 0, Steps - lag));

    /// <summary>
    /// The fraction of each lag in ∂L/∂Whh: its projection onto the whole, over the norm of the whole. They sum to 1; one that
    /// points against the whole is negative. NaN where the whole is zero, as after a single step.
    /// </summary>
    public double[] LagFractions() =>
        [.. Enumerable.Range(0, Steps)
            .Select(lag => OfLag(lag).PointwiseMultiply(full.Whh).Enumerate().Sum() / Math.Pow(full.Whh.FrobeniusNorm(), 2))];

    /// <summary>
    /// The gradient of truncated backpropagation through time, which follows each L_t into the <paramref name="steps"/> latest states up to
    /// h_t and no further: a network that detaches older states. From T steps on nothing is cut, and it is what
    /// <see cref="Rnn.Backward"/> gave, to the last bit.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1 step.</exception>
    public RnnParameters Truncated(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        var cut = full.ZerosLike();
        cut.CopyFrom(full);
        if (steps >= Steps)
            return cut;

        var near = Sum([.. Enumerable.Range(0, steps).Select(Delta)]);               // δ_t without what comes from further on
        near.TransposeAndMultiply(before).CopyTo(cut.Whh);                           // Σ δ_t h_{t-1}ᵀ
        near.RowSums().CopyTo(cut.bh);                                               // Σ δ_t
        cut.Wxh.Clear();
        for (int t = 0; t < Steps; t++)
            cut.Wxh.SetColumn(x[t], cut.Wxh.Column(x[t]) + near.Column(t));          // Σ δ_t x_tᵀ
        return cut;
    }

    // The part of δ_k that comes from L_{k+lag}, one column per time step k.
    private Matrix<double> Delta(int lag) => slope.SubMatrix(0, slope.RowCount, 0, Steps - lag).PointwiseMultiply(dh[lag]);

    // Σ over the lags: column k of each belongs to step k.
    private Matrix<double> Sum(Matrix<double>[] byLag)
    {
        var sum = byLag[0].Clone();
        for (int lag = 1; lag < byLag.Length; lag++)
            sum.SetSubMatrix(0, 0, sum.SubMatrix(0, sum.RowCount, 0, Steps - lag) + byLag[lag]);
        return sum;
    }
}
