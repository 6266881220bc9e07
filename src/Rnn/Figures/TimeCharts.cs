#nullable enable
using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using MathNet.Numerics.LinearAlgebra;
using Chart = Plotly.NET.CSharp.Chart;
using GenericChart = Plotly.NET.GenericChart;

/// <summary>The figures of a <see cref="GradientFlow"/>. In a title, "_" lowers the character after it.</summary>
public static class TimeCharts
{
    private const int Decades = 8;                                   // what lies further below the largest norm has the last colour

    /// <summary>
    /// log₁₀ ‖∂L_t/∂h_k‖, a row a loss, a column a state, a panel a flow, all in one range of colours. A line runs where the norm
    /// falls under 1 % of the row's own on the diagonal.
    /// </summary>
    /// <param name="panels">At least one, each with its title.</param>
    /// <param name="title">Stands over the figure.</param>
    /// <param name="name">The file name.</param>
    public static Figure Triangles(IReadOnlyList<(string Title, GradientFlow Flow)> panels, string title, string name)
    {
        double largest = panels.Max(panel => Positive(panel.Flow).Max()), smallest = panels.Min(panel => Positive(panel.Flow).Min());
        double floor = Math.Max(Math.Log10(smallest / largest), -Decades), size = Math.Min(Math.Min(420, 690.0 / panels.Count), 90 * panels.Max(panel => panel.Flow.Steps));
        double width = (panels.Count * (size + 35)) - 35;
        int[] powers = [.. Enumerable.Range(-400, 800).Where(power => power <= Math.Log10(largest) && power >= Math.Log10(largest) + floor)];
        powers = [.. powers.Reverse().Where((_, i) => i % Math.Ceiling(powers.Length / 8.0) == 0)];

        var layout = Layout(title, width + 170, size + 165, left: 70, right: 100, top: 95, bottom: 70);
        var (traces, annotations) = (new List<object>(), new List<object>());
        for (int i = 0; i < panels.Count; i++)
        {
            string axis = i == 0 ? "" : $"{i + 1}";
            double from = i * (size + 35) / width, to = from + (size / width);
            int steps = panels[i].Flow.Steps;
            layout["xaxis" + axis] = Charts.UnitAxis("state h<sub>k</sub>, step k", steps, from: from, to: to, anchor: "y" + axis);
            layout["yaxis" + axis] = Charts.UnitAxis(i == 0 ? "loss L<sub>t</sub>, step t" : "", steps, reversed: true, anchor: "x" + axis);
            annotations.Add(new { text = $"<b>{panels[i].Title}</b>", x = from, y = 1, xref = "paper", yref = "paper", xanchor = "left", yanchor = "bottom", showarrow = false });
            // Counted from the largest down, so that the range has one sign: plotly.js then takes the template's sequential colours.
            // The line's own colour stands out against those of both templates.
            traces.Add(new
            {
                xaxis = "x" + axis,
                yaxis = "y" + axis,
                zmin = floor,
                zmax = 0,
                showscale = i == 0,
                xgap = steps > 40 ? 0 : 1,
                ygap = steps > 40 ? 0 : 1,
                colorbar = new { tickvals = powers.Select(power => power - Math.Log10(largest)), ticktext = powers.Select(power => $"10<sup>{power}</sup>"), title = new { text = "norm" } },
                customdata = Rounded(panels[i].Flow.Norms),
                hovertemplate = "loss at step %{y}<br>state at step %{x}<br>norm %{customdata}<extra></extra>",
            });
            traces.Add(new { mode = "lines", xaxis = "x" + axis, yaxis = "y" + axis, showlegend = i == 0, line = new { width = 2.5, color = "#12b5cb" }, hoverinfo = "skip" });
        }
        layout["annotations"] = annotations;
        layout["legend"] = new { x = 1, y = 1 + ((panels.Count == 1 ? 4 : 26) / size), xanchor = "right", yanchor = "bottom" };
        return new Figure(
            Chart.Combine(panels.SelectMany(panel => new[] { Triangle(panel.Flow, largest, floor), Edge(panel.Flow) })),
            name,
            $"{title}. " + string.Join(" ", panels.Select(panel => (panel.Title == "" ? "" : $"{panel.Title}: ") + Describe(panel.Flow))),
            layout,
            traces);
    }

