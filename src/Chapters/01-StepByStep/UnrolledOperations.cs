#nullable enable
using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;

/// <summary>What a network computed on its way over a short sequence and back, from h_{-1} = 0. T time steps, n hidden units.</summary>
public sealed record UnrolledPass
{
    /// <summary>x_t (T).</summary>
    public required int[] Tokens { get; init; }

    /// <summary>y_t (T).</summary>
    public required int[] Targets { get; init; }

    /// <summary>How many tokens x_t can be.</summary>
    public required int InputSize { get; init; }

    /// <summary>h_t (n × T).</summary>
    public required Matrix<double> States { get; init; }

    /// <summary>ŷ_t (output × T).</summary>
    public required Matrix<double> Logits { get; init; }

    /// <summary>L_t (T).</summary>
    public required double[] Losses { get; init; }

    /// <summary>What L_t is.</summary>
    public LossKind LossKind { get; init; }

    /// <summary>dy_t = ∂L_t/∂ŷ_t (output × T).</summary>
    public required Matrix<double> OutputGradients { get; init; }

    /// <summary>δ_t (n × T).</summary>
    public required Matrix<double> Deltas { get; init; }

    /// <summary>n × n.</summary>
    public required Matrix<double> Whh { get; init; }

    /// <summary>output × n.</summary>
    public required Matrix<double> Why { get; init; }
}

/// <summary>What an operation computes at a time step; given are <see cref="Token"/> and <see cref="Target"/>.</summary>
public enum UnrolledPart
{
    Token, Target, State, Logits, Loss, OutputGradient, FromOutput, FromFuture, Delta, Term, Gradient,
}

/// <summary>One operation of a pass.</summary>
/// <param name="Name">The symbol of what it computes.</param>
/// <param name="Equation">How.</param>
/// <param name="Numbers">What came out.</param>
/// <param name="Step">t; null for what is given and for the end.</param>
/// <param name="IsBack">Whether it belongs to the backward pass.</param>
/// <param name="Writes">What it computes.</param>
/// <param name="Reads">From what.</param>
public sealed record UnrolledOperation(
    string Name, string Equation, string Numbers, int? Step, bool IsBack,
    (UnrolledPart Part, int Step)[] Writes, (UnrolledPart Part, int Step)[] Reads);

/// <summary>
/// A pass taken apart into its operations: forward from h_0 to the last loss, back from there to δ_0, and into the sum over time
/// ∂L/∂Whh = Σ_t δ_t h_{t−1}ᵀ, in the order in which the backward pass adds.
/// </summary>
public sealed class UnrolledOperations
{
    /// <summary>The most hidden units, and tokens on either side.</summary>
    public const int MostUnits = 12;

    /// <summary>The most time steps.</summary>
    public const int MostSteps = 6;

    private readonly Dictionary<(UnrolledPart, int), Matrix<double>> values = [];
    private readonly List<UnrolledOperation> operations = [];

    /// <exception cref="ArgumentException">
    /// More units, tokens or time steps than are drawn; tensors of shapes that do not fit; deltas that are not those of dy, Why and Whh.
    /// </exception>
    public UnrolledOperations(UnrolledPass pass)
    {
        Check(pass);
        (Steps, IsDifference) = (pass.Tokens.Length, pass.LossKind == LossKind.SquaredError);
        Matrix<double> zero = pass.Whh.Column(0).ToColumnMatrix() * 0, before = zero.Append(pass.States).RemoveColumn(Steps);   // h_{t−1}
        Set(UnrolledPart.Token, OneHot(pass.Tokens, pass.InputSize));
        Set(UnrolledPart.Target, OneHot(pass.Targets, pass.Logits.RowCount));
        Set(UnrolledPart.State, pass.States);
        Set(UnrolledPart.Logits, pass.Logits);
        Set(UnrolledPart.Loss, Vector<double>.Build.Dense(pass.Losses).ToRowMatrix());
        Set(UnrolledPart.OutputGradient, pass.OutputGradients);
        Set(UnrolledPart.FromOutput, pass.Why.Transpose() * pass.OutputGradients);
        Set(UnrolledPart.FromFuture, pass.Whh.Transpose() * pass.Deltas.Append(zero).RemoveColumn(0));
        Set(UnrolledPart.Delta, pass.Deltas);
        var sum = pass.Whh * 0;
        for (int t = Steps - 1; t >= 0; t--)
        {
            values[(UnrolledPart.Term, t)] = pass.Deltas.Column(t).OuterProduct(before.Column(t));
            values[(UnrolledPart.Gradient, t)] = sum += values[(UnrolledPart.Term, t)];
        }
        RequireTrue();
        Forward();
        Back();
    }

    /// <summary>T.</summary>
    public int Steps { get; }

