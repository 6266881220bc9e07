#nullable enable
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Chart = Plotly.NET.CSharp.Chart;

/// <summary>The figure of notebook 05: what a training step costs against the size of the hidden layer, both axes logarithmic.</summary>
public static class LadderChart
{
    /// <summary>Microseconds per training step against the number of hidden units.</summary>
    /// <param name="rungs">Measured here: solid, one point per size; a size without a finite time is left out.</param>
    /// <param name="floors">The least that the machine needs, at the sizes that the axis shows: dotted.</param>
    /// <param name="recorded">Measured elsewhere: points alone.</param>
    /// <param name="title">Stands over the figure.</param>
    /// <param name="name">The file name.</param>
    public static Figure Of(IReadOnlyList<Line> rungs, IReadOnlyList<Line> floors, IReadOnlyList<Line> recorded, string title, string name)
    {
        const string Hover = "%{x} units<br>%{y:.4~g} µs";
        string[] symbols = ["diamond-open", "square-open", "x-thin-open", "cross-thin-open"];
        double[] sizes = floors[0].X;
        Line[] lines = [.. rungs.Select(Measured), .. floors, .. recorded];
        return new Figure(
            Chart.Combine(lines.Select(line =>
                Chart.Line<double, double, string>(x: line.X, y: line.Y, Name: line.Name, UseDefaults: false))),
            name,
            $"{title}: microseconds a step against hidden units. " + string.Join(" ", lines.Select(Describe)),
            layout: new
            {
                title = new { text = title },
                width = 880,
                height = 520,
                margin = new { l = 80, r = 30, t = 60, b = 60 },
                xaxis = new { title = new { text = "hidden units" }, type = "log", tickvals = sizes, ticktext = sizes.Select(Text) },
                yaxis = new { title = new { text = "µs a step" }, type = "log", exponentformat = "power", dtick = 1 },
                legend = new { x = 1.02, y = 1 },
            },
            traces: [
                .. rungs.Select(_ => new { mode = "lines+markers", hovertemplate = Hover }),
                .. floors.Select(_ => new { mode = "lines", line = new { dash = "dot" }, hovertemplate = Hover }),
                .. recorded.Select((_, k) => (object)new
                {
                    mode = "markers",
                    marker = new { symbol = symbols[k % symbols.Length], size = 9, line = new { width = 2 } },
                    hovertemplate = Hover,
                }),
            ]);
    }

    // Without the sizes that would have taken too long.
    private static Line Measured(Line line) =>
        line with { X = [.. line.X.Where((_, k) => double.IsFinite(line.Y[k]))], Y = [.. line.Y.Where(double.IsFinite)] };

    private static string Describe(Line line)
    {
        var points = line.X.Zip(line.Y, (x, y) => $"{y.ToString("G3", CultureInfo.InvariantCulture)} at {Text(x)}");
        return $"{line.Name}: {string.Join(", ", points)}.";
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
