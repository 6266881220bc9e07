#nullable enable
using System.Collections.Generic;
using MathNet.Numerics.LinearAlgebra;

/// <summary>One triangle of a figure.</summary>
/// <param name="Norms">‖∂L_t/∂h_k‖, row t, column k (T × T); NaN where k &gt; t.</param>
/// <param name="Title">Stands over it; nothing if it is alone.</param>
/// <param name="Letters">The token read at each step, one character each: they stand on both axes.</param>
/// <param name="State">What the losses reach: h, the hidden state, or c, an LSTM's cells.</param>
public sealed record Triangle(Matrix<double> Norms, string Title = "", IReadOnlyList<string>? Letters = null, string State = "h");
