#nullable enable
using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using MathNet.Numerics.LinearAlgebra;
using Chart = Plotly.NET.CSharp.Chart;

/// <summary>Figures of ∂L/∂Whh taken apart through time: by lag, and by the time step that a term belongs to.</summary>
public static class TimeCharts
{
    /// <summary>
    /// What each lag contributes to ∂L/∂Whh, as bars, and all lags up to it, as a line, until it stays within 0.1 %. Fractions are
    /// projections, so a second line may show how far the sum up to a lag is from the whole.
    /// </summary>
    /// <param name="fractions">One per lag, from lag 0; they sum to 1.</param>
    /// <param name="title">What the figure shows, with its number, in at most 60 characters.</param>
    /// <param name="name">The file name.</param>
    /// <param name="errors">‖G_k − G‖ / ‖G‖ of the sum up to each lag; no such line if omitted.</param>
    public static Figure LagFractions(IReadOnlyList<double> fractions, string title, string name, IReadOnlyList<double>? errors = null)
    {
        const double Whole = 0.999;
        const int Least = 9, Left = 70, Bottom = 60, Width = 700, Height = 380;   // of lags; the others in pixels
        double[] sums = [.. Enumerable.Range(1, fractions.Count).Select(count => fractions.Take(count).Sum())];
        // After these the sum stays near the whole.
        int shown = 1 + Array.FindLastIndex(sums, sum => Math.Abs(sum - 1) > 1 - Whole) + 1;
        shown = Math.Min(Math.Max(shown, Least), fractions.Count);
        double[] lags = [.. Enumerable.Range(0, shown).Select(lag => (double)lag)];
        double[] parts = [.. fractions.Take(shown).Select(fraction => 100 * fraction)];
        double[] soFar = [.. sums.Take(shown).Select(sum => 100 * sum)];
        double[] off = [.. (errors ?? []).Take(shown).Select(error => 100 * error)];
        (string Name, FigureColour Colour) bars = ("this lag", FigureStyle.Series[0]), line = ("all so far", FigureStyle.Series[1]);
        (string Name, FigureColour Colour) rest = ("error of all so far", FigureStyle.Series[4]);
        FigureAxis x = new("lag t − k: time steps between the loss and the state", [-0.5, shown - 0.5], log: false);
        FigureAxis y = new("", [0, .. parts, .. soFar], log: false);
        x.Layout["dtick"] = Math.Ceiling(shown / 15.0);
        y.Layout["zeroline"] = true;
        double inside = Height - FigureLayout.TitleHeight - Bottom;
        var layout = PanelLayout.Of(
            title, "% of ∂L/∂Whh, projected onto the whole", x, y, Width, inside, Left, Bottom,
            [
                (bars.Name, bars.Colour, lags[^1] + 0.4, parts[^1]),
                (line.Name, line.Colour, lags[^1] + 0.4, soFar[^1]),
                .. off.Length == 0 ? [] : new[] { (rest.Name, rest.Colour, lags[^1] + 0.4, off[^1]) },
            ]);
        return new Figure(
            Chart.Combine(
            [
                Chart.Column<double, double, string>(values: parts, Keys: lags, Name: bars.Name, UseDefaults: false),
                Chart.Line<double, double, string>(x: lags, y: soFar, Name: line.Name, UseDefaults: false),
                .. (off.Length == 0 ? [] : new[] { off }).Select(y =>
                    Chart.Line<double, double, string>(x: lags, y: y, Name: rest.Name, UseDefaults: false)),
            ]),
            name,
            FigureLayout.Describe(
                title, $"Lags 0 to {shown - 1} of {fractions.Count}.",
                string.Join(", ", parts.Take(3).Select((part, lag) => $"lag {lag}: {FigureNumber.Text(part)} %")) + "."),
            layout,
            traces:
            [
                new { marker = new { color = bars.Colour.Mark }, hovertemplate = "lag %{x}: %{y} %<extra></extra>" },
                Style(line.Colour, "solid", "up to lag %{x}: %{y} %<extra></extra>"),
                .. off.Length == 0 ? [] : new[] { Style(rest.Colour, "dash", "up to lag %{x}: %{y} % off<extra></extra>") },
            ]);

        static object Style(FigureColour colour, string dash, string hovertemplate) => new
        {
            mode = "lines+markers", line = new { color = colour.Mark, dash }, marker = new { color = colour.Mark }, hovertemplate,
        };
    }

