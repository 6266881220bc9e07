using System.Text.Json.Nodes;

namespace Workbook.Book;

/// <summary>A figure in a notebook that nobody runs: a PNG, a description, and the fingerprint of what was drawn.</summary>
public static class PublishedFigure
{
    /// <summary>The output, in nbformat's form. A picture that is kept keeps the fingerprint of the figure that it was drawn of.</summary>
    public static JsonObject Output(Cell cell, ShownFigure figure, byte[] png) => new()
    {
        ["output_type"] = "display_data",
        ["metadata"] = new JsonObject
        {
            ["image/png"] = new JsonObject
            {
                ["width"] = figure.Json["layout"]?["width"]?.DeepClone(),
                ["height"] = figure.Json["layout"]?["height"]?.DeepClone(),
            },
            ["workbook"] = new JsonObject
            {
                ["figure"] = Stored(Held(cell, figure)) ?? figure.Fingerprint(FigureStyle.Light).ToString(),
            },
        },
        ["data"] = new JsonObject { ["image/png"] = Convert.ToBase64String(png), ["text/plain"] = figure.Description },
    };

    /// <summary>The PNG that the cell's file holds of this very figure, or null if it holds none or one of another figure.</summary>
    public static byte[]? Png(Cell cell, ShownFigure figure) =>
        (string?)Held(cell, figure)?["data"]?["image/png"] is { } png ? Convert.FromBase64String(png) : null;

    /// <summary>The fingerprint that goes with an output's picture, or null if it has none.</summary>
    public static string? Stored(JsonNode? output) => (string?)output?["metadata"]?["workbook"]?["figure"];

    private static JsonNode? Held(Cell cell, ShownFigure figure)
    {
        if (cell.Outputs.Count == 0)
            return null;
        var fingerprint = figure.Fingerprint(FigureStyle.Light);
        return cell.Outputs.FirstOrDefault(output => Stored(output) is { } stored && fingerprint.DifferenceFrom(stored) == null);
    }
}
