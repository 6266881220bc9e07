using System.Text.Json.Nodes;

namespace Workbook.Book;

/// <summary>A figure in a notebook that nobody runs: a PNG, a description, and the fingerprint of what was drawn.</summary>
public static class PublishedFigure
{
    /// <summary>The output, in nbformat's form.</summary>
    public static JsonObject Output(ShownFigure figure, byte[] png) => new()
    {
        ["output_type"] = "display_data",
        ["metadata"] = new JsonObject
        {
            ["image/png"] = new JsonObject
            {
                ["width"] = figure.Json["layout"]?["width"]?.DeepClone(),
                ["height"] = figure.Json["layout"]?["height"]?.DeepClone(),
            },
            ["workbook"] = new JsonObject { ["figure"] = figure.Fingerprint(FigureStyle.Light) },
        },
        ["data"] = new JsonObject { ["image/png"] = Convert.ToBase64String(png), ["text/plain"] = figure.Description },
    };

    /// <summary>The PNG that the cell's file holds of this very figure, or null if it holds none or one of another figure.</summary>
    public static byte[]? Png(Cell cell, ShownFigure figure)
    {
        if (cell.Outputs.Count == 0)
            return null;
        string fingerprint = figure.Fingerprint(FigureStyle.Light);
        var output = cell.Outputs.FirstOrDefault(output => (string?)output!["metadata"]?["workbook"]?["figure"] == fingerprint);
        return (string?)output?["data"]?["image/png"] is { } png ? Convert.FromBase64String(png) : null;
    }
}
