using System.Globalization;
using System.Runtime.InteropServices.JavaScript;
using System.Text.Json.Nodes;

namespace Workbook.Live;

/// <summary>
/// What a page's worker calls: one notebook open at a time, its cells run as they are or as a reader has changed them. The folders
/// that notebooks read lie in memory.
/// </summary>
internal static partial class Live
{
    private const string Root = "/workbook", CompiledCells = "/compiled";

    // Between them they use what most cells do, and what most completions do.
    private static readonly Action<Session>[] WarmUps =
    [
        session => session.WarmUp("1"), session => session.WarmUp("int seed = 1;"),
        session => session.WarmUp("Console.WriteLine(1.5);"), session => session.WarmUp("Console.WriteLine(\"a\");"),
        session => session.WarmUp("foreach (double x in new[] { 1, 2 }.Select(i => i / 2.0)) Console.Write($\"{x:F2} \");"),
        session => session.Complete("\"\".", 3),
    ];

    private static PackageSet? packages;
    private static SharedSource? shared;
    private static Notebook? notebook;
    private static Session? session;
    private static int asked;   // of the cell that runs
    private static Completion? completion;   // the last one
    private static int warmedUp;

    /// <summary>Makes ready what all notebooks need, whose files are there by now.</summary>
    /// <param name="assemblies">The names of those that are loaded.</param>
    [JSExport]
    public static void Begin(string[] assemblies)
    {
        packages = References.All(assemblies);
        shared = new SharedSource(Path.Combine(Root, "src"), packages);
        AppContext.SetData("figure.draw", new Action<string, JsonObject, string, double>(Draw));
    }

    /// <summary>Starts a notebook afresh; what was compiled of it lies below /compiled, if anywhere.</summary>
    /// <param name="path">From the workbook's folder.</param>
    /// <returns>Its code cells, as JSON: <c>number</c>, <c>id</c> and <c>source</c>.</returns>
    [JSExport]
    public static async Task<string> Open(string path)
    {
        session?.Dispose();
        completion = null;
        notebook = Notebook.Load(Path.Combine(Root, path));
        var cells = notebook.Cells.Where(cell => cell.IsCode).ToList();
        var files = cells.SelectMany(cell => CellSource.Read(notebook, cell, packages!).Imports);
        var imports = await Task.Run(() => shared!.Compiled(files));   // Emit waits elsewhere
        session = new Session(notebook, packages!, imports: imports, compiled: imports == shared!.OfBook ? Compiled(path) : null);
        return new JsonArray([.. cells.Select(cell => new JsonObject
        {
            ["number"] = cell.Number,
            ["id"] = cell.Id,
            ["source"] = cell.Source,
        })]).ToJsonString();
    }

    /// <summary>The open notebook, as the text of a file.</summary>
    /// <param name="changed">The texts of cells by their numbers, as JSON.</param>
    [JSExport]
    public static string Save(string changed) => notebook!.With(JsonNode.Parse(changed)!.AsObject().ToDictionary(
        pair => notebook.Cells[int.Parse(pair.Key, CultureInfo.InvariantCulture) - 1], pair => (string)pair.Value!)).Published(_ => []);

    /// <summary>Runs a cell with this source; what it shows is told as it comes, in nbformat's form.</summary>
    /// <param name="asked">What is told names it: a task that outlives its cell still shows what it does there.</param>
    /// <param name="number">The cell's.</param>
    [JSExport]
    public static async Task Run(int asked, int number, string source)
    {
        Live.asked = asked;
        var cell = notebook!.Cells[number - 1];
        if (source != cell.Source)
            cell = notebook.With(new Dictionary<Cell, string> { [cell] = source }).Cells[number - 1];
        try
        {
            await session!.RunAsync(cell, CellSource.Read(notebook, cell, packages!), CancellationToken.None,
                (output, figure) => Tell(asked, output, figure));
        }
        catch (WorkbookException refused)
        {
            Tell(asked, new JsonObject
            {
                ["output_type"] = "error",
                ["ename"] = "",
                ["evalue"] = refused.Message,
                ["traceback"] = new JsonArray(refused.Message.Replace($"{Root}/", "", StringComparison.Ordinal)),
            }, null);
        }
    }

