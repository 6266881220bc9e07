#nullable enable

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