    /// <summary>Two panels side by side, one quantity in each, with the same lines' names at their ends.</summary>
    /// <param name="panels">Two: quantity and unit, and at least two lines.</param>
    /// <param name="title">What the figure shows, with its number, in at most 60 characters.</param>
    /// <param name="x">What the horizontal axes measure.</param>
    /// <param name="measures">Stands under the title.</param>
    /// <param name="name">The file name.</param>
    public static Figure Beside(
        IReadOnlyList<(string Measures, IReadOnlyList<Line> Lines)> panels, string title, string x, string measures, string name)
    {
        const double Side = 250, Between = 60;   // in pixels
        Curves[] curves = [.. panels.Select(panel => new Curves(panel.Lines, x, logX: false, logY: false))];
        int names = EndLabels.Width(panels[0].Lines.Select(line => line.Name));
        double width = (2 * Side) + names + Between;
        var layout = FigureLayout.Wrap(title, measures, width, Side, left: 70, names, FigureLayout.TitleHeight + 20, bottom: 60);
        var (styles, notes) = (new List<object>(), new List<object>());
        for (int i = 0; i < panels.Count; i++)
        {
            string axis = i == 0 ? "" : $"{i + 1}";
            double left = i * (width - Side) / width;
            (curves[i].X.Layout["domain"], curves[i].X.Layout["anchor"]) = (new[] { left, left + (Side / width) }, "y" + axis);
            curves[i].Y.Layout["anchor"] = "x" + axis;
            (layout["xaxis" + axis], layout["yaxis" + axis]) = (curves[i].X.Layout, curves[i].Y.Layout);
            foreach (object style in curves[i].Styles(x, panels[i].Measures))
            {
                var node = JsonSerializer.SerializeToNode(style)!.AsObject();
                (node["xaxis"], node["yaxis"]) = ("x" + axis, "y" + axis);
                styles.Add(node);
            }
            notes.AddRange([FigureLayout.PanelTitle(panels[i].Measures, "", left, top: 1), .. curves[i].Labels(Side, axis)]);
        }
        layout["annotations"] = notes;
        var words = panels.Select(panel => $"{panel.Measures}: " + string.Join(", ", panel.Lines.Select(line =>
            $"{FigureNumber.Text(line.Y[0])} to {FigureNumber.Text(line.Y[^1])}")) + ".");
        return new Figure(
            Chart.Combine(curves.SelectMany(each => each.Traces)), name, FigureLayout.Describe(title, words), layout, styles);
    }

    /// <summary>
    /// The terms δ_t h_{t−1}ᵀ of ∂L/∂Whh under a slider over t: the term on the left, the sum so far on the right, each side in one
    /// colour range. Under them, without the slider: the norm of the sum so far, the sum of the terms' norms, which it would be if all
    /// pointed the same way, and the root of the sum of their squares, which it would be if they were at right angles.
    /// </summary>
    /// <param name="terms">At least one, of time steps 1, 2, …; all of one size.</param>
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
        double[] unrelated = [.. norms.Select((_, i) => Math.Sqrt(norms.Take(i + 1).Sum(norm => norm * norm)))];
        var layout = new TermsLayout(HeatmapLayer.Limit(terms), HeatmapLayer.Limit(sums), steps, lengths, agreed, unrelated);
        int largest = Array.IndexOf(norms, norms.Max()) + 1;
        return new Figure(
            Chart.Combine(
            [
                .. new[] { terms[^1], sums[^1] }.Select(matrix =>
                    Chart.Heatmap<double, double, double, string>(zData: Short(matrix), UseDefaults: false)),
                .. new[] { lengths, agreed, unrelated }.Select(y =>
                    Chart.Line<double, double, string>(x: steps, y: y, Name: "", UseDefaults: false)),
            ]),
            name,
            FigureLayout.Describe(title, $"{terms.Count} terms, the largest at time step {largest}.",
                $"The sum's norm is {FigureNumber.Text(lengths[^1])}."),
            layout.Of(title, units: terms[0].RowCount),
            layout.Styles,
            frames: new("time step t =", [.. terms.Select((term, i) =>
                new { name = $"{i + 1}", data = new[] { new { z = Short(term) }, new { z = Short(sums[i]) } } })], Start: terms.Count - 1));
    }

    private static double[][] Short(Matrix<double> matrix) =>
        matrix.Map(value => double.Parse(value.ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)).ToRowArrays();
}
