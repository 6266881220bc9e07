using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workbook.Engine;

/// <summary>
/// A figure that a cell has shown. Its type was compiled by the notebook, so it is known by its members' names, as the outside
/// engines know it.
/// </summary>
/// <param name="Name">The name that its files get.</param>
/// <param name="Description">What it shows, in words and numbers.</param>
/// <param name="Json">As plotly.js reads it, without the style.</param>
public sealed record ShownFigure(string Name, string Description, JsonObject Json)
{
    /// <summary>
    /// The same for figures that look the same: of one style, with numbers that agree to six digits, as rounding differs between machines.
    /// </summary>
    /// <param name="style">The template that it is drawn with.</param>
    public string Fingerprint(JsonNode style)
    {
        var text = new StringBuilder();
        Add(Json);
        Add(style);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];

        void Add(JsonNode? node)
        {
            if (node is JsonObject members)
                foreach (var (key, value) in members)
                {
                    text.Append(key).Append(':');
                    Add(value);
                }
            else if (node is JsonArray items)
                foreach (var item in items)
                    Add(item);
            else if (node?.GetValueKind() == JsonValueKind.Number)
                text.Append(double.Parse(node.ToJsonString(), CultureInfo.InvariantCulture).ToString("G6", CultureInfo.InvariantCulture));
            else
                text.Append(node?.ToJsonString());
            text.Append(';');
        }
    }

    /// <summary>The value as a figure, or null where it is none.</summary>
    public static ShownFigure? From(object value)
    {
        Type type = value.GetType();
        return type.GetMethod("ToJson", []) is { IsStatic: false, IsGenericMethod: false } json && json.ReturnType == typeof(JsonObject)
            && type.GetProperty("Name", typeof(string)) is { GetMethod.IsStatic: false } name
            && type.GetProperty("Description", typeof(string)) is { GetMethod.IsStatic: false } description
            ? new((string)name.GetValue(value)!, (string)description.GetValue(value)!, (JsonObject)json.Invoke(value, [])!)
            : null;
    }
}
