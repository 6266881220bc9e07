using System.Text.Json.Nodes;

namespace Workbook.Engine;

/// <summary>A cell of a notebook; numbered from 1, as a reader counts.</summary>
public sealed class Cell
{
    private readonly string?[] tags;
    private readonly JsonObject? attachments;

    internal Cell(int number, string id, JsonObject json)
    {
        (Number, Id) = (number, id);
        IsCode = (string?)json["cell_type"] == "code";
        Outputs = json["outputs"]?.AsArray() ?? [];
        attachments = json["attachments"] as JsonObject;
        tags = [.. json["metadata"]?["tags"]?.AsArray().Select(tag => (string?)tag) ?? []];
        Source = json["source"] is JsonArray lines ? string.Concat(lines.Select(line => (string?)line)) : (string?)json["source"] ?? "";
    }

    public int Number { get; }

    /// <summary>What stays when cells before it come or go, and no other cell has; from its number if the file gives it no such.</summary>
    public string Id { get; }

    /// <summary>What messages call it.</summary>
    public string Place => $"cell {Number}";

    public bool IsCode { get; }

    public string Source { get; }

    /// <summary>The outputs in the file.</summary>
    public JsonArray Outputs { get; }

    /// <summary>A picture that the cell has for its own text: its MIME type, and its bytes in base64; null if none has this name.</summary>
    public (string Type, string Base64)? Attachment(string name)
    {
        foreach (var (type, content) in attachments?[name] as JsonObject ?? [])
            if (type.StartsWith("image/", StringComparison.Ordinal) && content is JsonValue value && value.TryGetValue(out string? base64))
                return (type, base64);
        return null;
    }

    /// <summary>
    /// Whether the cell's metadata has a tag: "parameters" for one that a reader is invited to change, "varies" for one that measures time
    /// or trains for so long that rounding shows, "picture" for one whose figure the README shows.
    /// </summary>
    public bool HasTag(string tag) => tags.Contains(tag);
}
