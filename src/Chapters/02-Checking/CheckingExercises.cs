#nullable enable
using System;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;

/// <summary>The checks of notebook 02. Each is given an answer and says "Right." or what is missing.</summary>
/// <param name="model">Makes the notebook's network, the same each time.</param>
/// <param name="x">Its tokens.</param>
/// <param name="y">Its targets.</param>
public sealed class CheckingExercises(Func<Rnn> model, int[] x, int[] y)
{
    private const double LeastEntry = 0.1, LeastFuture = 1e-3, LeastMistake = 0.1;

    /// <summary>A formula that cancels what a difference with step size s and one with s/2 are both off by.</summary>
    /// <param name="answer">Is given both, in this order.</param>
    public static string TwoDifferences(Func<double, double, double>? answer)
    {
        return answer is null ? "Not yet: answer1 is empty." : Answers.Called("answer1", () =>
            Is((whole, half) => ((4 * half) - whole) / 3) ? Answers.Right
            : Is((_, half) => half) ? "Not yet: that is D(s/2) alone, still off by a quarter of the term."
            : Is((whole, half) => (whole + half) / 2) ? "Not yet: in a mean the two errors add up. One has to be subtracted."
            : Is((whole, half) => (4 * half) - whole) ? "Not yet: the term is gone, but three times L′ is left."
            : Is((whole, half) => (2 * half) - whole) ? "Not yet: that cancels a term in s. Here it is one in s²: with s/2 it is a quarter."
            : Is((whole, half) => ((4 * whole) - half) / 3) ? "Not yet: the other way round. Which of the two has the smaller error?"
            : "Not yet: write both as L′ + c·s² with their own step sizes, and find a sum of them in which c drops out and L′ stays.");

        // On differences that are off by a term in s² and nothing else.
        bool Is(Func<double, double, double> formula) => new[] { (2.0, 0.5), (-1.0, 3.0), (0.25, -0.125) }.All(each =>
        {
            double whole = each.Item1 + each.Item2, half = each.Item1 + (each.Item2 / 4);
            return Math.Abs(answer(whole, half) - formula(whole, half)) < 1e-9;
        });
    }

    /// <summary>A Whh for which the missing transpose changes nothing on the notebook's tokens.</summary>
    public string HiddenTranspose(Matrix<double>? answer)
    {
        var network = model();
        int size = network.HiddenSize;
        if (Answers.Unusable("answer2", answer?.Enumerate()) is string unusable)
            return unusable;
        if ((answer!.RowCount, answer.ColumnCount) != (size, size))
            return $"Not yet: Whh is {size} × {size}, and answer2 is {answer.RowCount} × {answer.ColumnCount}.";
        if (answer.Enumerate().Any(entry => Math.Abs(entry) < LeastEntry))
            return answer.EnumerateIndexed().All(entry => entry.Item1 == entry.Item2 || entry.Item3 == 0)
                ? "Not yet: a diagonal matrix hides it, but then no unit has an effect on another. Make every entry 0.1 or more in size."
                : "Not yet: every entry must be 0.1 or more in size.";

        network.Parameters.Whh = answer;
        var right = new BackwardPass();
        var truth = ForwardMode.Gradient(network.Parameters, x, y);
        double Off(BackwardPass pass) => GradientCheck.Largest(GradientCheck.TensorErrors(pass.Gradient(network, x, y), truth));
        double error = Off(right with { FromNext = (Whh, next) => Whh * next });
        return Off(right with { FromNext = (_, next) => 0 * next }) < LeastFuture
                ? "Not yet: nearly nothing comes back through time, transpose or not. " + (x.Length == 1 ? "Give X two tokens or more."
                    : "Large entries saturate the units: take smaller ones.")
            : error < 1e-12 ? Answers.Right
            : FormattableString.Invariant($"Not yet: with it the missing transpose errs by {error:G2} of a tensor's largest derivative. ")
                + "For which matrices does a transpose change nothing?";
    }

