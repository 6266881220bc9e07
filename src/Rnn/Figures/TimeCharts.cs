#nullable enable
using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using MathNet.Numerics.LinearAlgebra;
using Chart = Plotly.NET.CSharp.Chart;
using GenericChart = Plotly.NET.GenericChart;

/// <summary>The figures of a <see cref="GradientFlow"/>. In a title, "_" makes the character after it an index.</summary>
public static class TimeCharts
{
    /// <summary>
    /// log₁₀ ‖∂L_t/∂h_k‖, one row per loss, one column per state and one panel per flow, all in one colour range. A line runs where
    /// the norm falls under 1 % of the row's own on the diagonal.
    /// </summary>
    /// <param name="panels">At least one, each with its title.</param>
    /// <param name="title">Stands over the figure.</param>
    /// <param name="name">The file name.</param>
    public static Figure Triangles(IReadOnlyList<(string Title, GradientFlow Flow)> panels, string title, string name)
    {
        // In pixels: a side is as long as one of these allows.
        const double LongestSide = 420, LongestTogether = 690, LargestCell = 90, Gap = 35;
        double side = Math.Min(Math.Min(LongestSide, LongestTogether / panels.Count), LargestCell * panels.Max(panel => panel.Flow.Steps));
        double width = (panels.Count * (side + Gap)) - Gap;
        var layout = FigureLayout.Around(Lowered(title), width, side, left: 70, right: 100, top: 95, bottom: 70);
        var colours = NormColours.Of(panels.Select(panel => panel.Flow));
        var (charts, styles, titles) = (new List<GenericChart>(), new List<object>(), new List<object>());
        for (int i = 0; i < panels.Count; i++)
        {
            var (of, flow) = panels[i];
            string axis = i == 0 ? "" : $"{i + 1}", losses = i == 0 ? "loss L<sub>t</sub>, step t" : "";
            double left = i * (side + Gap) / width, right = left + (side / width);
            layout["xaxis" + axis] =
                FigureLayout.UnitAxis("state h<sub>k</sub>, step k", flow.Steps, from: left, to: right, anchor: "y" + axis);
            layout["yaxis" + axis] = FigureLayout.UnitAxis(losses, flow.Steps, reversed: true, anchor: "x" + axis);
            titles.Add(Over(left, of));
            charts.AddRange([Triangle(flow, colours), Edge(flow)]);
            styles.AddRange([TriangleStyle(flow, colours, axis), EdgeStyle(axis)]);
        }
        layout["annotations"] = titles;
        // Over the right end; over the panels' titles too if there are several.
        layout["legend"] = new { x = 1, y = 1 + ((panels.Count == 1 ? 4 : 26) / side), xanchor = "right", yanchor = "bottom" };
        string words = string.Join(" ", panels.Select(panel => (panel.Title == "" ? "" : $"{panel.Title}: ") + Describe(panel.Flow)));
        return new Figure(Chart.Combine(charts), name, $"{title}. {words}", layout, styles);
    }

    /// <summary>What each lag contributes to ∂L/∂Whh, as bars, and all lags up to it, as a line.</summary>
    /// <param name="flow">Taken over a sequence.</param>
    /// <param name="title">Stands over the figure.</param>
    /// <param name="name">The file name.</param>
    public static Figure LagShares(GradientFlow flow, string title, string name)
    {
        const int Told = 6;   // shares in the description
        double[] shares = [.. flow.LagShares().Select(share => 100 * share)];
        double[] lags = [.. Enumerable.Range(0, shares.Length).Select(lag => (double)lag)];
        double[] sums = [.. Enumerable.Range(1, shares.Length).Select(count => shares[..count].Sum())];
        string first = string.Join(", ", shares.Take(Told).Select((share, lag) => Text($"lag {lag}: {share:F1} %")));
        return new Figure(
            Chart.Combine(
            [
                Chart.Column<double, double, string>(values: shares, Keys: lags, Name: "this lag", UseDefaults: false),
                Chart.Line<double, double, string>(x: lags, y: sums, Name: "all lags so far", UseDefaults: false),
            ]),
            name,
            $"{title}. {first}" + Text($"; the first six together {shares.Take(Told).Sum():F1} %."),
            layout: new
            {
                title = new { text = Lowered(title) },
                width = 760,
                height = 380,
                margin = new { l = 75, r = 30, t = 60, b = 60 },
                xaxis = new
                {
                    title = new { text = "lag t − k: steps between the loss and the state" },
                    dtick = Math.Ceiling(lags.Length / 15.0),
                    range = new[] { -0.6, lags.Length - 0.4 },
                },
                yaxis = new { title = new { text = "share of ∂L/∂Whh, %" } },
                legend = new { x = 0.98, y = 0.5, xanchor = "right" },
            },
            traces:
            [
                new { hovertemplate = "lag %{x}: %{y:.3g} %<extra></extra>" },
                new { mode = "lines+markers", hovertemplate = "up to lag %{x}: %{y:.4g} %<extra></extra>" },
            ]);
    }

