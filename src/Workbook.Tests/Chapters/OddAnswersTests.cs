using System.Reflection;
using MathNet.Numerics.LinearAlgebra;

namespace Workbook.Tests;

/// <summary>
/// What a reader's answer may be by accident: empty, of another shape, not finite, a method that throws, returns null or writes into
/// what it is given. Each exercise says so in a sentence; none fails.
/// </summary>
public class OddAnswersTests
{
    private static readonly double[] NotFinite = [double.NaN, double.PositiveInfinity, double.NegativeInfinity];
    private static readonly int[] X = [1, 3, 3], Y = [0, 2, 1];
    private static readonly Rnn Network = Run(new Rnn(6, 7, 5, new NumPyRandom(0)), X, Y);
    private static readonly StepByStepExercises Steps = new(Network.Parameters, X, Y);
    private static readonly CheckingExercises Checking = new(() => new Rnn(6, 7, 5, new NumPyRandom(0), learningRate: 0.01), X, Y);
    private static readonly GradientFlow Flow = new(new Rnn(Network.Parameters), X, Y);
    private static readonly ThroughTimeExercises ThroughTime = new(Flow);

    // One row per exercise: each of its odd answers, judged.
    private static readonly Dictionary<string, (string Odd, Func<string> Judged)[]> All = new()
    {
        ["StepByStepExercises.OneMoreToken"] = Vectors(Steps.OneMoreToken),
        ["StepByStepExercises.FiveGradients"] =
        [
            .. Numbers(number => Steps.FiveGradients(1, number, 1, 1, 1)), .. Numbers(number => Steps.FiveGradients(1, 1, number, 1, 1)),
            .. Wholes(number => Steps.FiveGradients(number, 1, 1, number, number)),
        ],
        ["StepByStepExercises.DeltaOnPaper"] = Vectors(Steps.DeltaOnPaper),
        ["StepByStepExercises.StepBackward"] = Methods<BackwardStep>(StepByStepExercises.StepBackward,
            problem => (_, _, _, _, _, _, _) => throw problem,
            value => (p, d, x, h, before, dy, after) => Everywhere(d, value, h),
            (_, _, _, _, _, _, _) => null, (_, _, _, _, _, _, _) => Vector<double>.Build.Dense(3),
            (p, d, x, h, before, dy, after) =>
            {
                foreach (var given in new[] { h, before, dy, after })
                    given.Clear();
                p.Clear();
                return h;
            }),
        ["StepByStepExercises.DenseInputs"] = Matrices(answer =>
        {
            var network = Run(new Rnn(3, 5, 2, new NumPyRandom(0), scale: 1), [0, 1, 2], [0, 1, 0]);
            var (Wx, inputs) = (Matrix<double>.Build.Dense(5, 4, 0.1), Matrix<double>.Build.Dense(4, 3, 0.2));
            return StepByStepExercises.DenseInputs(answer, network, Wx, inputs, [0, 1, 0]);
        }),
        ["CheckingExercises.TwoDifferences"] = Methods<Func<double, double, double>>(CheckingExercises.TwoDifferences,
            problem => (_, _) => throw problem, value => (_, _) => value),
        ["CheckingExercises.HiddenTranspose"] = Matrices(Checking.HiddenTranspose),
        ["CheckingExercises.Corrected"] = Methods<Func<RnnParameters, Rnn?>>(CheckingExercises.Corrected,
            problem => weights => new Odd(weights, _ => throw problem),
            value => weights => new Odd(weights, h => Everywhere(weights.ZerosLike(), value, h)),
            _ => throw new InvalidOperationException("a word of its own"), _ => null, weights => new Odd(weights, _ => null!),
            weights => new Odd(weights, _ => Vector<double>.Build.Dense(3)), weights => new Odd(new(2, 2, 2), h => h),
            weights =>
            {
                weights.Clear();
                return new Odd(weights, h => h);
            }),
        ["CheckingExercises.UnseenMistake"] = Methods<BackwardPass>(Checking.UnseenMistake,
            problem => new() { Slope = (_, _) => throw problem }, value => new() { Error = error => value * error },
            new() { Error = _ => null! }, new() { FromNext = (_, _) => Vector<double>.Build.Dense(3) }, new() { Last = steps => steps },
            new() { AddBias = (_, _) => null! }, new() { Last = _ => -1 }, new() { Entry = null! }),
        ["TrainingExercises.Floor"] = Numbers(TrainingExercises.Floor),
        ["TrainingExercises.Forgetting"] = Numbers(TrainingExercises.Forgetting),
        ["TrainingExercises.Clipping"] = Methods<Func<double[], double, double[]?>>(TrainingExercises.Clipping,
            problem => (_, _) => throw problem, value => (g, _) => [.. g.Select(_ => value)],
            (_, _) => null, (_, _) => [], (_, _) => [1], (g, limit) => limit == 5 ? null : [0.6, -0.8],
            (g, _) =>
            {
                Array.Clear(g);
                return g;
            }),
        ["TrainingExercises.Adagrad"] = Methods<Func<double[], double[], double[], double, (double[], double[])>>(TrainingExercises.Adagrad,
            problem => (_, _, _, _) => throw problem, value => (x, _, s, _) => ([.. x.Select(_ => value)], [.. s.Select(_ => value)]),
            (_, _, _, _) => (null!, null!), (x, _, _, _) => (x, null!), (_, _, _, _) => ([], []), (x, g, _, _) => (x, [.. g, .. g]),
            (x, g, s, _) =>
            {
                Array.Clear(s);
                return (x, s);
            }),
        ["ThroughTimeExercises.GoBack"] = Arrays(ThroughTime.GoBack, Flow.Steps),
        ["ThroughTimeExercises.Predicted"] = Arrays(answer => ThroughTimeExercises.Predicted(answer, Flow, 0, 1, 2), 3),
        ["ThroughTimeExercises.FarEnough"] = Wholes(ThroughTime.FarEnough),
        ["ThroughTimeExercises.SmallRadius"] = Matrices(ThroughTimeExercises.SmallRadius),
        ["ThroughTimeExercises.Chunks"] = Methods<ChunkedGradient>(ThroughTimeExercises.Chunks,
            problem => (_, _, _, _) => throw problem, value => (_, _, _, _) => Matrix<double>.Build.Dense(6, 6, value),
            (_, _, _, _) => null, (_, _, _, _) => Matrix<double>.Build.Dense(2, 3),
            (network, x, y, _) =>
            {
                Array.Clear(x);
                Array.Clear(y);
                network.Forward(x, y);
                network.Backward();
                return network.Gradients.Whh;
            },
            (network, _, _, _) =>
            {
                network.Parameters.Clear();
                return network.Gradients.Whh;
            }),
        ["MemoryExercises.Floor"] = Numbers(MemoryExercises.Floor),
        ["MemoryExercises.TwoLags"] = Arrays(MemoryExercises.TwoLags, 3),
        ["MemoryExercises.Directions"] = Wholes(answer =>
        {
            Vector<double>[] states = [.. Enumerable.Range(0, 8).Select(i => Vector<double>.Build.DenseOfArray([i % 4, i / 4, 0.1 * i]))];
            int[] nodes = [0, 1, 2, 3, 4, 5, 6, 7];
            return MemoryExercises.Directions(answer, (states, nodes), (states, nodes));
        }),
        ["MemoryExercises.GradientTimesInput"] = Methods<Func<Rnn, int[], Matrix<double>, double[]?>>(MemoryExercises.GradientTimesInput,
            problem => (_, _, _) => throw problem, value => (_, x, _) => [.. x.Select(_ => value)],
            (_, _, _) => null, (_, _, _) => [], (_, _, _) => [1, 2],
            (network, x, G) =>
            {
                Array.Clear(x);
                G.Clear();
                network.Parameters.Clear();
                return new double[x.Length];
            }),
        ["GateExercises.Predicted"] = Arrays(answer => GateExercises.Predicted(answer, 1, Matrix<double>.Build.Dense(4, 4, 1), 1, 2, 3), 3),
        ["GateExercises.ForgetGate"] = Methods<Func<double, double, double, double>>(GateExercises.ForgetGate,
            problem => (_, _, _) => throw problem, value => (_, _, _) => value),
        ["GateExercises.Gru"] = Methods<GruStep>(GateExercises.Gru,
            problem => (_, _, _) => throw problem, value => (_, _, before) => 0 * before + value,
            (_, _, _) => null, (x, _, _) => x,
            (x, u, before) =>
            {
                foreach (var given in new[] { x, u, before })
                    given.Clear();
                return before;
            }),
        ["SpeedExercises.Multiplications"] = Wholes(answer => SpeedExercises.Multiplications(answer, hidden: 128, output: 32, steps: 25)),
        ["SpeedExercises.OneProduct"] = Methods<Func<Matrix<double>, Matrix<double>, Matrix<double>?>>(SpeedExercises.OneProduct,
            problem => (_, _) => throw problem, value => (delta, _) => Matrix<double>.Build.Dense(delta.RowCount, delta.RowCount, value),
            (_, _) => null, (delta, h) => h, (delta, h) => delta.ColumnCount > 7 ? null : delta * Shifted(h).Transpose(),
            (delta, h) =>
            {
                delta.Clear();
                h.Clear();
                return delta * h.Transpose();
            }),
        ["SpeedExercises.Spans"] = Methods<TransposedProduct>(SpeedExercises.Spans,
            problem => (_, _, _) => throw problem, value => (_, _, into) => into.Fill(value),
            (_, _, _) => { }, (A, _, _) => Array.Clear(A), (A, v, into) => into[v.Length + 1] = A[0]),
    };

