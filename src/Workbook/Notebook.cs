using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workbook;

/// <summary>A Jupyter notebook of C# and Markdown cells (nbformat 4), as read from its file.</summary>
public sealed class Notebook
{
    private static readonly JsonSerializerOptions Written = new()
    {
        WriteIndented = true,
        IndentSize = 1,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly JsonObject root;

    private Notebook(string path, JsonObject root)
    {
        (Path, this.root) = (path, root);
        Cells = [.. root["cells"]!.AsArray().Select((cell, index) => new Cell(index + 1, cell!.AsObject()))];
    }

    public string Path { get; }

    /// <summary>The file's name without its ending.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public IReadOnlyList<Cell> Cells { get; }

    /// <summary>The first heading of the first level, or the file's name.</summary>
    public string Title => Cells.Where(cell => !cell.IsCode).SelectMany(cell => cell.Source.Split('\n'))
        .FirstOrDefault(line => line.StartsWith("# ", StringComparison.Ordinal))?[2..].Trim() ?? Name;

    /// <summary>The first paragraph after the title, or nothing.</summary>
    public string Introduction => string.Join(' ', (Cells.FirstOrDefault(cell => !cell.IsCode)?.Source ?? "").Split('\n')
        .SkipWhile(line => line.StartsWith('#') || line == "").TakeWhile(line => line != "" && !line.StartsWith('#')));

    /// <exception cref="WorkbookException">The file is missing, is no notebook, or has cells that cannot run here.</exception>
    public static Notebook Load(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            string reason = File.Exists(path) ? problem.Message : "there is no such file.";
            throw new WorkbookException($"Cannot read the notebook {path}: {reason}", problem);
        }

        JsonObject root;
        try
        {
            root = JsonNode.Parse(text) as JsonObject ?? throw new WorkbookException($"{path} is not a notebook: it holds no JSON object.");
        }
        catch (JsonException problem)
        {
            string place = $"line {problem.LineNumber + 1}, byte {problem.BytePositionInLine}";
            throw new WorkbookException($"{path} is not a notebook: its JSON is malformed at {place}.", problem);
        }
        if (root["nbformat"] is not JsonValue format || !format.TryGetValue(out int version) || version != 4)
            throw new WorkbookException(
                $"{path} is not a notebook of format 4: its nbformat is {root["nbformat"]?.ToJsonString() ?? "missing"}.");
        if (root["cells"] is not JsonArray cells)
            throw new WorkbookException($"{path} is not a notebook: it has no list of cells.");
        for (int i = 0; i < cells.Count; i++)
            Cell.Check(cells[i], $"{path}, cell {i + 1}");
        return new Notebook(path, root);
    }

    /// <summary>The notebook as executed, as the text of a file of nbformat 4.5.</summary>
    /// <param name="runs">The code cells that ran; the others are left without outputs.</param>
    public string WithOutputs(IReadOnlyDictionary<Cell, CellRun> runs)
    {
        int count = 0;
        return Write(cell => runs.TryGetValue(cell, out var run) ? (++count, run.ToOutputs(count)) : (null, []));
    }

    /// <summary>The notebook with these outputs and no execution counts, as the text of a file of nbformat 4.5.</summary>
    public string Published(Func<Cell, JsonArray> outputs) => Write(cell => (null, outputs(cell)));

    private string Write(Func<Cell, (int? Count, JsonArray Outputs)> outputs)
    {
        var copy = root.DeepClone().AsObject();
        copy["nbformat_minor"] = 5;
        foreach (Cell cell in Cells)
        {
            var json = copy["cells"]![cell.Number - 1]!.AsObject();
            if (json["id"] == null)
                json.Insert(0, "id", $"cell-{cell.Number}");
            if (cell.IsCode)
                (json["execution_count"], json["outputs"]) = outputs(cell);
        }
        return copy.ToJsonString(Written) + "\n";
    }
}

/// <summary>A cell of a notebook; numbered from 1, as a reader counts.</summary>
public sealed class Cell
{
    private readonly string?[] tags;

    private static readonly string[] CSharp = ["csharp", "C#", "c#"];

    internal Cell(int number, JsonObject json)
    {
        Number = number;
        IsCode = (string?)json["cell_type"] == "code";
        Outputs = json["outputs"]?.AsArray() ?? [];
        tags = [.. json["metadata"]?["tags"]?.AsArray().Select(tag => (string?)tag) ?? []];
        Source = json["source"] is JsonArray lines ? string.Concat(lines.Select(line => (string?)line)) : (string?)json["source"] ?? "";
    }

    public int Number { get; }

    public bool IsCode { get; }

    public string Source { get; }

    /// <summary>The outputs in the file.</summary>
    public JsonArray Outputs { get; }

    /// <summary>
    /// Whether the cell's metadata has a tag: "varies" for one that measures time or trains for so long that rounding shows,
    /// "picture" for one whose figure the README shows.
    /// </summary>
    public bool HasTag(string tag) => tags.Contains(tag);

    internal static void Check(JsonNode? json, string where)
    {
        if (json is not JsonObject cell || (cell["source"] is not JsonArray && cell["source"]?.GetValueKind() != JsonValueKind.String))
            throw new WorkbookException($"{where} has no source.");
        string type = cell["cell_type"]?.ToString() ?? "missing";
        if (type is not ("code" or "markdown"))
            throw new WorkbookException($"{where} is of type {type}: only code and markdown cells run in every host.");
        string language = cell["metadata"]?["polyglot_notebook"]?["kernelName"]?.ToString() ?? "csharp";
        if (type == "code" && !CSharp.Contains(language))
            throw new WorkbookException($"{where} is in {language}: only C# cells run in every host.");
    }
}
