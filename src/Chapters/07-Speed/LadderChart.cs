#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;
using Chart = Plotly.NET.CSharp.Chart;
using GenericChart = Plotly.NET.GenericChart;

/// <summary>The figure of notebook 07: what a training step costs against the size of the hidden layer, both axes logarithmic.</summary>
public static class LadderChart
{
    private const int Left = 75, Bottom = 60, Width = 820, Height = 540;   // in pixels

    /// <summary>
    /// Microseconds per training step against the number of hidden units. The last rung has a colour, the others are grey; below the
    /// highest floor the panel is shaded.
    /// </summary>
    /// <param name="rungs">Measured here, one point per size; a size without a finite time is left out.</param>
    /// <param name="floors">The least that this machine needs, at the sizes that the axis shows: dashed.</param>
    /// <param name="recorded">Measured elsewhere, on machines that have other floors: points alone.</param>
    /// <param name="title">What the figure shows, with its number, in at most 60 characters.</param>
    /// <param name="name">The file name.</param>
    public static Figure Of(IReadOnlyList<Line> rungs, IReadOnlyList<Line> floors, IReadOnlyList<Line> recorded, string title, string name)
    {
        string[] symbols = ["diamond-open", "square-open", "x-thin-open", "cross-thin-open"];
        double[] sizes = floors[0].X;
        Line[] lines = [.. rungs.Select(Measured), .. floors, .. recorded];
        FigureColour[] colours =
        [
            .. rungs.Select((_, k) => k == rungs.Count - 1 ? FigureStyle.Exact : FigureStyle.Muted),
            .. floors.Select(_ => FigureStyle.Floor),
            .. recorded.Select(_ => FigureStyle.Reference),
        ];
        FigureAxis x = new("hidden units", sizes, log: true), y = new("", lines.SelectMany(line => line.Y), log: true);
        (x.Layout["tickvals"], x.Layout["ticktext"]) = (sizes, sizes.Select(FigureNumber.Text));
        double inside = Height - FigureLayout.TitleHeight - Bottom;
        string measures = "µs per training step" + (recorded.Count == 0 ? "" : "; points: recorded on another machine, with other floors");
        var layout = PanelLayout.Of(
            title, measures, x, y, Width, inside, Left, Bottom,
            [.. lines.Select((line, k) => (line.Name, colours[k], line.X[^1], line.Y[^1]))]);
        return new Figure(
            Chart.Combine([Shade(floors, y), .. lines.Select(line => Curve(line.X, line.Y, line.Name))]),
            name,
            FigureLayout.Describe(title, lines.Reverse().Skip(recorded.Count + floors.Count).Select(Describe)),
            layout,
            traces: [
                new { mode = "lines", line = new { width = 0 }, fill = "toself", fillcolor = FigureStyle.Floor.Tint, hoverinfo = "skip",
                    meta = "mask" },
                .. lines.Select((line, k) => k >= rungs.Count + floors.Count
                    ? Dots(colours[k], symbols[(k - rungs.Count - floors.Count) % symbols.Length])
                    : Style(colours[k], k < rungs.Count)),
            ]);
    }

    private static object Style(FigureColour colour, bool isRung) => new
    {
        mode = isRung ? "lines+markers" : "lines",
        line = new { dash = isRung ? "solid" : "dash", color = colour.Mark },
        marker = new { color = colour.Mark },
        hovertemplate = "%{x} units<br>%{y} µs",
    };

    private static object Dots(FigureColour colour, string symbol) => new
    {
        mode = "markers",
        marker = new { symbol, size = 9, color = colour.Mark, line = new { width = 2 } },
        hovertemplate = "%{x} units<br>%{y} µs",
    };

    // What lies under the highest of the floors, down to the lower end of the axis.
    private static GenericChart Shade(IReadOnlyList<Line> floors, FigureAxis y)
    {
        double[] x = floors[0].X, highest = [.. x.Select((_, i) => floors.Max(floor => floor.Y[i]))];
        double bottom = Math.Pow(10, y.Low);
        return Curve([.. x, x[^1], x[0]], [.. highest, bottom, bottom], "below the floors");
    }

    private static GenericChart Curve(double[] x, double[] y, string name) =>
        Chart.Line<double, double, string>(x: x, y: y, Name: name, UseDefaults: false);

    // Without the sizes that would have taken too long.
    private static Line Measured(Line line) =>
        line with { X = [.. line.X.Where((_, k) => double.IsFinite(line.Y[k]))], Y = [.. line.Y.Where(double.IsFinite)] };

    private static string Describe(Line line) =>
        $"{line.Name}: {FigureNumber.Text(line.Y[0])} µs at {FigureNumber.Text(line.X[0])} units, "
        + $"{FigureNumber.Text(line.Y[^1])} at {FigureNumber.Text(line.X[^1])}.";
}
