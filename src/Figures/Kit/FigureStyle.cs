#nullable enable
using System;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;

/// <summary>
/// How every figure looks: seaborn's "darkgrid" in plotly.js's terms, and the same in the dark. What a figure is about has one colour
/// in all figures and both themes. Colour scales under text stay on one side of it, so that black text in the light and white text in
/// the dark have a contrast of at least 4.5 : 1 on every cell.
/// </summary>
public static class FigureStyle
{
    /// <summary>The font of letters on axes, all of one width.</summary>
    public const string Monospaced = "Liberation Mono, DejaVu Sans Mono, Consolas, monospace";

    private static readonly FigureColour[] RampColours = MakeRamp();

    /// <summary>The first five series of a figure, in their order.</summary>
    public static FigureColour[] Series { get; } =
        [new("blue", "#0072b2"), new("vermilion", "#cf5a00"), new("green", "#00875f"), new("purple", "#9c5fc4"), new("ochre", "#9a6c00")];

    /// <summary>What is the exact rule's.</summary>
    public static FigureColour Exact => Series[0];

    /// <summary>What is the published rule's.</summary>
    public static FigureColour Published => Series[1];

    /// <summary>What somebody else's program computed or recorded.</summary>
    public static FigureColour Reference => Series[2];

    /// <summary>What a norm or an error cannot exceed.</summary>
    public static FigureColour Bound => Series[3];

    /// <summary>What a loss or a time cannot fall under.</summary>
    public static FigureColour Floor => Series[4];

    /// <summary>A series for context.</summary>
    public static FigureColour Muted { get; } = new("rest", "#7d7f88");

    /// <summary>Exact zero on a logarithmic scale: a grey, which no scale has.</summary>
    public static string Zero => Muted.Mark;

    /// <summary>Colours of ordered quantities, from cool over grey to warm.</summary>
    /// <param name="count">At least 1.</param>
    public static FigureColour[] Ramp(int count)
    {
        var ramp = new FigureColour[count];
        for (int i = 0; i < count; i++)
            ramp[i] = RampColours[count == 1 ? ^1 : (int)Math.Round(i * (RampColours.Length - 1.0) / (count - 1))];
        return ramp;
    }

    /// <summary>The ramp as a plotly.js colour scale.</summary>
    public static object[] RampScale => Scale([.. RampColours.Select(colour => colour.Mark)]);

    /// <summary>A plotly.js template for a light page.</summary>
    public static JsonNode Light { get; } = Template(
        ink: "#262626", faint: "#5f5f68", panel: "#eaeaf2", grid: "#ffffff", hover: "#ffffff", text: "#000000", colour => colour.OnLight,
        diverging: ["#2f7ac4", "#6fa6dc", "#a3c8ea", "#d3e4f3", "#f7f7f7", "#fbdccb", "#f5b193", "#ea7f63", "#d0433e"],
        sequential: ["#fdf4dc", "#fbd49b", "#f5a572", "#e87560", "#cf4f6b"],
        decades: ["#fcfdbf", "#feb078", "#f1605d", "#b73779", "#721f81", "#2d1160", "#000004"]);

    /// <summary>A plotly.js template for a dark page.</summary>
    public static JsonNode Dark { get; } = Template(
        ink: "#e6e6ea", faint: "#a9a9b3", panel: "#1f2127", grid: "#3a3d46", hover: "#17181c", text: "#ffffff", colour => colour.OnDark,
        diverging: ["#2a75bd", "#2a68a4", "#26507c", "#24394f", "#22252b", "#4a2f26", "#75391f", "#a04619", "#c25214"],
        sequential: ["#1a1730", "#3f1a66", "#6f2380", "#a02c78", "#c53a5c"],
        decades: ["#14112b", "#3b0f70", "#8c2981", "#de4968", "#fe9f6d", "#fde8a0", "#fcfdbf"]);

