using System.Runtime.CompilerServices;
using MathNet.Numerics.LinearAlgebra;

namespace Workbook.Tests;

/// <summary>The smallest call of a chart.</summary>
/// <param name="Chart">What it is for, in a few words.</param>
/// <param name="Draw">Makes the figure.</param>
/// <param name="Code">The call as it stands in the source.</param>
public sealed record Recipe(string Chart, Func<Figure> Draw, [CallerArgumentExpression(nameof(Draw))] string Code = "");

/// <summary>A recipe for each chart: what tests draw, what shows how a chart is called, and what it looks like.</summary>
public static class Recipes
{
    private static readonly Matrix<double> Small = Matrix<double>.Build.DenseOfRowArrays([[0.57, -0.031, 0], [-1.2, 0.4, 0.00081]]);
    private static readonly Rnn Network = new(6, 7, 5, new NumPyRandom(0), scale: 0.4);
    private static readonly string[] Letters = [.. "the cat sat on it".Select(letter => $"{letter}")];
    private static readonly int[] Tokens = [.. Letters.Select(letter => " acehinost".IndexOf(letter, StringComparison.Ordinal) % 5)];
    private static readonly GradientFlow Flow = new(Network, Tokens, [.. Tokens.Skip(1), 0]);
    private static readonly UnrolledPass Unrolled = Pass([1, 3, 3], [0, 2, 1]);
    private static readonly double[] Steps = [1, 2, 5, 10, 20, 50, 100];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Recipe> All { get; } =
    [
        new("a matrix", () => Charts.Heatmap(
            Small, "Unit 1 is driven by −1.2", rows: "hidden unit", columns: "step t", measures: "hidden state before tanh")),
        new("a matrix over decades", () => Charts.Heatmap(
            Small.Map(value => value * value * value), "Two entries are under a millionth", log: new LogScale(1e-6, 1),
            measures: "size of the cube of an entry")),
        new("the tensors of a network", () => Charts.Gradients(
            Flow.Truncated(Flow.Steps), "The output layer has the largest gradients", measures: "gradients of the loss")),
        new("matrices side by side", () => Charts.Heatmaps(
            [("small", Small), ("cubed", Small.PointwisePower(3))], "The cube keeps the signs", measures: "entries")),
        new("a matrix under a slider", () => SliderChart.Heatmaps(
            [("0", Small), ("10", 2 * Small), ("20", Small / 2)], "The norm doubles by step 10", slider: "step",
            measures: "the gradient of two units")),
        new("curves", () => Charts.Lines(
            [
                new("exact", Steps, [.. Steps.Select(step => 4 / step)], Colour: FigureStyle.Exact),
                new("published", Steps, [.. Steps.Select(step => 4 * Math.Sqrt(step))], Colour: FigureStyle.Published),
                new("floor", Steps, [.. Steps.Select(_ => 0.02)], Colour: FigureStyle.Floor),
            ],
            "The published rule climbs to 40", x: "training step", y: "loss, nats", logX: true, logY: true)),
        new("curves of an ordered quantity", () => Charts.Lines(
            [.. new[] { 4.0, 8, 16, 32 }.Select(units =>
                new Line($"{units} units", Steps, [.. Steps.Select(step => units / (units + step))]))],
            "32 units keep a quarter at lag 100", x: "lag", y: "fraction of the signal", ordered: true)),
        new("many curves, one of which matters", () => Charts.Lines(
            [
                .. Enumerable.Range(1, 6).Select(k => new Line($"seed {k}", Steps, [.. Steps.Select(step => step * k)])),
                new("seed 7", Steps, [.. Steps.Select(step => 600 - (5 * step))], Colour: FigureStyle.Exact),
            ],
            "Only seed 7 goes down", x: "training step", y: "loss, nats")),
        new("a few runs", () => RunsChart.Of(
            [new("RNN", [1, 2, 3], [[0.9, 0.8, 0.95], [0.6, 0.7, 0.5], [0.5, 0.45, 0.52]]),
                new("identity", [1, 2, 3], [[0.95, 0.97, 0.9], [0.9, 0.85, 0.8], [0.7, 0.9, 0.5]])],
            "From an identity, 0.7 is remembered at 3", x: "distance, steps", y: "fraction remembered",
            levels: [("guessing", 0.5, FigureStyle.Floor)])),
        new("many runs", () => RunsChart.Of(
            [new("21 seeds", Steps, [.. Steps.Select(step => Enumerable.Range(90, 21).Select(k => k * step / 1e4).ToArray())])],
            "The error grows to 1", x: "scale", y: "relative error", logX: true, logY: true)),
        new("a loss surface", () => SurfaceChart.Of(
            Matrix<double>.Build.Dense(9, 9, (i, j) => ((i - 4.0) * (i - 4)) + ((j - 4.0) * (j - 4) / 20) + 0.01),
            [.. Enumerable.Range(-4, 9)], [.. Enumerable.Range(-4, 9)],
            [new("small steps", [-3, -2, -1], [3, 1, 0]), new("large steps", [-3, 1, 2], [3, -3, 2])],
            "Large steps jump across the valley", "w", "b", "contours of the loss, half a decade apart")),
        new("derivatives that are wrong", () => ErrorChart.Of(
            [
                ("with a wrong Whh", GradientCheck.RelativeErrors(Halved(Flow.Truncated(Flow.Steps)), Flow.Truncated(Flow.Steps))),
                ("corrected", GradientCheck.RelativeErrors(Flow.Truncated(Flow.Steps), Flow.Truncated(Flow.Steps))),
            ],
            "Of Whh, 49 derivatives are wrong, then none", name: "recipe-errors")),
        new("which check catches which mistake", () => CaughtChart.Of(
            Matrix<double>.Build.DenseOfRowArrays([[0, 0, 0], [0.57, 1, 1], [0.02, 0.31, 1]]),
            ["none", "the transpose is missing", "the last step is left out"], ["the loss falls", "ten entries, 1e-4", "dual numbers"],
            "Only dual numbers catch all of them", name: "recipe-caught", control: 0)),
        new("a gradient through time", () => TriangleChart.Of(
            [new(Flow.Norms, Letters: Letters)], $"The last loss falls under 1 % at lag {Flow.Reach(Flow.Steps - 1)}",
            name: "recipe-triangle")),
        new("gradients through time, side by side", () => TriangleChart.Of(
            [new(Flow.Norms, "norm"), new(Flow.Norms.Map(Math.Sqrt), "its root", State: "c")],
            "The root of a norm falls half as fast", name: "recipe-triangles")),
        new("what each loss sends to each state", () => RnnbowChart.Of(
            Flow.Contributions(), "Some losses pull against the others", name: "recipe-rnnbow", Letters)),
        new("a network, unrolled", () => UnrolledChart.Of(Unrolled, name: "recipe-unrolled")),
        new("a gradient by lag", () => TimeCharts.LagFractions(
            Flow.LagFractions(), $"Lag 0 makes {FigureNumber.Text(100 * Flow.LagFractions()[0])} % of the gradient", name: "recipe-lags")),
        new("two quantities of the same runs", () => TimeCharts.Beside(
            [
                ("cosine", [new("slow", Steps, [.. Steps.Select(step => step / 100)]), new("fast", Steps, [.. Steps.Select(_ => 1.0)])]),
                ("norm", [new("slow", Steps, [.. Steps.Select(step => step / 200)]), new("fast", Steps, [.. Steps.Select(_ => 0.9)])]),
            ],
            "The slow one has half the norm at 100", x: "time steps k", measures: "the gradient of k time steps", name: "recipe-beside")),
        new("a gradient term by term", () => TimeCharts.Terms(
            [.. Enumerable.Range(1, Flow.Steps - 1).Select(Flow.Term)], "The terms cancel in part", name: "recipe-terms")),
        new("eigenvalues", () => SpectrumCharts.Eigenvalues(
            [("Whh", Network.Parameters.Whh), ("Jacobian", Flow.Jacobian(Flow.Steps - 1))], "Two eigenvalues lie outside the unit circle",
            name: "recipe-eigenvalues")),
        new("states of a network", () => StatesChart.Of(
            [("0", Small.Transpose()), ("10", 2 * Small.Transpose())],
            [new("after T", FigureStyle.Exact, Mark: "T"), new("after P", FigureStyle.Published, "diamond-open", "P")],
            [0, 1, 0], "Training moves the states apart", "strings",
            measures: "hidden states, two directions", name: "recipe-states")),
        new("a sweep over spectral radii", () => SpectrumCharts.Sweep(
            [.. new[] { 0.5, 0.8, 1.0, 1.2, 1.5 }.Select(Run)], lags: 12, "Beyond ρ = 1, tanh takes growth back", name: "recipe-sweep")),
        new("a ladder of implementations", () => LadderChart.Of(
            [new("loops", [16, 64, 256], [90, 1400, double.NaN]), new("spans", [16, 64, 256], [30, 160, 1900])],
            [new("arithmetic", [16, 64, 256], [4, 60, 900])], [new("NumPy", [16, 64], [300, 500])],
            "At 64 units, spans are nine times as fast", name: "recipe-ladder")),
    ];

    private static RnnParameters Halved(RnnParameters gradient)
    {
        gradient.Whh /= 2;
        return gradient;
    }

    private static UnrolledPass Pass(int[] tokens, int[] targets)
    {
        Network.Forward(tokens, targets);
        Network.Backward();
        return new()
        {
            Tokens = tokens, Targets = targets, InputSize = Network.InputSize, States = Network.HiddenStates, Logits = Network.Logits,
            Losses = Network.StepLosses, LossKind = Network.LossKind, OutputGradients = Network.OutputGradients, Deltas = Network.Deltas,
            Whh = Network.Parameters.Whh, Why = Network.Parameters.Why,
        };
    }

    private static RadiusRun Run(double radius)
    {
        var network = new Rnn(5, 16, 5, new NumPyRandom(1), scale: 0.05);
        network.Parameters.Whh = radius * Initialization.Orthogonal(16, new NumPyRandom(2));
        int[] tokens = [.. Enumerable.Range(0, 30).Select(i => i % 5)];
        return RadiusRun.Of(network, tokens, tokens);
    }
}
