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
    private const int Colours = 7;   // of the template, which deals them out in turn

    /// <summary>Eigenvalues in the complex plane, with the unit circle.</summary>
    /// <param name="matrices">Square, each with its name.</param>
    /// <param name="title">Stands over the figure.</param>
    /// <param name="name">The file name.</param>
    public static Figure Eigenvalues(IReadOnlyList<(string Name, Matrix<double> Matrix)> matrices, string title, string name)
    {
        string[] symbols = ["circle-open", "diamond", "x", "square-open"];
        var (charts, styles, words) = (new List<GenericChart>(), new List<object>(), new List<string>());
        double largest = 1;
        foreach (var (label, matrix) in matrices)
        {
            var values = Spectrum.Of(matrix);
            double[] real = [.. values.Select(value => value.Real)], imaginary = [.. values.Select(value => value.Imaginary)];
            double[] sizes = [.. values.Select(value => double.Hypot(value.Real, value.Imaginary))];
            largest = Math.Max(largest, sizes.Max());
            styles.Add(new
            {
                marker = new { size = 9, symbol = symbols[charts.Count % symbols.Length] },
                hovertemplate = "%{x:.3f} + %{y:.3f}i<extra></extra>",
            });
            charts.Add(Chart.Point<double, double, string>(x: real, y: imaginary, Name: label, UseDefaults: false));
            words.Add(FormattableString.Invariant($"{label}: {sizes.Length} eigenvalues, the largest of size {sizes.Max():F3}, ")
                + FormattableString.Invariant($"{sizes.Count(size => size > 1)} outside the unit circle."));
        }
        charts.Add(UnitCircle());
        styles.Add(new { mode = "lines", line = new { width = 1.5, dash = "dot" }, hoverinfo = "skip" });
        double[] range = [-1.1 * largest, 1.1 * largest];
        return new Figure(
            Chart.Combine(charts),
            name,
            $"{title}. {string.Join(" ", words)}",
            layout: new
            {
                title = new { text = title },
                width = 700,
                height = 520,
                margin = new { l = 75, r = 220, t = 60, b = 60 },
                xaxis = new { title = new { text = "real part" }, range, constrain = "domain" },
                yaxis = new { title = new { text = "imaginary part" }, range, scaleanchor = "x" },
            },
            traces: styles);
    }

    /// <summary>
    /// The norm of the gradient against the lag, relative to lag 0, one line per spectral radius, and ρ^lag dotted beside it in the
    /// same colour; the share of saturated states on the right.
    /// </summary>
    /// <param name="runs">Up to seven keep colours of their own.</param>
    /// <param name="lags">The largest lag that is drawn.</param>
    /// <param name="title">Stands over the figure.</param>
    /// <param name="name">The file name.</param>
    public static Figure Sweep(IReadOnlyList<RadiusRun> runs, int lags, string title, string name)
    {
        double[] lag = [.. Enumerable.Range(0, lags + 1).Select(l => (double)l)];
        var (charts, styles) = (new List<GenericChart>(), new List<object>());
        foreach (var run in runs)
        {
            double[] norms = [.. lag.Select(l => run.NormByLag[(int)l] / run.NormByLag[0])];
            Add(lag, norms, FormattableString.Invariant($"ρ = {run.Radius:0.0#}"), new { hovertemplate = "lag %{x}: %{y:.3g}" });
        }
        FillColours();   // so that the first prediction has the colour of the first measurement
        foreach (var run in runs)
        {
            double[] powers = [.. lag.Select(l => Math.Pow(run.Radius, l))];
            Add(lag, powers, "", new
            {
                showlegend = false,
                line = new { dash = "dot", width = 1.5 },
                hovertemplate = "lag %{x}: ρ<sup>lag</sup> = %{y:.3g}<extra></extra>",
            });
        }
        FillColours();
        Add([.. runs.Select(run => run.Radius)], [.. runs.Select(run => 100 * run.Saturated)], "", new
        {
            showlegend = false,
            mode = "lines+markers",
            cliponaxis = false,
            xaxis = "x2",
            yaxis = "y2",
            hovertemplate = "ρ = %{x}: %{y:.3g} %<extra></extra>",
        });
        return new Figure(Chart.Combine(charts), name, $"{title}. {string.Join(" ", runs.Select(Describe))}", SweepLayout(title), styles);

        void Add(double[] x, double[] y, string label, object style)
        {
            charts.Add(Chart.Line<double, double, string>(x: x, y: y, Name: label, UseDefaults: false));
            styles.Add(style);
        }

        // With empty lines.
        void FillColours()
        {
            while (charts.Count % Colours != 0)
                Add([], [], "", new { showlegend = false });
        }

        string Describe(RadiusRun run) =>
            FormattableString.Invariant($"ρ = {run.Radius:0.0#}: {run.NormByLag[lags] / run.NormByLag[0]:0.0E+0} at lag {lags}, ")
            + FormattableString.Invariant($"where ρ^lag is {Math.Pow(run.Radius, lags):0.0E+0}; {100 * run.Saturated:F0} % saturated.");
    }

    private static object SweepLayout(string title)
    {
        // From the left to the right, as shares of the width.
        const double NormsEnd = 0.56, Legend = 0.58, SaturationStart = 0.79;
        return new
        {
            title = new { text = title },
            width = 900,
            height = 460,
            margin = new { l = 75, r = 30, t = 80, b = 60 },
            xaxis = new { title = new { text = "lag, steps" }, domain = new[] { 0, NormsEnd } },
            yaxis = new { title = new { text = "norm of the gradient, relative to lag 0" }, type = "log", exponentformat = "power" },
            xaxis2 = new { title = new { text = "spectral radius ρ" }, domain = new[] { SaturationStart, 1 }, anchor = "y2" },
            yaxis2 = new { title = new { text = "saturated states (1 − h² < ½), %" }, anchor = "x2", rangemode = "tozero" },
            legend = new { x = Legend, y = 1, title = new { text = "line: measured<br>dots: ρ<sup>lag</sup>" } },
        };
    }

    private static GenericChart UnitCircle()
    {
        double[] turn = [.. Enumerable.Range(0, 121).Select(i => i * Math.PI / 60)];
        return Chart.Line<double, double, string>(
            x: turn.Select(Math.Cos).ToArray(), y: turn.Select(Math.Sin).ToArray(), Name: "unit circle", UseDefaults: false);
    }
}