    private static JsonNode Template(
        string ink, string faint, string panel, string grid, string hover, string text, Func<FigureColour, string> shade,
        string[] diverging, string[] sequential, string[] decades)
    {
        var axis = new
        {
            gridcolor = grid, linecolor = grid, zerolinecolor = grid, zerolinewidth = 1,
            ticks = "", automargin = true, title = new { standoff = 8, font = new { size = 12, color = faint } },
        };
        var colorbar = new { thickness = 12, outlinewidth = 0, ticks = "", tickfont = new { size = 11 } };
        FigureColour[] named = [.. Series, Muted, .. RampColours];
        return JsonSerializer.SerializeToNode(new
        {
            layout = new
            {
                font = new { family = "Arial, Liberation Sans, DejaVu Sans, sans-serif", size = 12, color = ink },
                title = new { font = new { size = 16 }, x = 0, xref = "container", xanchor = "left" },
                paper_bgcolor = "rgba(0,0,0,0)",
                plot_bgcolor = panel,
                colorway = Series.Select(colour => colour.Mark),
                // A range from below zero to above takes the first, one above zero the second, one below zero the third.
                colorscale = new { diverging = Scale(diverging), sequential = Scale(sequential), sequentialminus = Scale(decades) },
                xaxis = axis,
                yaxis = axis,
                hoverlabel = new { bgcolor = hover, bordercolor = faint, font = new { color = ink } },
                legend = new { bgcolor = "rgba(0,0,0,0)" },
                modebar = new
                {
                    bgcolor = "rgba(0,0,0,0)", color = faint, activecolor = ink,
                    // A narrow figure's title needs the room; dragging still zooms.
                    remove = new[] { "zoom", "pan", "select", "lasso", "zoomin", "zoomout", "autoscale" },
                },
                annotationdefaults = new { font = new { color = ink }, arrowcolor = faint },
                // A figure's annotation that asks for one of these by name has its shade; by themselves they are not shown.
                annotations = named.Select(colour =>
                    new { name = colour.Name, visible = false, font = new { color = shade(colour), size = 12 } }),
            },
            data = new
            {
                heatmap = new[] { new { autocolorscale = true, xgap = 1, ygap = 1, colorbar, textfont = new { color = text, size = 11 } } },
                scatter = new[] { new { line = new { width = 2 } } },
            },
        })!;
    }

    // The middle is the grey of what is there for comparison.
    private static FigureColour[] MakeRamp()
    {
        const int Side = 3;   // colours on either side of the middle
        const string Cool = "#0072b2", Middle = "#7d7f88", Warm = "#cf5a00";
        var ramp = new FigureColour[(2 * Side) + 1];
        for (int i = -Side; i <= Side; i++)
            ramp[i + Side] = new($"ramp{i + Side}", FigureColour.Mixed(Middle, i < 0 ? Cool : Warm, Math.Abs(i) / (double)Side));
        return ramp;
    }

    private static object[] Scale(string[] colors)
    {
        var stops = new object[colors.Length];
        for (int i = 0; i < colors.Length; i++)
            stops[i] = new object[] { i / (colors.Length - 1.0), colors[i] };
        return stops;
    }
}

/// <summary>A colour of lines and marks, at least 3 : 1 on the panels of both themes. Text takes a shade of it, at least 4.5 : 1.</summary>
/// <param name="Name">Under which the templates of <see cref="FigureStyle"/> know its shades.</param>
/// <param name="Mark">Of lines and marks, "#rrggbb".</param>
public sealed record FigureColour(string Name, string Mark)
{
    /// <summary>Of text on a light page or panel.</summary>
    public string OnLight => Mixed(Mark, "#000000", 0.27);

    /// <summary>Of text on a dark page or panel.</summary>
    public string OnDark => Mixed(Mark, "#ffffff", 0.36);

    /// <summary>Of an area, through which the panel is seen.</summary>
    public string Tint => $"rgba({string.Join(",", Parts(Mark))},0.22)";

    /// <summary>A colour between two others.</summary>
    /// <param name="fraction">0 gives the first, 1 the second.</param>
    public static string Mixed(string first, string second, double fraction) =>
        "#" + string.Concat(Parts(first).Zip(Parts(second), (a, b) => ((int)Math.Round(a + (fraction * (b - a)))).ToString("x2")));

    private static int[] Parts(string colour) =>
        [.. new[] { 1, 3, 5 }.Select(at => int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
}
