using System.Text.Json.Nodes;
using MathNet.Numerics.LinearAlgebra;

namespace Workbook.Tests;

public class SpectrumChartsTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(9)]
    public void A_fan_of_measured_lines_each_with_its_prediction_and_the_wedge_between_them(int count)
    {
        var turn = Initialization.Orthogonal(6, new NumPyRandom(3));
        var networks = Enumerable.Range(1, count).Select(i => RadiusRunTests.Still(i / 10.0 * turn));
        var runs = networks.Select(network => RadiusRun.Of(network, new int[8], new int[8])).ToList();
        var data = SpectrumCharts.Sweep(runs, lags: 5, "Sweep", "sweep").ToJson()["data"]!.AsArray();
        var ramp = FigureStyle.Ramp(count);
        for (int i = 0; i < count; i++)
        {
            JsonNode wedge = data[i]!, measured = data[count + (2 * i)]!, power = data[count + (2 * i) + 1]!;
            Assert.Equal((ramp[i].Tint, ramp[i].Mark, ramp[i].Mark),
                ((string?)wedge["fillcolor"], (string?)measured["line"]!["color"], (string?)power["line"]!["color"]));
            Assert.Equal((1, 1), ((double)measured["y"]![0]!, (double)power["y"]![0]!));   // one point, from which all lines fan out
            Assert.Equal(Math.Pow(runs[i].Radius, 5), (double)power["y"]![5]!, 1e-12);
            double[] around = [.. Y(measured), .. Y(power).Reverse()];
            Assert.Equal(around, Y(wedge));
        }

        static double[] Y(JsonNode trace) => [.. trace["y"]!.AsArray().Select(value => (double)value!)];
    }

    [Fact]
    public void A_ramp_runs_from_cool_over_grey_to_warm()
    {
        string cool = FigureStyle.Series[0].Mark, grey = FigureStyle.Muted.Mark, warm = FigureStyle.Series[1].Mark;
        Assert.Equal([cool, grey, warm], FigureStyle.Ramp(3).Select(each => each.Mark));
        Assert.Equal(7, FigureStyle.Ramp(7).Distinct().Count());
        Assert.Equal(warm, Assert.Single(FigureStyle.Ramp(1)).Mark);
    }

    [Fact]
    public void Eigenvalues_are_drawn_as_points_and_told_in_words()
    {
        var matrix = Matrix<double>.Build.DenseOfArray(new[,] { { 0.0, -2 }, { 2, 0 } });
        var figure = SpectrumCharts.Eigenvalues([("turn", matrix)], "Eigenvalues", "eigenvalues");
        Assert.Equal([-2.0, 2.0], figure.ToJson()["data"]![0]!["y"]!.AsArray().Select(value => Math.Round((double)value!, 12)).Order());
        var spiral = SpectrumCharts.Eigenvalues([("spiral", matrix + 0.5)], "Eigenvalues", "eigenvalues").ToJson()["data"]![0]!;
        Assert.Equal([0.5, 0.5], spiral["x"]!.AsArray().Select(value => Math.Round((double)value!, 12)));
        Assert.Contains("turn: 2 of 2 outside the unit circle.", figure.Description);
        var highest = figure.ToJson()["layout"]!["annotations"]!.AsArray().MaxBy(note => (double)note!["y"]!);
        Assert.Equal("turn ○, |λ| ≤ 2.00", (string?)highest!["text"]);
    }
}
