#nullable enable
using System;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

/// <summary>Has plotly.js draw figures in a browser, one after another.</summary>
/// <param name="browser">Ends with this.</param>
public sealed class BrowserPainter(HeadlessBrowser browser) : IFigurePainter
{
    public byte[] Paint(JsonObject figure, string format, double scale)
    {
        if (browser.Run("typeof Plotly") == "undefined")
        {
            browser.Open("<!DOCTYPE html><body style=\"margin:0\"><div id=\"figure\"></div>");
            browser.Run(FigureHtml.PlotlySource()!);
        }
        string size = browser.Run($$"""
            (async () => {
              const { data, layout } = {{figure.ToJsonString()}}, template = {{FigureStyle.Light.ToJsonString()}};
              window.picture = { data, layout: { ...layout, template, paper_bgcolor: "#ffffff" }, config: { staticPlot: true } };
              const drawn = await Plotly.newPlot("figure", window.picture);
              return drawn._fullLayout.width + " " + drawn._fullLayout.height;
            })()
            """);
        double[] pixels = [.. size.Split(' ').Select(each => double.Parse(each, CultureInfo.InvariantCulture))];
        if (format == "pdf")
            return browser.Pdf(pixels[0], pixels[1]);
        var options = new { format, width = pixels[0], height = pixels[1], scale = format == "png" ? scale : 1, imageDataOnly = true };
        string picture = browser.Run($"Plotly.toImage(window.picture, {JsonSerializer.Serialize(options)})");
        return format == "svg" ? Encoding.UTF8.GetBytes(picture) : Convert.FromBase64String(picture);
    }

    public void Dispose() => browser.Dispose();
}

/// <summary>Draws figures as pictures, in light colours on white and without controls.</summary>
public interface IFigurePainter : IDisposable
{
    /// <summary>The picture of a figure.</summary>
    /// <param name="figure">As <c>Figure.ToJson</c> gives it.</param>
    /// <param name="format">"svg", "png" or "pdf".</param>
    /// <param name="scale">Pixels of the PNG per pixel of the figure.</param>
    byte[] Paint(JsonObject figure, string format, double scale);
}
