#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using GenericChart = Plotly.NET.GenericChart;   // "using Plotly.NET" beside "using Plotly.NET.CSharp" makes WithTraceInfo ambiguous

/// <summary>
/// A Plotly.NET chart with a file name and a description in words. It shows itself in .NET Interactive, Verso and the
/// headless host. What Plotly.NET's C# route cannot say in every version (titles, margins, frames) is given as
/// anonymous objects that spell plotly.js's own names, and merged into the chart's JSON.
/// </summary>
[TypeFormatterSource(typeof(HtmlFormatterSource<Figure>), PreferredMimeTypes = new[] { "text/html", "text/plain" })]
public sealed class Figure : IHtmlObject
{
    private static readonly JsonSerializerOptions Options = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private readonly JsonObject json;
    private readonly Lazy<string> text;

    /// <param name="chart">The traces, made with <c>UseDefaults: false</c>: Plotly.NET's own template costs a second.</param>
    /// <param name="name">A file name without its ending: letters, digits, hyphens.</param>
    /// <param name="description">What the figure shows, in words and numbers: its text form and alternative text.</param>
    /// <param name="layout">Merged into the chart's layout; annotations and shapes are added to those there.</param>
    /// <param name="traces">One object per trace, in their order, or a single one for all.</param>
    /// <param name="frames">What its controls go through.</param>
    /// <exception cref="ArgumentException">The name is not a plain file name.</exception>
    public Figure(
        GenericChart chart, string name, string description,
        object? layout = null, IReadOnlyList<object>? traces = null, Frames? frames = null)
    {
        if (name.Length == 0 || !name.All(c => char.IsLetterOrDigit(c) || c == '-'))
            throw new ArgumentException($"'{name}' cannot name a figure: use letters, digits and hyphens.", nameof(name));
        (Chart, Name, Description) = (chart, name, description);

        json = JsonNode.Parse(GenericChart.toJson(chart))!.AsObject();
        var data = json["data"]!.AsArray();
        for (int i = 0; traces != null && i < data.Count; i++)
            Merge(data[i]!.AsObject(), traces[traces.Count == 1 ? 0 : i]);
        if (layout != null)
            Merge(json["layout"]!.AsObject(), layout);
        if (frames != null)
            (json["frames"], json["controls"]) = (Json(frames.All), Json(new { counts = frames.Counts, start = frames.Start }));
        var camera = new { format = "svg", filename = name };
        json["config"] = Json(new { displaylogo = false, responsive = true, toImageButtonOptions = camera });
        text = new(() => json.ToJsonString());
    }

    /// <summary>The chart as Plotly.NET made it, without layout and style.</summary>
    public GenericChart Chart { get; }

    /// <summary>The name that its files get.</summary>
    public string Name { get; }

    /// <summary>What the figure shows, in words and numbers.</summary>
    public string Description { get; }

    /// <summary>What starts to draw pictures: a browser that is installed here, if nothing else is set.</summary>
    public static Func<IFigurePainter> Painter { get; set; } = () => new BrowserPainter(new HeadlessBrowser());

    /// <summary>
    /// The whole figure as plotly.js reads it, data, layout, config and frames, and what its controls count; without the style.
    /// </summary>
    public JsonObject ToJson() => json.DeepClone().AsObject();

    /// <summary>A part of a page, which says in words what it shows until its script has drawn it.</summary>
    public string ToHtml() => FigureHtml.Output(Description, text.Value);

    /// <summary>A whole page, which works without a network and carries plotly.js's megabytes itself.</summary>
    public string ToPage() => FigureHtml.Page(Name, Description, text.Value);

    /// <summary>Writes <see cref="ToPage"/> to a file; an older file is replaced once the new one is complete.</summary>
    public void SaveHtml(string path) => AtomicFile.Write(path, Encoding.UTF8.GetBytes(ToPage()));

    /// <summary>
    /// Writes the figure as an SVG, drawn by the <see cref="Painter"/>; where the notebook runs in a page, the page draws it and offers it
    /// below the cell, and no file can be read back.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is nothing that draws; nothing is written.</exception>
    public void SaveSvg(string path) => SavePicture(path, "svg", 1);

    /// <summary>Writes the figure as a PNG, as <see cref="SaveSvg"/> does.</summary>
    /// <param name="path">An older file there is replaced.</param>
    /// <param name="scale">Pixels of the picture for each pixel of the figure.</param>
    /// <exception cref="InvalidOperationException">There is nothing that draws; nothing is written.</exception>
    public void SavePng(string path, double scale = 2) => SavePicture(path, "png", scale);

    /// <summary>Writes the figure as a PDF of one sheet, drawn by the <see cref="Painter"/>.</summary>
    /// <exception cref="InvalidOperationException">
    /// There is nothing that draws, or the notebook runs in a page; nothing is written.
    /// </exception>
    public void SavePdf(string path) => SavePicture(path, "pdf", 1);

    /// <summary>The <see cref="Description"/>.</summary>
    public override string ToString() => Description;

    private void SavePicture(string path, string format, double scale)
    {
        // A notebook that runs in a page has no other browser to start: the page itself draws, later, and offers the file.
        if (AppContext.GetData("figure.draw") is Action<string, JsonObject, string, double> draw)
        {
            draw(path, ToJson(), format, scale);
            return;
        }
        using var painter = Painter();
        AtomicFile.Write(path, painter.Paint(json, format, scale));
    }

    private static JsonNode Json(object value) =>
        value is JsonNode node ? node.DeepClone() : JsonSerializer.SerializeToNode(value, Options)!;

    private static void Merge(JsonObject into, object patch)
    {
        foreach (var (key, value) in Json(patch).AsObject())
            if (value is JsonObject inner && into[key] is JsonObject there)
                Merge(there, inner);
            else if (key is "annotations" or "shapes" && value is JsonArray more && into[key] is JsonArray list)
                foreach (var item in more)
                    list.Add(item?.DeepClone());
            else
                into[key] = value?.DeepClone();
    }
}

/// <summary>What a figure goes through, under controls in the page: play, back, next and a slider. A picture is without them.</summary>
/// <param name="Counts">What the names of the frames count: "step", for example.</param>
/// <param name="All">
/// One object per frame, as plotly.js has them: name; data, the changes of its traces; traces, which those are (the first ones if omitted);
/// baseframe, the name of the frame that it adds to (the figure itself if omitted). And what the controls read: caption, lines of text
/// (the name if omitted); center, a place in pixels from the left that stays in view where the figure is wider than its page.
/// </param>
/// <param name="Start">The frame that looks as the figure itself does.</param>
public sealed record Frames(string Counts, IReadOnlyList<object> All, int Start = 0);
