using System.Text.Json.Nodes;

namespace Workbook.Book;

/// <summary>A code cell in the page of its notebook: what loads is folded, what is meant to be changed is marked.</summary>
/// <param name="run">The run whose outputs are shown.</param>
/// <param name="figures">Those of the run.</param>
/// <param name="code">The HTML of a cell's code.</param>
/// <param name="sources">The pages that imports lead to.</param>
internal sealed class CellPart(
    NotebookRun run, IReadOnlyDictionary<ShownFigure, FigurePart> figures, Func<Cell, string> code,
    IReadOnlyDictionary<string, SourceFile> sources)
{
    private readonly HashSet<Cell> changeable = [.. Settings.Changeable(run.Notebook)];

    /// <param name="source">What the cell asks for.</param>
    public string Html(Cell cell, CellSource source)
    {
        string shown = source.Imports.Count > 0 ? Imports(source.Imports)
            : source.Packages.Count > 0 ? Folded($"Packages: {string.Join(", ", source.Packages)}", Code(cell))
            : changeable.Contains(cell) ? $"<p class=\"label\">Try changing this</p>\n{Code(cell)}"
            : Code(cell);
        string kind = changeable.Contains(cell) ? "cell change" : "cell";
        return $"<div class=\"{kind}\" id=\"{Id(cell)}\">\n{shown}{Outputs(cell)}</div>\n";
    }

    /// <summary>Code alone.</summary>
    public string Code(Cell cell) => $"<pre class=\"code\"><code>{code(cell)}</code></pre>\n";

    /// <summary>What links to a cell name.</summary>
    public static string Id(Cell cell) => $"cell-{cell.Number}";

    private string Outputs(Cell cell)
    {
        if (!run.Cells.TryGetValue(cell, out var shown))
            return "";
        var outputs = shown.ToOutputs(null, figure => new JsonObject
        {
            ["data"] = new JsonObject { [OutputHtml.Figure] = figures[figure].InPage() },
        });
        string rest = shown.Failure == null ? "" : "<p class=\"notice\">The run stopped here. Cells below it have not run.</p>\n";
        return string.Concat(outputs.Select(output => OutputHtml.Of(output!))) + rest;
    }

    private string Imports(IReadOnlyList<string> paths)
    {
        var files = paths.Select(path => sources[path]).ToList();
        string Link(SourceFile file) => $"<a href=\"{file.Address}\">{Escaped.Of(file.Name)}</a>";
        return files.Count == 1
            ? $"<p class=\"import\">Imports {Link(files[0])}</p>\n"
            : Folded($"Imports {files.Count} files of source", $"<p class=\"files\">{string.Join(" ", files.Select(Link))}</p>\n");
    }

    private static string Folded(string summary, string inside) =>
        $"<details class=\"setup\"><summary>{Escaped.Of(summary)}</summary>\n{inside}</details>\n";
}
