#nullable enable
using MathNet.Numerics.LinearAlgebra;

/// <summary>
/// The network of the original notebook, with its backward step to the letter. Three things in it are wrong: dy has the other sign,
/// Whh stands where Whhᵀ belongs, and the last step of a sequence starts from what the previous call left, not from δ_T = 0.
/// </summary>
public sealed class PublishedRnn(RnnParameters weights, double learningRate = 1e-3) : Rnn(weights, learningRate)
{
    /// <inheritdoc cref="Rnn(int, int, int, NumPyRandom, double, double)"/>
    public PublishedRnn(int inputSize, int hiddenSize, int outputSize, NumPyRandom random, double learningRate = 1e-3, double scale = 0.01)
        : this(RnnParameters.Draw(inputSize, hiddenSize, outputSize, random, scale), learningRate)
    {
    }

    /// <summary>What the original hands from step to step, and from call to call: the δ_t of the last backward step (hidden).</summary>
    public Vector<double> dnext_h { get; private set; } = Vector<double>.Build.Dense(weights.bh.Count);

    /// <inheritdoc/>
    public override Vector<double> StepBackward(
        int x, Vector<double> h, Vector<double> hPrev, Vector<double> dy, Vector<double> deltaNext)
    {
        var (p, d) = (Parameters, Gradients);
        dy = -dy;                                                             // mistake 1: y − ŷ, where the gradient is ŷ − y
        d.Why += dy.OuterProduct(h);
        d.by += dy;
        var dh = p.Why.TransposeThisAndMultiply(dy)
               + (p.Whh * dnext_h);                                           // mistake 2: Whh, where the way back is Whhᵀ
        var delta = (1 - h.PointwiseMultiply(h)).PointwiseMultiply(dh);
        d.bh += delta;
        d.Wxh.SetColumn(x, d.Wxh.Column(x) + delta);
        d.Whh += delta.OuterProduct(hPrev);
        dnext_h = delta;                                                      // mistake 3: still there when the next call begins
        return delta;
    }

    /// <summary>Forgets the gradients added up so far and <see cref="dnext_h"/>; the original does neither.</summary>
    public override void ZeroGradients()
    {
        base.ZeroGradients();
        dnext_h = ZeroState;
    }
}
