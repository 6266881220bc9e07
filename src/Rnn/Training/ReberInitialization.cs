#nullable enable

/// <summary>How a network that is to learn the embedded Reber grammar is initialised.</summary>
public enum ReberInitialization
{
    /// <summary>Whh orthogonal, Wxh and Why drawn at scale 0.3, no biases.</summary>
    Orthogonal,

    /// <summary>The same with Whh drawn at scale 0.01, as the original draws it.</summary>
    SmallWhh,

    /// <summary>The original's: all weights at scale 0.01, biases from N(0, 1).</summary>
    Original,

    /// <summary>The original's with biases of zero.</summary>
    OriginalWithoutBiases,
}
