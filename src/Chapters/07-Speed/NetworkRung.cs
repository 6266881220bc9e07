#nullable enable

/// <summary>A network as a rung: <see cref="Rnn"/>, the first, or <see cref="FastRnn"/>, the last.</summary>
/// <param name="network">Trained in place.</param>
public sealed class NetworkRung(Rnn network) : Rung(network.GetType().Name, network.Parameters, network.Gradients)
{
    public override double Gradient(int[] x, int[] y)
    {
        double loss = network.Forward(x, y);
        network.ZeroGradients();
        network.Backward();
        return loss;
    }
}