    /// <summary>
    /// The terms δ_t h_{t−1}ᵀ of ∂L/∂Whh under a slider over t: the term on the left, the sum so far on the right. Each side keeps
    /// one colour range.
    /// </summary>
    /// <param name="flow">Taken over a sequence.</param>
    /// <param name="title">Stands over the figure.</param>
    /// <param name="name">The file name.</param>
    public static Figure Terms(GradientFlow flow, string title, string name)
    {
        Matrix<double>[] terms = [.. Enumerable.Range(1, Math.Max(flow.Steps - 1, 0)).Select(flow.Term).DefaultIfEmpty(flow.Term(0))];
        var sums = new List<Matrix<double>>();
        foreach (var term in terms)
            sums.Add(sums.Count == 0 ? term : sums[^1] + term);
        double ofTerms = HeatmapLayer.Limit(terms), ofSums = HeatmapLayer.Limit(sums);
        double[] norms = [.. terms.Select(term => term.FrobeniusNorm())];
        int largest = Array.IndexOf(norms, norms.Max());
        return new Figure(
            Chart.Combine(new[] { terms[^1], sums[^1] }.Select(matrix =>
                Chart.Heatmap<double, double, double, string>(zData: Short(matrix), UseDefaults: false))),
            name,
            Text($"{title}, {terms.Length} terms under a slider, each beside the sum up to it. ")
                + Text($"The largest, of norm {norms[largest]:G3}, is that of step {largest + 1}; ")
                + Text($"the whole has norm {sums[^1].FrobeniusNorm():G3}."),
            TermsLayout(title, units: terms[0].RowCount, ofTerms, ofSums),
            traces: [TermStyle("", ofTerms), TermStyle("2", ofSums)],
            frames: new("step t =", Start: terms.Length - 1, All: [.. terms.Select((term, i) =>
                new { name = $"{i + 1}", data = new[] { new { z = Short(term) }, new { z = Short(sums[i]) } } })]));
    }

    // The colour of a norm counts decades from the largest down, so that the range has one sign: plotly.js then takes the template's
    // sequential colours. Anything below the floor has the last colour.
    private readonly record struct NormColours(double Largest, double Floor)
    {
        private const int MostDecades = 8, MostTicks = 8;

        public static NormColours Of(IEnumerable<GradientFlow> flows)
        {
            double[] norms = [.. flows.SelectMany(flow => Positive(flow.Norms))];
            return new(norms.Max(), Math.Max(Math.Log10(norms.Min() / norms.Max()), -MostDecades));

            static IEnumerable<double> Positive(Matrix<double> all) =>
                all.Enumerate().Where(norm => norm > 0 && double.IsFinite(norm)).DefaultIfEmpty(1);
        }

        public double At(double norm) => double.IsNaN(norm) ? norm : Math.Max(Math.Round(Math.Log10(norm / Largest), 4), Floor);

        public object Bar()
        {
            double top = Math.Log10(Largest);
            int highest = (int)Math.Floor(top), count = Math.Max(highest - (int)Math.Ceiling(top + Floor) + 1, 0);
            int every = (int)Math.Ceiling(count / (double)MostTicks);
            int[] powers = [.. Enumerable.Range(0, count).Where(i => i % every == 0).Select(i => highest - i)];
            return new
            {
                tickvals = powers.Select(power => power - top),
                ticktext = powers.Select(power => FigureLayout.Power(power)),
                title = new { text = "norm" },
            };
        }
    }