    /// <summary>Whether dy_t is ŷ_t − y_t, as for the squared error.</summary>
    public bool IsDifference { get; }

    /// <summary>In their order; the first says what is given, the last what came out.</summary>
    public IReadOnlyList<UnrolledOperation> All => operations;

    /// <summary>A vector as a row, a loss as 1 × 1, a term or the sum down to it as a matrix (n × n).</summary>
    public Matrix<double> this[UnrolledPart part, int t] => values[(part, t)];

    /// <summary>‖Whhᵀ δ_{t+1}‖ as a fraction of ‖Whyᵀ dy_t‖; zero if both are.</summary>
    public double ThroughTime(int t) => (Norm(UnrolledPart.FromFuture, t), Norm(UnrolledPart.FromOutput, t)) switch
    {
        (0, _) => 0,
        var (future, output) => future / output,
    };

    /// <summary>What the pass shows, as a title.</summary>
    public string Finding => Enumerable.Range(0, Steps).Max(ThroughTime) switch
    {
        _ when Steps == 1 => "A single time step: nothing comes back through time",
        double.PositiveInfinity => "Some states get their gradient through time alone",
        >= 9.995 and var most => $"Through time came up to {Number(most, "F0")} times what came from the output",
        var most => $"Through time came at most {Percent(most)} of what came from the output",
    };

    /// <summary>What is written for any time step, at one: hₜ₋₁ is h₀ at time step 1.</summary>
    internal static string At(string text, int t) =>
        text.Replace("ₜ₊₁", Index(t + 1)).Replace("ₜ₋₁", Index(t - 1)).Replace("ₜ", Index(t));

    /// <summary>A fraction as a percentage, to two digits; above 100, whole.</summary>
    internal static string Percent(double fraction)
    {
        int decimals = fraction > 0 ? Math.Clamp(-1 - (int)Math.Floor(Math.Log10(fraction)), 0, 9) : 0;
        return (100 * fraction).ToString($"F{decimals}", CultureInfo.InvariantCulture) + " %";
    }

    /// <summary>A number with a true minus.</summary>
    internal static string Number(double value, string format = "G2") =>
        value.ToString(format, CultureInfo.InvariantCulture).Replace('-', '−');

    private void Forward()
    {
        var given = Enumerable.Range(0, Steps).SelectMany(t => new[] { (UnrolledPart.Token, t), (UnrolledPart.Target, t) });
        operations.Add(new("x, y", "Given: the tokens xₜ and their targets yₜ", "Nothing is computed yet.", null, false, [.. given], []));
        for (int t = 0; t < Steps; t++)
        {
            Add(t, "hₜ", "hₜ = tanh(Wxh xₜ + Whh hₜ₋₁ + bh)", UnrolledPart.State, [(UnrolledPart.Token, t), (UnrolledPart.State, t - 1)]);
            Add(t, "ŷₜ", "ŷₜ = Why hₜ + by", UnrolledPart.Logits, [(UnrolledPart.State, t)]);
            Add(t, "Lₜ", IsDifference ? "Lₜ = ½ ‖ŷₜ − yₜ‖²" : "Lₜ = −log softmax(ŷₜ)[yₜ]", UnrolledPart.Loss,
                [(UnrolledPart.Logits, t), (UnrolledPart.Target, t)], Number(Norm(UnrolledPart.Loss, t), "F4"));
        }
    }

    private void Back()
    {
        for (int t = Steps - 1; t >= 0; t--)
        {
            bool isLast = t == Steps - 1;
            Add(t, "dyₜ", IsDifference ? "dyₜ = ŷₜ − yₜ" : "dyₜ = softmax(ŷₜ) − yₜ", UnrolledPart.OutputGradient,
                [(UnrolledPart.Logits, t), (UnrolledPart.Target, t)]);
            Add(t, "Whyᵀ dyₜ", "Whyᵀ dyₜ comes back from the output", UnrolledPart.FromOutput, [(UnrolledPart.OutputGradient, t)]);
            Add(t, "Whhᵀ δₜ₊₁", isLast ? "Whhᵀ δₜ₊₁ = 0"
                : $"Whhᵀ δₜ₊₁ comes back through time: {Percent(ThroughTime(t))} of Whyᵀ dyₜ", UnrolledPart.FromFuture,
                [(UnrolledPart.Delta, t + 1)], isLast ? "After the last time step there is no loss." : null);
            Add(t, "δₜ", "δₜ = (1 − hₜ²) ⊙ (Whyᵀ dyₜ + Whhᵀ δₜ₊₁)", UnrolledPart.Delta,
                [(UnrolledPart.State, t), (UnrolledPart.FromOutput, t), (UnrolledPart.FromFuture, t)]);
            Add(t, "δₜ hₜ₋₁ᵀ", t > 0 ? "∂L/∂Whh += δₜ hₜ₋₁ᵀ" : "∂L/∂Whh += δₜ hₜ₋₁ᵀ, which is 0 as hₜ₋₁ is", UnrolledPart.Term,
                [(UnrolledPart.Delta, t), (UnrolledPart.State, t - 1)],
                $"The term has norm {Number(Norm(UnrolledPart.Term, t))}, the sum so far {Number(Norm(UnrolledPart.Gradient, t))}.");
        }
        string terms = string.Join(" + ", Enumerable.Range(0, Steps).Reverse().Select(t => At("δₜ hₜ₋₁ᵀ", t)));
        operations.Add(new("∂L/∂Whh", $"∂L/∂Whh = {terms}", Finding + ".", null, true, [], []));
    }

