#nullable enable
using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using GenericChart = Plotly.NET.GenericChart;   // "using Plotly.NET" beside "using Plotly.NET.CSharp" makes WithTraceInfo ambiguous

/// <summary>
/// A Plotly.NET chart with a file name and a description in words. It shows itself in .NET Interactive, Verso and the
/// headless host. What Plotly.NET's C# route cannot say in every version (titles, margins, sliders) is given as
/// anonymous objects that spell plotly.js's own names, and merged into the chart's JSON.
/// </summary>
[TypeFormatterSource(typeof(HtmlFormatterSource<Figure>), PreferredMimeTypes = new[] { "text/html", "text/plain" })]
public sealed class Figure : IHtmlObject
{
    private static readonly JsonSerializerOptions Options = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private readonly JsonObject json;

    /// <param name="chart">The traces, made with <c>UseDefaults: false</c>: Plotly.NET's own template costs a second.</param>
    /// <param name="name">A file name without its ending: letters, digits, hyphens.</param>
    /// <param name="description">What the figure shows, in words and numbers: its text form and alternative text.</param>
    /// <param name="layout">Merged into the chart's layout; annotations and shapes are added to those there.</param>
    /// <param name="traces">One object per trace, in their order, or a single one for all.</param>
    /// <param name="frames">plotly.js frames, for a slider.</param>
    /// <exception cref="ArgumentException">The name is not a plain file name.</exception>
    public Figure(
        GenericChart chart, string name, string description,
        object? layout = null, IReadOnlyList<object>? traces = null, object? frames = null)
    {
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            throw new ArgumentException($"'{name}' cannot name a figure: use letters, digits and hyphens.", nameof(name));
        (Chart, Name, Description) = (chart, name, description);

        json = JsonNode.Parse(GenericChart.toJson(chart))!.AsObject();
        var data = json["data"]!.AsArray();
        for (int i = 0; traces != null && i < data.Count; i++)
            Merge(data[i]!.AsObject(), traces[traces.Count == 1 ? 0 : i]);
        if (layout != null)
            Merge(json["layout"]!.AsObject(), layout);
        if (frames != null)
            json["frames"] = Json(frames);
        var camera = new { format = "svg", filename = name };
        json["config"] = Json(new { displaylogo = false, responsive = true, toImageButtonOptions = camera });
    }

    /// <summary>The chart as Plotly.NET made it, without layout and style.</summary>
    public GenericChart Chart { get; }

    /// <summary>The name that its files get.</summary>
    public string Name { get; }

    /// <summary>What the figure shows, in words and numbers.</summary>
    public string Description { get; }

    /// <summary>The whole figure as plotly.js reads it: data, layout, config, frames; without the style.</summary>
    public JsonObject ToJson() => json.DeepClone().AsObject();

    /// <summary>The address that plotly.js is loaded from if a page does not have it yet.</summary>
    public static string PlotlyAddress => $"https://cdn.plot.ly/plotly-{Globals.PLOTLYJS_VERSION}.min.js";

