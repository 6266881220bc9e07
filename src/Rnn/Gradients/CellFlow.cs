#nullable enable
using MathNet.Numerics.LinearAlgebra;

/// <summary>How far the losses of an <see cref="Lstm"/> reach back through its cells.</summary>
public static class CellFlow
{
    /// <summary>
    /// ‖∂L_t/∂c_k‖, row t, column k (T × T); NaN where k &gt; t, as a loss does not reach later cells. It takes a backward pass for each
    /// loss; afterwards the network's gradients are zero.
    /// </summary>
    /// <param name="x">T input tokens.</param>
    /// <param name="y">T target tokens.</param>
    public static Matrix<double> Norms(Lstm lstm, int[] x, int[] y)
    {
        lstm.Forward(x, y);
        var norms = Matrix<double>.Build.Dense(x.Length, x.Length, double.NaN);
        for (int t = 0; t < x.Length; t++)
        {
            var cells = Back(lstm, t);
            for (int k = 0; k <= t; k++)
                norms[t, k] = cells.Column(k).L2Norm();
        }
        return norms;
    }

    /// <summary>∂L_t/∂c_k of one loss t, column k (hidden × T); afterwards the network's gradients are zero.</summary>
    /// <param name="x">T input tokens.</param>
    /// <param name="y">T target tokens.</param>
    public static Matrix<double> OfLoss(Lstm lstm, int[] x, int[] y, int t)
    {
        lstm.Forward(x, y);
        return Back(lstm, t);
    }

    // From loss t alone, over the sequence of the last forward pass.
    private static Matrix<double> Back(Lstm lstm, int t)
    {
        lstm.Backward(lstm.OutputGradients.MapIndexed((_, step, value) => step == t ? value : 0));
        lstm.ZeroGradients();
        return lstm.CellGradients;
    }
}
