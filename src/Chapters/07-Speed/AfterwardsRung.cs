#nullable enable
using MathNet.Numerics.LinearAlgebra;

/// <summary>
/// T outer products that are added up are one matrix product: the weights' gradients wait until all δ_t are known. The forward pass is
/// that of <see cref="Rnn"/>.
/// </summary>
public sealed class AfterwardsRung : Rung
{
    private readonly Rnn network;

    /// <param name="weights">Copied.</param>
    public AfterwardsRung(RnnParameters weights) : this(new Rnn(weights))
    {
    }

    private AfterwardsRung(Rnn network) : base("AfterwardsRung", network.Parameters, network.Gradients) => this.network = network;

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
