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
/// <param name="ToPage">The whole page; takes the place of plotly.js, or null to have it in the page.</param>
public sealed record ShownFigure(string Name, string Description, string Html, JsonObject Json, Func<string?, string> ToPage)
{
    /// <summary>The same for figures whose numbers agree to six digits; rounding differs between machines.</summary>
    public string Fingerprint()
    {
        var text = new StringBuilder();
        Add(Json);
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
        return type.GetMethod("ToPage", [typeof(string)]) is { } page
            && type.GetMethod("ToHtml", []) is { } html && type.GetMethod("ToJson", []) is { } json
            && type.GetProperty("Name") is { } name && type.GetProperty("Description") is { } description
            ? new(
                (string)name.GetValue(value)!, (string)description.GetValue(value)!, (string)html.Invoke(value, [])!,
                (JsonObject)json.Invoke(value, [])!, plotly => (string)page.Invoke(value, [plotly])!)
            : null;
    }
}
