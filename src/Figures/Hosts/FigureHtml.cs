#nullable enable
using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using GenericChart = Plotly.NET.GenericChart;

/// <summary>
/// Figures as HTML, made from their data alone: as an output that carries its script with it, as a page of its own, or as a
/// <see cref="Place"/> in a page that has the script once and draws with a <see cref="Call"/> for each.
/// </summary>
public static class FigureHtml
{
    /// <summary>The address that plotly.js is loaded from if a page does not have it yet.</summary>
    public static string PlotlyAddress => $"https://cdn.plot.ly/plotly-{Globals.PLOTLYJS_VERSION}.min.js";

    /// <summary>The source of plotly.js, as Plotly.NET carries it; null where notebooks run in a page, which has it elsewhere.</summary>
    public static string? PlotlySource()
    {
        using var stream = typeof(GenericChart).Assembly.GetManifestResourceStream($"Plotly.NET.plotly-{Globals.PLOTLYJS_VERSION}.min.js");
        return stream == null ? null : new StreamReader(stream).ReadToEnd();
    }

    /// <summary>The script of a page with several figures, before the first <see cref="Call"/>.</summary>
    /// <param name="plotly">Where plotly.js is loaded from if the page does not have it yet.</param>
    public static string Script(string plotly) => $"const drawFigure = {Function(plotly)};\n";

    /// <summary>An element that says in words what the figure shows, until it is drawn there.</summary>
    /// <param name="description">What the figure shows, in words and numbers.</param>
    /// <param name="figure">The text of what <c>Figure.ToJson</c> gives.</param>
    public static string Place(string description, string figure)
    {
        string text = WebUtility.HtmlEncode(description);
        string picture = $"""<div role="img" aria-label="{text}"><p>{text}</p></div>""";
        return $"""<div class="rnn-figure" data-figure="{Id(description, figure)}"><div style="overflow-x:auto">{picture}</div></div>""";
    }

    /// <summary>A statement that draws a figure in its <see cref="Place"/>, on a page that has the <see cref="Script"/>.</summary>
    /// <param name="description">What the figure shows, in words and numbers.</param>
    /// <param name="figure">The text of what <c>Figure.ToJson</c> gives.</param>
    public static string Call(string description, string figure) => Drawing("drawFigure", description, figure);

    /// <summary>A figure that stands alone, as the output of a cell does.</summary>
    /// <param name="description">What the figure shows, in words and numbers.</param>
    /// <param name="figure">The text of what <c>Figure.ToJson</c> gives.</param>
    public static string Output(string description, string figure) => $"""
        {Place(description, figure)}
        <script>{Drawing($"({Function(PlotlyAddress)})", description, figure)}</script>
        """;

    /// <summary>
    /// A whole page of one figure, which works without a network and, if no scripts are named, without any other file. Where there is no
    /// <see cref="PlotlySource"/>, it is loaded from the <see cref="PlotlyAddress"/>, unless who offers the page puts it in.
    /// </summary>
    /// <param name="name">Its title.</param>
    /// <param name="description">What the figure shows, in words and numbers.</param>
    /// <param name="figure">The text of what <c>Figure.ToJson</c> gives.</param>
    /// <param name="scripts">
    /// Paths, relative to the page, of plotly.js, the <see cref="Script"/> and the <see cref="Call"/>; if omitted, the page carries them.
    /// </param>
    public static string Page(string name, string description, string figure, params string[] scripts) => $$"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{WebUtility.HtmlEncode(name)}}</title>
        <link rel="icon" href="data:,">
        <style>
        :root { color-scheme: light dark }
        body { background: Canvas; color: CanvasText; font-family: Arial, sans-serif; margin: 1em }
        </style>
        {{(scripts.Length > 0 ? string.Concat(scripts.Select(script => $"<script src=\"{script}\" defer></script>"))
            : PlotlySource() is string source ? $"<script>{source}</script>" : $"<script src=\"{PlotlyAddress}\"></script>")}}
        </head>
        <body>
        <main>
        {{(scripts.Length > 0 ? Place(description, figure) : Output(description, figure))}}
        <p>{{WebUtility.HtmlEncode(description)}}</p>
        </main>
        </body>
        </html>

        """;

    private static string Function(string plotly) =>
        $"({FigureScript.Source})(\"{plotly}\",\n{FigureStyle.Light.ToJsonString()},\n{FigureStyle.Dark.ToJsonString()})";

    private static string Drawing(string function, string description, string figure) =>
        $"{function}(\"{Id(description, figure)}\", {figure});";

    private static string Id(string description, string figure) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(figure + description)))[..12];
}
