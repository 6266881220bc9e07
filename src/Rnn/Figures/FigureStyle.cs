#nullable enable
using System.Text.Json;
using System.Text.Json.Nodes;

/// <summary>
/// How every figure looks: seaborn's "darkgrid" in plotly.js's terms, and the same in the dark.
/// The diverging scales keep their order for colour-blind readers (ColorBrewer's RdBu, and its counterpart about a dark middle).
/// </summary>
public static class FigureStyle
{
    /// <summary>A plotly.js template for a light page.</summary>
    public static JsonNode Light { get; } = Template(
        ink: "#262626", faint: "#6b6b73", panel: "#eaeaf2", grid: "#ffffff", hover: "#ffffff",
        lines: ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#262626"],
        diverging: ["#053061", "#2166ac", "#67a9cf", "#d1e5f0", "#f7f7f7", "#fddbc7", "#ef8a62", "#b2182b", "#67001f"],
        sequential: ["#fcfdbf", "#feb078", "#f1605d", "#b73779", "#721f81", "#2d1160", "#000004"]);

    /// <summary>A plotly.js template for a dark page.</summary>
    public static JsonNode Dark { get; } = Template(
        ink: "#e6e6ea", faint: "#a0a0aa", panel: "#2a2c33", grid: "#40434c", hover: "#1d1f24",
        lines: ["#56b4e9", "#f08a3c", "#2fc79a", "#e39ac4", "#f0c040", "#8fd0ff", "#e6e6ea"],
        diverging: ["#c6ecff", "#74bdea", "#3b86c4", "#28507c", "#22252b", "#7a3a22", "#c4602d", "#f29a5a", "#ffdcb5"],
        sequential: ["#14112b", "#3b0f70", "#8c2981", "#de4968", "#fe9f6d", "#fde8a0", "#fcfdbf"]);

    /// <summary>Exact zero on a logarithmic scale: a hue that neither sequential scale has, readable on light and dark.</summary>
    public static string Zero => "#56b4e9";

    private static JsonNode Template(
        string ink, string faint, string panel, string grid, string hover, string[] lines, string[] diverging, string[] sequential)
    {
        var axis = new
        {
            gridcolor = grid, linecolor = grid, zerolinecolor = grid, zerolinewidth = 1,
            ticks = "", automargin = true, title = new { standoff = 8, font = new { size = 12, color = faint } },
        };
        var colorbar = new { thickness = 12, outlinewidth = 0, ticks = "", tickfont = new { size = 11 } };
        return JsonSerializer.SerializeToNode(new
        {
            layout = new
            {
                font = new { family = "Arial, Liberation Sans, DejaVu Sans, sans-serif", size = 12, color = ink },
                title = new { font = new { size = 15 }, x = 0, xref = "paper", xanchor = "left" },
                paper_bgcolor = "rgba(0,0,0,0)",
                plot_bgcolor = panel,
                colorway = lines,
                colorscale = new { diverging = Scale(diverging), sequential = Scale(sequential), sequentialminus = Scale(sequential) },
                xaxis = axis,
                yaxis = axis,
                hoverlabel = new { bgcolor = hover, bordercolor = faint, font = new { color = ink } },
                legend = new { bgcolor = "rgba(0,0,0,0)" },
                modebar = new { bgcolor = "rgba(0,0,0,0)", color = faint, activecolor = ink },
                annotationdefaults = new { font = new { color = ink }, arrowcolor = faint },
            },
            data = new
            {
                heatmap = new[] { new { autocolorscale = true, xgap = 1, ygap = 1, colorbar } },
                scatter = new[] { new { line = new { width = 2 } } },
            },
        })!;
    }

    private static object[] Scale(string[] colors)
    {
        var stops = new object[colors.Length];
        for (int i = 0; i < colors.Length; i++)
            stops[i] = new object[] { i / (colors.Length - 1.0), colors[i] };
        return stops;
    }
}
