#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;

/// <summary>
/// A loss curve that grows below the running cell; if the host cannot redraw it, a line of text after each quarter of a long run.
/// </summary>
/// <param name="title">Stands over the figure.</param>
/// <param name="steps">The number of training steps to come; a thousand are a long run.</param>
public sealed class LiveLoss(string title, int steps)
{
    private const int Points = 200;              // enough for a curve, and few enough to draw quickly

    private readonly LiveOutput output = new();
    private readonly List<double> numbers = [], losses = [];
    private int taken, width = 1, count;         // a point is the mean over width steps, count of which are in the sum
    private double sum;

    /// <summary>Takes a training step in; give this to <see cref="Trainer.Run"/>.</summary>
    public void Add(TrainingStep step)
    {
        taken++;
        sum += step.TokenLoss;
        if (++count == width)
        {
            numbers.Add(step.Number);
            losses.Add(sum / width);
            (sum, count) = (0, 0);
            if (losses.Count == Points)
                Halve();
        }
        output.Show(Draw, now: taken == steps);
        if (!output.IsAvailable && steps >= 1000 && taken % (steps / 4) == 0)
            Console.WriteLine(FormattableString.Invariant($"{taken} of {steps} training steps, loss per token {losses[^1]:F2}"));
    }

    private Figure Draw() =>
        Charts.Lines([new Line("training", [.. numbers], [.. losses])], title, "training step", "loss per token, nats", name: "live-loss");

    // Two points become one.
    private void Halve()
    {
        double[] halved = [.. losses.Chunk(2).Select(pair => pair.Average())], later = [.. numbers.Chunk(2).Select(pair => pair[1])];
        losses.Clear();
        losses.AddRange(halved);
        numbers.Clear();
        numbers.AddRange(later);
        width *= 2;
    }
}
