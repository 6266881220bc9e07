using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using MathNet.Numerics.LinearAlgebra;

namespace Workbook.Tests;

/// <summary>Figures as files, and notebooks with pictures in them. Whatever is written is opened.</summary>
[Collection(OneAtATime.Name)]
[Trait("speed", "slow")]
public sealed partial class ExportTests : IDisposable
{
    // The cells of the notebook here, and what they show.
    private const string HeatmapCell = "using MathNet.Numerics.LinearAlgebra;\n"
        + "var one = Charts.Heatmap(Matrix<double>.Build.Dense(2, 3, (i, j) => i - j), \"One\");\none";
    private const string LinesCell =
        "var two = Charts.Lines([new Line(\"loss\", [1, 10, 100], [4, 2, 0.5])], \"Two\", \"step\", \"loss\");\ntwo";

    private static readonly Figure One = Charts.Heatmap(Matrix<double>.Build.Dense(2, 3, (i, j) => i - j), "One");
    private static readonly Figure Two = Charts.Lines([new Line("loss", [1, 10, 100], [4, 2, 0.5])], "Two", "step", "loss");

    private readonly TemporaryFolder folder = new(), pictures = new();
    private readonly StringWriter said = new(), errors = new();
    private readonly string drawing;

    public ExportTests() => drawing = folder.DrawingNotebook("drawing", HeatmapCell, LinesCell);

    public void Dispose()
    {
        folder.Dispose();
        pictures.Dispose();
    }

    [Fact]
    public async Task Every_figure_becomes_an_svg()
    {
        SkipWithoutBrowser();
        Assert.Equal(0, await Export("svg"));
        Assert.Equal(["drawing-one.svg", "drawing-two.svg"], pictures.Files);
        AssertSvg(One, "drawing-one.svg");
        AssertSvg(Two, "drawing-two.svg");
    }

    [Fact]
    public async Task Every_figure_becomes_a_png_of_the_scale_asked_for()
    {
        SkipWithoutBrowser();
        Assert.Equal(0, await Export("png", scale: 1.5));
        Assert.Equal(["drawing-one.png", "drawing-two.png"], pictures.Files);
        AssertPng(One, "drawing-one.png", 1.5);
        AssertPng(Two, "drawing-two.png", 1.5);
    }

    [Fact]
    public async Task Every_figure_becomes_a_pdf_of_one_sheet()
    {
        SkipWithoutBrowser();
        Assert.Equal(0, await Export("pdf"));
        Assert.Equal(["drawing-one.pdf", "drawing-two.pdf"], pictures.Files);
        AssertPdf(One, "drawing-one.pdf");
        AssertPdf(Two, "drawing-two.pdf");
    }

    [Fact]
    public async Task Html_needs_no_browser()
    {
        Assert.Equal(0, await Export("html", browser: "no-such-browser"));
        Assert.Equal(["drawing-one.html", "drawing-two.html"], pictures.Files);
        Assert.Equal(One.ToPage(), await ReadAsync("drawing-one.html"));
    }

    [Fact]
    public async Task A_notebook_that_fails_ends_with_1_and_the_figures_before_are_there()
    {
        string fails = folder.DrawingNotebook("fails", HeatmapCell, "throw new Exception(\"stop\");", LinesCell);
        Assert.Equal(1, await ExportCommand.RunAsync(new(new([fails]), "html") { Output = pictures.Path }, PlainConsole.To(said), errors,
            TestContext.Current.CancellationToken));
        Assert.Equal(["fails-one.html"], pictures.Files);
    }

    [Fact]
    public void A_browser_that_ends_while_it_draws_is_one_sentence()
    {
        SkipWithoutBrowser();
        Assert.SkipUnless(Directory.Exists("/proc/self"), "This test finds the browser by /proc.");
        using var browser = new HeadlessBrowser();
        foreach (var process in System.Diagnostics.Process.GetProcesses().Where(each => CommandLine(each.Id).Contains("workbook-browser-")))
            process.Kill();
        var problem = Assert.Throws<InvalidOperationException>(() => browser.Run("1"));
        Assert.StartsWith("The browser ", problem.Message);
    }

