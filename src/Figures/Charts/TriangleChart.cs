#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;
using Chart = Plotly.NET.CSharp.Chart;
using GenericChart = Plotly.NET.GenericChart;

/// <summary>
/// How far losses reach back: ‖∂L_t/∂h_k‖ as a triangle, one row per loss, one column per state. Two causes are shown apart: the colour
/// is the fraction of the loss's own state, ‖∂L_t/∂h_k‖ / ‖∂L_t/∂h_t‖, and the dots beside the rows are ‖∂L_t/∂h_t‖ itself. A black line
/// runs where the fraction falls under 1 %.
/// </summary>
public static class TriangleChart
{
    private const double Least = 0.01;
    private const int MostDecades = 16;
    private const double PointerAt = 0.95;   // right of the middle of its cell, in cells

    /// <param name="panels">At least one. One alone has under it its sentence, shaded by what the last loss still reaches, and a frame
    /// for each other loss.</param>
    /// <param name="title">What the figure shows, with its number, in at most 60 characters.</param>
    /// <param name="name">The file name.</param>
    public static Figure Of(IReadOnlyList<Triangle> panels, string title, string name)
    {
        var fractions = panels.Select(panel => Fractions(panel.Norms)).ToArray();
        var colours = CellColours.Of(fractions);
        var (charts, styles) = (new List<GenericChart>(), new List<object>());
        for (int i = 0; i < panels.Count; i++)
        {
            string axis = i == 0 ? "" : $"{i + 1}";
            charts.AddRange([Cells(fractions[i], colours), Edge(fractions[i]), Edge(fractions[i]), Sizes(panels[i].Norms)]);
            styles.AddRange([CellStyle(panels[i], colours, axis), EdgeStyle(axis, isCasing: true), EdgeStyle(axis, isCasing: false),
                SizeStyle($"{panels.Count + i + 1}", axis)]);
        }
        Frames? frames = null;
        int last = panels[0].Norms.RowCount - 1;
        if (panels.Count == 1)
        {
            int[] traces = [charts.Count, charts.Count + 1];
            charts.AddRange([Sentence(fractions[0], last), Pointer(last)]);
            styles.AddRange([SentenceStyle(panels[0].Letters ?? []), PointerStyle]);
            frames = new("loss of step", [.. Enumerable.Range(0, last + 1).Select(t => new
            {
                name = $"{t}",
                traces,
                data = new object[] { new { z = new[] { Heard(fractions[0], t) } }, new { x = new[] { t + PointerAt }, y = new[] { t } } },
            })], Start: last);
        }
        var notes = fractions.Select(Note).ToArray();
        var layout = new TriangleLayout(panels, isNarrow: false).Of(title, notes);
        if (panels.Count > 1)
            layout["meta"] = new { narrow = new TriangleLayout(panels, isNarrow: true).Of(title, notes) };
        return new Figure(
            Chart.Combine(charts), name, FigureLayout.Describe(title, panels.Select((panel, i) => Words(panel.Title, fractions[i]))),
            layout, styles, frames);
    }

    /// <summary>The first lag at which a loss has less than 1 % of its own state's norm; t + 1 if it never has.</summary>
    private static int Reach(Matrix<double> fractions, int t)
    {
        int lag = 0;
        while (lag <= t && fractions[t, t - lag] >= Least)
            lag++;
        return lag;
    }

    private static Matrix<double> Fractions(Matrix<double> norms) =>
        Matrix<double>.Build.Dense(norms.RowCount, norms.ColumnCount, (t, k) => k <= t ? norms[t, k] / norms[t, t] : double.NaN);

    // Decades under the largest fraction, so that plotly.js takes the template's scale of decades.
    private readonly record struct CellColours(int Top, int Floor, bool IsCutOff)
    {
        public static CellColours Of(IEnumerable<Matrix<double>> fractions)
        {
            double[] all = [.. fractions.SelectMany(each => each.Enumerate()).Where(fraction => fraction > 0 && double.IsFinite(fraction))];
            if (all.Length == 0)
                return new(0, -1, false);
            int top = Math.Max(0, (int)Math.Ceiling(Math.Log10(all.Max()))), bottom = (int)Math.Floor(Math.Log10(all.Min()));
            return new(top, Math.Min(-1, Math.Max(bottom, -MostDecades) - top), bottom < -MostDecades);
        }

        public double At(double fraction) => double.IsNaN(fraction) ? fraction : Math.Max(Math.Round(Math.Log10(fraction) - Top, 2), Floor);

        public object Bar()
        {
            const double LeastShare = 0.09;   // of the bar, between two ticks
            var (top, floor, isCutOff) = this;
            double[] ticks = HeatmapLayer.Decades(-floor, LeastShare);
            return new
            {
                tickvals = ticks.Select(tick => tick + floor),
                ticktext = ticks.Select(tick => (tick == 0 && isCutOff ? "≤ " : "") + FigureNumber.Power((int)tick + floor + top)),
                title = new { text = "fraction", font = new { size = 12 } },
            };
        }
    }

