#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics.Tensors;
using System.Threading;

/// <summary>How a <see cref="Trainer"/> turns a gradient into a step.</summary>
public enum Optimizer
{
    /// <summary>Learning rate · gradient, the original's, without momentum.</summary>
    GradientDescent,

    /// <summary>
    /// Learning rate · m̂ / (√v̂ + 1e-8), of the running means m and v of the gradient and its square, with β1 = 0.9 and
    /// β2 = 0.999 (Kingma and Ba 2015, "Adam: a method for stochastic optimization").
    /// </summary>
    Adam,
}

/// <summary>What a network reads, and what it is to predict at each step.</summary>
/// <param name="X">T input tokens.</param>
/// <param name="Y">T target tokens.</param>
public sealed record TokenSequence(int[] X, int[] Y)
{
    /// <summary>From each token the next is to be predicted: X is all but the last, Y all but the first.</summary>
    /// <param name="tokens">At least two.</param>
    public static TokenSequence Next(int[] tokens) => new(tokens[..^1], tokens[1..]);
}

/// <summary>What a <see cref="Trainer"/> keeps of a step.</summary>
/// <param name="Number">How many steps came before it.</param>
/// <param name="Loss">The loss of a sequence before the step, the mean over the batch.</param>
/// <param name="TokenLoss">The loss of a token before the step, the mean over the batch.</param>
/// <param name="GradientNorm">The norm of all five gradients as one vector, before clipping.</param>
/// <param name="UpdateRatio">The norm of the step over that of the weights, all five tensors as one vector.</param>
/// <param name="Clipped">Whether the gradient was too long and was cut.</param>
public readonly record struct TrainingStep(int Number, double Loss, double TokenLoss, double GradientNorm, double UpdateRatio, bool Clipped);

/// <summary>
/// Trains a network on sequences, in an order that is drawn anew each time all have been seen. The same network, sequences and
/// seed give the same losses to the last bit on the same machine.
/// </summary>
public sealed class Trainer
{
    private const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8;

    private readonly Rnn rnn;
    private readonly IReadOnlyList<TokenSequence> sequences;
    private readonly NumPyRandom random;
    private readonly Optimizer optimizer;
    private readonly int batch;
    private readonly double clip;
    private readonly Func<int, double> rate;
    private readonly int[] order;
    private readonly double[][] mean, square, step;                  // of the five tensors: Adam's m and v, and the step to be taken
    private readonly List<TrainingStep> history = [];
    private int seen;                                                // of the sequences in order

    /// <param name="rnn">Its weights are changed in place; its rule and loss kind are followed.</param>
    /// <param name="sequences">At least one.</param>
    /// <param name="random">Draws the order.</param>
    /// <param name="batch">How many sequences a step takes the mean gradient of.</param>
    /// <param name="clip">The longest gradient, as one vector; a longer one is shortened to it (Pascanu et al. 2013, "On the difficulty of training recurrent neural networks").</param>
    /// <param name="rate">The learning rate of a step, from its number; the network's own where it is left out.</param>
    /// <exception cref="ArgumentException">There are no sequences.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A batch below 1, or a clip that is not positive.</exception>
    public Trainer(
        Rnn rnn, IReadOnlyList<TokenSequence> sequences, NumPyRandom random, Optimizer optimizer = Optimizer.GradientDescent,
        int batch = 1, double clip = double.PositiveInfinity, Func<int, double>? rate = null)
    {
        if (sequences.Count == 0)
            throw new ArgumentException("There are no sequences to train on.", nameof(sequences));
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        if (!(clip > 0))
            throw new ArgumentOutOfRangeException(nameof(clip), clip, FormattableString.Invariant($"clip is {clip}; it must be positive."));

        (this.rnn, this.sequences, this.random, this.optimizer, this.batch, this.clip) = (rnn, sequences, random, optimizer, batch, clip);
        this.rate = rate ?? (_ => rnn.LearningRate);
        (order, seen) = ([.. Enumerable.Range(0, sequences.Count)], sequences.Count);
        mean = [.. rnn.Parameters.Values.Select(values => new double[values.Length])];
        square = [.. rnn.Parameters.Values.Select(values => new double[values.Length])];
        step = [.. rnn.Parameters.Values.Select(values => new double[values.Length])];
    }

    /// <summary>All steps so far.</summary>
    public IReadOnlyList<TrainingStep> History => history;

    /// <summary>The share of the steps so far whose gradient was clipped, 0 to 1.</summary>
    public double ClippedShare => history.Count == 0 ? 0 : history.Count(each => each.Clipped) / (double)history.Count;

