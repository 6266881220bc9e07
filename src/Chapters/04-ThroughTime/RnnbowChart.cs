#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;
using Chart = Plotly.NET.CSharp.Chart;

/// <summary>
/// At each state a stacked bar of what every loss sends there, coloured by the loss: the view of Cashman, Patterson, Mosca, Watts,
/// Robinson and Chang, "RNNbow: Visualizing Learning via Backpropagation Gradients in Recurrent Neural Networks" (2018). They stack
/// norms, which do not add up to the norm of the sum; stacked here are the parts along the sum, which do, and which are negative where a
/// loss pulls the other way.
/// </summary>
public static class RnnbowChart
{
    private const double Least = 0.002;   // of the tallest bar: what is shorter is not drawn

    /// <param name="contributions"><see cref="GradientFlow.Contributions"/>, one row per loss, one column per state.</param>
    /// <param name="title">What the figure shows, with its number, in at most 60 characters.</param>
    /// <param name="name">The file name.</param>
    /// <param name="letters">The token read at each step, one character each.</param>
    public static Figure Of(Matrix<double> contributions, string title, string name, IReadOnlyList<string>? letters = null)
    {
        int steps = contributions.ColumnCount;
        double[] totals = [.. contributions.ColumnSums()];
        double least = Least * totals.Max();
        var parts = contributions.EnumerateIndexed().Where(part => Math.Abs(part.Item3) > least)
            .OrderBy(part => part.Item2).ThenBy(part => part.Item1).ToArray();
        double[] places = [.. Enumerable.Range(0, steps).Select(k => (double)k)];
        int largest = Array.IndexOf(totals, totals.Max());
        double side = Math.Clamp(11.0 * steps, 340, 476);
        var layout = FigureLayout.Wrap(
            title, "‖∂L/∂hₖ‖ as the sum of each loss's part along it; diamond: the sum", side, height: 240, left: 70, right: 90,
            FigureLayout.TitleHeight, bottom: 70);
        var x = new Dictionary<string, object>
        {
            ["title"] = new { text = "state hₖ of step k" }, ["range"] = new[] { -0.6, steps - 0.4 }, ["showgrid"] = false,
        };
        if (letters != null && side / steps >= 7.2)
            FigureAxis.PutLetters(x, letters);
        layout["xaxis"] = x;
        layout["yaxis"] = new { title = new { text = "" }, exponentformat = "none" };
        layout["barmode"] = "relative";
        layout["bargap"] = 0.15;
        double against = -parts.Where(part => part.Item3 < 0).Sum(part => part.Item3), all = parts.Sum(part => Math.Abs(part.Item3));
        return new Figure(
            Chart.Combine(
            [
                Chart.Column<double, double, string>(
                    values: parts.Select(part => part.Item3).ToArray(), Keys: parts.Select(part => (double)part.Item2).ToArray(),
                    Name: "part of a loss", UseDefaults: false),
                Chart.Line<double, double, string>(x: places, y: totals, Name: "sum", UseDefaults: false),
            ]),
            name,
            FigureLayout.Describe(title, $"Largest, {FigureNumber.Text(totals[largest])}, at state {largest}.",
                $"{FigureNumber.Text(100 * against / all)} % pulls the other way."),
            layout,
            traces:
            [
                new
                {
                    marker = new
                    {
                        line = new { width = 0 },
                        color = parts.Select(part => part.Item1),
                        colorscale = FigureStyle.RampScale,
                        cmin = 0,
                        cmax = Math.Max(steps - 1, 1),
                        showscale = true,
                        colorbar = new
                        {
                            thickness = 12, outlinewidth = 0, tickfont = new { size = 11 },
                            title = new { text = "loss Lₜ", font = new { size = 12 } },
                        },
                    },
                    customdata = parts.Select(part => part.Item1),
                    hovertemplate = "loss of step %{customdata}<br>state of step %{x}<br>%{y}<extra></extra>",
                },
                new
                {
                    mode = "markers",
                    marker = new { symbol = "diamond", size = 7, color = "#ffffff", line = new { width = 1.5, color = "#000000" } },
                    hovertemplate = "state of step %{x}<br>norm %{y}<extra></extra>",
                },
            ]);
    }
}