    /// <summary>The source of plotly.js, as Plotly.NET carries it.</summary>
    public static string PlotlySource()
    {
        using var stream = typeof(GenericChart).Assembly.GetManifestResourceStream($"Plotly.NET.plotly-{Globals.PLOTLYJS_VERSION}.min.js")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>
    /// A part of a page, which says in words what it shows until <see cref="FigureStyle.Script"/> has drawn it.
    /// </summary>
    public string ToHtml()
    {
        string figure = json.ToJsonString(), text = WebUtility.HtmlEncode(Description);
        string id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(figure + text)))[..12];
        string picture = $"""<div role="img" aria-label="{text}"><p>{text}</p></div>""";
        return $$"""
            <div class="rnn-figure" data-figure="{{id}}"><div style="overflow-x:auto">{{picture}}</div></div>
            <script>
            ({{FigureStyle.Script}})("{{id}}", {{figure}}, "{{PlotlyAddress}}",
            {{FigureStyle.Light.ToJsonString()}},
            {{FigureStyle.Dark.ToJsonString()}});
            </script>
            """;
    }

    /// <summary>A whole page, which works without a network.</summary>
    /// <param name="plotly">Path to plotly.js, relative to the page; if omitted, the page carries its megabytes itself.</param>
    public string ToPage(string? plotly = null) => $$"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{WebUtility.HtmlEncode(Name)}}</title>
        <style>
        :root { color-scheme: light dark }
        body { background: Canvas; color: CanvasText; font-family: Arial, sans-serif; margin: 1em }
        </style>
        {{(plotly is null ? $"<script>{PlotlySource()}</script>" : $"<script src=\"{plotly}\"></script>")}}
        </head>
        <body>
        <main>
        {{ToHtml()}}
        <p>{{WebUtility.HtmlEncode(Description)}}</p>
        </main>
        </body>
        </html>

        """;

    /// <summary>Writes <see cref="ToPage"/> to a file; an older file is replaced once the new one is complete.</summary>
    public void SaveHtml(string path) => WholeFile.Write(path, Encoding.UTF8.GetBytes(ToPage()));

    /// <summary>Writes the figure as an SVG, drawn by plotly.js in an installed browser.</summary>
    /// <exception cref="InvalidOperationException">There is no browser; nothing is written.</exception>
    public void SaveSvg(string path) => SavePicture(path, "svg", 1);

    /// <summary>Writes the figure as a PNG, drawn by plotly.js in an installed browser.</summary>
    /// <param name="path">An older file there is replaced.</param>
    /// <param name="scale">Pixels of the picture for each pixel of the figure.</param>
    /// <exception cref="InvalidOperationException">There is no browser; nothing is written.</exception>
    public void SavePng(string path, double scale = 2) => SavePicture(path, "png", scale);

    /// <summary>Writes the figure as a PDF of one sheet, drawn by plotly.js in an installed browser.</summary>
    /// <exception cref="InvalidOperationException">There is no browser; nothing is written.</exception>
    public void SavePdf(string path) => SavePicture(path, "pdf", 1);

    /// <summary>The figure as plotly.js draws it in a browser, in light colours on white.</summary>
    /// <param name="browser">May draw many, one after another.</param>
    /// <param name="figure">As <see cref="ToJson"/> gives it.</param>
    /// <param name="format">"svg", "png" or "pdf".</param>
    /// <param name="scale">Pixels of a PNG for each pixel of the figure.</param>
    public static byte[] Draw(HeadlessBrowser browser, JsonObject figure, string format, double scale)
    {
        if (browser.Run("typeof Plotly") == "undefined")
        {
            browser.Open("<!DOCTYPE html><body style=\"margin:0\"><div id=\"figure\"></div>");
            browser.Run(PlotlySource());
        }
        string size = browser.Run($$"""
            (async () => {
              const figure = {{figure.ToJsonString()}}, template = {{FigureStyle.Light.ToJsonString()}};
              const layout = { ...figure.layout, template, paper_bgcolor: "#ffffff" };
              window.picture = { ...figure, config: { staticPlot: true }, layout };
              const drawn = await Plotly.newPlot("figure", window.picture);
              return drawn._fullLayout.width + " " + drawn._fullLayout.height;
            })()
            """);
        double[] pixels = [.. size.Split(' ').Select(each => double.Parse(each, CultureInfo.InvariantCulture))];
        if (format == "pdf")
            return browser.Pdf(pixels[0], pixels[1]);
        var options = new { format, width = pixels[0], height = pixels[1], scale = format == "png" ? scale : 1, imageDataOnly = true };
        string data = browser.Run($"Plotly.toImage(window.picture, {Json(options).ToJsonString()})");
        return format == "svg" ? Encoding.UTF8.GetBytes(data) : Convert.FromBase64String(data);
    }

    /// <summary>The <see cref="Description"/>.</summary>
    public override string ToString() => Description;

    private void SavePicture(string path, string format, double scale)
    {
        using var browser = new HeadlessBrowser();
        WholeFile.Write(path, Draw(browser, json, format, scale));
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
