#nullable enable
using MathNet.Numerics.LinearAlgebra;

/// <summary>What an <see cref="Lstm"/> computes in one time step.</summary>
/// <param name="i">The input gates (hidden).</param>
/// <param name="f">The forget gates (hidden).</param>
/// <param name="g">What is offered to the cells (hidden).</param>
/// <param name="o">The output gates (hidden).</param>
/// <param name="c">The cells c_t (hidden).</param>
/// <param name="h">The hidden state h_t (hidden).</param>
/// <param name="yhat">The logits ŷ_t (output).</param>
public sealed record LstmStep(
    Vector<double> i, Vector<double> f, Vector<double> g, Vector<double> o, Vector<double> c, Vector<double> h, Vector<double> yhat);