    // One that has no page at first, and then one that nobody answers for.
    [Fact]
    public void A_browser_that_does_not_start_leaves_neither_a_process_nor_a_profile()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/python3"), "This test needs /usr/bin/python3 and /proc.");
        string fake = folder.File("fake-browser", """
            #!/usr/bin/python3
            import http.server, sys, json
            profile = next(each.split("=", 1)[1] for each in sys.argv if each.startswith("--user-data-dir="))
            asked = 0
            class Handler(http.server.BaseHTTPRequestHandler):
                def do_GET(self):
                    global asked
                    asked += 1
                    pages = [] if asked < 4 else [{"type": "page", "webSocketDebuggerUrl": "ws://127.0.0.1:1/none"}]
                    self.send_response(200); self.end_headers(); self.wfile.write(json.dumps(pages).encode())
                def log_message(self, *arguments): pass
            server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
            open(profile + "/DevToolsActivePort", "w").write(f"{server.server_port}\n/devtools\n")
            server.serve_forever()
            """);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(fake, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Assert.StartsWith($"The browser {fake} does not start: ",
            Assert.Throws<InvalidOperationException>(() => new HeadlessBrowser(fake)).Message);
        Assert.DoesNotContain(System.Diagnostics.Process.GetProcesses(), each => CommandLine(each.Id).Contains(fake));
        Assert.DoesNotContain(Directory.GetDirectories(Path.GetTempPath(), "workbook-browser-*"),
            each => File.Exists($"{each}/DevToolsActivePort") && File.ReadAllLines($"{each}/DevToolsActivePort").Contains("/devtools"));
    }

