namespace Workbook;

/// <summary>
/// A figure that a cell has shown. Its type was compiled by the notebook, so it is known by its members' names, as the outside
/// engines know it.
/// </summary>
public sealed record ShownFigure(string Name, string Description, string Html, string Page)
{
    /// <summary>The value as a figure, or null where it is none.</summary>
    public static ShownFigure? From(object value)
    {
        Type type = value.GetType();
        return type.GetMethod("ToPage", []) is { } page && type.GetMethod("ToHtml", []) is { } html
            && type.GetProperty("Name") is { } name && type.GetProperty("Description") is { } description
            ? new((string)name.GetValue(value)!, (string)description.GetValue(value)!, (string)html.Invoke(value, [])!, (string)page.Invoke(value, [])!)
            : null;
    }
}
