using System.Text.Json.Nodes;
using MathNet.Numerics.LinearAlgebra;

namespace Workbook.Tests;

public class ChartsTests
{
    [Fact]
    public void Exact_zeros_are_a_layer_of_their_own_and_small_numbers_are_not_among_them()
    {
        var matrix = Matrix<double>.Build.DenseOfRowArrays([[0, -1000, 1e-9], [double.NaN, 5e8, 0]]);
        var data = Charts.Heatmap(matrix, "Log", log: new LogScale(1, 1e6)).ToJson()["data"]!.AsArray();

        // Decades above 1; what lies outside is drawn as the end of the range.
        Assert.Equal(["NaN", "3", "0", "NaN", "6", "NaN"], Entries(data[0]!));
        Assert.Equal(["0", "NaN", "NaN", "NaN", "NaN", "0"], Entries(data[1]!));
        Assert.Equal(FigureStyle.Zero, (string?)data[1]!["colorscale"]![0]![1]);
    }

    [Fact]
    public void The_description_counts_zeros_and_gives_no_digits_below_the_range()
    {
        var matrix = Matrix<double>.Build.DenseOfRowArrays([[0, 1e-3, -3.7e-17]]);
        Assert.Equal("1 × 3, 1 exactly zero, the others from below 1E-12 to 0.001", Charts.Describe(matrix, new LogScale(1e-12, 1)));
    }

    [Fact]
    public void An_extreme_is_described_where_it_is_first_reached_whatever_the_rounding()
    {
        // One unit of rounding under 1, then 1 itself; and a small lowest value beside a large highest one.
        Assert.Contains("highest 1 at 2.", Charts.Lines([new Line("cosine", [1, 2, 3], [0.5, Math.BitDecrement(1.0), 1])], "Title", "step", "cosine").Description);
        Assert.Contains("lowest 1E-20 at 3, highest 1 at 1.", Charts.Lines([new Line("norm", [1, 2, 3], [1, 1e-13, 1e-20])], "Title", "step", "norm").Description);
    }

    private static IEnumerable<string> Entries(JsonNode trace) => trace["z"]!.AsArray().SelectMany(row => row!.AsArray()).Select(entry => $"{double.Parse(entry!.ToString())}");
}