    private static string CommandLine(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    [Fact]
    public async Task A_cell_saves_pictures()
    {
        SkipWithoutBrowser();
        string[] calls =
        [
            "SaveSvg(@\"{0}/saved.svg\")", "SavePdf(@\"{0}/saved.pdf\")",
            "SavePng(@\"{0}/saved.png\")", "SaveHtml(@\"{0}/saved.html\")",
        ];
        string save = string.Concat(calls.Select(call => $"one.{string.Format(CultureInfo.InvariantCulture, call, pictures.Path)};\n"));
        var notebook = Notebook.Load(folder.DrawingNotebook("saving", HeatmapCell, save));
        var run = await NotebookRuns.RunAsync(notebook);
        Assert.Null(run.Failure);

        Assert.Equal(["saved.html", "saved.pdf", "saved.png", "saved.svg"], pictures.Files);
        AssertSvg(One, "saved.svg");
        AssertPdf(One, "saved.pdf");
        AssertPng(One, "saved.png", 2);
        Assert.Equal(One.ToPage(), await ReadAsync("saved.html"));
    }

    [Theory]
    [InlineData("no-such-browser", 2.0, "The browser no-such-browser does not start")]
    [InlineData("/bin/false", 2.0, "The browser /bin/false does not start: it ended with code 1.")]
    [InlineData(null, 0.0, "The scale is 0; it must be above 0 and at most 20.")]
    public async Task What_cannot_be_drawn_is_said_before_anything_runs(string? browser, double scale, string says)
    {
        Assert.SkipWhen(browser?[0] == '/' && !File.Exists(browser), $"There is no {browser} here.");
        Assert.Equal(2, await Export("svg", scale, browser));
        Assert.Contains(says, errors.ToString());
        Assert.Single(errors.ToString().TrimEnd().Split('\n'));
        Assert.Empty(pictures.Files);
    }

    [Fact]
    public void Without_any_browser_one_sentence_says_what_to_install()
    {
        var (path, named) = (Environment.GetEnvironmentVariable("PATH"), Environment.GetEnvironmentVariable(HeadlessBrowser.Variable));
        try
        {
            Environment.SetEnvironmentVariable("PATH", pictures.Path);
            Environment.SetEnvironmentVariable(HeadlessBrowser.Variable, null);
            Assert.SkipWhen(HeadlessBrowser.Find() != null, "There is a browser in one of the usual places.");
            string file = Path.Combine(pictures.Path, "x.png");
            Assert.Equal(
                "No browser was found to draw the picture: install Chrome, Chromium or Edge, or name one in the environment variable "
                    + "WORKBOOK_BROWSER. The camera over the figure and SaveHtml need none.",
                Assert.Throws<InvalidOperationException>(() => One.SavePng(file)).Message);
            Assert.Empty(pictures.Files);
            Assert.Contains("rnn-figure", One.ToHtml());   // to show a figure takes none
        }
        finally
        {
            Environment.SetEnvironmentVariable("PATH", path);
            Environment.SetEnvironmentVariable(HeadlessBrowser.Variable, named);
        }
    }

    [Fact]
    public void What_draws_pictures_is_given()
    {
        var before = Figure.Painter;
        var painter = new Echo();
        try
        {
            Figure.Painter = () => painter;
            One.SavePng(Path.Combine(pictures.Path, "a.png"), scale: 3);
            Two.SaveSvg(Path.Combine(pictures.Path, "b.svg"));
            Two.SavePdf(Path.Combine(pictures.Path, "c.pdf"));
        }
        finally
        {
            Figure.Painter = before;
        }
        var (one, two) = (One.ToJson().ToJsonString(), Two.ToJson().ToJsonString());
        Assert.Equal(
            ["png 3 " + one, "svg 1 " + two, "pdf 1 " + two],
            pictures.Files.Select(file => File.ReadAllText(Path.Combine(pictures.Path, file))));
        Assert.Equal(3, painter.Ended);
    }

    private sealed class Echo : IFigurePainter
    {
        public int Ended { get; private set; }

        public byte[] Paint(JsonObject figure, string format, double scale) =>
            Encoding.UTF8.GetBytes($"{format} {scale} {figure.ToJsonString()}");

        public void Dispose() => Ended++;
    }

    [Fact]
    public async Task A_published_notebook_shows_each_figure_as_a_picture_and_again_draws_only_what_has_changed()
    {
        SkipWithoutBrowser();
        Assert.Equal(0, await Publish());
        string text = await File.ReadAllTextAsync(drawing, TestContext.Current.CancellationToken);
        Assert.DoesNotContain("text/html", text);
        Assert.DoesNotContain(folder.Path, text);
        var first = Outputs();
        Assert.Equal([One.Description, Two.Description], first.Select(output => (string?)output["data"]!["text/plain"]));
        using (var painter = new BrowserPainter(new HeadlessBrowser()))
            foreach (var (figure, output) in new[] { One, Two }.Zip(first))
            {
                var (drawn, picture) = (painter.Paint(figure.ToJson(), "png", 1.1), Convert.FromBase64String(Picture(output)));
                AssertSame(Png.Decode(drawn), Png.Decode(picture));
                Assert.InRange(Picture(output).Length, 1000, 80 * 1024);
                var size = output["metadata"]!["image/png"]!;
                Assert.Equal((Width(figure), Height(figure)), ((double)size["width"]!, (double)size["height"]!));
            }

        // The first figure's picture is exchanged for the second's: it stays, as that figure has not changed. The second figure has.
        text = text.Replace(Picture(first[0]), Picture(first[1]), StringComparison.Ordinal)
            .Replace("[4, 2, 0.5]", "[4, 2, 0.25]", StringComparison.Ordinal);
        await File.WriteAllTextAsync(drawing, text, TestContext.Current.CancellationToken);
        Assert.Equal(0, await Publish());
        var second = Outputs();
        Assert.Equal(Picture(first[1]), Picture(second[0]));
        Assert.NotEqual(Picture(first[1]), Picture(second[1]));
        Assert.Contains("0.25", (string?)second[1]["data"]!["text/plain"]);

        // As if the style had changed since: its picture is drawn anew.
        var other = FigureStyle.Light.DeepClone();
        other["layout"]!["paper_bgcolor"] = "#fff";
        var shown = ShownFigure.From(One, new())!;
        text = await File.ReadAllTextAsync(drawing, TestContext.Current.CancellationToken);
        text = text.Replace($"{shown.Fingerprint(FigureStyle.Light)}", $"{shown.Fingerprint(other)}", StringComparison.Ordinal);
        await File.WriteAllTextAsync(drawing, text, TestContext.Current.CancellationToken);
        Assert.Equal(0, await Publish());
        Assert.Equal(Picture(first[0]), Picture(Outputs()[0]));

        string again = await File.ReadAllTextAsync(drawing, TestContext.Current.CancellationToken);
        Assert.Equal(0, await Publish());
        Assert.Equal(again, await File.ReadAllTextAsync(drawing, TestContext.Current.CancellationToken));

        static string Picture(JsonNode output) => (string)output["data"]!["image/png"]!;
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
    public void A_small_png_of_few_colours_keeps_every_pixel()
    {
        var (random, pixels) = (new Random(1), new byte[4 * 31 * 17]);
        for (int i = 0; i < pixels.Length; i += 4)
            (pixels[i], pixels[i + 1], pixels[i + 2]) = (Channel(), Channel(), Channel());
        byte[] png = IndexedPng.Encode(pixels, 31, 17);
        AssertSame(Expected(pixels, 31, 17), Png.Decode(png), largest: 0);
        // The palette holds three bytes for each colour, and no colour twice.
        int palette = png.AsSpan().IndexOf("PLTE"u8);
        Assert.Equal(3 * Png.Decode(png).Colors().Count, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(palette - 4)));

        byte Channel() => (byte)(random.Next(6) * 51);
    }

    [Fact]
    public void A_small_png_of_many_colours_keeps_flat_ones_and_blends_the_rest()
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
        var (expected, decoded) = (Expected(pixels, width, height), Png.Decode(png));
        Assert.Equal(expected.Pixels[..(30 * width)], decoded.Pixels[..(30 * width)]);
        AssertSame(expected, decoded, largest: 4);
        Assert.InRange(decoded.Colors().Count, 200, 256);
        Assert.InRange(png.Length, 100, width * height / 4);
    }

