#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;
using Chart = Plotly.NET.CSharp.Chart;
using GenericChart = Plotly.NET.GenericChart;

/// <summary>
/// A small network unrolled in time, a column per time step, played one operation at a time: forward, back, and into the gradient of
/// Whh. As a picture it shows all that was computed. An operation is a frame, which adds its own cells to the frame before.
/// </summary>
public static class UnrolledChart
{
    private const string Forth = "#0f8f86", Back = "#c2569a", Dots = "2px,2px";   // 3 : 1 or more on light pages and on dark ones
    private const double Thin = 1.5, Strong = 3, Margin = 12, Top = 58;           // in pixels

    /// <summary>The figure of a pass. Its title is what the pass shows.</summary>
    /// <param name="pass">Forward and back again.</param>
    /// <param name="name">The file name.</param>
    /// <exception cref="ArgumentException">What <see cref="UnrolledOperations"/> refuses.</exception>
    public static Figure Of(UnrolledPass pass, string name = "unrolled")
    {
        var operations = new UnrolledOperations(pass);
        var layout = new UnrolledLayout(operations);
        int last = operations.All.Count - 1;
        UnrolledCells[] cells = [.. layout.Cells, layout.Scale];
        object[] lines = [.. Standing(layout, last), .. Moving(operations, layout, last)];
        var frames = Enumerable.Range(0, last + 1).Select(k => Frame(operations, layout, k, lines.Length));
        return new Figure(
            Chart.Combine(lines.Select(_ => Empty()).Concat(cells.Select(Heatmap))),
            name,
            $"{operations.Finding}. Controls go through its {last} operations.",
            Layout(operations.Finding, layout),
            traces: [.. lines, .. cells.Select(each => Style(each, visible: each.IsThere(last)))],
            frames: new("operation", [.. frames], Start: last));
    }

    // The traces that move, and the cells that come or go; the cells' traces follow those of lines and words.
    private static object Frame(UnrolledOperations operations, UnrolledLayout layout, int k, int cells)
    {
        var moving = Moving(operations, layout, k);
        int[] changed = [.. Enumerable.Range(0, layout.Cells.Count)
            .Where(i => k == 0 || layout.Cells[i].IsThere(k) != layout.Cells[i].IsThere(k - 1))];
        return new
        {
            name = operations.All[k].Name,
            caption = new[] { operations.All[k].Equation, operations.All[k].Numbers },
            center = layout.Center(k) + Margin,
            baseframe = k == 0 ? null : operations.All[k - 1].Name,
            traces = Enumerable.Range(cells - moving.Length, moving.Length).Concat(changed.Select(i => cells + i)),
            data = moving.Concat(changed.Select(i => (object)new { visible = layout.Cells[i].IsThere(k) })),
        };
    }

    private static object[] Standing(UnrolledLayout layout, int last)
    {
        var arrows = Enumerable.Range(0, last + 1).SelectMany(layout.Arrows).Concat(layout.Keys.Select(key => key.Arrow))
            .ToLookup(arrow => arrow.GoesBack);
        return
        [
            Lines([], [.. arrows[false]], Forth, Thin),
            Lines([], [.. arrows[true]], Back, Thin, Dots),
            Write([.. layout.Texts(), .. layout.Keys.Select(key => key.Word)]),
        ];
    }

    // Frames around what an operation writes and reads, its arrows, and the results so far.
    private static object[] Moving(UnrolledOperations operations, UnrolledLayout layout, int k)
    {
        var operation = operations.All[k];
        string color = operation.IsBack ? Back : Forth;
        var written = layout.Cells.Where(cells => cells.Since == k && cells.Part != null && operation.Step != null);
        var read = layout.Cells.Where(cells => operation.Reads.Any(each => each == (cells.Part, cells.Step)));
        return
        [
            Lines([.. written], layout.Arrows(k), color, Strong),
            Lines([.. read], [], color, Thin, Dots),
            Write([.. layout.Results(k)]),
        ];
    }

