#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;
using Chart = Plotly.NET.CSharp.Chart;
using GenericChart = Plotly.NET.GenericChart;

/// <summary>Figures of recurrent weights' eigenvalues and of what they do to a gradient.</summary>
public static class SpectrumCharts
{
    /// <summary>Eigenvalues in the complex plane, with the unit circle.</summary>
    /// <param name="matrices">Square, each with its name.</param>
    /// <param name="name">The file name.</param>
    public static Figure Eigenvalues(IReadOnlyList<(string Name, Matrix<double> Matrix)> matrices, string title, string name)
    {
        var values = matrices.Select(each => each.Matrix.Evd().EigenValues.ToArray()).ToList();
        double[] turn = [.. Enumerable.Range(0, 121).Select(i => i * Math.PI / 60)];
        double reach = 1.1 * Math.Max(1, values.Max(each => each.Max(value => value.Magnitude)));
        string[] symbols = ["circle-open", "diamond", "x", "square-open"];
        return new Figure(
            Chart.Combine(matrices.Zip(values, (each, value) => Chart.Point<double, double, string>(
                    x: value.Select(v => v.Real).ToArray(), y: value.Select(v => v.Imaginary).ToArray(), Name: each.Name, UseDefaults: false))
                .Append(Chart.Line<double, double, string>(x: turn.Select(Math.Cos).ToArray(), y: turn.Select(Math.Sin).ToArray(), Name: "unit circle", UseDefaults: false))),
            name,
            $"{title}. " + string.Join(" ", matrices.Zip(values, (each, value) => FormattableString.Invariant(
                $"{each.Name}: {value.Length} eigenvalues, the largest of size {value.Max(v => v.Magnitude):F3}, {value.Count(v => v.Magnitude > 1)} outside the unit circle."))),
            layout: new
            {
                title = new { text = title },
                width = 700,
                height = 520,
                margin = new { l = 75, r = 220, t = 60, b = 60 },
                xaxis = new { title = new { text = "real part" }, range = new[] { -reach, reach }, constrain = "domain" },
                yaxis = new { title = new { text = "imaginary part" }, range = new[] { -reach, reach }, scaleanchor = "x" },
            },
            traces: [.. matrices.Select((_, i) => (object)new
            {
                marker = new { size = 9, symbol = symbols[i % symbols.Length] },
                hovertemplate = "%{x:.3f} + %{y:.3f}i<extra></extra>",
            }), new { mode = "lines", line = new { width = 1.5, dash = "dot" }, hoverinfo = "skip" }]);
    }

    /// <summary>
    /// The norm of the gradient against the lag, relative to lag 0, a line a spectral radius, and ρ^lag dotted beside it in the same
    /// colour; the share of saturated states on the right.
    /// </summary>
    /// <param name="runs">Up to seven keep colours of their own.</param>
    /// <param name="lags">How far the lags are drawn.</param>
    /// <param name="name">The file name.</param>
    public static Figure Sweep(IReadOnlyList<RadiusRun> runs, int lags, string title, string name)
    {
        double[] lag = [.. Enumerable.Range(0, lags + 1).Select(l => (double)l)];
        var measured = runs.Select(run => Draw(lag, [.. run.NormByLag[..(lags + 1)].Select(norm => norm / run.NormByLag[0])], FormattableString.Invariant($"ρ = {run.Radius:0.0#}")));
        var predicted = runs.Select(run => Draw(lag, [.. lag.Select(l => Math.Pow(run.Radius, l))], ""));
        // The template has seven colours and deals them out in turn: empty lines bring each prediction to the colour of its measurement.
        int padding = (7 - (runs.Count % 7)) % 7;
        var nothing = Enumerable.Repeat(Draw([], [], ""), padding);
        var saturated = Draw([.. runs.Select(run => run.Radius)], [.. runs.Select(run => 100 * run.Saturated)], "");
        return new Figure(
            Chart.Combine([.. measured, .. nothing, .. predicted, .. nothing, saturated]),
            name,
            $"{title}. " + string.Join(" ", runs.Select(run => FormattableString.Invariant(
                $"ρ = {run.Radius:0.0#}: {run.NormByLag[lags] / run.NormByLag[0]:0.0E+0} at lag {lags}, where ρ^lag is {Math.Pow(run.Radius, lags):0.0E+0}; {100 * run.Saturated:F0} % saturated."))),
            layout: new
            {
                title = new { text = title },
                width = 900,
                height = 460,
                margin = new { l = 75, r = 30, t = 80, b = 60 },
                xaxis = new { title = new { text = "lag, steps" }, domain = new[] { 0, 0.56 } },
                yaxis = new { title = new { text = "norm of the gradient, relative to lag 0" }, type = "log", exponentformat = "power" },
                xaxis2 = new { title = new { text = "spectral radius ρ" }, domain = new[] { 0.79, 1 }, anchor = "y2" },
                yaxis2 = new { title = new { text = "saturated states (1 − h² < ½), %" }, anchor = "x2", rangemode = "tozero" },
                legend = new { x = 0.58, y = 1, title = new { text = "line: measured<br>dots: ρ<sup>lag</sup>" } },
            },
            traces:
            [
                .. runs.Select(_ => (object)new { hovertemplate = "lag %{x}: %{y:.3g}" }),
                .. Enumerable.Repeat(new { showlegend = false }, padding),
                .. runs.Select(run => (object)new { showlegend = false, line = new { dash = "dot", width = 1.5 }, hovertemplate = "lag %{x}: ρ<sup>lag</sup> = %{y:.3g}<extra></extra>" }),
                .. Enumerable.Repeat(new { showlegend = false }, padding),
                new { showlegend = false, mode = "lines+markers", cliponaxis = false, xaxis = "x2", yaxis = "y2", hovertemplate = "ρ = %{x}: %{y:.3g} %<extra></extra>" },
            ]);
    }

    private static GenericChart Draw(double[] x, double[] y, string name) => Chart.Line<double, double, string>(x: x, y: y, Name: name, UseDefaults: false);
}
