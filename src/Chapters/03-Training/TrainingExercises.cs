#nullable enable
using System;
using System.Linq;

/// <summary>The checks of notebook 03. Each is given an answer and says "Right." or what is missing.</summary>
public static class TrainingExercises
{
    private const int Digits = 3;

    /// <summary>The floor of the embedded Reber grammar with two strings in the middle, in nats per prediction.</summary>
    public static string Floor(double? answer)
    {
        double floor = new ReberGrammar(2).Entropy, given = answer ?? double.NaN;
        return Answers.Unusable("answer1", answer) is string unusable ? unusable
            : Is(given, floor) ? Answers.Right
            : Answers.IsShort(Digits, given, floor) ? Answers.TooShort(Digits)
            : Is(given, floor / Math.Log(2)) ? "Not yet: that is in bits. A choice between two symbols costs ln 2 nats."
            : Is(given, new ReberGrammar().Entropy) ? "Not yet: that is the floor with one string in the middle."
            : Is(given, 13 * Math.Log(2)) ? "Not yet: that is per string. How many predictions does a string have?"
            : "Not yet: a choice between two symbols costs ln 2 nats, a symbol that is certain costs nothing.";
    }

    /// <summary>How far above the floor the loss is of a network that forgets the first T or P, as a fraction of the floor.</summary>
    public static string Forgetting(double? answer)
    {
        var grammar = new ReberGrammar();
        double perPrediction = Math.Log(2) / grammar.Predictions, fraction = perPrediction / grammar.Entropy, given = answer ?? double.NaN;
        return Answers.Unusable("answer2", answer) is string unusable ? unusable
            : Is(given, fraction) ? Answers.Right
            : Answers.IsShort(Digits, given, fraction) ? Answers.TooShort(Digits)
            : Is(given, 100 * fraction) || Answers.IsShort(Digits, given, 100 * fraction)
                ? "Not yet: that is in per cent. As a fraction, one tenth is 0.1."
            : Is(given, 1 + fraction) ? "Not yet: that is the loss as a fraction of the floor. How far above the floor is it?"
            : Is(given, Math.Log(2)) ? "Not yet: that is the cost per string, in nats. Divide by the predictions, and by the floor."
            : Is(given, perPrediction) ? "Not yet: that is in nats per prediction. Divide by the floor."
            : Is(given, Math.Log(2) / grammar.Entropy) ? "Not yet: ln 2 is paid once per string, and the floor is per prediction."
            : "Not yet: the second T or P costs ln 2 nats more per string, and nothing else changes.";
    }

    /// <summary>Clipping by norm.</summary>
    public static string Clipping(Func<double[], double, double[]?>? answer)
    {
        return answer is null ? "Not yet: answer3 is empty." : Answers.Called("answer3", Said);

        string Said()
        {
            double[] untouched = [3, -4];
            if (answer(untouched, 1) is null)
                return "Not yet: answer3 returns null.";
            return untouched[0] != 3 || untouched[1] != -4 ? "Not yet: it changes the gradient that it is given. Return a new one."
                : Gives([3, -4], 1, [1, -1]) ? "Not yet: that clips each entry by itself, and turns the gradient. Scale it as a whole."
                : Gives([3, -4], 1, [-0.6, 0.8]) ? "Not yet: it points the other way."
                : !Gives([3, -4], 1, [0.6, -0.8]) ? "Not yet: (3, −4) has norm 5, and a limit of 1 should leave (0.6, −0.8)."
                : Gives([30, -40], 5, [0.6, -0.8]) ? "Not yet: a limit of 5 should leave a norm of 5, not of 1."
                : !Gives([30, -40], 5, [3, -4]) ? "Not yet: (30, −40) has norm 50, and a limit of 5 should leave (3, −4)."
                : !Gives([2, -4, 4], 3, [1, -2, 2]) ? "Not yet: (2, −4, 4) has norm 6, and a limit of 3 should leave (1, −2, 2)."
                : !Gives([0.3, 0, 0.4], 1, [0.3, 0, 0.4]) ? "Not yet: a gradient shorter than the limit should stay as it is."
                : !Gives([1.2, 1.6], 3, [1.2, 1.6]) ? "Not yet: (1.2, 1.6) has norm 2, which a limit of 3 allows."
                : !Gives([0, 0], 1, [0, 0]) ? "Not yet: a gradient of zeros should stay zero."
                : Answers.Right;
        }

        // PyTorch divides by ‖g‖ + 1e-6, which is right as well.
        bool Gives(double[] gradient, double limit, double[] right) => Same(answer(gradient, limit), right, 1e-6);
    }

