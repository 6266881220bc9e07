#nullable enable
using System;
using System.Linq;

/// <summary>The checks of notebook 03. Each is given an answer and says "Right." or what is missing.</summary>
public static class TrainingExercises
{
    private const string Right = "Right.";

    /// <summary>The floor of the embedded Reber grammar with two strings in the middle, in nats per prediction.</summary>
    public static string Floor(double? answer)
    {
        double floor = new ReberGrammar(2).Entropy;
        return answer is not { } given ? "Not yet: answer1 is empty."
            : Is(given, floor) ? Right
            : Is(given, floor / Math.Log(2)) ? "Not yet: that is in bits. A choice between two symbols costs ln 2 nats."
            : Is(given, new ReberGrammar().Entropy) ? "Not yet: that is the floor with one string in the middle."
            : Is(given, 13 * Math.Log(2)) ? "Not yet: that is per string. How many predictions does a string have?"
            : "Not yet: a choice between two symbols costs ln 2 nats, a symbol that is certain costs nothing.";
    }

    /// <summary>How far above the floor the loss is of a network that forgets the first T or P, as a share of the floor.</summary>
    public static string Forgetting(double? answer)
    {
        var grammar = new ReberGrammar();
        double perPrediction = Math.Log(2) / grammar.Predictions, share = perPrediction / grammar.Entropy;
        return answer is not { } given ? "Not yet: answer2 is empty."
            : Is(given, share) ? Right
            : Is(given, 100 * share) ? "Not yet: that is in per cent. A share of one tenth is 0.1."
            : Is(given, Math.Log(2)) ? "Not yet: that is the cost per string, in nats. Divide by the predictions, and by the floor."
            : Is(given, perPrediction) ? "Not yet: that is in nats per prediction. Divide by the floor."
            : Is(given, Math.Log(2) / grammar.Entropy) ? "Not yet: ln 2 is paid once per string, and the floor is per prediction."
            : "Not yet: the second T or P costs ln 2 nats more per string, and nothing else changes.";
    }

    /// <summary>Clipping by norm.</summary>
    public static string Clipping(Func<double[], double, double[]>? answer)
    {
        if (answer is null)
            return "Not yet: answer3 is empty.";
        double[] untouched = [3, -4];
        if (answer(untouched, 1) is null)
            return "Not yet: it returns null.";
        return untouched[0] != 3 || untouched[1] != -4 ? "Not yet: it changes the gradient that it is given. Return a new one."
            : Same(answer([3, -4], 1), [1, -1]) ? "Not yet: that clips each entry by itself, and turns the gradient. Scale it as a whole."
            : Same(answer([3, -4], 1), [-0.6, 0.8]) ? "Not yet: it points the other way."
            : !Same(answer([3, -4], 1), [0.6, -0.8]) ? "Not yet: (3, −4) has norm 5, and a limit of 1 should leave (0.6, −0.8)."
            : Same(answer([30, -40], 5), [0.6, -0.8]) ? "Not yet: a limit of 5 should leave a norm of 5, not of 1."
            : !Same(answer([30, -40], 5), [3, -4]) ? "Not yet: (30, −40) has norm 50, and a limit of 5 should leave (3, −4)."
            : !Same(answer([0.3, 0, 0.4], 1), [0.3, 0, 0.4]) ? "Not yet: a gradient shorter than the limit should stay as it is."
            : !Same(answer([1.2, 1.6], 3), [1.2, 1.6]) ? "Not yet: (1.2, 1.6) has norm 2, which a limit of 3 allows."
            : !Same(answer([0, 0], 1), [0, 0]) ? "Not yet: a gradient of zeros should stay zero."
            : Right;
    }

    /// <summary>A training step of Adagrad.</summary>
    public static string Adagrad(Func<double[], double[], double[], double, (double[] Parameters, double[] Sums)>? answer)
    {
        if (answer is null)
            return "Not yet: answer4 is empty.";
        double[] parameters = [1, -2, 0.5], gradient = [0.3, -0.4, 0], sums = [0.16, 0.09, 0];
        var (moved, squares) = answer([.. parameters], [.. gradient], [.. sums], 0.1);
        double[] right = [0.09 + 0.16, 0.16 + 0.09, 0];
        double[] Stepped(double sign, Func<int, double> divisor) =>
            [.. parameters.Select((value, k) => value - (sign * 0.1 * gradient[k] / divisor(k)))];
        double Root(int k) => Math.Sqrt(right[k] + 1e-8);
        return moved is null || squares is null ? "Not yet: it returns null."
            : Same(squares, sums) ? "Not yet: the sums are those from before. Add the squares of this gradient."
            : Same(squares, [0.09, 0.16, 0]) ? "Not yet: the sums are this gradient's alone. What came before counts too."
            : Same(squares, [0.46, -0.31, 0]) ? "Not yet: the sums are of the derivatives. Square them first."
            : !Same(squares, right) ? "Not yet: the new sums are s + g², entry by entry."
            : Same(moved, Stepped(1, Root)) ? Right
            : Same(moved, Stepped(-1, Root)) ? "Not yet: the parameters move up the gradient."
            : Same(moved, Stepped(1, k => Math.Sqrt(sums[k] + 1e-8))) ? "Not yet: this training step's own square belongs under the root."
            : Same(moved, Stepped(1, k => right[k] + 1e-8)) ? "Not yet: the root is missing."
            : moved.Any(double.IsNaN) ? "Not yet: where a derivative and its sum are zero, it divides by zero. The 1e-8 is for that."
            : "Not yet: the new parameters are θ − η g / √(s + 1e-8), entry by entry, with the new s.";
    }

    // Four digits are asked for.
    private static bool Is(double answer, double right) => Math.Abs(answer - right) < 1e-3 * Math.Abs(right);

    private static bool Same(double[]? answer, double[] right) =>
        answer is not null && answer.Length == right.Length && answer.Zip(right).All(pair => Math.Abs(pair.First - pair.Second) < 1e-9);
}
