#nullable enable

/// <summary>How a <see cref="Trainer"/> turns a gradient g into a training step.</summary>
public enum Optimizer
{
    /// <summary>Learning rate · g, the original's, without momentum.</summary>
    GradientDescent,

    /// <summary>
    /// Learning rate · m̂ / (√v̂ + 1e-8), of the running means m and v of the gradient and its square, with β1 = 0.9 and
    /// β2 = 0.999 (Kingma and Ba 2015, "Adam: a method for stochastic optimization").
    /// </summary>
    Adam,

    /// <summary>
    /// Learning rate · g / √(Σ g² + 1e-8), with the sum over all training steps so far (Duchi, Hazan and Singer 2011, "Adaptive
    /// subgradient methods"), as min-char-rnn has it.
    /// </summary>
    Adagrad,
}
