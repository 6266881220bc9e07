#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;

/// <summary>Where the parts of triangles lie: the cells, the dots beside them, and the sentence under one that is alone.</summary>
internal sealed class TriangleLayout
{
    // In pixels.
    private const double SizesWidth = 66, NarrowSizesWidth = 44;
    private const double LeastSide = 340, LongestSide = 476, LongestTogether = 576, LargestCell = 90, NarrowSide = 156, SmallestRow = 11;
    private const double SizesGap = 12, Gap = 46, SentenceHeight = 20, SentenceGap = 5, RowGap = 110;
    private const double Picked = 0.8;   // of a cell, beside the last one
    private const int Left = 70, Right = 90, Bottom = 62, PanelTitle = 22;

    private readonly IReadOnlyList<Triangle> panels;
    private readonly bool isNarrow;
    private readonly int steps;

    /// <param name="isNarrow">Whether several stand one under the other, for a page of 360 pixels.</param>
    public TriangleLayout(IReadOnlyList<Triangle> panels, bool isNarrow) =>
        (this.panels, this.isNarrow, steps) = (panels, isNarrow, panels.Max(panel => panel.Norms.RowCount));

    /// <summary>The layout.</summary>
    /// <param name="title">Over the figure.</param>
    /// <param name="notes">On the panels.</param>
    public Dictionary<string, object> Of(string title, IEnumerable<object> notes)
    {
        int columns = isNarrow ? 1 : panels.Count;
        bool isAlone = panels.Count == 1;
        double side = Math.Min(Math.Clamp(SmallestRow * steps, LeastSide, LongestSide), LargestCell * steps);
        if (!isAlone)
            side = Math.Min(side, isNarrow ? NarrowSide : (LongestTogether / columns) - SizesGap);
        double panelWidth = side + SizesGap + (isAlone ? SizesWidth : NarrowSizesWidth), under = isAlone ? SentenceGap + SentenceHeight : 0;
        int rows = (panels.Count + columns - 1) / columns;
        double width = (columns * (panelWidth + Gap)) - Gap, height = (rows * (side + under + RowGap)) - RowGap;
        var layout = FigureLayout.Wrap(
            title, Measures(), width, height, Left, Right,
            FigureLayout.TitleHeight + (isAlone ? 8 : PanelTitle + 8), Bottom, isNarrow);
        var titles = new List<object>();
        for (int i = 0; i < panels.Count; i++)
        {
            string axis = i == 0 ? "" : $"{i + 1}", sizes = $"{panels.Count + i + 1}";
            double left = i % columns * (panelWidth + Gap) / width, top = 1 - (i / columns * (side + under + RowGap) / height);
            double right = left + (side / width), bottom = top - (side / height);
            var losses = Axis(i % columns == 0 ? "loss Lₜ of step t" : "", i, side, isRows: true);
            (losses["domain"], losses["anchor"]) = (new[] { bottom, top }, "x" + axis);
            var states = Axis($"state {panels[i].State}ₖ of step k", i, side, isRows: false);
            (states["domain"], states["anchor"]) = (new[] { left, right }, isAlone ? "y3" : "y" + axis);
            (layout["yaxis" + axis], layout["xaxis" + axis]) = (losses, states);
            layout["xaxis" + sizes] = SizesAxis(panels[i], right + (SizesGap / width), left + (panelWidth / width), "y" + axis);
            titles.Add(new
            {
                text = $"<b>{panels[i].Title}</b>", x = left, y = top, xref = "paper", yref = "paper", xanchor = "left", yanchor = "bottom",
                showarrow = false,
            });
            if (isAlone)
                layout["yaxis3"] = new
                {
                    domain = new[] { 0, SentenceHeight / height }, anchor = "x", showticklabels = false, showgrid = false, zeroline = false,
                };
        }
        layout["annotations"] = titles.Where((_, i) => panels[i].Title != "").Concat(notes).ToArray();
        return layout;
    }

    // Letters where there is room for one a row; numbers on the axis of states, under the sentence, which has the letters.
    private Dictionary<string, object> Axis(string title, int panel, double side, bool isRows)
    {
        int count = panels[panel].Norms.RowCount;
        var axis = new Dictionary<string, object>
        {
            ["title"] = new { text = title },
            // On the right, room for the mark beside the row that is picked.
            ["range"] = isRows ? new[] { count - 0.5, -0.5 } : [-0.5, count - 0.5 + (panels.Count == 1 ? Picked : 0)],
            ["showgrid"] = false,
            ["zeroline"] = false,
            ["dtick"] = count <= 12 ? 1 : count <= 30 ? 5 : 10,
            ["tick0"] = 0,
        };
        if (count <= 12)
            axis["tickvals"] = Enumerable.Range(0, count);   // none for the room on the right
        if (panels[panel].Letters is { } letters && (isRows || panels.Count > 1) && side / count >= (isRows ? SmallestRow : 7.2) - 0.01)
            FigureAxis.PutLetters(axis, letters);
        return axis;
    }

    private static Dictionary<string, object> SizesAxis(Triangle panel, double from, double to, string anchor)
    {
        FigureAxis all = new("", panel.Norms.Diagonal(), log: true);
        all.NameEndsAlone();
        (all.Layout["domain"], all.Layout["anchor"], all.Layout["tickangle"]) = (new[] { from, to }, anchor, 0);
        return all.Layout;
    }

    // What colours and dots are; with two kinds of states, both are named.
    private string Measures()
    {
        string[] kinds = [.. panels.Select(panel => panel.State).Distinct()];
        return kinds.Length == 1
            ? $"colour: ‖∂Lₜ/∂{kinds[0]}ₖ‖ as a fraction of ‖∂Lₜ/∂{kinds[0]}ₜ‖, black line at 1 %; dots: ‖∂Lₜ/∂{kinds[0]}ₜ‖"
            : $"colour: {string.Join(" or ", kinds.Select(kind => $"‖∂Lₜ/∂{kind}ₖ‖"))} as a fraction of that at k = t, black line at 1 %; "
                + "dots: that at k = t";
    }
}

/// <summary>One triangle of a figure.</summary>
/// <param name="Norms">‖∂L_t/∂h_k‖, row t, column k (T × T); NaN where k &gt; t.</param>
/// <param name="Title">Stands over it; nothing if it is alone.</param>
/// <param name="Letters">The token read at each step, one character each: they stand on both axes.</param>
/// <param name="State">What the losses reach: h, the hidden state, or c, an LSTM's cells.</param>
public sealed record Triangle(Matrix<double> Norms, string Title = "", IReadOnlyList<string>? Letters = null, string State = "h");
