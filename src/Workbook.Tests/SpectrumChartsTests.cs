using System.Text.Json.Nodes;
using MathNet.Numerics.LinearAlgebra;

namespace Workbook.Tests;

public class SpectrumChartsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(9)]
    public void A_prediction_has_the_colour_of_its_measurement(int count)
    {
        var turn = Initialization.Orthogonal(6, new NumPyRandom(3));
        var networks = Enumerable.Range(1, count).Select(i => RadiusRunTests.Still(i / 10.0 * turn));
        var runs = networks.Select(network => RadiusRun.Of(network, new int[8], new int[8])).ToList();
        var figure = SpectrumCharts.Sweep(runs, lags: 5, "Sweep", "sweep").ToJson();
        int colours = FigureStyle.Light["layout"]!["colorway"]!.AsArray().Count;
        var data = figure["data"]!.AsArray();
        for (int i = 0; i < count; i++)
        {
            int prediction = Enumerable.Range(count, data.Count - count).First(k => IsDotted(data[k]!) && Starts(data[k]!, runs[i].Radius));
            Assert.Equal(i % colours, prediction % colours);
        }

        static bool IsDotted(JsonNode trace) => (string?)trace["line"]?["dash"] == "dot";
        static bool Starts(JsonNode trace, double factor) => Math.Abs((double)trace["y"]![1]! - factor) < 1e-9;
    }

    [Fact]
    public void Eigenvalues_are_drawn_as_points_and_told_in_words()
    {
        var matrix = Matrix<double>.Build.DenseOfArray(new[,] { { 0.0, -2 }, { 2, 0 } });
        var figure = SpectrumCharts.Eigenvalues([("turn", matrix)], "Eigenvalues", "eigenvalues");
        Assert.Equal([-2.0, 2.0], figure.ToJson()["data"]![0]!["y"]!.AsArray().Select(value => Math.Round((double)value!, 12)).Order());
        Assert.Contains("turn: 2 eigenvalues, the largest of size 2.000, 2 outside the unit circle.", figure.Description);
    }
}