    private static GenericChart Triangle(GradientFlow flow, NormColours colours) =>
        Chart.Heatmap<double, double, double, string>(zData: flow.Norms.Map(colours.At).ToRowArrays(), UseDefaults: false);

    private static object TriangleStyle(GradientFlow flow, NormColours colours, string axis)
    {
        int gap = flow.Steps > 40 ? 0 : 1;   // in pixels, between cells
        return new
        {
            xaxis = "x" + axis,
            yaxis = "y" + axis,
            zmin = colours.Floor,
            zmax = 0,
            showscale = axis == "",
            xgap = gap,
            ygap = gap,
            colorbar = colours.Bar(),
            customdata = Rounded(flow.Norms),
            hovertemplate = "loss at step %{y}<br>state at step %{x}<br>norm %{customdata}<extra></extra>",
        };
    }

    // Steps down the rows, between the last state at 1 % or more and the one before it.
    private static GenericChart Edge(GradientFlow flow)
    {
        var (rows, columns) = (new List<double>(), new List<double>());
        for (int t = 0; t < flow.Steps; t++)
        {
            double column = t - flow.Reach(t) + 0.5;
            rows.AddRange([t - 0.5, t + 0.5]);
            columns.AddRange([column, column]);
        }
        return Chart.Line<double, double, string>(x: columns, y: rows, Name: "under 1 % of the diagonal, left of here", UseDefaults: false);
    }

    // Its colour stands out against the sequential ones of both templates.
    private static object EdgeStyle(string axis) => new
    {
        mode = "lines", xaxis = "x" + axis, yaxis = "y" + axis, showlegend = axis == "",
        line = new { width = 2.5, color = "#12b5cb" }, hoverinfo = "skip",
    };

    private static object Over(double left, string title) => new
    {
        text = $"<b>{title}</b>", x = left, y = 1, xref = "paper", yref = "paper", xanchor = "left", yanchor = "bottom", showarrow = false,
    };

    private static Dictionary<string, object> TermsLayout(string title, int units, double ofTerms, double ofSums)
    {
        // As shares of the width.
        const double LeftEnd = 0.46, RightStart = 0.54;
        var layout = FigureLayout.Around(Lowered(title), width: 700, height: 350, left: 65, right: 95, top: 90, bottom: 60);
        layout["xaxis"] = FigureLayout.UnitAxis("hidden unit at t − 1", units, to: LeftEnd);
        layout["xaxis2"] = FigureLayout.UnitAxis("hidden unit at t − 1", units, from: RightStart, anchor: "y2");
        layout["yaxis"] = FigureLayout.UnitAxis("hidden unit", units, reversed: true);
        layout["yaxis2"] = FigureLayout.UnitAxis("", units, reversed: true, anchor: "x2");
        layout["annotations"] = new[]
        {
            FigureLayout.PanelTitle("this term, δ<sub>t</sub> h<sub>t−1</sub>ᵀ", Text($"±{ofTerms:G3}"), left: 0, top: 1),
            FigureLayout.PanelTitle("the sum so far", Text($"±{ofSums:G3}"), left: RightStart, top: 1),
        };
        return layout;
    }

    private static object TermStyle(string axis, double limit) => new
    {
        xaxis = "x" + axis,
        yaxis = "y" + axis,
        zmin = -limit,
        zmax = limit,
        showscale = axis == "",
        colorbar = HeatmapLayer.SharedBar(limit),
        hovertemplate = "hidden unit %{y}<br>hidden unit %{x} at t − 1<br>%{z}<extra></extra>",
    };

    private static string Describe(GradientFlow flow)
    {
        int last = flow.Steps - 1;
        return Text($"{flow.Steps} losses; the last has norm {flow.Norms[last, last]:G3} at its own state and {flow.Norms[last, 0]:G3} ")
            + Text($"at the first, and falls under 1 % after {flow.Reach(last)} steps.");
    }

    private static string Lowered(string title) => Regex.Replace(title, "_(.)", "<sub>$1</sub>");

    // As text, four digits: a tenth of the bytes.
    private static string[][] Rounded(Matrix<double> matrix) =>
        [.. matrix.EnumerateRows().Select(row => row.Select(value => value.ToString("G4", CultureInfo.InvariantCulture)).ToArray())];

    private static double[][] Short(Matrix<double> matrix) =>
        matrix.Map(value => double.Parse(value.ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)).ToRowArrays();

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
