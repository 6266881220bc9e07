using MathNet.Numerics.LinearAlgebra;

namespace Workbook.Tests;

public class SpectrumChartsTests
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(1.5)]
    public void Near_zero_an_orthogonal_matrix_multiplies_by_its_radius(double radius)
    {
        var run = RadiusRun.Of(Still(radius * Initialization.Orthogonal(6, new NumPyRandom(2))), new int[20], new int[20]);
        // Six times six products a step, and eigenvalues of a normal matrix: a few hundred units of 2.2e-16.
        Assert.Equal(radius, run.Radius, 1e-12);
        Assert.Equal(radius, run.GrowthPerStep(10), 1e-12);
        Assert.Equal(0, run.Saturated);
    }

    [Fact]
    public void A_state_is_saturated_where_tanh_is_less_than_half_as_steep_as_at_zero()
    {
        var rnn = Still(Matrix<double>.Build.Dense(6, 6));
        rnn.Parameters.bh.SetValues([0, 0.88, -0.88, 0.89, -0.89, 30]);       // tanh² is ½ at 0.8814
        Assert.Equal(0.5, RadiusRun.Of(rnn, [0, 0], [0, 0]).Saturated);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(9)]
    public void A_prediction_has_the_colour_of_its_measurement(int count)
    {
        var runs = Enumerable.Range(1, count).Select(i => RadiusRun.Of(Still(i / 10.0 * Initialization.Orthogonal(6, new NumPyRandom(3))), new int[8], new int[8])).ToList();
        var figure = SpectrumCharts.Sweep(runs, lags: 5, "Sweep", "sweep").ToJson();
        int colours = FigureStyle.Light["layout"]!["colorway"]!.AsArray().Count;
        var data = figure["data"]!.AsArray();
        for (int i = 0; i < count; i++)
        {
            int prediction = Enumerable.Range(count, data.Count - count).First(k => (string?)data[k]!["line"]?["dash"] == "dot" && Math.Abs((double)data[k]!["y"]![1]! - runs[i].Radius) < 1e-9);
            Assert.Equal(i % colours, prediction % colours);
        }
    }

    [Fact]
    public void Eigenvalues_are_drawn_as_points_and_told_in_words()
    {
        var matrix = Matrix<double>.Build.DenseOfArray(new[,] { { 0.0, -2 }, { 2, 0 } });
        var figure = SpectrumCharts.Eigenvalues([("turn", matrix)], "Eigenvalues", "eigenvalues");
        Assert.Equal([-2.0, 2.0], figure.ToJson()["data"]![0]!["y"]!.AsArray().Select(value => Math.Round((double)value!, 12)).Order());
        Assert.Contains("turn: 2 eigenvalues, the largest of size 2.000, 2 outside the unit circle.", figure.Description);
    }

    // Nothing is read and no unit is biased: the states stay at zero.
    private static Rnn Still(Matrix<double> Whh)
    {
        var rnn = new Rnn(1, 6, 2, new NumPyRandom(0));
        Whh.CopyTo(rnn.Parameters.Whh);
        rnn.Parameters.Wxh.Clear();
        rnn.Parameters.bh.Clear();
        return rnn;
    }
}