    private void Add(int t, string name, string equation, UnrolledPart writes, (UnrolledPart, int)[] reads, string? numbers = null) =>
        operations.Add(new(
            At(name, t), At(equation, t), numbers ?? Numbers(values[(writes, t)].Row(0)), t, writes >= UnrolledPart.OutputGradient,
            writes == UnrolledPart.Term ? [(writes, t), (UnrolledPart.Gradient, t)] : [(writes, t)],
            [.. reads.Where(values.ContainsKey)]));

    private void Set(UnrolledPart part, Matrix<double> columns)
    {
        for (int t = 0; t < Steps; t++)
            values[(part, t)] = columns.Column(t).ToRowMatrix();
    }

    private double Norm(UnrolledPart part, int t) => values[(part, t)].FrobeniusNorm();

    private static void Check(UnrolledPass pass)
    {
        int steps = pass.Tokens.Length, units = pass.Whh.RowCount, outputs = pass.Why.RowCount;
        int most = Math.Max(units, Math.Max(pass.InputSize, outputs));
        if (steps > MostSteps || most > MostUnits)
            throw new ArgumentException($"A network is drawn unrolled with at most {MostSteps} time steps and {MostUnits} units or tokens; "
                + $"this one has {steps} time steps, {units} units, {pass.InputSize} input and {outputs} output tokens.", nameof(pass));
        Require.Sequence(pass.Tokens, pass.InputSize, pass.Targets, outputs);
        Require.Shape(pass.Whh, units, units, nameof(pass.Whh));
        Require.Shape(pass.Why, outputs, units, nameof(pass.Why));
        Require.Shape(pass.States, units, steps, nameof(pass.States));
        Require.Shape(pass.Logits, outputs, steps, nameof(pass.Logits));
        Require.Shape(pass.OutputGradients, outputs, steps, nameof(pass.OutputGradients));
        Require.Shape(pass.Deltas, units, steps, nameof(pass.Deltas));
        if (pass.Losses.Length != steps)
            throw new ArgumentException($"There are {pass.Losses.Length} losses for {steps} time steps.", nameof(pass));
    }

    // Rounding is far below a millionth of the terms; a mistake in a backward pass is not.
    private void RequireTrue()
    {
        for (int t = 0; t < Steps; t++)
        {
            var (h, output, future) = (this[UnrolledPart.State, t], this[UnrolledPart.FromOutput, t], this[UnrolledPart.FromFuture, t]);
            var expected = (1 - h.PointwiseMultiply(h)).PointwiseMultiply(output + future);
            if ((expected - this[UnrolledPart.Delta, t]).FrobeniusNorm() > 1e-6 * (output.FrobeniusNorm() + future.FrobeniusNorm()))
                throw new ArgumentException(At("δₜ is not (1 − hₜ²) ⊙ (Whyᵀ dyₜ + Whhᵀ δₜ₊₁): only an exact backward pass is drawn.", t));
        }
    }

    private static Matrix<double> OneHot(int[] tokens, int size) =>
        Matrix<double>.Build.Dense(size, tokens.Length, (i, t) => tokens[t] == i ? 1 : 0);

    private static string Index(int t) => t < 0 ? "₋₁" : string.Concat($"{t}".Select(digit => (char)('₀' + digit - '0')));

    // All of them, with a power of ten in front where they are small or large.
    private static string Numbers(Vector<double> vector)
    {
        double largest = vector.InfinityNorm();
        int power = largest > 0 && largest is < 0.1 or >= 100 ? (int)Math.Floor(Math.Log10(largest)) : 0;
        string exponent = power.ToString(CultureInfo.InvariantCulture);
        string raised = string.Concat(exponent.Select(digit => digit == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit - '0']));
        string numbers = string.Join(", ", vector.Select(value => Number(value / Math.Pow(10, power), "0.00")));
        return (power == 0 ? "" : $"10{raised} × ") + $"({numbers})";
    }
}
