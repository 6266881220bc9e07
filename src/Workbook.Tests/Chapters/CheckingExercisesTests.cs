using MathNet.Numerics.LinearAlgebra;
using static Workbook.Tests.ExerciseCheck;

namespace Workbook.Tests;

/// <summary>The checks of notebook 02 take what is right, however it was computed; what is wrong gets a hint that fits.</summary>
public class CheckingExercisesTests
{
    private static readonly int[] X = [1, 3, 3], Y = [0, 2, 1];
    private static readonly CheckingExercises Exercises = new(Model, X, Y);
    private static readonly BackwardPass Correct = new();

    [Fact]
    public void Two_differences()
    {
        Right(CheckingExercises.TwoDifferences((whole, half) => ((4 * half) - whole) / 3));
        Right(CheckingExercises.TwoDifferences((whole, half) => half + ((half - whole) / 3)));
        Refused<Func<double, double, double>?>(
        [
            (null, "answer1 is empty"), ((_, half) => half, "D(s/2) alone"), ((whole, half) => (whole + half) / 2, "in a mean"),
            ((whole, half) => (4 * half) - whole, "three times"), ((whole, half) => (2 * half) - whole, "a term in s."),
            ((whole, half) => ((4 * whole) - half) / 3, "other way round"), ((whole, _) => whole, "c drops out"),
            ((_, _) => 0.0038848763, "c drops out"),                            // the number of one entry, pasted
            ((_, _) => double.NaN, "c drops out"), ((whole, half) => half - whole, "c drops out"),
        ], CheckingExercises.TwoDifferences);
    }

    [Fact]
    public void What_two_differences_give_is_as_good_as_five_points()
    {
        var network = Model();
        Matrix<double> D(double s) => GradientCheck.CentralDifferences(network, X, Y, s).Whh;
        Matrix<double> whole = D(0.2), half = D(0.1);
        var five = GradientCheck.FivePointDifferences(network, X, Y, 0.1).Whh;
        Assert.InRange(((((4 * half) - whole) / 3) - five).FrobeniusNorm(), 0, 1e-13);
    }

    [Fact]
    public void A_hidden_transpose()
    {
        var drawn = new NumPyRandom(1).Randn(7, 7);
        var symmetric = (drawn + drawn.Transpose()).Map(value => value + Math.CopySign(0.1, value));
        Right(Exercises.HiddenTranspose(symmetric));
        Right(Exercises.HiddenTranspose(Matrix<double>.Build.Dense(7, 7, 0.1)));
        Refused(
        [
            (null, "answer2 is empty"), (Matrix<double>.Build.DenseIdentity(7), "no unit has an effect on another"),
            (Matrix<double>.Build.Dense(7, 7), "no unit has an effect"), (symmetric.SubMatrix(0, 6, 0, 7), "answer2 is 6 × 7"),
            (1e-20 * symmetric, "0.1 or more in size"), (drawn - drawn.Transpose(), "0.1 or more"),
            (drawn.Map(value => value + Math.CopySign(0.1, value)), "errs by"),
            (1e4 * drawn.Map(value => value + Math.CopySign(0.1, value)), "saturate"),     // tanh′ = 0, and no matrix counts
            (symmetric.Map(_ => double.NaN), "is NaN"), (Matrix<double>.Build.Dense(7, 7, 1.7e308), "saturate"),
        ], Exercises.HiddenTranspose);
    }

    [Fact]
    public void A_planted_mistake()
    {
        Right(CheckingExercises.Corrected(weights => new Edited(weights, (h, _) => 1 - h.PointwiseMultiply(h))));
        Refused<Func<RnnParameters, Rnn>?>(
        [
            (null, "answer3 is empty"), (weights => new Rnn(weights), "Rnn itself"),
            (weights => new Edited(weights, (h, before) => 1 - h.PointwiseMultiply(before)), "the one that you were given"),
            (weights => new Edited(weights, (h, _) => 1 + (0 * h)), "tanh′ is gone"),
            (weights => new Edited(weights, (h, _) => 1 - h), "tanh′ is 1 − h²"),
            (weights => new Edited(weights, (_, before) => 1 - before.PointwiseMultiply(before)), "time step before"),
            (weights => new Edited(weights, (h, before) => 1 - h.PointwiseMultiply(before), isTransposed: false), "transpose was right"),
            (weights => new Edited(weights, (h, _) => 1 - h.PointwiseMultiply(h), isTransposed: false), "transpose was right"),
            (weights => new Edited(weights, (h, _) => 1 - h.PointwiseMultiply(h), sign: -1), "Why and by were right"),
            (weights => new Edited(weights, (h, _) => 1 - h.PointwiseMultiply(h), hasOwnState: true),
                "Whh is wrong. The other sums over δ_t are right"),
            (weights => new Edited(weights, (h, _) => 1 - h.PointwiseMultiply(h), isSummed: false),
                "bh is wrong. The other sums over δ_t are right, so δ_t is right now. Look at the line of bh."),
            // The line is as it was, and another is wrong as well.
            (weights => new Edited(weights, (h, before) => 1 - h.PointwiseMultiply(before), hasOwnState: true), "so δ is still wrong"),
            (weights => new Edited(weights, (h, before) => double.NaN * h), "NaN"),
            (weights => new WithoutStep(weights), "no StepBackward of its own"),
            (_ => new WithoutStep(Model().Parameters), "no StepBackward of its own"),
            (_ => new Edited(Model().Parameters, (h, _) => 1 - h.PointwiseMultiply(h)), "other weights"),
            (_ => null!, "null"),
            (weights => new Edited(weights, (h, _) => 2 * h), "δ is still wrong"),
        ], CheckingExercises.Corrected);
    }

