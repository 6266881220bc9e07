using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MathNet.Numerics.LinearAlgebra;

namespace Workbook.Tests;

/// <summary>What tells a figure that has changed from one that has not: a published picture is kept as long as its figure stays.</summary>
public class ShownFigureTests
{
    private static readonly Matrix<double> Row = Matrix<double>.Build.DenseOfArray(new[,] { { 1, -2.5, 0.125 } });

    private static readonly JsonObject Json =
        SliderChart.Heatmaps([("first", Row), ("second", 2 * Row)], "Title", "frame", "row", "column").ToJson();

    [Fact]
    public void Every_number_and_every_label_counts() => AssertAllCount(Json, Fingerprint);

    [Fact]
    public void Every_number_and_every_colour_of_the_style_counts() =>
        AssertAllCount(FigureStyle.Light.AsObject(), style => Some(Json).Fingerprint(style).ToString());

    private static void AssertAllCount(JsonObject json, Func<JsonObject, string> fingerprint)
    {
        var fingerprints = new HashSet<string> { fingerprint(json) };
        var leaves = Leaves(json).ToList();
        Assert.InRange(leaves.Count(path => At(json, path)!.GetValueKind() == JsonValueKind.Number), 20, int.MaxValue);
        foreach (object[] path in leaves)
        {
            var changed = json.DeepClone().AsObject();
            JsonNode leaf = At(changed, path)!;
            leaf.ReplaceWith(leaf.GetValueKind() switch
            {
                JsonValueKind.Number =>
                    JsonValue.Create((double.Parse(leaf.ToJsonString(), CultureInfo.InvariantCulture) * 1.2) + 0.2),
                JsonValueKind.String => JsonValue.Create(leaf + "s"),
                var kind => JsonValue.Create(kind == JsonValueKind.False),
            });
            Assert.True(fingerprints.Add(fingerprint(changed)), $"{string.Join('/', path)} does not count.");
        }
    }

    [Fact]
    public void A_figure_is_known_by_its_members_names_and_nothing_else_is_one()
    {
        var figure = Charts.Heatmap(Row, "One");
        var shown = ShownFigure.From(figure, new())!;
        Assert.Equal((figure.Name, figure.Description), (shown.Name, shown.Description));
        Assert.True(JsonNode.DeepEquals(figure.ToJson(), shown.Json));
        Assert.Equal(figure.ToPage(), FigureHtml.Page(shown.Name, shown.Description, shown.Text));
        Assert.All(new object[] { 1, "text", Row, new { Name = "x", Description = "y" } },
            value => Assert.Null(ShownFigure.From(value, new())));
    }

    [Fact]
    public void Names_order_and_place_count()
    {
        string[] figures =
        [
            """{"z":[[1,2],[3]]}""", """{"z":[[1],[2,3]]}""", """{"z":[[2,1],[3]]}""",
            """{"z":[[1,2,3]]}""", """{"z":[12,3]}""", """{"x":[12,3]}""",
        ];
        Assert.Equal(figures.Length, figures.Select(figure => Fingerprint(JsonNode.Parse(figure)!.AsObject())).Distinct().Count());
    }

    // The first two: a number, and the last digit of a text, that round one way here and the other way elsewhere.
    [Theory]
    [InlineData("""{"z":[[0.5,1,2],[3,4,0.12345]]}""", """{"z":[[0.5,1,2],[3,4,0.1234499]]}""", true)]
    [InlineData("""{"text":["1.0","2 × 10⁻³"]}""", """{"text":["1.1","2 × 10⁻³"]}""", true)]
    [InlineData("""{"type":"log","size":2}""", """{"size":2,"type":"log"}""", true)]
    [InlineData("""{"z":[[0.5,1,2],[3,4,5]]}""", """{"z":[[0.5,1,3],[2,4,5]]}""", false)]
    [InlineData("""{"z":[1e-9,2e-5,3,5e3,1e4]}""", """{"z":[1e-9,3,2e-5,5e3,1e4]}""", false)]
    [InlineData("""{"zmin":-1e-12}""", """{"zmin":-2e-12}""", false)]
    [InlineData("""{"text":["1.0","2 × 10⁻³"]}""", """{"text":["1.0","2 × 10⁻⁴"]}""", false)]
    [InlineData("""{"text":["1","−2"]}""", """{"text":["1","2"]}""", false)]
    public void Figures_agree_if_they_look_the_same(string one, string other, bool agree)
    {
        var stored = Fingerprint(JsonNode.Parse(one)!.AsObject());
        string? difference = Some(JsonNode.Parse(other)!.AsObject()).Fingerprint(FigureStyle.Light).DifferenceFrom(stored);
        Assert.Equal(agree, difference == null);
    }

    // What a figure is called and described as is written anew each time, beside its picture.
    private static string Fingerprint(JsonObject json) => Some(json).Fingerprint(FigureStyle.Light).ToString();

    private static ShownFigure Some(JsonObject json) => new("name", "description", json);

    // The way to each value: members' names and places in lists.
    private static IEnumerable<object[]> Leaves(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Leaves(member.Value).Select(path => path.Prepend(member.Key).ToArray())),
        JsonArray items => items.SelectMany((item, i) => Leaves(item).Select(path => path.Prepend(i).ToArray())),
        null => [],
        _ => [[]],
    };

    private static JsonNode? At(JsonNode node, object[] path) =>
        path.Aggregate((JsonNode?)node, (at, step) => step is int i ? at![i] : at![(string)step]);
}
