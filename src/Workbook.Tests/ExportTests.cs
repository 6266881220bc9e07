using System.Buffers.Binary;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Workbook.Tests;

/// <summary>Figures as files, and notebooks with pictures in them.</summary>
[Collection(OneAtATime.Name)]
public sealed class ExportTests : IDisposable
{
    private static readonly string First = Path.Combine(Repository.Notebooks, "01-rnn-step-by-step.ipynb");

    private readonly TemporaryFolder folder = new();
    private readonly StringWriter said = new(), errors = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Every_figure_becomes_an_svg_of_its_size()
    {
        SkipWithoutBrowser();
        Assert.Equal(0, await Export("svg"));
        var figures = (await NotebookRuns.Of("01-rnn-step-by-step")).Figures;
        Assert.Equal(figures.Select(figure => $"01-rnn-step-by-step-{figure.Name}.svg").Order(StringComparer.Ordinal), folder.Files);
        foreach (ShownFigure figure in figures)
        {
            var svg = XDocument.Load(Path.Combine(folder.Path, $"01-rnn-step-by-step-{figure.Name}.svg")).Root!;
            Assert.Equal((double)figure.Json["layout"]!["width"]!, (double)svg.Attribute("width")!, 1.0);
            Assert.Equal(figure.Json["data"]!.AsArray().Count, svg.Descendants().Count(each => (string?)each.Attribute("class") == "hm"));
        }
    }

    [Fact]
    public async Task A_png_has_the_scale_asked_for()
    {
        SkipWithoutBrowser();
        Assert.Equal(0, await Export("png", scale: 1.5));
        var figure = (await NotebookRuns.Of("01-rnn-step-by-step")).Figures[0];
        byte[] png = await File.ReadAllBytesAsync(Path.Combine(folder.Path, $"01-rnn-step-by-step-{figure.Name}.png"), TestContext.Current.CancellationToken);
        Assert.Equal((double)figure.Json["layout"]!["width"]! * 1.5, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), 1.0);
    }

    [Fact]
    public async Task A_pdf_is_one_sheet()
    {
        SkipWithoutBrowser();
        Assert.Equal(0, await Export("pdf"));
        Assert.Equal(4, folder.Files.Count());
        string pdf = await File.ReadAllTextAsync(Path.Combine(folder.Path, folder.Files.First()), System.Text.Encoding.Latin1, TestContext.Current.CancellationToken);
        Assert.StartsWith("%PDF-", pdf);
        Assert.Matches(@"/Count 1\b", pdf);
    }

    [Fact]
    public async Task Html_needs_no_browser()
    {
        Assert.Equal(0, await Export("html", browser: "no-such-browser"));
        Assert.All(folder.Files, file => Assert.EndsWith(".html", file));
        Assert.Equal(4, folder.Files.Count());
    }

    [Theory]
    [InlineData("no-such-browser", 2.0, "The browser no-such-browser does not start")]
    [InlineData("/bin/false", 2.0, "The browser /bin/false does not start: it ended with code 1.")]
    [InlineData(null, 0.0, "The scale is 0; it must be above 0 and at most 20.")]
    public async Task What_cannot_be_drawn_is_said_before_anything_runs(string? browser, double scale, string says)
    {
        Assert.Equal(2, await Export("svg", scale, browser));
        Assert.Contains(says, errors.ToString());
        Assert.Single(errors.ToString().TrimEnd().Split('\n'));
        Assert.Empty(folder.Files);
    }

    [Fact]
    public void Without_any_browser_one_sentence_says_what_to_install()
    {
        var (path, named) = (Environment.GetEnvironmentVariable("PATH"), Environment.GetEnvironmentVariable(HeadlessBrowser.Variable));
        try
        {
            Environment.SetEnvironmentVariable("PATH", folder.Path);
            Environment.SetEnvironmentVariable(HeadlessBrowser.Variable, null);
            Assert.SkipWhen(HeadlessBrowser.Find() != null, "There is a browser in one of the usual places.");
            string file = Path.Combine(folder.Path, "x.png");
            var figure = Charts.Heatmap(MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(1, 1), "x");
            Assert.Contains("install Chrome, Chromium or Edge", Assert.Throws<InvalidOperationException>(() => figure.SavePng(file)).Message);
            Assert.Empty(folder.Files);
        }
        finally
        {
            Environment.SetEnvironmentVariable("PATH", path);
            Environment.SetEnvironmentVariable(HeadlessBrowser.Variable, named);
        }
    }

    [Fact]
    public async Task A_published_notebook_shows_pictures_and_is_the_same_when_published_again()
    {
        SkipWithoutBrowser();
        // A notebook's imports are found beside it: the copy goes where the original is.
        string copy = Path.Combine(Repository.Notebooks, ".published-by-a-test.ipynb");
        try
        {
            File.Copy(First, copy, overwrite: true);
            Assert.Equal(0, await Publish(copy));
            string once = await File.ReadAllTextAsync(copy, TestContext.Current.CancellationToken);
            Assert.Equal(0, await Publish(copy));
            Assert.Equal(once, await File.ReadAllTextAsync(copy, TestContext.Current.CancellationToken));

            var outputs = JsonNode.Parse(once)!["cells"]!.AsArray().SelectMany(cell => cell!["outputs"]?.AsArray() ?? []).ToList();
            var pictures = outputs.Select(output => (string?)output!["data"]?["image/png"]).Where(png => png != null).Select(png => Convert.FromBase64String(png!)).ToList();
            Assert.Equal(4, pictures.Count);
            Assert.All(pictures, png => Assert.InRange(png.Length, 1000, 60 * 1024));
            Assert.DoesNotContain(outputs, output => output!["data"]?["text/html"] != null);
            Assert.DoesNotContain(Repository.Root, once);
        }
        finally
        {
            File.Delete(copy);
        }
    }

    [Fact]
    public async Task A_notebook_that_fails_is_not_published()
    {
        SkipWithoutBrowser();
        string bad = folder.Notebook("bad", "1 + 1", "nothing");
        string before = await File.ReadAllTextAsync(bad, TestContext.Current.CancellationToken);
        Assert.Equal(1, await Publish(bad));
        Assert.Equal(before, await File.ReadAllTextAsync(bad, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_small_png_keeps_flat_colours_and_blends()
    {
        // Six flat colours over most of it, and a ramp of 300 blends: more than a palette holds.
        const int width = 300, height = 40;
        var pixels = new byte[4 * width * height];
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
            {
                byte[] color = y < 30 ? [(byte)(40 * (x / 50)), 10, 200] : [(byte)(x % 256), (byte)(x / 2), (byte)(255 - (x / 2))];
                color.CopyTo(pixels, 4 * ((y * width) + x));
            }
        byte[] png = IndexedPng.Encode(pixels, width, height);
        Assert.Equal((width, height), (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20))));
        Assert.InRange(png.Length, 100, width * height / 4);
    }

    private static void SkipWithoutBrowser() => Assert.SkipWhen(HeadlessBrowser.Find() == null, "This test needs Chrome, Chromium or Edge.");

    private Task<int> Export(string format, double scale = 2, string? browser = null) =>
        ExportCommand.RunAsync([First], format, scale, browser, folder.Path, PlainConsole.To(said), errors, TestContext.Current.CancellationToken);

    private Task<int> Publish(string notebook) => PublishCommand.RunAsync([notebook], null, PlainConsole.To(said), errors, TestContext.Current.CancellationToken);
}