    /// <summary>Does a part of what a text that must be compiled would else wait for.</summary>
    /// <returns>Whether something may be left.</returns>
    [JSExport]
    public static bool Prepare()
    {
        if (session == null)
            return false;
        if (session.BindNext())
            return true;
        if (warmedUp < WarmUps.Length)
            WarmUps[warmedUp++](session);
        return warmedUp < WarmUps.Length;
    }

    /// <summary>What may be typed at a place in a cell's text; nothing runs.</summary>
    /// <returns>
    /// As JSON: the <c>candidates</c>, each a <c>name</c> and its <c>kind</c>; whether that is the <c>whole</c> of them; the word that they
    /// take the place of, <c>from</c> where <c>to</c> where. Null where no name can stand.
    /// </returns>
    [JSExport]
    public static string Complete(string code, int position)
    {
        completion = session!.Complete(code, position);
        return completion == null ? "null" : new JsonObject
        {
            ["from"] = completion.From,
            ["to"] = completion.To,
            ["whole"] = completion.IsComplete,
            ["candidates"] = new JsonArray([.. completion.Items.Select(each =>
                new JsonObject { ["name"] = each.Name, ["kind"] = each.Kind })]),
        }.ToJsonString();
    }

    /// <summary>What is known of a candidate of the last completion.</summary>
    /// <returns>
    /// As JSON: its <c>signature</c>, how many <c>others</c> have its name, and its <c>summary</c>. Null of a name that is none.
    /// </returns>
    [JSExport]
    public static string Describe(string name) => completion?.About(name) is not { } about ? "null"
        : new JsonObject { ["signature"] = about.Signature, ["others"] = about.Others, ["summary"] = about.Summary }.ToJsonString();

    /// <summary>The text of a source file, as the book has it.</summary>
    /// <param name="name">From the folder of all that notebooks import.</param>
    [JSExport]
    public static string Read(string name) => shared!.Text(name);

    /// <summary>Puts a text in place of a source file's, for all notebooks that are opened from then on, unless it has an error.</summary>
    /// <returns>The first error, or nothing.</returns>
    [JSExport]
    public static Task<string> Change(string name, string text) => Task.Run(() => shared!.Change(name, text));

    /// <summary>Code as HTML, coloured by its syntax alone.</summary>
    [JSExport]
    public static string Colour(string code) => CodeHtml.Of(CodeLines.Of(code), _ => "");

    // The notebook's precompiled cells, or null if they are not here.
    private static CompiledNotebook? Compiled(string path)
    {
        string file = Path.Combine(CompiledCells, path);
        if (!File.Exists(file))
            return null;
        using var stream = File.OpenRead(file);
        return CompiledNotebook.Read(stream);
    }

    private static void Tell(int asked, JsonObject output, ShownFigure? figure)
    {
        var told = output;
        if (figure != null)
        {
            told = output.DeepClone().AsObject();
            told["data"] = new JsonObject
            {
                ["application/vnd.plotly.v1+json"] = figure.Json.DeepClone(),
                ["text/plain"] = figure.Description,
            };
        }
        Say(asked, told.ToJsonString());
    }

    // What Figure.SaveSvg and its like call where there is no other browser to start.
    private static void Draw(string path, JsonObject figure, string format, double scale)
    {
        if (format == "pdf")
            throw new InvalidOperationException("A PDF cannot be written in a page: use SaveSvg or SavePng, or print the page.");
        var layout = figure["layout"]!.AsObject();
        (layout["template"], layout["paper_bgcolor"]) = (FigureStyle.Light.DeepClone(), "#ffffff");
        Draw(asked, path, format, scale, figure.ToJsonString());
    }

    [JSImport("draw", "worker")]
    private static partial void Draw(int asked, string name, string format, double scale, string figure);

    [JSImport("say", "worker")]
    private static partial void Say(int asked, string output);
}
