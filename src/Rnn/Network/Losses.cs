#nullable enable
using System;
using MathNet.Numerics.LinearAlgebra;

/// <summary>The loss L_t of one time step and dy_t = ∂L_t/∂ŷ_t, from the logits ŷ_t (output) and the target token y_t.</summary>
public static class Losses
{
    /// <summary>½ ‖ŷ − y‖², with y one-hot; its gradient is ŷ − y.</summary>
    public static (double Loss, Vector<double> dy) SquaredError(Vector<double> yhat, int y)
    {
        var dy = yhat.Clone();
        dy[y] -= 1;
        return (dy.DotProduct(dy) / 2, dy);
    }

    /// <summary>−log softmax(ŷ)[y], in nats; its gradient is softmax(ŷ) − y, with y one-hot.</summary>
    public static (double Loss, Vector<double> dy) CrossEntropy(Vector<double> yhat, int y)
    {
        var shifted = yhat - yhat.Maximum();                                  // so that no exponential overflows
        var exp = shifted.PointwiseExp();
        var dy = exp / exp.Sum();
        dy[y] -= 1;
        return (Math.Log(exp.Sum()) - shifted[y], dy);
    }

    /// <summary>The loss of this kind.</summary>
    public static (double Loss, Vector<double> dy) Of(LossKind kind, Vector<double> yhat, int y) =>
        kind == LossKind.CrossEntropy ? CrossEntropy(yhat, y) : SquaredError(yhat, y);
}

/// <summary>What L_t is, one of <see cref="Losses"/>.</summary>
public enum LossKind
{
    /// <summary>½ ‖ŷ_t − y_t‖², the original's.</summary>
    SquaredError,

    /// <summary>−log softmax(ŷ_t)[y_t], in nats.</summary>
    CrossEntropy,
}
