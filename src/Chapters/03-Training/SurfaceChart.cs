#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;
using Chart = Plotly.NET.CSharp.Chart;

/// <summary>A loss over two parameters as contour lines, half a decade apart, and the paths of optimisers on it.</summary>
public static class SurfaceChart
{
    // In pixels.
    private const int Left = 70, Bottom = 60, Width = 640, Height = 460;
    private const double Least = 1e-3;        // a smaller loss is drawn as this one: the bottom of a valley has no lines

    /// <param name="loss">Positive (as many rows as y, as many columns as x).</param>
    /// <param name="x">Values of the parameter on the horizontal axis, rising.</param>
    /// <param name="y">Values of the parameter on the vertical axis, rising.</param>
    /// <param name="paths">
    /// One to five: the values of the two parameters, step after step. Each is named at the right, at the height where it ends.
    /// </param>
    /// <param name="title">What the figure shows, with its number, in at most 60 characters.</param>
    /// <param name="across">What x is.</param>
    /// <param name="up">What y is.</param>
    /// <param name="measures">What the lines are: stands under the title.</param>
    /// <param name="name">The file name; made from the title if omitted.</param>
    /// <exception cref="ArgumentException">The loss has another shape.</exception>
    public static Figure Of(
        Matrix<double> loss, double[] x, double[] y, IReadOnlyList<Line> paths, string title, string across, string up, string measures,
        string? name = null)
    {
        Require.Shape(loss, y.Length, x.Length, nameof(loss));
        FigureAxis horizontal = new(across, x, log: false), vertical = new(up, y, log: false);
        FigureColour[] colours = [.. paths.Select((path, k) => path.Colour ?? FigureStyle.Series[k])];
        var layout = PanelLayout.Of(
            title, measures, horizontal, vertical, Width, Height, Left, Bottom,
            [.. paths.Select((path, k) => (path.Name, colours[k], horizontal.High, path.Y[^1]))]);

        object lines = new
        {
            type = "contour", x, y, name = "loss", showscale = false, line = new { color = FigureStyle.Muted.Mark, width = 1 },
            contours = new { coloring = "none", start = Math.Log10(Least), end = 4, size = 0.5 },
            hovertemplate = $"{across} %{{x}}<br>{up} %{{y}}<br>10^%{{z:.2f}}<extra></extra>",
        };
        var steps = paths.Select((path, k) => (object)new
        {
            mode = "lines+markers", line = new { color = colours[k].Mark, width = 2 }, marker = new { color = colours[k].Mark, size = 5 },
            hovertemplate = $"{across} %{{x:.3f}}<br>{up} %{{y:.3f}}",
        });
        var surface = loss.Map(value => Math.Round(Math.Log10(Math.Max(value, Least)), 4), Zeros.Include);
        return new Figure(
            Chart.Combine(paths.Select(path =>
                    Chart.Line<double, double, string>(x: path.X, y: path.Y, Name: path.Name, UseDefaults: false))
                .Prepend(Chart.Heatmap<double, double, double, string>(zData: surface.ToRowArrays(), UseDefaults: false))),
            name ?? Charts.FileName(title),
            FigureLayout.Describe(title, paths.Select(path => $"{path.Name}: {path.X.Length - 1} steps.")),
            layout,
            [lines, .. steps]);
    }
}