    public static TheoryData<string> Exercises => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Exercises))]
    public void An_odd_answer_gets_a_sentence(string exercise) => Assert.All(All[exercise], each =>
    {
        string said = each.Judged();
        Assert.StartsWith("Not yet: ", said);
        Assert.DoesNotContain("\n", said);
        if (each.Odd == "null")
            Assert.Matches("empty", said);
        if (each.Odd == "throws")
            Assert.Contains(" throws InvalidOperationException: a word of its own", said);
        // A comparison with NaN or infinity says nothing of an answer.
        if (each.Odd == "not finite")
            Assert.Matches("NaN|[Ii]nfinit|not finite|overflow|c drops out|Two links|entry by entry|\\(0.6, −0.8\\)", said);
    });

    [Fact]
    public void Every_exercise_is_tried()
    {
        const BindingFlags Own = BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        var checks = typeof(StepByStepExercises).Assembly.GetTypes()
            .Where(type => type.Name.EndsWith("Exercises", StringComparison.Ordinal)).SelectMany(type => type.GetMethods(Own)
                .Where(method => method.ReturnType == typeof(string)).Select(method => $"{type.Name}.{method.Name}"));
        Assert.Equal(checks.Order(StringComparer.Ordinal), All.Keys.Order(StringComparer.Ordinal));
    }

    private static (string, Func<string>)[] Numbers(Func<double?, string> check) =>
        [("null", () => check(null)), .. NotFinite.Select(value => ("not finite", (Func<string>)(() => check(value)))),
            .. new[] { 0, -1, 1e308, 1e-308 }.Select(value => ("a number", (Func<string>)(() => check(value))))];

    private static (string, Func<string>)[] Wholes(Func<int?, string> check) =>
        [("null", () => check(null)),
            .. new[] { 0, -1, int.MinValue, int.MaxValue }.Select(value => ("a number", (Func<string>)(() => check(value))))];

    private static (string, Func<string>)[] Arrays(Func<double[]?, string> check, int length) =>
        [("null", () => check(null)), ("null", () => check([])), ("a shape", () => check([1])),
            ("a shape", () => check(new double[length + 1])),
            ("zeros", () => check(new double[length])), ("large", () => check([.. Enumerable.Repeat(1e308, length)])),
            .. NotFinite.Select(value => ("not finite", (Func<string>)(() => check([.. Enumerable.Repeat(1.0, length - 1), value]))))];

    private static (string, Func<string>)[] Vectors(Func<Vector<double>?, string> check) =>
        [("null", () => check(null)), .. new[] { 1, 5, 7, 40 }.SelectMany(size => new[] { 0, 1e308 }
            .Select(value => ("a shape", (Func<string>)(() => check(Vector<double>.Build.Dense(size, value)))))),
            .. NotFinite.Select(value => ("not finite", (Func<string>)(() => check(Vector<double>.Build.Dense(5, value)))))];

    private static (string, Func<string>)[] Matrices(Func<Matrix<double>?, string> check) =>
        [("null", () => check(null)), .. new[] { (1, 1), (2, 3), (7, 7), (5, 4) }.SelectMany(shape => new[] { 0, 1e300 }
            .Select(value => Matrix<double>.Build.Dense(shape.Item1, shape.Item2, (_, j) => value * (j + 1)))
            .Select(matrix => ("a shape", (Func<string>)(() => check(matrix))))),
            .. NotFinite.Select(value => ("not finite", (Func<string>)(() => check(Matrix<double>.Build.Dense(7, 7, value)))))];

    private static (string, Func<string>)[] Methods<T>(
        Func<T, string> check, Func<Exception, T> throwing, Func<double, T> giving, params T[] odd) =>
        [("throws", () => check(throwing(new InvalidOperationException("a word of its own\nand a second line")))),
            .. NotFinite.Select(value => ("not finite", (Func<string>)(() => check(giving(value))))),
            .. odd.Select(each => ("odd", (Func<string>)(() => check(each))))];

    private static Vector<double> Everywhere(RnnParameters d, double value, Vector<double> like)
    {
        foreach (double[] values in d.Values)
            Array.Fill(values, value);
        return like.Map(_ => value);
    }

    private static Matrix<double> Shifted(Matrix<double> h) =>
        Matrix<double>.Build.Dense(h.RowCount, h.ColumnCount, (i, t) => t > 0 ? h[i, t - 1] : 0);

    private static Rnn Run(Rnn network, int[] x, int[] y)
    {
        network.Forward(x, y);
        network.Backward();
        return network;
    }

    private sealed class Odd(RnnParameters weights, Func<Vector<double>, Vector<double>> delta) : Rnn(weights)
    {
        public override Vector<double> StepBackward(
            int x, Vector<double> h, Vector<double> hPrev, Vector<double> dy, Vector<double> deltaNext)
        {
            Gradients.bh += delta(h);
            return delta(h);
        }
    }
}
