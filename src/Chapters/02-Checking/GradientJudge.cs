#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;

/// <summary>
/// Judges a backward pass by six checks, from what is seen without checking to dual numbers: which of them catch a mistake in it? Each
/// tolerance is a <see cref="GradientCheck.RelativeError"/>. Checks that draw at random are run a hundred times.
/// </summary>
/// <param name="model">Makes the network on which passes are judged, the same each time.</param>
/// <param name="x">T input tokens.</param>
/// <param name="y">T target tokens.</param>
/// <exception cref="ArgumentException">The gradient is zero or not finite there: no check could tell a mistake.</exception>
public sealed class GradientJudge(Func<Rnn> model, int[] x, int[] y)
{
    private const int Draws = 100;

    private readonly RnnParameters differences = GradientCheck.CentralDifferences(model(), x, y);
    private readonly RnnParameters truth = Told(ForwardMode.Gradient(model().Parameters, x, y, model().LossKind));

    /// <summary>The checks and their tolerances, in the order of <see cref="Judge"/>.</summary>
    public static IReadOnlyList<string> Checks { get; } =
    [
        "loss falls, ten steps", "ten entries, 1e-2", "ten entries, 1e-4", "a direction, 1e-4", "all entries, 1e-4", "dual numbers, 1e-10",
    ];

    /// <summary>The fraction of draws in which each check catches the pass.</summary>
    /// <param name="gradient">The pass: the gradient of a network's loss over a sequence.</param>
    public double[] Judge(Func<Rnn, int[], int[], RnnParameters> gradient)
    {
        var g = gradient(model(), x, y);
        return
        [
            LossFalls(gradient) ? 0 : 1,
            Fraction(draw => TenEntriesDiffer(g, draw, 1e-2)),
            Fraction(draw => TenEntriesDiffer(g, draw, 1e-4)),
            Fraction(draw => DirectionDiffers(g, draw)),
            AnyEntryDiffers(g, differences, 1e-4) ? 1 : 0,
            AnyEntryDiffers(g, truth, 1e-10) ? 1 : 0,
        ];
    }

    private static double Fraction(Func<int, bool> caught) => Enumerable.Range(0, Draws).Count(caught) / (double)Draws;

    private bool LossFalls(Func<Rnn, int[], int[], RnnParameters> gradient)
    {
        var rnn = model();
        double before = rnn.Forward(x, y);
        for (int step = 0; step < 10; step++)
            rnn.Parameters.Add(gradient(rnn, x, y), -rnn.LearningRate);
        return rnn.Forward(x, y) < before;
    }

    // Ten entries drawn at random, against central differences.
    private bool TenEntriesDiffer(RnnParameters g, int draw, double tolerance)
    {
        double[] errors = GradientCheck.RelativeErrors(g, differences).ToArray();
        var random = new NumPyRandom(draw);
        return Enumerable.Range(0, 10).Any(_ => IsOver(errors[(int)(random.NextDouble() * errors.Length)], tolerance));
    }

    // The derivative of the loss along a random direction v, by a central difference, against Σ g v.
    private bool DirectionDiffers(RnnParameters g, int draw)
    {
        var rnn = model();
        var v = RnnParameters.Draw(rnn.InputSize, rnn.HiddenSize, rnn.OutputSize, new NumPyRandom(draw), scale: 1);
        double difference = (LossAlong(v, 1e-5) - LossAlong(v, -1e-5)) / 2e-5;
        return IsOver(GradientCheck.RelativeError(g.Dot(v), difference), 1e-4);
    }

    private double LossAlong(RnnParameters direction, double step)
    {
        var rnn = model();
        rnn.Parameters.Add(direction, step);
        return rnn.Forward(x, y);
    }

    private static bool AnyEntryDiffers(RnnParameters g, RnnParameters from, double tolerance) =>
        GradientCheck.RelativeErrors(g, from).ToArray().Any(error => IsOver(error, tolerance));

    private static RnnParameters Told(RnnParameters truth)
    {
        double largest = GradientCheck.Largest(truth.ToArray());
        return largest is > 0 and < double.PositiveInfinity ? truth : throw new ArgumentException(
            FormattableString.Invariant($"The gradient's largest entry is {largest} here: no check can tell a mistake in it."));
    }

    // NaN is.
    private static bool IsOver(double error, double tolerance) => !(error <= tolerance);
}
