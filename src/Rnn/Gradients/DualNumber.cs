#nullable enable
using System;

/// <summary>
/// A number with its derivative with respect to one input: a + b ε, where ε² = 0. Sums, products and functions carry the derivative
/// along by the rules of differentiation, so that it is exact to rounding, and there is no step size to choose (Wengert 1964,
/// "A simple automatic derivative evaluation program").
/// </summary>
/// <param name="Value">a, the number.</param>
/// <param name="Slope">b, its derivative: 1 for the input itself, 0 for what does not depend on it.</param>
public readonly record struct DualNumber(double Value, double Slope = 0)
{
    public static implicit operator DualNumber(double value) => new(value);

    public static DualNumber operator +(DualNumber a, DualNumber b) => new(a.Value + b.Value, a.Slope + b.Slope);

    public static DualNumber operator -(DualNumber a, DualNumber b) => new(a.Value - b.Value, a.Slope - b.Slope);

    public static DualNumber operator *(DualNumber a, DualNumber b) => new(a.Value * b.Value, (a.Slope * b.Value) + (a.Value * b.Slope));

    /// <summary>With the slope 1 / cosh², which keeps its digits where 1 − tanh² loses them.</summary>
    public static DualNumber Tanh(DualNumber a) => new(Math.Tanh(a.Value), a.Slope / (Math.Cosh(a.Value) * Math.Cosh(a.Value)));

    public static DualNumber Exp(DualNumber a) => new(Math.Exp(a.Value), a.Slope * Math.Exp(a.Value));

    public static DualNumber Log(DualNumber a) => new(Math.Log(a.Value), a.Slope / a.Value);
}
