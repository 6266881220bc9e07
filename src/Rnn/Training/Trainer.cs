#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;

/// <summary>
/// Trains a network on sequences, in an order that is drawn anew each time all have been seen, or in their own. The same network,
/// sequences and seed give the same losses to the last bit on the same machine.
/// </summary>
public sealed class Trainer
{
    private const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8;

    private readonly IRecurrentNetwork<Tensors> network;
    private readonly IReadOnlyList<TokenSequence> sequences;
    private readonly NumPyRandom random;
    private readonly Optimizer optimizer;
    private readonly int batch;
    private readonly double clipNorm, clipValue;
    private readonly bool carryState;
    private readonly Func<int, double> rate;
    private readonly int[] order;
    private readonly Tensors mean, square, step;      // Adam's m and v, or Adagrad's sum of squares in square; the step to be taken
    private readonly List<TrainingStep> history = [];
    private int seen;                                 // of the sequences in order
    private Vector<double>? state;                    // what the next sequence starts from; zero if null

    /// <param name="network">Its parameters are changed in place; its loss and its backward pass are followed.</param>
    /// <param name="sequences">At least one.</param>
    /// <param name="random">Draws the order.</param>
    /// <param name="batch">How many sequences a step takes the mean gradient of.</param>
    /// <param name="clipNorm">
    /// The largest gradient norm allowed; a longer gradient is scaled to it (Pascanu et al. 2013, "On the difficulty of training
    /// recurrent neural networks").
    /// </param>
    /// <param name="clipValue">The largest size of an entry of the gradient; a larger one is cut to it, before the norm is taken.</param>
    /// <param name="rate">The learning rate of a step, from its number; the network's own if omitted.</param>
    /// <param name="carryState">
    /// Reads the sequences in their own order, each from the state in which the one before ended, so that the state is carried on
    /// while the gradient is not; the first one starts from zero each time.
    /// </param>
    /// <exception cref="ArgumentException">There are no sequences.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A batch below 1, or a limit that is not positive.</exception>
    public Trainer(
        IRecurrentNetwork<Tensors> network, IReadOnlyList<TokenSequence> sequences, NumPyRandom random,
        Optimizer optimizer = Optimizer.GradientDescent, int batch = 1, double clipNorm = double.PositiveInfinity,
        Func<int, double>? rate = null, double clipValue = double.PositiveInfinity, bool carryState = false)
    {
        if (sequences.Count == 0)
            throw new ArgumentException("There are no sequences to train on.", nameof(sequences));

        (this.network, this.sequences, this.random, this.optimizer) = (network, sequences, random, optimizer);
        (this.batch, this.carryState) = (Require.AtLeast1(batch, nameof(batch)), carryState);
        (this.clipNorm, this.clipValue) = (Limit(clipNorm, nameof(clipNorm)), Limit(clipValue, nameof(clipValue)));
        this.rate = rate ?? (_ => network.LearningRate);
        (order, seen) = ([.. Enumerable.Range(0, sequences.Count)], sequences.Count);
        (mean, square, step) = (network.Parameters.ZerosLike(), network.Parameters.ZerosLike(), network.Parameters.ZerosLike());
    }

    /// <summary>All training steps so far.</summary>
    public IReadOnlyList<TrainingStep> History => history;

    /// <summary>The fraction of the training steps so far whose gradient was clipped.</summary>
    public double ClippedFraction => history.Count == 0 ? 0 : history.Count(each => each.Clipped) / (double)history.Count;

    /// <summary>
    /// Takes training steps, from where the last call ended.
    /// </summary>
    /// <param name="steps">How many.</param>
    /// <param name="after">
    /// Called after each step, while the network's gradients are those of the step: the mean over the batch, after clipping.
    /// </param>
    /// <returns>All training steps so far.</returns>
    /// <exception cref="OperationCanceledException">
    /// The reader stopped the running cell; the network keeps what it learned, and <see cref="History"/> has the steps taken.
    /// </exception>
    /// <exception cref="ArithmeticException">
    /// A loss or a gradient is no longer finite; the parameters are those before that step.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The learning rate is negative or not finite; the parameters are those before that step.
    /// </exception>
    public IReadOnlyList<TrainingStep> Run(int steps, Action<TrainingStep>? after = null)
    {
        var stopped = Experiment.Stopped;
        for (int i = 0; i < steps; i++)
        {
            stopped.ThrowIfCancellationRequested();
            history.Add(Step());
            after?.Invoke(history[^1]);
        }
        return history;
    }

    /// <summary>The loss per token, the mean over all tokens of the sequences; nothing is learned.</summary>
    public static double TokenLoss(IRecurrentNetwork<Tensors> network, IReadOnlyList<TokenSequence> sequences) =>
        sequences.Sum(sequence => network.Forward(sequence.X, sequence.Y)) / sequences.Sum(sequence => sequence.X.Length);

