using System.Text.Json.Nodes;

namespace Workbook.Tests;

/// <summary>Cells for notebooks that tests make up.</summary>
internal static class Cells
{
    public static JsonObject Text(string source) =>
        new() { ["cell_type"] = "markdown", ["metadata"] = new JsonObject(), ["source"] = source };

    public static JsonObject Code(string source, params string[] tags) => new()
    {
        ["cell_type"] = "code",
        ["execution_count"] = null,
        ["metadata"] = new JsonObject { ["tags"] = new JsonArray([.. tags.Select(tag => JsonValue.Create(tag))]) },
        ["outputs"] = new JsonArray(),
        ["source"] = source,
    };
}