    /// <summary>Takes steps, from where the last call ended. Cancelled, it returns after the step under way; the weights keep what they learned.</summary>
    /// <param name="steps">How many.</param>
    /// <param name="after">Called after each step, while the network still holds its gradient.</param>
    /// <returns>All steps so far.</returns>
    /// <exception cref="ArithmeticException">A loss or a gradient is no longer finite; the weights are those before that step.</exception>
    public IReadOnlyList<TrainingStep> Run(int steps, Action<TrainingStep>? after = null, CancellationToken cancel = default)
    {
        for (int i = 0; i < steps && !cancel.IsCancellationRequested; i++)
        {
            history.Add(Step());
            after?.Invoke(history[^1]);
        }
        return history;
    }

    /// <summary>The loss of a token, the mean over all tokens of the sequences; nothing is learned.</summary>
    public static double TokenLoss(Rnn rnn, IReadOnlyList<TokenSequence> sequences) =>
        sequences.Sum(sequence => rnn.Forward(sequence.X, sequence.Y)) / sequences.Sum(sequence => sequence.X.Length);

    private TrainingStep Step()
    {
        double loss = 0;
        int tokens = 0;
        rnn.ZeroGradients();
        for (int i = 0; i < batch; i++)
        {
            TokenSequence sequence = NextSequence();
            loss += rnn.Forward(sequence.X, sequence.Y);
            rnn.Backward();
            tokens += sequence.X.Length;
        }
        if (batch > 1)
            Scale(rnn.Gradients.Values, 1.0 / batch);

        double norm = Norm(rnn.Gradients.Values);
        if (!double.IsFinite(loss) || !double.IsFinite(norm))
            throw new ArithmeticException(
                FormattableString.Invariant($"Training stopped at step {history.Count}: the loss is {loss / batch} and the norm of its gradient {norm}")
                + (history.Count > 0 ? FormattableString.Invariant($", after {history[^1].GradientNorm:G3} a step before.") : ".")
                + " A lower learning rate or a shorter clip may help.");
        bool clipped = norm > clip;
        if (clipped)
            Scale(rnn.Gradients.Values, clip / norm);

        double weights = Norm(rnn.Parameters.Values);
        Move(rate(history.Count));
        return new TrainingStep(history.Count, loss / batch, loss / tokens, norm, Norm(step) / weights, clipped);
    }

    // θ −= step
    private void Move(double rate)
    {
        double ofMean = 1 / (1 - Math.Pow(Beta1, history.Count + 1)), ofSquare = 1 / (1 - Math.Pow(Beta2, history.Count + 1));
        for (int k = 0; k < step.Length; k++)
        {
            double[] gradient = rnn.Gradients.Values[k], parameters = rnn.Parameters.Values[k];
            if (optimizer == Optimizer.Adam)
            {
                TensorPrimitives.Lerp<double>(gradient, mean[k], Beta1, mean[k]);       // m
                TensorPrimitives.Multiply<double>(gradient, gradient, step[k]);
                TensorPrimitives.Lerp<double>(step[k], square[k], Beta2, square[k]);    // v
                TensorPrimitives.Multiply<double>(square[k], ofSquare, step[k]);
                TensorPrimitives.Sqrt<double>(step[k], step[k]);
                TensorPrimitives.Add<double>(step[k], Epsilon, step[k]);                // √v̂ + ε
                TensorPrimitives.Divide<double>(mean[k], step[k], step[k]);
                TensorPrimitives.Multiply<double>(step[k], rate * ofMean, step[k]);
            }
            else
            {
                TensorPrimitives.Multiply<double>(gradient, rate, step[k]);
            }
            TensorPrimitives.Subtract<double>(parameters, step[k], parameters);
        }
    }

    private TokenSequence NextSequence()
    {
        if (seen == order.Length)
        {
            for (int i = order.Length - 1; i > 0; i--)                              // Fisher and Yates
            {
                int j = (int)(random.NextDouble() * (i + 1));
                (order[i], order[j]) = (order[j], order[i]);
            }
            seen = 0;
        }
        return sequences[order[seen++]];
    }

    private static double Norm(double[][] tensors) => Math.Sqrt(tensors.Sum(values => TensorPrimitives.SumOfSquares<double>(values)));

    private static void Scale(double[][] tensors, double factor)
    {
        foreach (double[] values in tensors)
            TensorPrimitives.Multiply<double>(values, factor, values);
    }
}
