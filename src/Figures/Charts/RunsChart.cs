#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;
using Chart = Plotly.NET.CSharp.Chart;
using GenericChart = Plotly.NET.GenericChart;

/// <summary>The same measurement repeated: with other seeds, on other data.</summary>
/// <param name="Name">Stands at its end.</param>
/// <param name="X">One value per place.</param>
/// <param name="Y">What the runs gave at each of these places; those that are not finite are left out.</param>
/// <param name="Colour">What it has in all figures; dealt out if omitted.</param>
public sealed record Runs(string Name, double[] X, double[][] Y, FigureColour? Colour = null);

/// <summary>
/// Repeated runs: fewer than ten at a place as a dot each, with a tick at their median; ten or more as a band that holds the middle
/// 80 % of them, with a line along the medians.
/// </summary>
public static class RunsChart
{
    private const int Left = 70, Bottom = 60, Width = 760, Height = 420;   // in pixels
    private const int LeastForBand = 10;
    private const double Apart = 0.014;                                    // of the axis, between the dots of two series

    /// <param name="series">One to five.</param>
    /// <param name="title">What the figure shows, with its number, in at most 60 characters.</param>
    /// <param name="x">What the horizontal axis measures, with its unit.</param>
    /// <param name="y">What the vertical axis measures, with its unit: stands under the title, and after it how runs are shown.</param>
    /// <param name="logX">A logarithmic horizontal axis.</param>
    /// <param name="logY">A logarithmic vertical axis.</param>
    /// <param name="name">The file name; made from the title if omitted.</param>
    /// <param name="levels">Dashed lines across, to compare with.</param>
    /// <exception cref="ArgumentException">A series has no runs.</exception>
    public static Figure Of(
        IReadOnlyList<Runs> series, string title, string x, string y, bool logX = false, bool logY = false, string? name = null,
        params IReadOnlyList<(string Name, double Value, FigureColour Colour)> levels)
    {
        if (!series.Any() || series.Any(each => each.X.Length == 0))
            throw new ArgumentException("There are no runs to draw: did a cell above stop before its first result?", nameof(series));
        FigureAxis across = new(x, series.SelectMany(each => each.X), logX);
        FigureAxis up = new(
            "", [.. series.SelectMany(each => each.Y.SelectMany(run => run)), .. levels.Select(level => level.Value)], logY);
        int[] counts = [.. series.SelectMany(each => each.Y, (_, runs) => runs.Length)];
        int least = counts.Min(), most = counts.Max();
        double rightEnd = logX ? Math.Pow(10, across.High) : across.High;
        bool band = most >= LeastForBand;
        string runs = least == most ? $"{most} runs" : $"{least} to {most} runs";
        string measures = y + (band ? $"; the median and the middle 80 % of {runs}" : $"; {runs}, a tick at the median");
        var (charts, styles) = (new List<GenericChart>(), new List<object>());
        var ends = new List<(string, FigureColour, double, double)>();
        for (int k = 0; k < series.Count; k++)
        {
            Runs each = series[k];
            var colour = each.Colour ?? FigureStyle.Series[k % FigureStyle.Series.Length];
            double[] medians = [.. each.Y.Select(run => Quantile(run, 0.5))];
            double[] moved = band ? each.X : [.. each.X.Select(place => Moved(across, place, k - ((series.Count - 1) / 2.0)))];
            if (band)
                AddBand(each, colour);
            else
                AddDots(each.Y, moved, colour);
            Add(moved, medians, each.Name, new
            {
                mode = band ? "lines" : "markers",
                line = new { width = 3, color = colour.Mark },
                marker = new { symbol = "line-ew-open", size = 20, color = colour.Mark, line = new { width = 3 } },
                hovertemplate = $"{x} %{{x}}<br>median %{{y}}",
            });
            ends.Add((each.Name, colour, rightEnd, medians[^1]));
        }
        foreach (var (of, value, colour) in levels)
        {
            Add([logX ? Math.Pow(10, across.Low) : across.Low, rightEnd], [value, value], of, new
            {
                mode = "lines", line = new { dash = "dash", color = colour.Mark }, hoverinfo = "skip",
            });
            ends.Add((of, colour, rightEnd, value));
        }
        double inside = Height - FigureLayout.TitleHeight - Bottom;
        var layout = PanelLayout.Of(title, measures, across, up, Width, inside, Left, Bottom, ends);
        var words = series.Select(each => $"{each.Name}: median {FigureNumber.Text(Quantile(each.Y[^1], 0.5))} at the end.");
        return new Figure(
            Chart.Combine(charts), name ?? Charts.FileName(title), FigureLayout.Describe(title, [$"{runs}.", .. words]), layout, styles);

        void AddBand(Runs each, FigureColour colour)
        {
            foreach (var (fraction, fill) in new[] { (0.1, "none"), (0.9, "tonexty") })
                Add(each.X, [.. each.Y.Select(run => Quantile(run, fraction))], "", new
                {
                    mode = "lines", line = new { width = 0, color = colour.Mark }, fill, fillcolor = colour.Tint, hoverinfo = "skip",
                    meta = "mask",
                });
        }

        void AddDots(double[][] values, double[] places, FigureColour colour) => Add(
            [.. values.SelectMany((run, i) => run.Select(_ => places[i]))], [.. values.SelectMany(run => run)], "", new
            {
                mode = "markers", marker = new { size = 7, color = colour.Mark, symbol = "circle-open", line = new { width = 1.5 } },
                hovertemplate = $"{x} %{{x}}<br>%{{y}}<extra></extra>",
            });

        void Add(double[] at, double[] values, string label, object style)
        {
            charts.Add(Chart.Line<double, double, string>(x: at, y: values, Name: label, UseDefaults: false));
            styles.Add(style);
        }
    }

    // By a number of steps to the side, so that the dots of several series do not hide one another.
    private static double Moved(FigureAxis axis, double value, double steps)
    {
        double place = axis.Place(value) + (steps * Apart * (axis.High - axis.Low));
        return axis.IsLog ? Math.Pow(10, place) : place;
    }

    // Between the two values nearest to a fraction of the way from the smallest to the largest.
    private static double Quantile(double[] values, double fraction)
    {
        double[] sorted = [.. values.Where(double.IsFinite).Order()];
        if (sorted.Length == 0)
            return double.NaN;
        double at = fraction * (sorted.Length - 1);
        int below = (int)at;
        return sorted[below] + ((at - below) * (sorted[Math.Min(below + 1, sorted.Length - 1)] - sorted[below]));
    }
}
