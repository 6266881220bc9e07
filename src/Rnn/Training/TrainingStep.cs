#nullable enable

/// <summary>What a <see cref="Trainer"/> keeps of a training step.</summary>
/// <param name="Number">How many came before it.</param>
/// <param name="Loss">The loss per sequence before the step, the mean over the batch.</param>
/// <param name="TokenLoss">The loss per token before the step, the mean over the batch.</param>
/// <param name="GradientNorm">The norm of all gradients as one vector, before clipping.</param>
/// <param name="UpdateRatio">The norm of the step over that of the parameters, each as one vector.</param>
/// <param name="Clipped">Whether anything of the gradient was clipped.</param>
public readonly record struct TrainingStep(
    int Number, double Loss, double TokenLoss, double GradientNorm, double UpdateRatio, bool Clipped);
