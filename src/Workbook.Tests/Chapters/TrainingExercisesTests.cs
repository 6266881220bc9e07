using static Workbook.Tests.ExerciseCheck;

namespace Workbook.Tests;

/// <summary>The checks of notebook 03 take what is right and refuse what is wrong with a hint that fits.</summary>
public class TrainingExercisesTests
{
    [Fact]
    public void The_floor()
    {
        double floor = 13 * Math.Log(2) / 19;
        Right(TrainingExercises.Floor(floor));
        foreach (double rounded in new[] { 0.4743, 0.474, 13 * 0.693 / 19 })
            Right(TrainingExercises.Floor(rounded));
        Refused<double?>(
            [(null, "empty"), (13.0 / 19, "bits"), (13 * Math.Log(2), "per string"), (7 * Math.Log(2) / 11, "one string"),
                (double.NaN, "is NaN"), (0.48, "ln 2"), (0.47, "not enough digits"), (0.5, "ln 2")], TrainingExercises.Floor);
    }

    [Fact]
    public void What_forgetting_costs()
    {
        Right(TrainingExercises.Forgetting(1.0 / 7));
        foreach (double rounded in new[] { 0.1429, 0.143, 0.14286, 0.142 })
            Right(TrainingExercises.Forgetting(rounded));
        Refused<double?>(
            [(null, "empty"), (100.0 / 7, "per cent"), (14, "per cent"), (8.0 / 7, "as a fraction of the floor"),
                (Math.Log(2), "per string"), (Math.Log(2) / 11, "per prediction"),
                (0.5, "nothing else"), (11.0 / 7, "once per string"), (0.14, "not enough digits"), (0.13, "nothing else"),
                (double.NaN, "is NaN")], TrainingExercises.Forgetting);
    }

    [Fact]
    public void Clipping()
    {
        static double[] Scaled(double[] g, double factor) => [.. g.Select(value => value * factor)];
        static double Norm(double[] g) => Math.Sqrt(g.Sum(value => value * value));
        Right(TrainingExercises.Clipping((g, c) => Norm(g) <= c ? g : Scaled(g, c / Norm(g))));
        Right(TrainingExercises.Clipping((g, c) => Scaled(g, Math.Min(1, c / (Norm(g) + 1e-6)))));              // as PyTorch does
        Refused<Func<double[], double, double[]?>?>(
        [
            (null, "empty"),
            ((g, c) => null, "null"),
            ((g, c) => Scaled(g, Math.Min(1, c / Norm(g[..2]))), "(1, −2, 2)"),
            ((g, c) => [.. g.Select(value => Math.Clamp(value, -c, c))], "each entry"),
            ((g, c) => Norm(g) <= c ? g : Scaled(g, -c / Norm(g)), "other way"),
            ((g, c) => Norm(g) <= 1 ? g : Scaled(g, 1 / Norm(g)), "not of 1"),                            // ignores the limit
            ((g, c) => Norm(g) <= 1 ? g : Scaled(g, c / Norm(g)), "allows"),                              // compares with 1
            ((g, c) => Scaled(g, c / Norm(g)), "stay as it is"),                                          // lengthens the short ones
            ((g, c) => Scaled(g, 1 / Math.Max(1, Norm(g) / c / c)), "(3, −4)"),
            ((g, c) => g, "(0.6, −0.8)"),
            ((g, c) => { double n = Norm(g); return n > 0 && n <= c ? g : Scaled(g, c / n); }, "zeros"),
            ((g, c) => { double n = Norm(g); for (int k = 0; k < g.Length; k++) g[k] *= Math.Min(1, c / n); return g; }, "changes"),
        ], TrainingExercises.Clipping);
    }

    [Fact]
    public void A_step_of_Adagrad()
    {
        static (double[], double[]) Step(
            double[] x, double[] g, double[] s, double rate, Func<double, double, double>? sum = null, Func<double, double>? divisor = null)
        {
            double[] sums = [.. s.Zip(g, sum ?? ((before, derivative) => before + (derivative * derivative)))];
            return ([.. x.Select((value, k) => value - (rate * g[k] / (divisor ?? (each => Math.Sqrt(each + 1e-8)))(sums[k])))], sums);
        }
        Right(TrainingExercises.Adagrad((x, g, s, rate) => Step(x, g, s, rate)));
        Right(TrainingExercises.Adagrad((x, g, s, rate) =>                                                      // in place
        {
            for (int k = 0; k < x.Length; k++)
                x[k] -= rate * g[k] / Math.Sqrt((s[k] += g[k] * g[k]) + 1e-8);
            return (x, s);
        }));
        Refused<Func<double[], double[], double[], double, (double[], double[])>?>(
        [
            (null, "empty"),
            ((x, g, s, rate) => (null!, s), "null"),
            ((x, g, s, rate) => (Step(x, g, s, rate).Item1, s), "those from before"),
            ((x, g, s, rate) => Step(x, g, s, rate, (_, derivative) => derivative * derivative), "alone"),
            ((x, g, s, rate) => Step(x, g, s, rate, (before, derivative) => before + derivative), "Square them"),
            ((x, g, s, rate) => Step(x, g, s, -rate), "up the gradient"),
            ((x, g, s, rate) => (Step(x, g, s, rate, (before, _) => before).Item1, Step(x, g, s, rate).Item2), "own square"),
            ((x, g, s, rate) => Step(x, g, s, rate, divisor: each => each + 1e-8), "root is missing"),
            ((x, g, s, rate) => Step(x, g, s, rate, divisor: Math.Sqrt), "divides by zero"),
            ((x, g, s, rate) => Step(x, g, s, 2 * rate), "entry by entry, with the new s"),
            ((x, g, s, rate) => Step(x, g, s, rate, divisor: each => Math.Sqrt(each) + 1e-8), "1e-8 belongs under the root"),
            ((x, g, s, rate) => Step(x, g, s, rate, divisor: each => Math.Sqrt(each + 1e-10)), "entry by entry, with the new s"),
            ((x, g, s, rate) => Step(x, g, s, rate, divisor: _ => Math.Sqrt(s[0] + (g[0] * g[0]) + 1e-8)), "a sum of its own"),
            ((x, g, s, rate) => Step(x, g, s, rate, divisor: _ => Math.Sqrt(s.Sum() + g.Sum(each => each * each) + 1e-8)),
                "a sum of its own"),
            ((x, g, s, rate) => Step(x, g, s, rate) is var (moved, sums) ? (sums, moved) : default, "exchanged"),
            ((x, g, s, rate) => Step(x, g, s, 0.1), "The rate is the fourth argument"),
            ((x, g, s, rate) => Step(x, g, s, rate, (_, _) => s[0] + (g[0] * g[0])), "s + g², entry by entry"),
        ], TrainingExercises.Adagrad);
    }
}
