#nullable enable
using System;
using System.IO;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using GenericChart = Plotly.NET.GenericChart;

/// <summary>
/// Figures as HTML, made from their data alone. A page with several begins with one <see cref="Script"/> and has a <see cref="Place"/> for
/// each; an output that stands alone carries both.
/// </summary>
public static class FigureHtml
{
    /// <summary>The address that plotly.js is loaded from if a page does not have it yet.</summary>
    public static string PlotlyAddress => $"https://cdn.plot.ly/plotly-{Globals.PLOTLYJS_VERSION}.min.js";

    /// <summary>The source of plotly.js, as Plotly.NET carries it.</summary>
    public static string PlotlySource()
    {
        using var stream = typeof(GenericChart).Assembly.GetManifestResourceStream($"Plotly.NET.plotly-{Globals.PLOTLYJS_VERSION}.min.js")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>What draws the figures of a page, once, before the first of them: a script and the two templates.</summary>
    public static string Script => $"<script>const drawFigure = {Function};</script>";

    /// <summary>A figure of a page that has the <see cref="Script"/>; it says in words what it shows until it is drawn.</summary>
    /// <param name="description">What the figure shows, in words and numbers.</param>
    /// <param name="figure">As <c>Figure.ToJson</c> gives it.</param>
    public static string Place(string description, JsonObject figure) => Drawn("drawFigure", description, figure);

    /// <summary>A figure that stands alone, as the output of a cell does.</summary>
    /// <param name="description">What the figure shows, in words and numbers.</param>
    /// <param name="figure">As <c>Figure.ToJson</c> gives it.</param>
    public static string Output(string description, JsonObject figure) => Drawn($"({Function})", description, figure);

    /// <summary>A whole page of one figure, which works without a network.</summary>
    /// <param name="name">Its title.</param>
    /// <param name="description">What the figure shows, in words and numbers.</param>
    /// <param name="figure">As <c>Figure.ToJson</c> gives it.</param>
    /// <param name="plotly">Path to plotly.js, relative to the page; if omitted, the page carries its megabytes itself.</param>
    public static string Page(string name, string description, JsonObject figure, string? plotly = null) => $$"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{WebUtility.HtmlEncode(name)}}</title>
        <style>
        :root { color-scheme: light dark }
        body { background: Canvas; color: CanvasText; font-family: Arial, sans-serif; margin: 1em }
        </style>
        {{(plotly is null ? $"<script>{PlotlySource()}</script>" : $"<script src=\"{plotly}\"></script>")}}
        </head>
        <body>
        <main>
        {{Output(description, figure)}}
        <p>{{WebUtility.HtmlEncode(description)}}</p>
        </main>
        </body>
        </html>

        """;

    private static string Function =>
        $"({FigureScript.Source})(\"{PlotlyAddress}\",\n{FigureStyle.Light.ToJsonString()},\n{FigureStyle.Dark.ToJsonString()})";

    private static string Drawn(string function, string description, JsonObject figure)
    {
        string json = figure.ToJsonString(), text = WebUtility.HtmlEncode(description);
        string id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json + text)))[..12];
        string picture = $"""<div role="img" aria-label="{text}"><p>{text}</p></div>""";
        return $"""
            <div class="rnn-figure" data-figure="{id}"><div style="overflow-x:auto">{picture}</div></div>
            <script>{function}("{id}", {json});</script>
            """;
    }
}
