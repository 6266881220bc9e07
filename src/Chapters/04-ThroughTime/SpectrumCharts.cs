#nullable enable
using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;
using Chart = Plotly.NET.CSharp.Chart;
using GenericChart = Plotly.NET.GenericChart;

/// <summary>Figures of recurrent weights' eigenvalues and of what they do to a gradient.</summary>
public static class SpectrumCharts
{
    /// <summary>Eigenvalues in the complex plane, with the unit circle; beside it each matrix's name, with its mark, at the height of its
    /// largest eigenvalue.</summary>
    /// <param name="matrices">One to five, square, each with its name.</param>
    /// <param name="title">What the figure shows, with its number, in at most 60 characters.</param>
    /// <param name="name">The file name.</param>
    public static Figure Eigenvalues(IReadOnlyList<(string Name, Matrix<double> Matrix)> matrices, string title, string name)
    {
        const double Side = 400;   // in pixels
        (string Symbol, string Sign)[] marks = [("circle-open", "○"), ("diamond", "◆"), ("x", "✕"), ("square-open", "□"), ("cross", "✚")];
        var (charts, styles, words) = (new List<GenericChart>(), new List<object>(), new List<string>());
        var ends = new List<(string, FigureColour, double, double)>();
        double reach = 1;
        foreach (var (label, matrix) in matrices)
        {
            var values = Spectrum.Of(matrix);
            double[] sizes = [.. values.Select(value => double.Hypot(value.Real, value.Imaginary))];
            reach = Math.Max(reach, sizes.Max());
            var colour = FigureStyle.Series[charts.Count];
            styles.Add(new
            {
                marker = new
                {
                    size = 9, symbol = marks[styles.Count].Symbol, color = colour.Mark, line = new { width = 1.5, color = colour.Mark },
                },
                hovertemplate = "%{x} + %{y}i<extra></extra>",
            });
            charts.Add(Chart.Point<double, double, string>(
                x: values.Select(value => value.Real).ToArray(), y: values.Select(value => value.Imaginary).ToArray(), Name: label,
                UseDefaults: false));
            words.Add($"{label}: {sizes.Count(size => size > 1)} of {sizes.Length} outside the unit circle.");
            // Of a conjugate pair, the one above.
            var largest = values.Where((_, i) => sizes[i] > sizes.Max() - 1e-9).MaxBy(value => value.Imaginary);
            string size = sizes.Max().ToString("0.00", CultureInfo.InvariantCulture);
            ends.Add(($"{label} {marks[ends.Count].Sign}, |λ| ≤ {size}", colour, 0, largest.Imaginary));
        }
        ends.Add(("unit circle", FigureStyle.Muted, 0, -Math.Sin(Math.PI / 4)));
        charts.Add(UnitCircle());
        styles.Add(new
        {
            mode = "lines", line = new { width = 1.5, dash = "dot", color = FigureStyle.Muted.Mark }, hoverinfo = "skip", meta = "mask",
        });
        FigureAxis x = new("real part", [-reach, reach], log: false), y = new("imaginary part", [-reach, reach], log: false);
        ends = [.. ends.Select(end => end with { Item3 = x.High })];   // on the panel's edge, where no mark lies under them
        var layout = FigureLayout.Wrap(
            title, "eigenvalues in the complex plane", Side, Side, left: 75, right: EndLabels.Width(ends.Select(end => end.Item1)),
            FigureLayout.TitleHeight, bottom: 60);
        (layout["xaxis"], layout["yaxis"], layout["annotations"]) = (x.Layout, y.Layout, EndLabels.Of(ends, x, y, Side).ToArray());
        return new Figure(Chart.Combine(charts), name, FigureLayout.Describe(title, words), layout, styles);
    }

