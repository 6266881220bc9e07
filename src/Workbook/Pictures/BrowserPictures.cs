using System.CommandLine;
using System.Globalization;

namespace Workbook;

/// <summary>Draws figures in one browser, which is started before anything else, so that its absence is said first.</summary>
internal sealed class BrowserPictures : IDisposable
{
    private readonly HeadlessBrowser browser;
    private readonly BrowserPainter painter;

    private BrowserPictures(HeadlessBrowser browser) => (this.browser, painter) = (browser, new BrowserPainter(browser));

    /// <summary>The option that names the browser.</summary>
    public static Option<string> Option() => new("--browser")
    {
        Description = "The program of Chrome, Chromium or Edge. "
            + $"Default: ${HeadlessBrowser.Variable}, then the PATH, then the usual install folders.",
        HelpName = "program",
    };

    /// <exception cref="WorkbookException">There is no browser, or it does not start.</exception>
    public static BrowserPictures Start(string? path)
    {
        try
        {
            return new BrowserPictures(new HeadlessBrowser(path));
        }
        catch (InvalidOperationException problem)
        {
            throw new WorkbookException(problem.Message, problem);
        }
    }

    /// <exception cref="WorkbookException">The browser cannot.</exception>
    public byte[] Draw(ShownFigure figure, string format, double scale) => Drawn(figure, () => painter.Paint(figure.Json, format, scale));

    /// <summary>A PNG of few colours and few bytes, at 1.1 times the figure's pixels.</summary>
    /// <exception cref="WorkbookException">The browser cannot.</exception>
    public byte[] DrawSmall(ShownFigure figure) => Drawn(figure, () => Small(painter.Paint(figure.Json, "png", 1.1)));

    public void Dispose() => painter.Dispose();

    private static byte[] Drawn(ShownFigure figure, Func<byte[]> draw)
    {
        try
        {
            return draw();
        }
        catch (InvalidOperationException problem)
        {
            throw new WorkbookException($"The figure {figure.Name} could not be drawn. {problem.Message}", problem);
        }
    }

    private byte[] Small(byte[] whole)
    {
        string png = Convert.ToBase64String(whole);
        string[] answer = browser.Run($$"""
            (async () => {
              const image = new Image();
              image.src = "data:image/png;base64,{{png}}";
              await image.decode();
              const canvas = document.createElement("canvas");
              const context = Object.assign(canvas, { width: image.width, height: image.height }).getContext("2d");
              context.drawImage(image, 0, 0);
              const pixels = context.getImageData(0, 0, image.width, image.height).data;
              let text = "";
              for (let i = 0; i < pixels.length; i += 32768) text += String.fromCharCode(...pixels.subarray(i, i + 32768));
              return [image.width, image.height, btoa(text)].join(" ");
            })()
            """).Split(' ');
        var (width, height) = (int.Parse(answer[0], CultureInfo.InvariantCulture), int.Parse(answer[1], CultureInfo.InvariantCulture));
        return IndexedPng.Encode(Convert.FromBase64String(answer[2]), width, height);
    }
}