    /// <summary>How much of ∂L/∂Whh comes over each lag, as bars, and over all lags up to it, as a line.</summary>
    /// <param name="name">The file name.</param>
    public static Figure LagShares(GradientFlow flow, string title, string name)
    {
        double[] shares = [.. flow.LagShares().Select(share => 100 * share)], lags = [.. Enumerable.Range(0, shares.Length).Select(lag => (double)lag)];
        double[] sums = [.. lags.Select(lag => shares[..((int)lag + 1)].Sum())];
        var layout = Layout(title, 760, 380, left: 75, right: 30, top: 60, bottom: 60);
        layout["xaxis"] = new { title = new { text = "lag t − k: steps between the loss and the state" }, dtick = Math.Ceiling(lags.Length / 15.0), range = new[] { -0.6, lags.Length - 0.4 } };
        layout["yaxis"] = new { title = new { text = "share of ∂L/∂Whh, %" } };
        layout["legend"] = new { x = 0.98, y = 0.5, xanchor = "right" };
        return new Figure(
            Chart.Combine(
            [
                Chart.Column<double, double, string>(values: shares, Keys: lags, Name: "this lag", UseDefaults: false),
                Chart.Line<double, double, string>(x: lags, y: sums, Name: "all lags so far", UseDefaults: false),
            ]),
            name,
            $"{title}. " + string.Join(", ", shares.Take(6).Select((share, lag) => Text($"lag {lag}: {share:F1} %"))) + Text($"; the first six together {shares.Take(6).Sum():F1} %."),
            layout,
            traces:
            [
                new { hovertemplate = "lag %{x}: %{y:.3g} %<extra></extra>" },
                new { mode = "lines+markers", hovertemplate = "up to lag %{x}: %{y:.4g} %<extra></extra>" },
            ]);
    }

    /// <summary>The terms δ_t h_{t−1}ᵀ of ∂L/∂Whh under a slider over t: the term on the left, the sum so far on the right. Each side keeps one range of colours.</summary>
    /// <param name="name">The file name.</param>
    public static Figure Terms(GradientFlow flow, string title, string name)
    {
        Matrix<double>[] terms = [.. Enumerable.Range(1, Math.Max(flow.Steps - 1, 0)).Select(flow.Term).DefaultIfEmpty(flow.Term(0))];
        var sums = new List<Matrix<double>>();
        foreach (var term in terms)
            sums.Add(sums.Count == 0 ? term : sums[^1] + term);
        double ofTerms = Charts.Limit(terms), ofSums = Charts.Limit(sums);
        int units = terms[0].RowCount;

        var layout = Layout(title, 860, 590, left: 65, right: 95, top: 90, bottom: 150);
        (layout["xaxis"], layout["xaxis2"]) = (Charts.UnitAxis("hidden unit at t − 1", units, to: 0.46), Charts.UnitAxis("hidden unit at t − 1", units, from: 0.54, anchor: "y2"));
        (layout["yaxis"], layout["yaxis2"]) = (Charts.UnitAxis("hidden unit", units, reversed: true), Charts.UnitAxis("", units, reversed: true, anchor: "x2"));
        layout["annotations"] = new[] { ("this term, δ<sub>t</sub> h<sub>t−1</sub>ᵀ", ofTerms, 0), ("the sum so far", ofSums, 0.54) }.Select(panel => new
        {
            text = Text($"<b>{panel.Item1}</b><br>±{panel.Item2:G3}"), x = panel.Item3, y = 1, xref = "paper", yref = "paper",
            xanchor = "left", yanchor = "bottom", align = "left", showarrow = false,
        });
        layout["sliders"] = SliderChart.Slider("step t =", Enumerable.Range(1, terms.Length).Select(t => $"{t}"), active: terms.Length - 1);
        object Panel(string axis, double limit) => new
        {
            xaxis = "x" + axis, yaxis = "y" + axis, zmin = -limit, zmax = limit, showscale = axis == "",
            colorbar = new { tickvals = new[] { -limit, 0, limit }, ticktext = new[] { "− max", "0", "+ max" } },
            hovertemplate = "hidden unit %{y}<br>hidden unit %{x} at t − 1<br>%{z}<extra></extra>",
        };

        double[] norms = [.. terms.Select(term => term.FrobeniusNorm())];
        int largest = Array.IndexOf(norms, norms.Max());
        return new Figure(
            Chart.Combine(new[] { terms[^1], sums[^1] }.Select(matrix => Chart.Heatmap<double, double, double, string>(zData: Short(matrix), UseDefaults: false))),
            name,
            Text($"{title}, {terms.Length} terms under a slider, each beside the sum up to it. The largest, of norm {norms[largest]:G3}, is that of step {largest + 1}; the whole has norm {sums[^1].FrobeniusNorm():G3}."),
            layout,
            traces: [Panel("", ofTerms), Panel("2", ofSums)],
            frames: terms.Zip(sums, (term, sum) => new[] { new { z = Short(term) }, new { z = Short(sum) } }).Select((data, i) => new { name = $"{i + 1}", data }));
    }

