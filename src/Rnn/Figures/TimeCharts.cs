#nullable enable
using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;
using Chart = Plotly.NET.CSharp.Chart;

/// <summary>Figures of ∂L/∂Whh taken apart through time: by lag, and by the step that a term belongs to.</summary>
public static class TimeCharts
{
    /// <summary>What each lag contributes to ∂L/∂Whh, as bars, and all lags up to it, as a line, until it stays within 0.1 %.</summary>
    /// <param name="shares">One per lag, from lag 0; they sum to 1.</param>
    /// <param name="title">What the figure shows, with its number, in at most 60 characters.</param>
    /// <param name="name">The file name.</param>
    public static Figure LagShares(IReadOnlyList<double> shares, string title, string name)
    {
        const double Whole = 0.999;
        const int Least = 6, Left = 70, Bottom = 60, Width = 700, Height = 380;   // of lags; the others in pixels
        double[] sums = [.. Enumerable.Range(1, shares.Count).Select(count => shares.Take(count).Sum())];
        // After these the sum stays near the whole.
        int shown = 1 + Array.FindLastIndex(sums, sum => Math.Abs(sum - 1) > 1 - Whole) + 1;
        shown = Math.Min(Math.Max(shown, Least), shares.Count);
        double[] lags = [.. Enumerable.Range(0, shown).Select(lag => (double)lag)];
        double[] parts = [.. shares.Take(shown).Select(share => 100 * share)];
        double[] soFar = [.. sums.Take(shown).Select(sum => 100 * sum)];
        (string Name, FigureColour Colour) bars = ("this lag", FigureStyle.Series[0]), line = ("all so far", FigureStyle.Series[1]);
        FigureAxis x = new("lag t − k: steps between the loss and the state", [-0.5, shown - 0.5], log: false);
        FigureAxis y = new("", [0, .. parts, .. soFar], log: false);
        x.Layout["dtick"] = Math.Ceiling(shown / 15.0);
        y.Layout["zeroline"] = true;
        double inside = Height - FigureLayout.TitleHeight - Bottom;
        int right = EndLabels.Width([bars.Name, line.Name]);
        var layout = FigureLayout.Around(
            title, "% of ∂L/∂Whh, projected onto the whole", Width - Left - right, inside, Left, right, FigureLayout.TitleHeight, Bottom);
        (layout["xaxis"], layout["yaxis"]) = (x.Layout, y.Layout);
        layout["annotations"] = EndLabels.Of(
            [(bars.Name, bars.Colour, lags[^1] + 0.4, parts[^1]), (line.Name, line.Colour, lags[^1], soFar[^1])], x, y, inside).ToArray();
        return new Figure(
            Chart.Combine(
            [
                Chart.Column<double, double, string>(values: parts, Keys: lags, Name: bars.Name, UseDefaults: false),
                Chart.Line<double, double, string>(x: lags, y: soFar, Name: line.Name, UseDefaults: false),
            ]),
            name,
            FigureLayout.Describe(
                title, $"Lags 0 to {shown - 1} of {shares.Count}.",
                string.Join(", ", parts.Take(3).Select((part, lag) => $"lag {lag}: {FigureNumber.Text(part)} %")) + "."),
            layout,
            traces:
            [
                new { marker = new { color = bars.Colour.Mark }, hovertemplate = "lag %{x}: %{y} %<extra></extra>" },
                new
                {
                    mode = "lines+markers", line = new { color = line.Colour.Mark }, marker = new { color = line.Colour.Mark },
                    hovertemplate = "up to lag %{x}: %{y} %<extra></extra>",
                },
            ]);
    }

    /// <summary>
    /// The terms δ_t h_{t−1}ᵀ of ∂L/∂Whh under a slider over t: the term on the left, the sum so far on the right, each side in one
    /// colour range. Under them, without the slider: the norm of the sum so far, and how long it would be if all terms agreed.
    /// </summary>
    /// <param name="terms">At least one, of steps 1, 2, …; all of one size.</param>
    /// <param name="title">What the figure shows, with its number, in at most 60 characters.</param>
    /// <param name="name">The file name.</param>
    public static Figure Terms(IReadOnlyList<Matrix<double>> terms, string title, string name)
    {
        var sums = new List<Matrix<double>>();
        foreach (var term in terms)
            sums.Add(sums.Count == 0 ? term : sums[^1] + term);
        double[] norms = [.. terms.Select(term => term.FrobeniusNorm())];
        double[] steps = [.. terms.Select((_, i) => i + 1.0)], lengths = [.. sums.Select(sum => sum.FrobeniusNorm())];
        double[] agreed = [.. norms.Select((_, i) => norms.Take(i + 1).Sum())];
        var layout = new TermsLayout(HeatmapLayer.Limit(terms), HeatmapLayer.Limit(sums), steps, lengths, agreed);
        int largest = Array.IndexOf(norms, norms.Max()) + 1;
        return new Figure(
            Chart.Combine(
            [
                .. new[] { terms[^1], sums[^1] }.Select(matrix =>
                    Chart.Heatmap<double, double, double, string>(zData: Short(matrix), UseDefaults: false)),
                .. new[] { lengths, agreed }.Select(y =>
                    Chart.Line<double, double, string>(x: steps, y: y, Name: "", UseDefaults: false)),
            ]),
            name,
            FigureLayout.Describe(title, $"{terms.Count} terms, the largest at step {largest}.",
                $"The sum's norm is {FigureNumber.Text(lengths[^1])}."),
            layout.Of(title, units: terms[0].RowCount),
            layout.Styles,
            frames: new("step t =", [.. terms.Select((term, i) =>
                new { name = $"{i + 1}", data = new[] { new { z = Short(term) }, new { z = Short(sums[i]) } } })], Start: terms.Count - 1));
    }

    private static double[][] Short(Matrix<double> matrix) =>
        matrix.Map(value => double.Parse(value.ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)).ToRowArrays();
}