    private static GenericChart Cells(Matrix<double> fractions, CellColours colours) =>
        Chart.Heatmap<double, double, double, string>(zData: fractions.Map(colours.At).ToRowArrays(), UseDefaults: false);

    private static object CellStyle(Triangle panel, CellColours colours, string axis)
    {
        int gap = panel.Norms.RowCount > 40 ? 0 : 1;   // in pixels, between cells
        return new
        {
            name = panel.Title == "" ? "norm, one row per loss, one column per state" : panel.Title,
            xaxis = "x" + axis,
            yaxis = "y" + axis,
            zmin = colours.Floor,
            zmax = 0,
            showscale = axis == "",
            xgap = gap,
            ygap = gap,
            colorbar = colours.Bar(),
            customdata = panel.Norms.ToRowArrays().Select(row => row.Select(norm => double.IsNaN(norm) ? "" : FigureNumber.Text(norm))),
            hovertemplate = "loss of step %{y}<br>state of step %{x}<br>norm %{customdata}<extra></extra>",
        };
    }

    // Steps down the rows, between the last state at 1 % or more and the one before it.
    private static GenericChart Edge(Matrix<double> fractions)
    {
        var (rows, columns) = (new List<double>(), new List<double>());
        for (int t = 0; t < fractions.RowCount; t++)
        {
            double column = t - Reach(fractions, t) + 0.5;
            rows.AddRange([t - 0.5, t + 0.5]);
            columns.AddRange([column, column]);
        }
        return Chart.Line<double, double, string>(x: columns, y: rows, Name: "", UseDefaults: false);
    }

    // Black in a white casing, which stands out against every colour of both themes' scales.
    private static object EdgeStyle(string axis, bool isCasing) => new
    {
        mode = "lines", xaxis = "x" + axis, yaxis = "y" + axis, hoverinfo = "skip", meta = "mask",
        line = isCasing ? new { width = 5.0, color = "#ffffff" } : new { width = 2.0, color = "#000000" },
    };

    private static GenericChart Sizes(Matrix<double> norms) => Chart.Line<double, double, string>(
        x: norms.Diagonal().ToArray(), y: [.. Enumerable.Range(0, norms.RowCount).Select(t => (double)t)], Name: "own state",
        UseDefaults: false);

    private static object SizeStyle(string x, string y) => new
    {
        mode = "markers", xaxis = "x" + x, yaxis = "y" + y, meta = "mask", marker = new { size = 5, color = FigureStyle.Exact.Mark },
        cliponaxis = false, hovertemplate = "loss of step %{y}<br>norm at its own state %{x}<extra></extra>",
    };

    private static double[] Heard(Matrix<double> fractions, int t) =>
        [.. fractions.Row(t).Select(fraction => double.IsNaN(fraction) ? fraction : Math.Min(1, Math.Round(fraction, 3)))];

    private static GenericChart Sentence(Matrix<double> fractions, int t) =>
        Chart.Heatmap<double, double, double, string>(zData: new[] { Heard(fractions, t) }, UseDefaults: false);

    private static object SentenceStyle(IReadOnlyList<string> letters) => new
    {
        name = "fraction, one loss", xaxis = "x", yaxis = "y3", zmin = 0, zmax = 1, showscale = false, xgap = 0, ygap = 0,
        text = new[] { letters.Select(FigureAxis.Shown) },
        texttemplate = "%{text}",
        textfont = new { size = 12, family = FigureStyle.Monospaced },
        hovertemplate = "state of step %{x}<br>%{z} of the loss's own state<extra></extra>",
        zhoverformat = ".1%",
    };

    private static GenericChart Pointer(int t) =>
        Chart.Line<double, double, string>(x: [t + PointerAt], y: [(double)t], Name: "", UseDefaults: false);

    private static object PointerStyle => new
    {
        mode = "markers", meta = "mask", hoverinfo = "skip", cliponaxis = false,
        marker = new { symbol = "triangle-left", size = 10, color = FigureStyle.Exact.Mark },
    };

    // In the empty half.
    private static object Note(Matrix<double> fractions, int panel)
    {
        string axis = panel == 0 ? "" : $"{panel + 1}";
        int last = fractions.RowCount - 1;
        return new
        {
            text = string.Join("<br>", Said(fractions).Prepend("last loss:")),
            x = last + 0.4, y = -0.3, xref = "x" + axis, yref = "y" + axis,
            xanchor = "right", yanchor = "top", align = "right", showarrow = false,
        };
    }

    private static string[] Said(Matrix<double> fractions)
    {
        int last = fractions.RowCount - 1, reach = Reach(fractions, last), before = reach > last ? last : reach / 2;
        string at = $"{FigureNumber.Text(100 * fractions[last, last - before])} % at lag {before}";
        return reach > last ? [at] : [at + ",", "under 1 %", $"from lag {reach}"];
    }

    private static string Words(string title, Matrix<double> fractions) =>
        $"{(title == "" ? "Last loss" : title + ", last loss")}: {string.Join(" ", Said(fractions))}.";
}
