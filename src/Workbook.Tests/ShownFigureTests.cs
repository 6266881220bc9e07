using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MathNet.Numerics.LinearAlgebra;

namespace Workbook.Tests;

/// <summary>What tells a figure that has changed from one that has not: a published picture is kept as long as its figure stays.</summary>
public class ShownFigureTests
{
    private static readonly Matrix<double> Some = Matrix<double>.Build.DenseOfArray(new[,] { { 1, -2.5, 0.125 } });

    private static readonly JsonObject Json =
        SliderChart.Heatmaps([("first", Some), ("second", 2 * Some)], "Title", "frame", "row", "column").ToJson();

    [Fact]
    public void Every_number_and_every_label_counts()
    {
        var fingerprints = new HashSet<string> { Fingerprint(Json) };
        var leaves = Leaves(Json).ToList();
        Assert.InRange(leaves.Count(path => At(Json, path)!.GetValueKind() == JsonValueKind.Number), 20, int.MaxValue);
        foreach (object[] path in leaves)
        {
            var changed = Json.DeepClone().AsObject();
            JsonNode leaf = At(changed, path)!;
            leaf.ReplaceWith(leaf.GetValueKind() switch
            {
                JsonValueKind.Number =>
                    JsonValue.Create((double.Parse(leaf.ToJsonString(), CultureInfo.InvariantCulture) * 1.0001) + 0.0001),
                JsonValueKind.String => JsonValue.Create(leaf + "s"),
                var kind => JsonValue.Create(kind == JsonValueKind.False),
            });
            Assert.True(fingerprints.Add(Fingerprint(changed)), $"{string.Join('/', path)} does not count.");
        }
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

    [Fact]
    public void Rounding_does_not_count()
    {
        var rounded = Json.DeepClone().AsObject();
        rounded["data"]![0]!["z"]![0]![1] = -2.5 * (1 + 1e-9);
        Assert.Equal(Fingerprint(Json), Fingerprint(rounded));
    }

    // What a figure is called and described as is written anew each time, beside its picture.
    private static string Fingerprint(JsonObject json) => new ShownFigure("name", "description", "html", json, _ => "page").Fingerprint();

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