    /// <summary>
    /// The norm of the gradient against the lag, relative to lag 0: a fan of one line per spectral radius, in a ramp about the middle one;
    /// tinted, the wedge between each line and ρ^lag, which is what tanh takes back. Beside it the fraction of saturated states.
    /// </summary>
    /// <param name="runs">In the order of their radius.</param>
    /// <param name="lags">The largest lag that is drawn.</param>
    /// <param name="title">What the figure shows, with its number, in at most 60 characters.</param>
    /// <param name="name">The file name.</param>
    public static Figure Sweep(IReadOnlyList<RadiusRun> runs, int lags, string title, string name)
    {
        double[] lag = [.. Enumerable.Range(0, lags + 1).Select(l => (double)l)];
        var colours = FigureStyle.Ramp(runs.Count);
        double[][] norms = [.. runs.Select(run => lag.Select(l => run.NormByLag[(int)l] / run.NormByLag[0]).ToArray())];
        double[][] powers = [.. runs.Select(run => lag.Select(l => Math.Pow(run.Radius, l)).ToArray())];
        var (charts, styles) = (new List<GenericChart>(), new List<object>());
        for (int i = 0; i < runs.Count; i++)
            Add([.. lag, .. lag.Reverse()], [.. norms[i], .. powers[i].Reverse()], "", new
            {
                mode = "lines", line = new { width = 0 }, fill = "toself", fillcolor = colours[i].Tint, hoverinfo = "skip", meta = "mask",
            });
        for (int i = 0; i < runs.Count; i++)
        {
            Add(lag, norms[i], SweepLayout.Label(runs[i]), new
            {
                mode = "lines", line = new { width = 2.5, color = colours[i].Mark }, hovertemplate = "lag %{x}: %{y}",
            });
            Add(lag, powers[i], "", new
            {
                mode = "lines", line = new { width = 1, dash = "dot", color = colours[i].Mark }, meta = "mask",
                hovertemplate = "lag %{x}: ρ to the lag is %{y}<extra></extra>",
            });
        }
        Add([.. runs.Select(run => run.Radius)], [.. runs.Select(run => 100 * run.Saturated)], "saturated", new
        {
            mode = "markers", marker = new { size = 9, color = colours.Select(colour => colour.Mark) }, cliponaxis = false,
            xaxis = "x2", yaxis = "y2", hovertemplate = "ρ = %{x}: %{y} %<extra></extra>",
        });
        Dictionary<string, object> Layout(bool isNarrow) => new SweepLayout(lag, [.. norms, .. powers], runs).Of(title, isNarrow);
        var layout = Layout(isNarrow: false);
        layout["meta"] = new { narrow = Layout(isNarrow: true) };
        string said = FigureLayout.Describe(title, new[] { runs[^1], runs[0] }.Select(Describe));
        return new Figure(Chart.Combine(charts), name, said, layout, styles);

        void Add(double[] x, double[] y, string label, object style)
        {
            charts.Add(Chart.Line<double, double, string>(x: x, y: y, Name: label, UseDefaults: false));
            styles.Add(style);
        }

        string Describe(RadiusRun run) =>
            $"{SweepLayout.Label(run)}: {FigureNumber.Text(run.NormByLag[lags] / run.NormByLag[0])} at lag {lags}.";
    }

    private static GenericChart UnitCircle()
    {
        double[] turn = [.. Enumerable.Range(0, 121).Select(i => i * Math.PI / 60)];
        return Chart.Line<double, double, string>(
            x: turn.Select(Math.Cos).ToArray(), y: turn.Select(Math.Sin).ToArray(), Name: "unit circle", UseDefaults: false);
    }
}

/// <summary>Where the fan and the saturated states of <see cref="SpectrumCharts.Sweep"/> lie.</summary>
internal sealed class SweepLayout
{
    private const int Left = 70, Bottom = 60;   // in pixels, as all here
    private const double Height = 340;

    private readonly FigureAxis x, y, radius, saturated;
    private readonly IReadOnlyList<RadiusRun> runs;
    private readonly IReadOnlyList<double[]> norms;
    private readonly double[] lag;

    /// <param name="lag">Of the horizontal axis.</param>
    /// <param name="norms">One per run, and further ones that the vertical axis must hold.</param>
    public SweepLayout(double[] lag, IReadOnlyList<double[]> norms, IReadOnlyList<RadiusRun> runs)
    {
        (this.lag, this.norms, this.runs) = (lag, norms, runs);
        (x, y) = (new("lag: time steps back", lag, log: false), new("", norms.SelectMany(each => each), log: true));
        radius = new("spectral radius ρ", runs.Select(run => run.Radius), log: false);
        saturated = new("saturated states (1 − h² < ½), %", [0, .. runs.Select(run => 100 * run.Saturated)], log: false);
    }

    /// <summary>What a run is called at the end of its line.</summary>
    public static string Label(RadiusRun run) => "ρ = " + run.Radius.ToString("0.0#", CultureInfo.InvariantCulture);

    /// <summary>The layout.</summary>
    /// <param name="title">Over the figure.</param>
    /// <param name="isNarrow">Whether one panel stands under the other, for a page of 360 pixels.</param>
    public Dictionary<string, object> Of(string title, bool isNarrow)
    {
        string[] labels = [.. runs.Select(Label)];
        int names = EndLabels.Width(labels);
        double fan = isNarrow ? 350 - Left - names : 470, gap = isNarrow ? 75 : names + 65, other = isNarrow ? 160 : 220;
        double width = isNarrow ? fan : fan + gap + other, height = isNarrow ? Height + gap + other : Height;
        var layout = FigureLayout.Wrap(
            title, "norm of the gradient, relative to lag 0; tinted up to ρ to the lag: what tanh takes back", width, height, Left,
            isNarrow ? names : 20, FigureLayout.TitleHeight, Bottom, isNarrow);
        (x.Layout["domain"], y.Layout["domain"]) = (new[] { 0, fan / width }, new[] { 1 - (Height / height), 1 });
        (radius.Layout["domain"], saturated.Layout["domain"]) =
            isNarrow ? (new[] { 0.0, 1 }, new[] { 0, other / height }) : (new[] { 1 - (other / width), 1 }, new[] { 0.0, 1 });
        (radius.Layout["anchor"], saturated.Layout["anchor"]) = ("y2", "x2");
        (layout["xaxis"], layout["yaxis"], layout["xaxis2"], layout["yaxis2"]) = (x.Layout, y.Layout, radius.Layout, saturated.Layout);
        var colours = FigureStyle.Ramp(runs.Count);
        layout["annotations"] =
            EndLabels.Of(runs.Select((_, i) => (labels[i], colours[i], lag[^1], norms[i][^1])), x, y, Height).ToArray();
        return layout;
    }
}
