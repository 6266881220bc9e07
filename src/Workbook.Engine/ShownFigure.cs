using System.Text.Json.Nodes;

namespace Workbook.Engine;

/// <summary>
/// A figure that a cell has shown. Its type was compiled by the notebook, so it is known by its members' names, as the outside
/// engines know it.
/// </summary>
/// <param name="Name">The name that its files get, which no other figure of the notebook has.</param>
/// <param name="Description">What it shows, in words and numbers.</param>
/// <param name="Json">As plotly.js reads it, without the style.</param>
public sealed record ShownFigure(string Name, string Description, JsonObject Json)
{
    private readonly Lazy<string> text = new(() => Json.ToJsonString());

    /// <summary><see cref="Json"/> as text, which is written in many places.</summary>
    public string Text => text.Value;

    /// <summary>What it draws, in short: see <see cref="FigureFingerprint"/>.</summary>
    /// <param name="style">The template that it is drawn with.</param>
    public FigureFingerprint Fingerprint(JsonNode style) => new(Json, style);

    /// <summary>The value as a figure, or null if it is none.</summary>
    public static ShownFigure? From(object value, FigureNames names)
    {
        Type type = value.GetType();
        return type.GetMethod("ToJson", []) is { IsStatic: false, IsGenericMethod: false } json && json.ReturnType == typeof(JsonObject)
            && type.GetProperty("Name", typeof(string)) is { GetMethod.IsStatic: false } name
            && type.GetProperty("Description", typeof(string)) is { GetMethod.IsStatic: false } description
            ? new(names.Unique((string)name.GetValue(value)!), (string)description.GetValue(value)!, (JsonObject)json.Invoke(value, [])!)
            : null;
    }
}

/// <summary>The names of a notebook's figures: a second "loss" is "loss-2".</summary>
public sealed class FigureNames
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, int> counts = [];

    /// <summary>A name that no figure had before.</summary>
    /// <param name="name">The figure's own.</param>
    public string Unique(string name)
    {
        lock (gate)
        {
            int count = counts[name] = counts.GetValueOrDefault(name) + 1;
            return count == 1 ? name : $"{name}-{count}";
        }
    }
}
