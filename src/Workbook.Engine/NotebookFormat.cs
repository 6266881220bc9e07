using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workbook.Engine;

/// <summary>
/// What a file must be to be run as a notebook: every value that anything here reads is of the kind that nbformat 4 says, or this
/// workbook for its own metadata. What is wrong is one sentence, before any cell runs.
/// </summary>
internal static class NotebookFormat
{
    private static readonly string[] CSharp = ["csharp", "c#", "polyglot-notebook"];

    /// <exception cref="WorkbookException">It is no notebook of C# and Markdown cells.</exception>
    public static JsonObject Parse(string text, string path)
    {
        JsonObject root;
        try
        {
            root = JsonNode.Parse(text, documentOptions: new() { AllowDuplicateProperties = false }) as JsonObject
                ?? throw new WorkbookException($"{path} is not a notebook: it holds no JSON object.");
        }
        catch (JsonException problem)
        {
            string where = problem.LineNumber is { } line ? $"malformed at line {line + 1}, byte {problem.BytePositionInLine}"
                : $"malformed: {problem.Message.TrimEnd('.')}";
            throw new WorkbookException($"{path} is not a notebook: its JSON is {where}.", problem);
        }
        Check(root, path);
        return root;
    }

    private static void Check(JsonObject root, string path)
    {
        if (root["nbformat"] is not JsonValue format || !format.TryGetValue(out int version) || version != 4)
            throw new WorkbookException(
                $"{path} is not a notebook of format 4: its nbformat is {root["nbformat"]?.ToJsonString() ?? "missing"}.");
        if (root["cells"] is not JsonArray cells)
            throw new WorkbookException($"{path} is not a notebook: it has no list of cells.");
        var metadata = Object(root, "metadata", path);
        Text(Object(metadata, "workbook", path), "question", path);
        string? language = Text(Object(metadata, "language_info", path), "name", path)
            ?? Text(Object(metadata, "kernelspec", path), "language", path);
        var languages = cells.Select((cell, i) => CheckCell(cell, $"{path}, cell {i + 1}")).ToList();
        // A kernel's name is no reason: notebooks that say python hold C# cells, and each cell says so.
        if (language != null && !IsCSharp(language) && !languages.Any(each => each != null && IsCSharp(each)))
            throw new WorkbookException($"{path} is in {language}: only C# cells run in every host.");
    }

    // Returns what language it says that it is in, if any.
    private static string? CheckCell(JsonNode? json, string where)
    {
        if (json is not JsonObject cell || cell["source"] is null)
            throw new WorkbookException($"{where} has no source.");
        if (!IsText(cell["source"]) && !(cell["source"] is JsonArray lines && lines.All(IsText)))
            throw Unlike(cell["source"]!, "source", where, "a text or a list of texts");
        string type = cell["cell_type"]?.ToString() ?? "missing";
        if (type is not ("code" or "markdown"))
            throw new WorkbookException($"{where} is of type {type}: only code and markdown cells run in every host.");
        Text(cell, "id", where);
        var metadata = Object(cell, "metadata", where);
        foreach (var tag in List(metadata, "tags", where).Where(tag => !IsText(tag)))
            throw Unlike(tag, "tags", where, "a list of texts");
        foreach (var output in List(cell, "outputs", where))
            CheckOutput(output, where);
        if (type != "code")
            return null;
        string? language = Text(Object(metadata, "polyglot_notebook", where), "kernelName", where)
            ?? Text(Object(metadata, "dotnet_interactive", where), "language", where);
        return language == null || IsCSharp(language) ? language
            : throw new WorkbookException($"{where} is in {language}: only C# cells run in every host.");
    }

    private static void CheckOutput(JsonNode? json, string where)
    {
        if (json is not JsonObject output)
            throw Unlike(json, "outputs", where, "a list of objects");
        if (Text(Object(Object(output, "metadata", where), "workbook", where), "figure", where) == null)
            return;
        string? picture = Text(Object(output, "data", where), "image/png", where);
        if (picture != null && !Convert.TryFromBase64String(picture, new byte[picture.Length], out _))
            throw new WorkbookException($"{where}: image/png is not in base64.");
    }

    private static JsonObject? Object(JsonObject? parent, string key, string where) => parent?[key] is not { } value ? null
        : value as JsonObject ?? throw Unlike(value, key, where, "an object");

    private static JsonArray List(JsonObject? parent, string key, string where) => parent?[key] is not { } value ? []
        : value as JsonArray ?? throw Unlike(value, key, where, "a list");

    private static string? Text(JsonObject? parent, string key, string where) => parent?[key] is not { } value ? null
        : IsText(value) ? (string)value! : throw Unlike(value, key, where, "a text");

    private static bool IsText(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String;

    private static bool IsCSharp(string language) => CSharp.Contains(language, StringComparer.OrdinalIgnoreCase);

    private static WorkbookException Unlike(JsonNode? value, string key, string where, string wanted)
    {
        string shown = value?.ToJsonString() ?? "null";
        return new($"{where}: {key} is {(shown.Length > 60 ? shown[..60] + "…" : shown)}, not {wanted}.");
    }
}
