namespace Workbook.Tests;

/// <summary>Errors in three classes: what is wrong is strong, what is equal weak, and a derivative that is NaN is wrong.</summary>
public class ErrorChartTests
{
    [Fact]
    public void A_cell_is_a_derivative_in_its_class()
    {
        var errors = new RnnParameters(2, 3, 2);
        errors.Wxh[0, 0] = 1;
        errors.Wxh[1, 1] = 1.01e-4;
        errors.Wxh[2, 0] = double.NaN;
        errors.Whh[2, 2] = 1e-4;
        errors.bh[1] = 1e-16;
        var figure = ErrorChart.Of([("one", errors), ("none", errors.ZerosLike())], "Three are wrong", "errors");
        var traces = figure.ToJson()["data"]!.AsArray();

        Assert.Equal(10, traces.Count);                                       // five tensors, twice
        Assert.Equal("""[["×",""],["","×"],["×",""]]""", Plain(traces[0]!["text"]!));
        Assert.Equal("[[2.0,0.0],[0.0,2.0],[2.0,0.0]]", Plain(traces[0]!["z"]!));
        Assert.Equal("[[0.0,0.0,0.0],[0.0,0.0,0.0],[0.0,0.0,0.5]]", Plain(traces[1]!["z"]!));
        Assert.Equal("""[["","≈",""]]""", Plain(traces[3]!["text"]!));        // a bias lies on its side
        Assert.Equal("[[0.0,0.0]]", Plain(traces[9]!["z"]!));
        // One tensor under the other with an empty row between, each beside its name; the second gradient has an axis of its own.
        Assert.Equal([0, 4, 8, 11, 13], traces.Take(5).Select(trace => (int)trace!["y0"]!));
        Assert.Equal([1, 5, 8.5, 11, 13], figure.ToJson()["layout"]!["yaxis"]!["tickvals"]!.AsArray().Select(tick => (double)tick!));
        Assert.Equal(["x", "x2"], traces.Select(trace => (string?)trace!["xaxis"]).Distinct());
        Assert.All(traces, trace => Assert.Equal((0.0, 2.0), ((double)trace!["zmin"]!, (double)trace["zmax"]!)));
    }

    [Fact]
    public void Each_gradient_says_how_many_of_its_derivatives_are_wrong()
    {
        var errors = new RnnParameters(2, 3, 2);
        errors.by[0] = double.NaN;
        var figure = ErrorChart.Of([("one", errors), ("none", errors.ZerosLike())], "One is wrong", "errors");
        Assert.Equal("One is wrong. one: 1 of 26 wrong. none: 0 of 26 wrong.", figure.Description);
        var notes = figure.ToJson()["layout"]!["annotations"]!.AsArray();
        Assert.Contains(notes, note => (string?)note!["text"] == "<b>one</b><br>1 of 26 wrong");
    }

    private static string Plain(System.Text.Json.Nodes.JsonNode node) => node.ToJsonString(new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
