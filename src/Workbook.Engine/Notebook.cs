using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workbook.Engine;

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
        var cells = root["cells"]!.AsArray().Select(cell => cell!.AsObject()).ToList();
        Cells = [.. cells.Zip(Ids([.. cells.Select(cell => (string?)cell["id"])]), (cell, id) => (cell, id))
            .Select((pair, index) => new Cell(index + 1, pair.id, pair.cell))];
    }

    public string Path { get; }

    /// <summary>The file's name without its ending.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>The full path of the folder that it lies in.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!;

    public IReadOnlyList<Cell> Cells { get; }

    /// <summary>What its metadata says to this workbook alone, or null.</summary>
    public JsonObject? Metadata => root["metadata"]?["workbook"] as JsonObject;

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
        return new Notebook(path, NotebookFormat.Parse(text, path));
    }

    /// <summary>The same notebook with another text in some of its cells.</summary>
    public Notebook With(IReadOnlyDictionary<Cell, string> sources)
    {
        var copy = root.DeepClone().AsObject();
        foreach (var (cell, source) in sources)
            copy["cells"]![cell.Number - 1]!["source"] = source;
        return new Notebook(Path, copy);
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
            if (!json.ContainsKey("id"))
                json.Insert(0, "id", cell.Id);
            json["id"] = cell.Id;
            if (cell.IsCode)
                (json["execution_count"], json["outputs"]) = outputs(cell);
        }
        return copy.ToJsonString(Written) + "\n";
    }

    // As in the file, but each once and as nbformat 4.5 wants them: what is missing, not allowed or doubled is made from the cell's number.
    private static IEnumerable<string> Ids(string?[] given)
    {
        var taken = given.Where(IsId).ToHashSet();
        var seen = new HashSet<string?>();
        for (int i = 0; i < given.Length; i++)
        {
            string id = given[i] ?? "";
            if (!IsId(id) || !seen.Add(id))
                for (int k = 1; !taken.Add(id = FormattableString.Invariant($"cell-{i + 1}{(k > 1 ? $"-{k}" : "")}")); k++)
                    continue;
            yield return id;
        }
    }

    private static bool IsId(string? id) =>
        id is { Length: > 0 and <= 64 } && id.All(each => char.IsAsciiLetterOrDigit(each) || each is '-' or '_');
}