    /// <summary>A training step of Adagrad.</summary>
    public static string Adagrad(Func<double[], double[], double[], double, (double[] Parameters, double[] Sums)>? answer)
    {
        return answer is null ? "Not yet: answer4 is empty." : Answers.Called("answer4", Said);

        string Said()
        {
            // √(s + 1e-8) and √s + 1e-8 differ where s is small.
            double[] parameters = [1, -2, 0.5, 3], gradient = [0.3, -0.4, 1e-5, 0], sums = [0.5, 0.02, 0, 0];
            double[] right = [.. sums.Zip(gradient, (sum, g) => sum + (g * g))];
            double Root(int k) => Math.Sqrt(right[k] + 1e-8);
            double[] Stepped(Func<int, double> divisor, double rate = 0.1) =>
                [.. parameters.Select((value, k) => value - (rate * gradient[k] / divisor(k)))];
            (double[]? Parameters, double[]? Sums) Asked(double rate) => answer([.. parameters], [.. gradient], [.. sums], rate);

            var (moved, squares) = Asked(0.1);
            return moved is null || squares is null ? "Not yet: answer4 returns null."
                : Same(moved, right) ? "Not yet: the two are exchanged: first the new parameters, then the new sums."
                : Same(squares, sums) ? "Not yet: the sums are those from before. Add the squares of this gradient."
                : Same(squares, [.. gradient.Select(g => g * g)])
                    ? "Not yet: the sums are this gradient's alone. What came before counts too."
                : Same(squares, [.. sums.Zip(gradient, (sum, g) => sum + g)])
                    ? "Not yet: the sums are of the derivatives. Square them first."
                : !Same(squares, right, 1e-12) ? "Not yet: the new sums are s + g², entry by entry."
                : Same(moved, Stepped(Root))
                    ? Same(Asked(0.05).Parameters, Stepped(Root, 0.05)) ? Answers.Right
                        : "Not yet: right for η = 0.1, wrong for η = 0.05. The rate is the fourth argument."
                : Same(moved, Stepped(k => -Root(k))) ? "Not yet: the parameters move up the gradient."
                : moved.Any(double.IsNaN) ? "Not yet: where a derivative and its sum are zero, it divides by zero. The 1e-8 is for that."
                : Same(moved, Stepped(k => Math.Sqrt(right[k]) + 1e-8)) ? "Not yet: the 1e-8 belongs under the root."
                : Same(moved, Stepped(k => Math.Sqrt(sums[k] + 1e-8))) ? "Not yet: this training step's own square belongs under the root."
                : Same(moved, Stepped(k => right[k] + 1e-8)) ? "Not yet: the root is missing."
                : Same(moved, Stepped(_ => Root(0))) || Same(moved, Stepped(_ => Math.Sqrt(right.Sum() + 1e-8)))
                    ? "Not yet: all parameters are divided by the same root. Each has a sum of its own."
                : "Not yet: the new parameters are θ − η g / √(s + 1e-8), entry by entry, with the new s.";
        }
    }

    private static bool Is(double answer, double right) => Answers.IsRight(Digits, answer, right);

    private static bool Same(double[]? answer, double[] right, double tolerance = 1e-9) =>
        answer is not null && answer.Length == right.Length
        && answer.Zip(right).All(pair => Math.Abs(pair.First - pair.Second) < tolerance);
}
