#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;
using Chart = Plotly.NET.CSharp.Chart;

/// <summary>
/// How far gradients are from the true one, derivative by derivative and side by side: a block of cells per tensor, in three classes.
/// Wrong is the strong one, exactly equal the weak one.
/// </summary>
public static class ErrorChart
{
    private const int Cell = 17, Gap = 22;   // in pixels; Gap: between two gradients
    private const double Wrong = 1e-4;

    // The classes as places on a colour scale that begins weak and ends strong, and as signs.
    private static readonly (double Place, string Sign) Equal = (0, ""), Rounding = (0.5, "≈"), Off = (2, "×");

    /// <param name="errors">The relative error of every derivative, each gradient with its name; all of one network.</param>
    /// <param name="title">What the figure shows, with its number, in at most 60 characters.</param>
    /// <param name="name">The file name.</param>
    public static Figure Of(IReadOnlyList<(string Name, RnnParameters Errors)> errors, string title, string name)
    {
        Block[] blocks = [.. Blocks(errors[0].Errors)];
        int columns = blocks.Max(block => block.Columns), rows = blocks[^1].Top + blocks[^1].Rows;
        double width = (Cell * columns * errors.Count) + (Gap * (errors.Count - 1));
        var layout = FigureLayout.Wrap(
            title, $"relative error of each derivative: × over {FigureNumber.Magnitude(Wrong)}, ≈ rounding, empty exactly 0",
            width, Cell * rows, left: 55, right: 20, FigureLayout.TitleHeight + 40, bottom: 20);
        layout["yaxis"] = Axis(rows - 0.5, -0.5, 0, 1, blocks);
        for (int k = 0; k < errors.Count; k++)
            layout["xaxis" + Number(k)] = Axis(-0.5, columns - 0.5, Left(k), Left(k) + (Cell * columns / width), []);
        layout["annotations"] = errors.Select((each, k) => FigureLayout.PanelTitle(each.Name, Count(each.Errors), Left(k), top: 1));
        var panels = errors.SelectMany((each, k) => blocks.Select(block => (each.Name, k, block, Rows: RowsOf(each.Errors, block.Tensor))));
        return new Figure(
            Chart.Combine(panels.Select(panel => Chart.Heatmap<double, double, double, string>(
                zData: Each(panel.Rows, error => Class(error).Place), UseDefaults: false))),
            name,
            FigureLayout.Describe(title, errors.Select(each => $"{each.Name}: {Count(each.Errors)}.")),
            layout,
            traces: [.. panels.Select(panel => new
            {
                name = $"{panel.block.Tensor} {panel.Name}",
                xaxis = "x" + Number(panel.k),
                y0 = panel.block.Top,
                zmin = Equal.Place,
                zmax = Off.Place,
                showscale = false,
                text = Each(panel.Rows, error => Class(error).Sign),
                texttemplate = "%{text}",
                customdata = Each(panel.Rows, FigureNumber.Text),
                hovertemplate = "%{customdata}",
            })]);

        double Left(int k) => k * ((Cell * columns) + Gap) / width;
    }

    private static string Number(int k) => k == 0 ? "" : $"{k + 1}";

    private static object Axis(double first, double last, double from, double to, Block[] blocks) => new
    {
        range = new[] { first, last },
        domain = new[] { from, to },
        tickvals = blocks.Select(block => block.Top + ((block.Rows - 1) / 2.0)),
        ticktext = blocks.Select(block => block.Tensor),
        showgrid = false,
        zeroline = false,
    };

    private static (double Place, string Sign) Class(double error) => error == 0 ? Equal : error <= Wrong ? Rounding : Off;

    private static string Count(RnnParameters errors)
    {
        double[] each = errors.ToArray();
        return $"{each.Count(error => !(error <= Wrong))} of {each.Length} wrong";
    }

    // One under the other, with an empty row between two.
    private static IEnumerable<Block> Blocks(RnnParameters errors)
    {
        int top = 0;
        foreach (string tensor in errors.Names)
        {
            double[][] rows = RowsOf(errors, tensor);
            yield return new(tensor, top, rows.Length, rows[0].Length);
            top += rows.Length + 1;
        }
    }

    // A bias lies on its side.
    private static double[][] RowsOf(RnnParameters errors, string tensor) => errors[tensor] is var matrix && matrix.ColumnCount == 1
        ? [matrix.ToColumnMajorArray()] : matrix.ToRowArrays();

    private static T[][] Each<T>(double[][] rows, Func<double, T> of) => [.. rows.Select(row => row.Select(of).ToArray())];

    private sealed record Block(string Tensor, int Top, int Rows, int Columns);
}
