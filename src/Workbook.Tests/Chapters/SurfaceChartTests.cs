using MathNet.Numerics.LinearAlgebra;

namespace Workbook.Tests;

public class SurfaceChartTests
{
    private static readonly Line Path = new("path", [0, 1, 2], [1, 0, 1]);

    [Fact]
    public void The_lines_are_those_of_the_logarithm_over_the_values_of_the_axes()
    {
        var loss = Matrix<double>.Build.DenseOfArray(new[,] { { 100, 1, 0.01 }, { 10, 1e-9, 0 } });
        var data = SurfaceChart.Of(loss, [0, 1, 2], [0, 1], [Path], "A title", "w", "b", "contours").ToJson()["data"]!;
        // What is below a thousandth is drawn as that.
        Assert.Equal([2.0, 0, -2, 1, -3, -3], data[0]!["z"]!.AsArray().SelectMany(row => row!.AsArray()).Select(value => (double)value!));
        Assert.Equal(("contour", "none", 0.5), ((string)data[0]!["type"]!, (string)data[0]!["contours"]!["coloring"]!,
            (double)data[0]!["contours"]!["size"]!));
        Assert.Equal(("[0,1,2]", "[0,1]"), (data[0]!["x"]!.ToJsonString(), data[0]!["y"]!.ToJsonString()));
        Assert.Equal([1.0, 0, 1], data[1]!["y"]!.AsArray().Select(value => (double)value!));
    }

    [Fact]
    public void A_path_is_named_at_the_right_at_the_height_where_it_ends()
    {
        var layout = SurfaceChart.Of(Matrix<double>.Build.Dense(3, 3, 1), [0, 1, 2], [0, 1, 2],
            [Path, new("other", [0, 1], [2, 0])], "A title", "w", "b", "contours").ToJson()["layout"]!;
        double right = (double)layout["xaxis"]!["range"]![1]!;
        Assert.Equal([("other", right, 0.0), ("path", right, 1.0)], layout["annotations"]!.AsArray()
            .Select(note => ((string)note!["text"]!, (double)note["x"]!, (double)note["y"]!)));
    }

    [Fact]
    public void A_loss_of_another_shape_is_refused() => Assert.StartsWith(
        "loss is 3 × 2",
        Assert.Throws<ArgumentException>(() =>
            SurfaceChart.Of(Matrix<double>.Build.Dense(3, 2), [0, 1, 2], [0, 1], [Path], "A title", "w", "b", "contours")).Message);
}