    private static Png Expected(byte[] pixels, int width, int height) =>
        new(width, height, [.. pixels.Chunk(4).Select(pixel => (pixel[0] << 16) | (pixel[1] << 8) | pixel[2])]);

    // Nearly all pixels are the same, and none is off by more than this in any channel.
    private static void AssertSame(Png expected, Png actual, int largest = 16)
    {
        Assert.Equal((expected.Width, expected.Height), (actual.Width, actual.Height));
        int[] off = [.. expected.Pixels.Zip(actual.Pixels, (a, b) =>
            new[] { 16, 8, 0 }.Max(shift => Math.Abs(((a >> shift) & 255) - ((b >> shift) & 255))))];
        Assert.InRange(off.Max(), 0, largest);
        Assert.InRange(off.Count(each => each == 0), (int)(0.95 * off.Length), off.Length);
    }

    private void AssertSvg(Figure figure, string file)
    {
        var root = XDocument.Load(Path.Combine(pictures.Path, file)).Root!;
        Assert.Equal("{http://www.w3.org/2000/svg}svg", root.Name.ToString());
        Assert.Equal((Width(figure), Height(figure)), ((double)root.Attribute("width")!, (double)root.Attribute("height")!));
        // A heatmap is a picture in it, a line a path.
        var drawn = root.Descendants().Select(each => (string?)each.Attribute("class")).ToList();
        Assert.Equal(Traces(figure).Count(type => type == "heatmap"), drawn.Count(each => each == "hm"));
        Assert.Equal(Traces(figure).Count(type => type == "scatter"), drawn.Count(each => each == "js-line"));
        Assert.Contains(((string)figure.ToJson()["layout"]!["title"]!["text"]!).Split("<br>")[0], root.Value);
    }