    private TrainingStep Step()
    {
        double rate = Rate();
        var (loss, tokens) = AddGradients();
        if (batch > 1)
            network.Gradients.Scale(1.0 / batch);

        double norm = network.Gradients.Norm();
        if (!double.IsFinite(loss) || !double.IsFinite(norm))
            throw new ArithmeticException(Text($"Training stopped at step {history.Count}: the loss is {loss / batch} ")
                + Text($"and the norm of its gradient {norm}")
                + (history.Count > 0 ? Text($", after {history[^1].GradientNorm:G3} one step before.") : ".")
                + " A lower learning rate or a smaller clipNorm may help.");

        bool clipped = Clip(norm);
        double size = network.Parameters.Norm();
        ChooseStep(rate);
        network.Parameters.Add(step, -1);                                           // θ −= step
        return new TrainingStep(history.Count, loss / batch, loss / tokens, norm, step.Norm() / size, clipped);
    }

    private double Rate() => rate(history.Count) is var chosen && chosen >= 0 && double.IsFinite(chosen)
        ? chosen
        : throw new ArgumentOutOfRangeException(nameof(rate), chosen,
            Text($"Training stopped at step {history.Count}: its learning rate is {chosen}; it must be finite and not negative."));

    // Over a batch; returns its loss and its number of tokens.
    private (double Loss, int Tokens) AddGradients()
    {
        var (loss, tokens) = (0.0, 0);
        network.ZeroGradients();
        for (int i = 0; i < batch; i++)
        {
            TokenSequence sequence = NextSequence();
            loss += network.Forward(sequence.X, sequence.Y, state);
            network.Backward();
            tokens += sequence.X.Length;
            state = carryState && seen < order.Length ? network.State : null;
        }
        return (loss, tokens);
    }

    private bool Clip(double norm)
    {
        bool clipped = false;
        for (int k = 0; k < step.Values.Length && double.IsFinite(clipValue); k++)
        {
            double[] gradient = network.Gradients.Values[k];
            clipped |= Math.Abs(TensorPrimitives.MaxMagnitude<double>(gradient)) > clipValue;
            TensorPrimitives.Clamp(gradient, -clipValue, clipValue, gradient);
        }
        if (clipped)
            norm = network.Gradients.Norm();
        if (norm > clipNorm)
        {
            network.Gradients.Scale(clipNorm / norm);
            clipped = true;
        }
        return clipped;
    }

    private void ChooseStep(double rate)
    {
        double ofMean = 1 / (1 - Math.Pow(Beta1, history.Count + 1)), ofSquare = 1 / (1 - Math.Pow(Beta2, history.Count + 1));
        for (int k = 0; k < step.Values.Length; k++)
        {
            double[] g = network.Gradients.Values[k], m = mean.Values[k], v = square.Values[k], s = step.Values[k];
            switch (optimizer)
            {
                case Optimizer.Adam:
                    TensorPrimitives.Multiply<double>(g, g, s);
                    Average(m, Beta1, g);                                           // m
                    Average(v, Beta2, s);                                           // v
                    TensorPrimitives.Multiply<double>(v, ofSquare, s);
                    TensorPrimitives.Sqrt<double>(s, s);
                    TensorPrimitives.Add<double>(s, Epsilon, s);                    // √v̂ + ε
                    TensorPrimitives.Divide<double>(m, s, s);
                    TensorPrimitives.Multiply<double>(s, rate * ofMean, s);
                    break;
                case Optimizer.Adagrad:
                    TensorPrimitives.MultiplyAdd<double>(g, g, v, v);               // Σ g²
                    TensorPrimitives.Add<double>(v, Epsilon, s);
                    TensorPrimitives.Sqrt<double>(s, s);
                    TensorPrimitives.Divide<double>(g, s, s);
                    TensorPrimitives.Multiply<double>(s, rate, s);
                    break;
                default:
                    TensorPrimitives.Multiply<double>(g, rate, s);
                    break;
            }
        }
    }

    // average = β average + (1 − β) value. What Lerp gives, to the last bit; in a browser Lerp takes about three times as long.
    private static void Average(double[] average, double beta, double[] value)
    {
        TensorPrimitives.Multiply<double>(average, beta, average);
        TensorPrimitives.MultiplyAddEstimate<double>(value, 1 - beta, average, average);
    }

    private TokenSequence NextSequence()
    {
        if (seen == order.Length)
        {
            for (int i = order.Length - 1; i > 0 && !carryState; i--)               // Fisher and Yates
            {
                int j = (int)(random.NextDouble() * (i + 1));
                (order[i], order[j]) = (order[j], order[i]);
            }
            seen = 0;
        }
        return sequences[order[seen++]];
    }

    private static double Limit(double value, string name) => value > 0
        ? value
        : throw new ArgumentOutOfRangeException(name, value, Text($"{name} is {value}; it must be positive."));

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}

/// <summary>What a <see cref="Trainer"/> keeps of a training step.</summary>
/// <param name="Number">How many came before it.</param>
/// <param name="Loss">The loss per sequence before the step, the mean over the batch.</param>
/// <param name="TokenLoss">The loss per token before the step, the mean over the batch.</param>
/// <param name="GradientNorm">The norm of all gradients as one vector, before clipping.</param>
/// <param name="UpdateRatio">The norm of the step over that of the parameters, each as one vector.</param>
/// <param name="Clipped">Whether anything of the gradient was clipped.</param>
public readonly record struct TrainingStep(
    int Number, double Loss, double TokenLoss, double GradientNorm, double UpdateRatio, bool Clipped);

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