    /// <summary>A network whose backward step has been corrected, run over twelve tokens with weights fifty times as large.</summary>
    /// <param name="answer">Makes it from weights.</param>
    public static string Corrected(Func<RnnParameters, Rnn?>? answer)
    {
        int[] tokens = [1, 3, 3, 0, 5, 2, 4, 4, 1, 0, 2, 3], targets = [0, 2, 1, 4, 3, 0, 1, 1, 2, 4, 0, 3];
        var weights = RnnParameters.Draw(6, 7, 5, new NumPyRandom(0), scale: 0.5);
        return answer is null ? "Not yet: answer3 is empty." : Answers.Called("Answer3", Said);

        string Said()
        {
            if (answer(new Rnn(weights).Parameters) is not { } network)
                return "Not yet: there is no network, but null.";
            if (network.GetType() == typeof(Rnn))
                return "Not yet: that is Rnn itself. Correct the line in Answer3.";
            Func<int, Vector<double>, Vector<double>, Vector<double>, Vector<double>, Vector<double>> step = network.StepBackward;
            if (step.Method.DeclaringType == typeof(Rnn))
                return "Not yet: Answer3 has no StepBackward of its own, so it has Rnn's. Put it back, and correct the line.";
            bool IsGiven() => network.Parameters.ToArray().SequenceEqual(weights.ToArray());
            if (!IsGiven())
                return "Not yet: Answer3 has other weights than those that it is given.";
            network.Forward(tokens, targets);
            network.Backward();
            return IsGiven() ? Judged(network.Gradients)
                : "Not yet: StepBackward changes the parameters. It should add to Gradients alone.";
        }

        string Judged(RnnParameters given)
        {
            var (right, pass) = (ForwardMode.Gradient(weights, tokens, targets), new BackwardPass());
            string[] wrong = [.. right.Names.Where(name => !Answers.Near(given[name], right[name]))];
            return wrong.Length == 0 ? Answers.Right
                : Same(pass with { Slope = Mixed }, [.. right.Names]) ? "Not yet: the gradient is the one that you were given. "
                    + "Which tensors are wrong, and what do they have in common?"
                : $"Not yet: {string.Join(", ", wrong)} {(wrong.Length == 1 ? "is" : "are")} wrong. " + (
                    wrong.Any(name => given[name].Enumerate().Any(value => !double.IsFinite(value)))
                        ? "There are entries that are NaN or infinite."
                    : wrong.Contains("by") || wrong.Contains("Why") ? "Why and by were right before: leave their lines as they were."
                    : !wrong.Contains("bh") || !wrong.Contains("Wxh")
                        ? $"The other sums over δ_t are right, so δ_t is right now. Look at the line of {string.Join(" and of ", wrong)}."
                    : Same(pass with { Slope = (h, t) => 1 + (0 * h.Column(t)) }) ? "tanh′ is gone. It belongs there, but not like that."
                    : Same(pass with { Slope = (h, t) => 1 - h.Column(t) }) ? "tanh′ is 1 − h²."
                    : Same(pass with { Slope = (h, t) => pass.Slope(h, Math.Max(t - 1, 0)) })
                        || Same(pass with { Slope = (h, t) => Before(h, t).Map(value => 1 - (value * value)) })
                        ? "That is tanh′ of the time step before."
                    : Same(pass with { FromNext = (Whh, next) => Whh * next, Slope = Mixed })
                        || Same(pass with { FromNext = (Whh, next) => Whh * next })
                        ? "The transpose was right: the way back through Whh is Whhᵀ."
                    : "All of them are sums over δ_t, so δ is still wrong.");

            bool Same(BackwardPass other, params string[] names)
            {
                var gradient = other.Gradient(new Rnn(weights), tokens, targets);
                return names.DefaultIfEmpty("bh").All(name => Answers.Near(given[name], gradient[name]));
            }
        }

        static Vector<double> Before(Matrix<double> h, int t) => t > 0 ? h.Column(t - 1) : 0 * h.Column(0);
        static Vector<double> Mixed(Matrix<double> h, int t) => 1 - h.Column(t).PointwiseMultiply(Before(h, t));
    }

    /// <summary>
    /// A mistake in the pass itself, not in its finished derivatives, that ten random derivatives miss in most draws and that is no
    /// rounding.
    /// </summary>
    public string UnseenMistake(BackwardPass? answer)
    {
        return answer is null ? "Not yet: answer4 is empty." : Answers.Called("answer4", Said);

        string Said()
        {
            var gradient = answer.Gradient(model(), x, y);
            if (!gradient.ToArray().All(double.IsFinite))
                return "Not yet: a derivative is not finite. That is seen without any check.";
            if (!gradient.ToArray().SequenceEqual((answer with { Entry = value => value }).Gradient(model(), x, y).ToArray()))
                return "Not yet: Entry changes derivatives that are finished, as two of the table's mistakes do. "
                    + "Plant one in the pass itself.";
            double error = GradientCheck.Largest(GradientCheck.TensorErrors(gradient, ForwardMode.Gradient(model().Parameters, x, y)));
            double[] caught = new GradientJudge(model, x, y).Judge(answer.Gradient);
            return caught[^1] == 0 ? "Not yet: dual numbers find nothing wrong with it."
                : error < LeastMistake
                    ? FormattableString.Invariant($"Not yet: it errs by {error:G2} of a tensor's largest derivative. ")
                        + "Plant a mistake that errs by 0.1 or more."
                : caught[0] == 1 ? "Not yet: its loss does not fall."
                : caught[2] > 0.5
                    ? $"Not yet: ten random derivatives catch it in {100 * caught[2]:0} of 100 draws. Which tensor has few entries?"
                : Answers.Right;
        }
    }
}
