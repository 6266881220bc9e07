#nullable enable

/// <summary>What L_t is, one of <see cref="Losses"/>.</summary>
public enum LossKind
{
    /// <summary>½ ‖ŷ_t − y_t‖², the original's.</summary>
    SquaredError,

    /// <summary>−log softmax(ŷ_t)[y_t], in nats.</summary>
    CrossEntropy,
}
