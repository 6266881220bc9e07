#nullable enable
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

/// <summary>Where the fan and the saturated states of <see cref="SpectrumCharts.Sweep"/> lie.</summary>
internal sealed class SweepLayout
{
    private const int Left = 70, Bottom = 60;   // in pixels, as all here
    private const double Height = 340;

    private readonly FigureAxis x, y, radius, saturated;
    private readonly IReadOnlyList<RadiusRun> runs;
    private readonly IReadOnlyList<double[]> norms;
    private readonly double[] lag;

    /// <param name="lag">Of the horizontal axis.</param>
    /// <param name="norms">One per run, and further ones that the vertical axis must hold.</param>
    public SweepLayout(double[] lag, IReadOnlyList<double[]> norms, IReadOnlyList<RadiusRun> runs)
    {
        (this.lag, this.norms, this.runs) = (lag, norms, runs);
        (x, y) = (new("lag: time steps back", lag, log: false), new("", norms.SelectMany(each => each), log: true));
        radius = new("spectral radius ρ", runs.Select(run => run.Radius), log: false);
        saturated = new("saturated states (1 − h² < ½), %", [0, .. runs.Select(run => 100 * run.Saturated)], log: false);
    }

    /// <summary>What a run is called at the end of its line.</summary>
    public static string Label(RadiusRun run) => "ρ = " + run.Radius.ToString("0.0#", CultureInfo.InvariantCulture);

    /// <summary>The layout.</summary>
    /// <param name="title">Over the figure.</param>
    /// <param name="isNarrow">Whether one panel stands under the other, for a page of 360 pixels.</param>
    public Dictionary<string, object> Of(string title, bool isNarrow)
    {
        string[] labels = [.. runs.Select(Label)];
        int names = EndLabels.Width(labels);
        double fan = isNarrow ? 350 - Left - names : 470, gap = isNarrow ? 75 : names + 65, other = isNarrow ? 160 : 220;
        double width = isNarrow ? fan : fan + gap + other, height = isNarrow ? Height + gap + other : Height;
        var layout = FigureLayout.Around(
            title, "norm of the gradient, relative to lag 0; tinted up to ρ to the lag: what tanh takes back", width, height, Left,
            isNarrow ? names : 20, FigureLayout.TitleHeight, Bottom, isNarrow);
        (x.Layout["domain"], y.Layout["domain"]) = (new[] { 0, fan / width }, new[] { 1 - (Height / height), 1 });
        (radius.Layout["domain"], saturated.Layout["domain"]) =
            isNarrow ? (new[] { 0.0, 1 }, new[] { 0, other / height }) : (new[] { 1 - (other / width), 1 }, new[] { 0.0, 1 });
        (radius.Layout["anchor"], saturated.Layout["anchor"]) = ("y2", "x2");
        (layout["xaxis"], layout["yaxis"], layout["xaxis2"], layout["yaxis2"]) = (x.Layout, y.Layout, radius.Layout, saturated.Layout);
        var colours = FigureStyle.Ramp(runs.Count);
        layout["annotations"] =
            EndLabels.Of(runs.Select((_, i) => (labels[i], colours[i], lag[^1], norms[i][^1])), x, y, Height).ToArray();
        return layout;
    }
}
