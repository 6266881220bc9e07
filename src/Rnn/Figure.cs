#nullable enable
using System;
using System.Collections.Generic;
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
[TypeFormatterSource(typeof(FigureFormatterSource), PreferredMimeTypes = new[] { "text/html", "text/plain" })]
public sealed class Figure
{
    private static readonly JsonSerializerOptions Options = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private readonly JsonObject json;

    /// <param name="chart">The traces, made with <c>UseDefaults: false</c>: Plotly.NET's own template costs a second.</param>
    /// <param name="name">A file name without its ending: letters, digits, hyphens.</param>
    /// <param name="description">What the figure shows, in words and numbers: its text form and alternative text.</param>
    /// <param name="layout">Merged into the chart's layout; annotations and shapes are added to those there.</param>
    /// <param name="traces">One object for every trace in turn, or a single one for all of them.</param>
    /// <param name="frames">plotly.js frames, for a slider.</param>
    /// <exception cref="ArgumentException">The name is no plain file name.</exception>
    public Figure(GenericChart chart, string name, string description, object? layout = null, IReadOnlyList<object>? traces = null, object? frames = null)
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
        json["config"] = Json(new { displaylogo = false, responsive = true, toImageButtonOptions = new { format = "svg", filename = name } });
    }

    /// <summary>The chart as Plotly.NET made it, without layout and style.</summary>
    public GenericChart Chart { get; }

    /// <summary>The name that its files get.</summary>
    public string Name { get; }

    /// <summary>What the figure shows, in words and numbers.</summary>
    public string Description { get; }

    /// <summary>The whole figure as plotly.js reads it: data, layout, config, frames; without the style.</summary>
    public JsonObject ToJson() => json.DeepClone().AsObject();

    /// <summary>The address that plotly.js is loaded from where a page does not have it yet.</summary>
    public static string PlotlyAddress => $"https://cdn.plot.ly/plotly-{Globals.PLOTLYJS_VERSION}.min.js";

    /// <summary>The source of plotly.js, as Plotly.NET carries it.</summary>
    public static string PlotlySource()
    {
        using var stream = typeof(GenericChart).Assembly.GetManifestResourceStream($"Plotly.NET.plotly-{Globals.PLOTLYJS_VERSION}.min.js")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>
    /// A part of a page. It loads plotly.js once a page, hidden from require.js, which would take it for itself; draws in the
    /// colours of the page it finds itself on; and says in words what it shows until it is drawn.
    /// </summary>
    public string ToHtml()
    {
        string figure = json.ToJsonString(), text = WebUtility.HtmlEncode(Description);
        string id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(figure + text)))[..12];
        return $$"""
            <div class="rnn-figure" style="overflow-x:auto"><div data-figure="{{id}}" role="img" aria-label="{{text}}"><p>{{text}}</p></div></div>
            <script>
            (() => {
              const figure = {{figure}};
              const light = {{FigureStyle.Light.ToJsonString()}};
              const dark = {{FigureStyle.Dark.ToJsonString()}};
              const source = "{{PlotlyAddress}}";
              const place = [...document.querySelectorAll('[data-figure="{{id}}"]')].find(each => !each.dataset.drawn);
              if (!place) return;
              place.dataset.drawn = "true";
              const template = () => {
                const page = document.body.classList;
                if (page.contains("vscode-light") || page.contains("vscode-high-contrast-light")) return light;
                if (page.contains("vscode-dark") || page.contains("vscode-high-contrast")) return dark;
                for (let each = place; each; each = each.parentElement) {
                  const [r, g, b, opacity = 1] = getComputedStyle(each).backgroundColor.match(/[\d.]+/g).map(Number);
                  if (opacity > 0) return 0.299 * r + 0.587 * g + 0.114 * b < 128 ? dark : light;
                }
                return light;
              };
              const run = code => {
                const tag = document.createElement("script");
                tag.textContent = "(function (define, module, exports) {" + code + "\n}).call(window)";
                document.head.append(tag);
              };
              const load = () => window.Plotly ? Promise.resolve()
                : (window.rnnPlotly ??= fetch(source).then(answer => answer.ok ? answer.text() : Promise.reject(answer.status)).then(run));
              load().then(() => {
                place.replaceChildren();
                const draw = () => Plotly.react(place, { ...figure, layout: { ...figure.layout, template: template() } });
                matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
                return draw();
              }).catch(problem => {
                window.rnnPlotly = undefined;
                place.append("This figure is not drawn: plotly.js could not be loaded from " + source + " (" + problem + ").");
              });
            })();
            </script>
            """;
    }

    /// <summary>A whole page with plotly.js in it, which works without a network.</summary>
    public string ToPage() => $$"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{WebUtility.HtmlEncode(Name)}}</title>
        <style>:root { color-scheme: light dark } body { background: Canvas; color: CanvasText; font-family: Arial, sans-serif; margin: 1em }</style>
        <script>{{PlotlySource()}}</script>
        </head>
        <body>
        <main>
        {{ToHtml()}}
        <p>{{WebUtility.HtmlEncode(Description)}}</p>
        </main>
        </body>
        </html>

        """;

    /// <summary>Writes <see cref="ToPage"/> to a file; an older file there is replaced only by a whole new one.</summary>
    public void SaveHtml(string path)
    {
        string beside = path + ".new";
        File.WriteAllText(beside, ToPage());
        File.Move(beside, path, overwrite: true);
    }

    /// <summary>The <see cref="Description"/>.</summary>
    public override string ToString() => Description;

    private static JsonNode Json(object value) => value is JsonNode node ? node.DeepClone() : JsonSerializer.SerializeToNode(value, Options)!;

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

/// <summary>Marks a type that shows itself; .NET Interactive finds this attribute by its name.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    public Type FormatterSourceType { get; } = formatterSourceType;

    public string[] PreferredMimeTypes { get; set; } = [];
}

/// <summary>How .NET Interactive shows a <see cref="Figure"/>; it finds these members by their names.</summary>
public sealed class FigureFormatterSource
{
    public IEnumerable<object> CreateTypeFormatters() =>
        [new FigureFormatter("text/html", figure => figure.ToHtml()), new FigureFormatter("text/plain", figure => figure.Description)];
}

/// <summary>Writes a <see cref="Figure"/> as one kind of text.</summary>
public sealed class FigureFormatter(string mimeType, Func<Figure, string> text)
{
    public string MimeType { get; } = mimeType;

    public Type Type { get; } = typeof(Figure);

    public bool Format(object instance, TextWriter writer)
    {
        writer.Write(text((Figure)instance));
        return true;
    }
}