    private static GenericChart Triangle(GradientFlow flow, double largest, double floor) => Chart.Heatmap<double, double, double, string>(
        zData: flow.Norms.Map(norm => double.IsNaN(norm) ? norm : Math.Max(Math.Round(Math.Log10(norm / largest), 4), floor)).ToRowArrays(), UseDefaults: false);

    // Steps down the rows, between the last state at 1 % or more and the one before it.
    private static GenericChart Edge(GradientFlow flow)
    {
        double[] rows = [.. Enumerable.Range(0, flow.Steps).SelectMany(t => new[] { t - 0.5, t + 0.5 })];
        double[] columns = [.. Enumerable.Range(0, flow.Steps).Select(t => t - flow.Reach(t) + 0.5).SelectMany(edge => new[] { edge, edge })];
        return Chart.Line<double, double, string>(x: columns, y: rows, Name: "under 1 % of the diagonal, left of here", UseDefaults: false);
    }

    private static string Describe(GradientFlow flow)
    {
        int last = flow.Steps - 1;
        return Text($"{flow.Steps} losses; the last has norm {flow.Norms[last, last]:G3} at its own state and {flow.Norms[last, 0]:G3} at the first, and falls under 1 % after {flow.Reach(last)} steps.");
    }

    private static Dictionary<string, object> Layout(string title, double width, double height, int left, int right, int top, int bottom) => new()
    {
        ["title"] = new { text = Regex.Replace(title, "_(.)", "<sub>$1</sub>") },
        ["width"] = width,
        ["height"] = height,
        ["margin"] = new { l = left, r = right, t = top, b = bottom },
    };

    private static IEnumerable<double> Positive(GradientFlow flow) => flow.Norms.Enumerate().Where(norm => norm > 0 && double.IsFinite(norm)).DefaultIfEmpty(1);

    // As text, four digits: a tenth of the bytes.
    private static string[][] Rounded(Matrix<double> matrix) =>
        [.. matrix.EnumerateRows().Select(row => row.Select(value => value.ToString("G4", CultureInfo.InvariantCulture)).ToArray())];

    private static double[][] Short(Matrix<double> matrix) =>
        [.. matrix.EnumerateRows().Select(row => row.Select(value => double.Parse(value.ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)).ToArray())];

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