    [Fact]
    public void An_unseen_mistake()
    {
        Right(Exercises.UnseenMistake(Correct with { AddBias = (sum, term) => term.Count == 5 ? term : sum + term }));
        // Terms of one time step alone: by is right in four entries of five.
        Right(Exercises.UnseenMistake(Correct with
        {
            AddBias = (sum, term) => sum + (term.Count == 5 ? term.PointwiseMultiply(Vector<double>.Build.Dense([1, 0.5, 1, 1, 1])) : term),
        }));
        Refused(
        [
            (null, "answer4 is empty"), (Correct, "find nothing wrong"),
            // The table's own, and what is as little thought: a finished derivative is changed.
            (Correct with { Entry = value => (float)value }, "derivatives that are finished"),
            (Correct with { Entry = value => Math.Clamp(value, -1.5, 1.5) }, "derivatives that are finished"),
            (Correct with { Entry = value => value < -2 ? value / 2 : value }, "derivatives that are finished"),
            (Correct with { Error = error => 1.01 * error }, "errs by 0.01 "),
            // Off by little everywhere, which 1e-4 always catches and 1e-2 never, and by much in the 5 entries of by.
            (Correct with { Error = error => 1.001 * error, AddBias = (sum, term) => term.Count == 5 ? term : sum + term },
                "100 of 100 draws"),
            (Correct with { Error = error => -error }, "does not fall"),
            (Correct with { AddBias = (_, term) => term }, "62 of 100 draws"),               // another row
            (Correct with { FromNext = (Whh, next) => Whh * next }, "errs by"),
            (Correct with { Slope = (h, _) => Vector<double>.Build.Dense(h.RowCount, 1) }, "100 of 100 draws"),
            (Correct with { Entry = _ => double.NaN }, "not finite"),
        ], Exercises.UnseenMistake);
    }

    [Fact]
    public void A_derivative_that_is_NaN_is_caught_by_every_check_that_looks_at_it()
    {
        double[] caught = new GradientJudge(Model, X, Y).Judge((Correct with { Entry = _ => double.NaN }).Gradient);
        Assert.All(caught, fraction => Assert.Equal(1, fraction));
    }

    [Fact]
    public void The_pass_without_a_mistake_is_the_networks()
    {
        var network = Model();
        network.Forward(X, Y);
        network.Backward();
        double[] errors = GradientCheck.TensorErrors(Correct.Gradient(Model(), X, Y), network.Gradients);
        Assert.All(errors, error => Assert.InRange(error, 0, 1e-14));
    }

    private static Rnn Model() => new(6, 7, 5, new NumPyRandom(0), learningRate: 0.01);

    private sealed class WithoutStep(RnnParameters weights) : Rnn(weights);

    // The exercise's backward step as readers may leave it.
    private sealed class Edited(
        RnnParameters weights, Func<Vector<double>, Vector<double>, Vector<double>> slope, bool isTransposed = true, double sign = 1,
        bool hasOwnState = false, bool isSummed = true) : Rnn(weights)
    {
        public override Vector<double> StepBackward(
            int x, Vector<double> h, Vector<double> hPrev, Vector<double> dy, Vector<double> deltaNext)
        {
            var (p, d) = (Parameters, Gradients);
            dy *= sign;
            d.Why += dy.OuterProduct(h);
            d.by += dy;
            var delta = slope(h, hPrev).PointwiseMultiply(
                p.Why.TransposeThisAndMultiply(dy) + ((isTransposed ? p.Whh.Transpose() : p.Whh) * deltaNext));
            d.bh = isSummed ? d.bh + delta : delta;
            d.Wxh.SetColumn(x, d.Wxh.Column(x) + delta);
            d.Whh += delta.OuterProduct(hasOwnState ? h : hPrev);
            return delta;
        }
    }
}