    private static object Layout(string title, UnrolledLayout layout) => new
    {
        title = new
        {
            text = $"{title}<br><span style=\"font-size:12px\">between two columns: ‖Whhᵀ δₜ₊₁‖ in % of ‖Whyᵀ dyₜ‖</span>",
            y = 1, yref = "container", yanchor = "top", pad = new { t = 20 },
        },
        width = layout.Width + (2 * Margin),
        height = layout.Height + Top + Margin,
        margin = new { l = Margin, r = Margin, t = Top, b = Margin },
        showlegend = false,
        hovermode = "closest",
        dragmode = false,                                                         // a finger scrolls
        modebar = new { remove = new[] { "select2d", "lasso2d" } },
        plot_bgcolor = "rgba(0,0,0,0)",
        xaxis = new { visible = false, fixedrange = true, range = new[] { 0, layout.Width } },
        yaxis = new { visible = false, fixedrange = true, range = new[] { layout.Height, 0 } },
        shapes = new[]
        {
            Fill(0.1, layout.Blocks),
            Fill(0.3, layout.Cells.Where(cells => cells.Part != null).Select(cells => (cells.X, cells.Y, cells.Right, cells.Bottom))),
        },
    };

    private static object Lines(UnrolledCells[] around, UnrolledArrow[] arrows, string color, double width, string dash = "solid") => new
    {
        mode = "lines+markers", hoverinfo = "skip", meta = "mask",
        x = around.SelectMany(cells => new double?[] { cells.X - 2, cells.Right + 1, cells.Right + 1, cells.X - 2, cells.X - 2, null })
            .Concat(arrows.SelectMany(arrow => new double?[] { arrow.X0, arrow.X1, null })),
        y = around.SelectMany(cells => new double?[] { cells.Y - 2, cells.Y - 2, cells.Bottom + 1, cells.Bottom + 1, cells.Y - 2, null })
            .Concat(arrows.SelectMany(arrow => new double?[] { arrow.Y0, arrow.Y1, null })),
        line = new { color, width, dash },
        marker = new
        {
            symbol = "arrow", angleref = "previous", opacity = 1, color, line = new { width = 0 },
            size = around.SelectMany(_ => new double[6]).Concat(arrows.SelectMany(_ => new[] { 0, 6 + (2 * width), 0 })),
        },
    };

    private static object Write(UnrolledText[] texts) => new
    {
        mode = "text", hoverinfo = "skip", meta = "mask",
        x = texts.Select(text => text.X), y = texts.Select(text => text.Y), text = texts.Select(text => text.Words),
        textposition = texts.Select(text => "middle " + text.Side), textfont = new { size = texts.Select(text => text.Size) },
    };

    private static GenericChart Empty() => Chart.Line<double, double, string>(x: [], y: [], UseDefaults: false);

    private static GenericChart Heatmap(UnrolledCells cells) =>
        Chart.Heatmap<double, double, double, string>(zData: cells.Values.ToRowArrays(), UseDefaults: false);

    private static object Style(UnrolledCells cells, bool visible)
    {
        bool isToken = cells.Part is UnrolledPart.Token or UnrolledPart.Target, isCounted = cells.Part != null && !isToken;
        var texts = cells.Values.ToRowArrays().Select((row, i) => row.Select((value, j) =>
            isToken ? (value == 1 ? $"{j}" : "") : cells.Values.RowCount > 1 ? $"entry {i}, {j}" : $"unit {j}"));
        return new
        {
            name = cells.Name, visible,
            x0 = cells.X + (cells.Width / 2), dx = cells.Width, y0 = cells.Y + (cells.Height / 2), dy = cells.Height,
            zmin = isToken ? 0 : -cells.Limit, zmax = cells.Limit, showscale = false, autocolorscale = !isToken,
            colorscale = isToken ? new[] { new object[] { 0, "rgba(128,128,128,0.15)" }, [1, "#6b6b6b"] } : null,
            text = texts, texttemplate = isToken ? "%{text}" : "", textfont = new { size = 11, color = "#ffffff" },
            hovertemplate = $"{cells.Name}, %{{text}}<br>%{{z:.4g}}<extra></extra>", hoverinfo = isCounted ? "all" : "skip",
            meta = isCounted ? null : "mask",
        };
    }

    private static object Fill(double opacity, IEnumerable<(double Left, double Top, double Right, double Bottom)> boxes) => new
    {
        type = "path", layer = "below", fillcolor = FormattableString.Invariant($"rgba(128,128,128,{opacity})"), line = new { width = 0 },
        path = string.Concat(boxes.Distinct().Select(box =>
            FormattableString.Invariant($"M{box.Left},{box.Top}H{box.Right}V{box.Bottom}H{box.Left}Z"))),
    };
}
