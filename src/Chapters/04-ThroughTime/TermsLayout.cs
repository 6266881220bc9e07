#nullable enable
using System.Collections.Generic;
using System.Linq;

/// <summary>Where the two heatmaps and the curves of <see cref="TimeCharts.Terms"/> lie, and how they look.</summary>
internal sealed class TermsLayout
{
    // In pixels.
    private const double Side = 270, Between = 60, CurvesGap = 110, CurvesHeight = 140, Width = (2 * Side) + Between;
    private const double Height = Side + CurvesGap + CurvesHeight;

    private const string Sum = "their sum", Agreed = "if all agreed", Unrelated = "if at right angles";

    private readonly double ofTerms, ofSums;
    private readonly FigureAxis x, y;
    private readonly double[] steps, lengths, agreed, unrelated;

    /// <param name="ofTerms">The end of the terms' colour range.</param>
    /// <param name="ofSums">The end of the sums' colour range.</param>
    /// <param name="steps">One per term.</param>
    /// <param name="lengths">The norm of the sum up to each.</param>
    /// <param name="agreed">The sum of the norms up to each.</param>
    /// <param name="unrelated">The root of the sum of the squared norms up to each.</param>
    public TermsLayout(double ofTerms, double ofSums, double[] steps, double[] lengths, double[] agreed, double[] unrelated)
    {
        (this.ofTerms, this.ofSums, this.steps) = (ofTerms, ofSums, steps);
        (this.lengths, this.agreed, this.unrelated) = (lengths, agreed, unrelated);
        (x, y) = (new FigureAxis("time step t", steps, log: false), new FigureAxis("norm so far", [0, .. lengths, .. agreed], log: false));
    }

    /// <summary>What is merged into each trace.</summary>
    public IReadOnlyList<object> Styles => [Matrix("", ofTerms), Matrix("2", ofSums), Curve(Sum, "solid", FigureStyle.Exact),
        Curve(Agreed, "dash", FigureStyle.Bound), Curve(Unrelated, "dot", FigureStyle.Muted)];

    /// <summary>The layout.</summary>
    /// <param name="title">Over the figure.</param>
    /// <param name="units">Rows and columns of a term.</param>
    public Dictionary<string, object> Of(string title, int units)
    {
        double end = Side / Width, start = 1 - end, bottom = 1 - (Side / Height), curvesTop = CurvesHeight / Height;
        var layout = FigureLayout.Wrap(
            title, "the terms δₜ hₜ₋₁ᵀ of ∂L/∂Whh, one by one and added up", Width, Height, left: 70, right: 140,
            FigureLayout.TitleHeight + 40, bottom: 60);
        layout["xaxis"] = FigureLayout.UnitAxis("hidden unit at t − 1", units, to: end);
        layout["xaxis2"] = FigureLayout.UnitAxis("hidden unit at t − 1", units, from: start, anchor: "y2");
        layout["yaxis"] = FigureLayout.UnitAxis("hidden unit", units, reversed: true, from: bottom);
        layout["yaxis2"] = FigureLayout.UnitAxis("", units, reversed: true, from: bottom, anchor: "x2");
        (x.Layout["anchor"], y.Layout["anchor"], y.Layout["domain"]) = ("y3", "x3", new[] { 0, curvesTop });
        (layout["xaxis3"], layout["yaxis3"]) = (x.Layout, y.Layout);
        (string, FigureColour, double, double)[] ends =
            [(Sum, FigureStyle.Exact, steps[^1], lengths[^1]), (Agreed, FigureStyle.Bound, steps[^1], agreed[^1]),
            (Unrelated, FigureStyle.Muted, steps[^1], unrelated[^1])];
        layout["annotations"] = new[]
        {
            FigureLayout.PanelTitle("this term", $"±{FigureNumber.Text(ofTerms)}", left: 0, top: 1),
            FigureLayout.PanelTitle("the sum so far", $"±{FigureNumber.Text(ofSums)}", left: start, top: 1),
        }.Concat(EndLabels.Of(ends, x, y, CurvesHeight, "3")).ToArray();
        return layout;
    }

    private static object Matrix(string axis, double limit) => new
    {
        name = axis == "" ? "this term" : "the sum so far",
        xaxis = "x" + axis,
        yaxis = "y" + axis,
        zmin = -limit,
        zmax = limit,
        zhoverformat = ".3~g",
        showscale = axis == "",
        colorbar = HeatmapLayer.SharedBar(limit, Side),
        hovertemplate = "hidden unit %{y}<br>hidden unit %{x} at t − 1<br>%{z}<extra></extra>",
    };

    private static object Curve(string name, string dash, FigureColour colour) => new
    {
        name, xaxis = "x3", yaxis = "y3", mode = "lines", line = new { dash, color = colour.Mark },
        hovertemplate = "time step %{x}<br>norm %{y}<extra></extra>",
    };
}