    // A point is 1/72 of an inch, a pixel 1/96.
    private void AssertPdf(Figure figure, string file)
    {
        string pdf = File.ReadAllText(Path.Combine(pictures.Path, file), Encoding.Latin1);
        Assert.StartsWith("%PDF-", pdf);
        Assert.Matches(@"/Count 1\b", pdf);
        double[] box =
            [.. MediaBox().Match(pdf).Groups["side"].Captures.Select(side => double.Parse(side.Value, CultureInfo.InvariantCulture))];
        Assert.Equal([0, 0], box[..2]);
        Assert.Equal(Width(figure) * 0.75, box[2], 1.0);
        Assert.Equal(Height(figure) * 0.75, box[3], 1.0);
    }

    private void AssertPng(Figure figure, string file, double scale)
    {
        var png = Png.Decode(File.ReadAllBytes(Path.Combine(pictures.Path, file)));
        Assert.Equal(Width(figure) * scale, png.Width, 1.0);
        Assert.Equal(Height(figure) * scale, png.Height, 1.0);
        var colors = png.Colors();
        // Paper is white; the largest entry, 2 in size, has one end of the colours; a line, two pixels wide, has the first of its own.
        Assert.InRange(colors[0xFFFFFF], png.Pixels.Length / 4, png.Pixels.Length);
        var style = FigureStyle.Light["layout"]!;
        var (color, least) = Traces(figure).Contains("heatmap")
            ? (style["colorscale"]!["diverging"]![0]![1]!, 1000)
            : (style["colorway"]![0]!, 100);
        int rgb = Convert.ToInt32(color.ToString()[1..], 16);
        Assert.InRange(colors.GetValueOrDefault(rgb), least * scale * scale, png.Pixels.Length / 4.0);
    }

    private static double Width(Figure figure) => (double)figure.ToJson()["layout"]!["width"]!;

    private static double Height(Figure figure) => (double)figure.ToJson()["layout"]!["height"]!;

    private static List<string> Traces(Figure figure) => [.. figure.ToJson()["data"]!.AsArray().Select(trace => (string)trace!["type"]!)];

    // The outputs in the notebook's file; its imports have none.
    private List<JsonNode> Outputs() =>
        [.. JsonNode.Parse(File.ReadAllText(drawing))!["cells"]!.AsArray()
            .SelectMany(cell => cell!["outputs"]!.AsArray()).Select(output => output!)];

    private Task<string> ReadAsync(string file) =>
        File.ReadAllTextAsync(Path.Combine(pictures.Path, file), TestContext.Current.CancellationToken);

    private static void SkipWithoutBrowser() =>
        Assert.SkipWhen(HeadlessBrowser.Find() == null, "This test needs Chrome, Chromium or Edge.");

    private Task<int> Export(string format, double scale = 2, string? browser = null) =>
        ExportCommand.RunAsync(
            new(new([drawing]), format) { Scale = scale, Browser = browser, Output = pictures.Path },
            PlainConsole.To(said), errors, TestContext.Current.CancellationToken);

    private Task<int> Publish(string? notebook = null) =>
        PublishCommand.RunAsync(new(new([notebook ?? drawing])), PlainConsole.To(said), errors, TestContext.Current.CancellationToken);

    [GeneratedRegex(@"/MediaBox \[(?<side>[\d.]+)( (?<side>[\d.]+)){3}\]")]
    private static partial Regex MediaBox();
}
