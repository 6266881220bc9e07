#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;
using Chart = Plotly.NET.CSharp.Chart;
using GenericChart = Plotly.NET.GenericChart;

/// <summary>Lines over one pair of axes: their colours, their names at their ends, and room for these on the right.</summary>
internal sealed class Curves
{
    private const int MostColours = 5, Left = 70, Bottom = 60;
    private static readonly string[] Dashes = ["solid", "dash", "dot", "dashdot", "longdash"];

    private readonly IReadOnlyList<Line> lines;
    private readonly FigureColour[] colours;

    /// <param name="lines">At least one.</param>
    /// <param name="x">What the horizontal axis measures.</param>
    /// <param name="ordered">Whether the lines are in the order of a quantity.</param>
    /// <param name="also">Further values that the vertical axis must hold.</param>
    public Curves(
        IReadOnlyList<Line> lines, string x, bool logX, bool logY, bool ordered = false, params IEnumerable<double> also)
    {
        this.lines = lines;
        X = new(x, lines.SelectMany(line => line.X), logX);
        Y = new("", [.. lines.SelectMany(line => line.Y), .. also], logY);
        // Colours that are not given are those that are not taken.
        var free = new Queue<FigureColour>(FigureStyle.Series.Except(lines.Select(line => line.Colour).OfType<FigureColour>()));
        FigureColour[] ramp = FigureStyle.Ramp(Math.Max(lines.Count, 1));
        colours = [.. lines.Select((line, k) =>
            line.Colour ?? (ordered ? ramp[k] : lines.Count > MostColours ? FigureStyle.Muted : free.Dequeue()))];
        Traces = [.. lines.Select(line => Chart.Line<double, double, string>(x: line.X, y: line.Y, Name: line.Name, UseDefaults: false))];
    }

    /// <summary>The horizontal axis.</summary>
    public FigureAxis X { get; }

    /// <summary>The vertical axis.</summary>
    public FigureAxis Y { get; }

    /// <summary>One per line.</summary>
    public IReadOnlyList<GenericChart> Traces { get; }

    /// <summary>What is merged into each trace.</summary>
    /// <param name="x">Stands before the value when a point is pointed at.</param>
    /// <param name="y">Stands before the value.</param>
    public IReadOnlyList<object> Styles(string x, string y) =>
    [
        .. lines.Select((line, k) => new
        {
            mode = line.Points ? "lines+markers" : "lines",
            line = new { dash = lines.Count > MostColours ? "solid" : Dashes[k], color = colours[k].Mark },
            marker = new { color = colours[k].Mark },
            hovertemplate = $"{x} %{{x}}<br>{y} %{{y}}",
        }),
    ];

    /// <summary>The names at the ends.</summary>
    /// <param name="height">Of the panel, in pixels.</param>
    /// <param name="axes">What follows "x" and "y" in the names of its axes.</param>
    public IEnumerable<object> Labels(double height, string axes = "") => EndLabels.Of(Ends(), X, Y, height, axes);

    /// <summary>The layout of a figure with nothing else in it.</summary>
    /// <param name="title">What the figure shows.</param>
    /// <param name="measures">Quantity and unit of the vertical axis.</param>
    /// <param name="width">Of the figure, in pixels.</param>
    /// <param name="height">Of the figure, in pixels.</param>
    public Dictionary<string, object> Layout(string title, string measures, double width, double height)
    {
        double inside = height - FigureLayout.TitleHeight - Bottom;
        return PanelLayout.Of(title, measures, X, Y, width, inside, Left, Bottom, Ends());
    }

    // A line alone needs no name.
    private (string, FigureColour, double, double)[] Ends() => lines.Count == 1 ? []
        : [.. lines.Select((line, k) => (line.Name, colours[k], End(line).X, End(line).Y))];

    // The right one, whichever way the line was computed.
    private (double X, double Y) End(Line line) => line.X.Zip(line.Y)
        .Where(point => double.IsFinite(X.Place(point.First) + Y.Place(point.Second)))
        .DefaultIfEmpty((double.NaN, double.NaN)).MaxBy(point => point.Item1);
}

/// <summary>A curve of a figure.</summary>
/// <param name="Name">Stands at its end.</param>
/// <param name="X">One value per point.</param>
/// <param name="Y">As many as X; a value that is not finite leaves a gap.</param>
/// <param name="Points">Whether each point has a marker.</param>
/// <param name="Colour">What it has in all figures: <see cref="FigureStyle.Exact"/>, for example; dealt out if omitted.</param>
public sealed record Line(string Name, double[] X, double[] Y, bool Points = false, FigureColour? Colour = null);
