#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;

/// <summary>What the layouts of figures have in common, in plotly.js's own names.</summary>
internal static class FigureLayout
{
    /// <summary>Of a line of a title, in characters.</summary>
    public const int LongestLine = 60;

    /// <summary>Of a description, in characters.</summary>
    public const int LongestDescription = 120;

    /// <summary>What the two lines of a title take up at the top of a figure, in pixels.</summary>
    public const int TitleHeight = 56;

    private const int LineHeight = 20;        // in pixels, of a title
    private const double LongestSide = 520;   // in pixels, of a heatmap that has many cells
    private const int MostLabels = 12;        // on an axis
    private const double NarrowLine = 340;    // in pixels, of a title on a phone
    private const double Buttons = 90;        // in pixels, right of the title
    private const double TitleLetter = 7.9, MeasuresLetter = 6.3;   // their widths in pixels, at most, on average over a line

    // Over the left end of a figure, and under it what is measured.
    private static object Title(string[] lines, string[] measures) => new
    {
        text = string.Join("<br>", lines.Concat(measures.Select(line => $"<span style=\"font-size:12px\">{line}</span>"))),
        y = 1,
        yanchor = "top",
        pad = new { l = 10, t = 22 },
    };

    // Broken at spaces.
    private static string[] Lines(string text, double longest)
    {
        var lines = new List<string> { "" };
        foreach (string word in text.Split(' '))
            if (lines[^1] == "" || lines[^1].Length + 1 + word.Length <= longest)
                lines[^1] += (lines[^1] == "" ? "" : " ") + word;
            else
                lines.Add(word);
        return [.. lines];
    }

    /// <summary>The finding, and of what else is said as many sentences as a description has room for.</summary>
    public static string Describe(string title, params IEnumerable<string> sentences)
    {
        string said = title.EndsWith('.') ? title : title + ".";
        foreach (string sentence in sentences)
            if (sentence != "" && said.Length + 1 + sentence.Length <= LongestDescription)
                said += " " + sentence;
        return said;
    }

    /// <summary>Title, size and margins of a figure whose panels take up this much; the rest of its layout is added to them.</summary>
    /// <param name="title">What the figure shows.</param>
    /// <param name="measures">Quantity and unit.</param>
    /// <param name="width">Of the panels, in pixels, as all here.</param>
    /// <param name="height">Of the panels.</param>
    /// <param name="left">For the labels of the axis.</param>
    /// <param name="right">For the colour bar; more if the title needs it.</param>
    /// <param name="top">For the titles.</param>
    /// <param name="bottom">For the labels of the axis.</param>
    /// <param name="isNarrow">Whether the title may take more than two lines, to be no wider than a phone.</param>
    public static Dictionary<string, object> Wrap(
        string title, string measures, double width, double height, int left, int right, int top, int bottom, bool isNarrow = false)
    {
        if (isNarrow)
        {
            var (lines, below) =
                (Lines(title, (NarrowLine - Buttons) / TitleLetter), Lines(measures, NarrowLine / MeasuresLetter));
            int more = (LineHeight * (lines.Length - 1)) + (16 * (below.Length - 1));
            var narrow = Wrap("", "", width, height, left, right, top + more, bottom);
            narrow["width"] = width + left + right;
            narrow["title"] = Title(lines, below);
            return narrow;
        }
        string[] titleLines = Lines(title, LongestLine);
        double titles = Math.Max(Buttons + (TitleLetter * titleLines.Max(line => line.Length)), 20 + (MeasuresLetter * measures.Length));
        double whole = Math.Max(width + left + right, titles);
        top += LineHeight * (titleLines.Length - 1);
        return new()
        {
            ["title"] = Title(titleLines, measures == "" ? [] : [measures]),
            ["width"] = whole,
            ["height"] = height + top + bottom,
            ["margin"] = new { l = left, r = whole - width - left, t = top, b = bottom },
            ["showlegend"] = false,
        };
    }

    /// <summary>A heatmap's axis: whole numbers from 0, at most twelve of them written.</summary>
    /// <param name="title">What the numbers count.</param>
    /// <param name="count">How many rows or columns there are.</param>
    /// <param name="reversed">Whether 0 is on top.</param>
    /// <param name="from">Where the axis begins, as a fraction of the figure.</param>
    /// <param name="to">Where it ends.</param>
    /// <param name="anchor">The axis that it belongs to; the first one if omitted.</param>
    public static object UnitAxis(
        string title, int count, bool reversed = false, double from = 0, double to = 1, string? anchor = null) => new
    {
        title = new { text = title },
        range = reversed ? new[] { count - 0.5, -0.5 } : [-0.5, count - 0.5],
        dtick = Math.Ceiling(count / (double)MostLabels),
        tick0 = 0,
        showticklabels = count > 1,
        showgrid = false,
        zeroline = false,
        domain = new[] { from, to },
        anchor = anchor ?? (reversed ? "x" : "y"),
    };

    /// <summary>A panel's title, over its left end, with its colour range on a second line.</summary>
    /// <param name="name">In bold.</param>
    /// <param name="range">The second line.</param>
    /// <param name="left">Where the panel begins, as a fraction of the figure.</param>
    /// <param name="top">Where it ends.</param>
    public static object PanelTitle(string name, string range, double left, double top) => new
    {
        text = $"<b>{name}</b><br>{range}",
        x = left,
        y = top,
        xref = "paper",
        yref = "paper",
        xanchor = "left",
        yanchor = "bottom",
        align = "left",
        showarrow = false,
    };

    /// <summary>A note in a colour of <see cref="FigureStyle"/>, whose shade the page's template chooses.</summary>
    /// <param name="text">May break its line with "&lt;br&gt;".</param>
    /// <param name="x">In the units of its axis: decades on a logarithmic one.</param>
    /// <param name="y">In the units of its axis.</param>
    /// <param name="axes">What follows "x" and "y" in the names of its axes.</param>
    /// <param name="anchor">Which end of the note lies there: "left", "right" or "center".</param>
    /// <param name="right">Moves it, in pixels.</param>
    /// <param name="up">Moves it, in pixels.</param>
    public static object Note(
        string text, FigureColour colour, double x, double y, string axes = "", string anchor = "left", double right = 0, double up = 0) =>
        new
        {
            templateitemname = colour.Name,
            visible = true,
            text,
            x,
            y,
            xref = "x" + axes,
            yref = "y" + axes,
            xanchor = anchor,
            yanchor = "middle",
            align = anchor,
            xshift = right,
            yshift = up,
            showarrow = false,
        };

    /// <summary>The side of a cell in pixels, so that many cells stay on a page.</summary>
    /// <param name="largest">Its side if there are few.</param>
    /// <param name="count">How many lie side by side.</param>
    public static double CellSize(double largest, int count) => Math.Min(largest, LongestSide / count);
}
