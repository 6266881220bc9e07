using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using MathNet.Numerics.LinearAlgebra;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;

namespace Workbook.Tests;

/// <summary>The unrolled network: what it shows is what the network computed, whichever way one goes through it.</summary>
[Trait("speed", "slow")]
public sealed partial class UnrolledChartTests(Browser browser) : IClassFixture<Browser>
{
    private static readonly int[] Tokens = [1, 3, 3, 0, 5, 2], Targets = [0, 2, 1, 4, 4, 3];

    [Theory]
    [InlineData(1, LossKind.SquaredError)]
    [InlineData(3, LossKind.SquaredError)]
    [InlineData(6, LossKind.CrossEntropy)]
    public void The_gradient_grows_term_by_term_into_that_of_the_backward_pass(int steps, LossKind kind)
    {
        var rnn = Run(steps, kind, scale: 0.7);
        var figure = UnrolledChart.Of(Pass(rnn, steps)).ToJson();
        Assert.Equal(rnn.Gradients.Whh, Shown(figure["data"]!.AsArray().Single(IsSum)!));

        // Frame after frame, from the last time step back: one sum is there, that of all terms so far, added in that order.
        var (expected, data) = (rnn.Gradients.Whh * 0, figure["data"]!.DeepClone().AsArray());
        int t = steps;
        foreach (var frame in figure["frames"]!.AsArray())
        {
            foreach (var (trace, change) in frame!["traces"]!.AsArray().Zip(frame["data"]!.AsArray()))
                if (change!["visible"] is { } visible)
                    data[(int)trace!]!["visible"] = visible.DeepClone();
            if (((string)frame["name"]!).StartsWith('δ') && ((string)frame["name"]!).EndsWith('ᵀ') && t-- > 0)
                expected += rnn.Deltas.Column(t).OuterProduct(t > 0 ? rnn.HiddenStates.Column(t - 1) : rnn.ZeroState);
            Assert.Equal(t < steps ? 1 : 0, data.Count(IsSum));
            Assert.All(data.Where(IsSum), sum => Assert.Equal(expected, Shown(sum!)));
        }
        Assert.Equal(0, t);

        static bool IsSum(JsonNode? trace) => (string?)trace!["name"] == "∂L/∂Whh" && (bool)trace["visible"]!;
    }

    [Fact]
    public void Operations_come_in_the_order_of_the_pass()
    {
        string[] forward = [.. "012".Select(Lowered).SelectMany(t => new[] { "h" + t, "ŷ" + t, "L" + t })];
        string[] back = [.. "210".SelectMany(t => new[]
        {
            $"dy{Lowered(t)}", $"Whyᵀ dy{Lowered(t)}", $"Whhᵀ δ{Lowered((char)(t + 1))}", $"δ{Lowered(t)}",
            $"δ{Lowered(t)} h{(t == '0' ? "₋₁" : Lowered((char)(t - 1)))}ᵀ",
        })];
        var operations = new UnrolledOperations(Pass(Run(3), 3)).All;
        Assert.Equal(["x, y", .. forward, .. back, "∂L/∂Whh"], operations.Select(operation => operation.Name));
        Assert.Equal("δ₁ = (1 − h₁²) ⊙ (Whyᵀ dy₁ + Whhᵀ δ₂)", operations[18].Equation);
        Assert.Equal("10⁻⁴ × (−1.96, 4.64, 4.42, −7.20, 1.03, −1.23, −0.74)", operations[17].Numbers);

        static string Lowered(char digit) => $"{(char)('₀' + digit - '0')}";
    }

    [Theory]
    [InlineData(3, 0.01)]
    [InlineData(4, 0.01)]
    [InlineData(6, 0.3)]
    public void Its_title_is_the_most_that_came_through_time(int steps, double scale)
    {
        var rnn = Run(steps, LossKind.CrossEntropy, scale);
        double most = Enumerable.Range(0, steps - 1).Max(t =>
            (rnn.Parameters.Whh.Transpose() * rnn.Deltas.Column(t + 1)).L2Norm()
            / (rnn.Parameters.Why.Transpose() * rnn.OutputGradients.Column(t)).L2Norm());
        var figure = UnrolledChart.Of(Pass(rnn, steps));
        string title = ((string)figure.ToJson()["layout"]!["title"]!["text"]!).Split("<br>")[0];
        var said = Fraction().Match(title);
        Assert.True(said.Success, title);
        // Two digits are given, so half a unit of the second: at most a twentieth.
        Assert.Equal(100 * most, double.Parse(said.Groups[1].Value, CultureInfo.InvariantCulture), 100 * most / 20);
        Assert.StartsWith(title + ".", figure.Description);
        Assert.InRange(title.Length, 1, 60);
        Assert.InRange(figure.Description.Length, 1, 120);
    }

    [Fact]
    public void Its_box_takes_the_focus_only_while_it_scrolls()
    {
        const string box = "document.querySelector('.rnn-figure').firstElementChild";
        Open(1400);
        browser.WaitFor($"{box}.scrollWidth === {box}.clientWidth && !{box}.hasAttribute('tabindex')");
        Resize(400);
        browser.WaitFor($"{box}.scrollWidth > {box}.clientWidth && {box}.tabIndex === 0");
        Resize(1400);
        browser.WaitFor($"!{box}.hasAttribute('tabindex')");
    }

    [Fact]
    public void Where_no_share_can_be_given_the_title_says_what_is_there()
    {
        Assert.Equal("A single time step: nothing comes back through time", new UnrolledOperations(Pass(Run(1), 1)).Finding);
        var rnn = Run(3);
        var lastAlone = Matrix<double>.Build.Dense(5, 3, (i, t) => t == 2 ? rnn.OutputGradients[i, t] : 0);
        Assert.Equal("Some states get their gradient through time alone", Finding(lastAlone));

        // Little at the second time step: far more comes there from the third.
        var little = Matrix<double>.Build.Dense(5, 3, (i, t) => rnn.OutputGradients[i, t] * (t == 1 ? 1e-3 : 1));
        Assert.Matches("^Through time came up to [1-9]\\d times what came from the output$", Finding(little));

        string Finding(Matrix<double> outputGradients)
        {
            rnn.Backward(outputGradients);
            return new UnrolledOperations(Pass(rnn, 3) with { OutputGradients = outputGradients }).Finding;
        }
    }

    [Fact]
    public void What_cannot_be_drawn_is_refused_in_one_sentence()
    {
        var pass = Pass(Run(3), 3);
        Assert.StartsWith("A network is drawn unrolled with at most 6 time steps and 12 units or tokens; "
            + "this one has 3 time steps, 13 units, 6 input and 5 output tokens.", Refused(Pass(Run(3, units: 13), 3)));
        Assert.StartsWith("A network is drawn unrolled with at most 6 time steps", Refused(pass with { Tokens = new int[7] }));
        Assert.StartsWith("y[1] is 5", Refused(pass with { Targets = [0, 5, 1] }));
        Assert.StartsWith("Deltas is 7 × 2; 7 × 3 is needed.", Refused(pass with { Deltas = pass.Deltas.RemoveColumn(0) }));
        Assert.StartsWith("There are 2 losses for 3 time steps.", Refused(pass with { Losses = [1, 2] }));
        // The published rule's mistakes: those deltas are not what the figure writes beside them.
        Assert.StartsWith("δ₀ is not (1 − h₀²) ⊙ (Whyᵀ dy₀ + Whhᵀ δ₁)", Refused(pass with { Whh = pass.Whh.Transpose() }));
        Assert.StartsWith("δ₀ is not", Refused(pass with { Deltas = -pass.Deltas }));

        static string Refused(UnrolledPass pass) => Assert.ThrowsAny<ArgumentException>(() => UnrolledChart.Of(pass)).Message;
    }

    [Fact]
    public void Words_are_large_enough_and_lines_stand_out_on_light_and_dark()
    {
        string json = UnrolledChart.Of(Pass(Run(6, units: 12), 6)).ToJson().ToJsonString();
        int[] sizes = [.. FontSizes().Matches(json).SelectMany(match => match.Groups[1].Value.Split(',')).Select(int.Parse)];
        Assert.InRange(sizes.Length, 50, int.MaxValue);
        Assert.All(sizes, size => Assert.InRange(size, 11, 15));
        string[] colors = [.. LineColors().Matches(json).Select(match => match.Groups[1].Value).Distinct()];
        Assert.Equal(2, colors.Length);
        // Pages here are white or #16171b, with a tenth of grey where a column's blocks are.
        foreach (int ground in new[] { 0xFFFFFF, 0xF2F2F2, 0x16171B, 0x212226 })
            Assert.All(colors, color => Assert.InRange(
                Contrast.Between(Contrast.Luminance(Convert.ToInt32(color, 16)), Contrast.Luminance(ground)), 3, 21));
    }

    [Fact]
    public void Jumping_about_gives_the_same_as_going_in_order_and_the_end_is_the_picture()
    {
        Open(1000);
        var inOrder = new List<string>();
        string still = State();
        browser.Page.FindElement(By.CssSelector(".rnn-controls input")).SendKeys(Keys.Home);
        for (int k = 0; k < 26; k++)
            inOrder.Add(Go(k));
        Assert.Equal(26, inOrder.Distinct().Count());
        Assert.Equal(still, inOrder[^1]);
        var random = new Random(1);
        for (int jump = 0; jump < 12; jump++)
        {
            int k = random.Next(26);
            Assert.Equal(inOrder[k], Go(k));
        }
        Assert.Empty(browser.Complaints());
    }

    [Fact]
    public void On_a_phone_it_scrolls_in_its_box_after_what_is_computed_and_the_equation_stays_in_view()
    {
        Open(360);
        foreach (int k in new[] { 0, 1, 7, 10, 14, 22, 25 })
        {
            Go(k);
            Assert.Equal("", Script($$"""
                const words = document.querySelector("[role=status]"), { left, right, top, bottom } = words.getBoundingClientRect();
                const box = document.querySelector("[role=img]").parentElement, { center } = figure.frames[{{k}}];
                return document.documentElement.scrollWidth > innerWidth ? "The page is wider than its window."
                  : left < 0 || right > innerWidth || top < 0 || bottom > innerHeight ? "The words are out of view."
                  : words.innerText !== figure.frames[{{k}}].caption.join("\n") ? "The words are " + words.innerText
                  : center !== null && (center < box.scrollLeft || center > box.scrollLeft + box.clientWidth) ? "The center is out of view."
                  : "";
                """));
        }
        Script(new BundledAxeScriptProvider().GetScript());
        Assert.Empty((IEnumerable<object>)((IJavaScriptExecutor)browser.Page).ExecuteAsyncScript(
            "const done = arguments[0]; axe.run('.rnn-figure').then(found => done(found.violations"
            + ".map(each => each.id + ': ' + each.nodes[0].html)))")!);
    }

    [Fact]
    public void Its_numbers_are_those_of_the_operation()
    {
        Open(1000);
        browser.Page.FindElement(By.CssSelector(".rnn-figure summary")).Click();
        Go(2);
        browser.WaitFor("document.querySelectorAll('details table').length === 2");
        Assert.Equal(["h₀", "ŷ₀"], browser.Page.FindElements(By.TagName("caption")).Select(caption => caption.Text));
        Go(25);
        browser.WaitFor("document.querySelectorAll('details table').length === 22");
        // All rows of all time steps, the three terms, and one sum.
        Assert.Equal(1L, Script("return [...document.querySelectorAll('caption')].filter(each => each.textContent === '∂L/∂Whh').length"));
    }

    [Fact]
    public void As_a_picture_it_has_no_controls()
    {
        Assert.SkipWhen(HeadlessBrowser.Find() == null, "This test needs Chrome, Chromium or Edge.");
        var figure = UnrolledChart.Of(Pass(Run(3), 3));
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "unrolled.svg");
        figure.SaveSvg(path);
        var svg = System.Xml.Linq.XDocument.Load(path).Root!;
        var layout = figure.ToJson()["layout"]!;
        Assert.Equal(
            ((double)layout["width"]!, (double)layout["height"]!), ((double)svg.Attribute("width")!, (double)svg.Attribute("height")!));
        Assert.DoesNotContain(svg.Descendants(), each =>
            Regex.IsMatch((string?)each.Attribute("class") ?? "", "slider|updatemenu|modebar"));
        Assert.DoesNotContain("Play", svg.Value);
        Assert.Contains("4.0 %", svg.Value);
    }

    private static Rnn Run(int steps, LossKind kind = LossKind.SquaredError, double scale = 0.01, int units = 7)
    {
        var rnn = new Rnn(6, units, 5, new NumPyRandom(0), scale: scale) { LossKind = kind };
        rnn.Forward(Tokens.AsSpan(0, steps), Targets.AsSpan(0, steps));
        rnn.Backward();
        return rnn;
    }

    private static UnrolledPass Pass(Rnn rnn, int steps) => new()
    {
        Tokens = Tokens[..steps], Targets = Targets[..steps], InputSize = rnn.InputSize, States = rnn.HiddenStates, Logits = rnn.Logits,
        Losses = rnn.StepLosses, LossKind = rnn.LossKind, OutputGradients = rnn.OutputGradients, Deltas = rnn.Deltas,
        Whh = rnn.Parameters.Whh, Why = rnn.Parameters.Why,
    };

    private static Matrix<double> Shown(JsonNode trace) =>
        Matrix<double>.Build.DenseOfRows(trace["z"]!.AsArray().Select(row => row!.AsArray().Select(entry => (double)entry!)));

    private object? Script(string script) => ((IJavaScriptExecutor)browser.Page).ExecuteScript(script);

    private void Open(int width)
    {
        var figure = UnrolledChart.Of(Pass(Run(3), 3));
        browser.Open("<!DOCTYPE html><html lang='en'><meta name='viewport' content='width=device-width'><title>Unrolled</title><body>"
            + figure.ToHtml() + $"<script>const figure = {figure.ToJson().ToJsonString()}</script>");
        Resize(width);
        browser.WaitFor("document.querySelectorAll('.rnn-controls').length === 1");
    }

    private void Resize(int width) =>
        ((ChromeDriver)browser.Page).ExecuteCdpCommand("Emulation.setDeviceMetricsOverride", new()
        {
            ["width"] = width, ["height"] = 800, ["deviceScaleFactor"] = 1, ["mobile"] = false,
        });

    // The picture at an operation, once it is drawn: two frames of the screen after it was asked for.
    private string Go(int k)
    {
        Script($$"""
            const range = document.querySelector(".rnn-controls input");
            window.drawn = false;
            range.value = {{k}};
            range.dispatchEvent(new Event("input"));
            requestAnimationFrame(() => requestAnimationFrame(() => window.drawn = true));
            """);
        browser.WaitFor("window.drawn");
        return State();
    }

    private string State() => (string)Script("""
        const { _fullData } = document.querySelector(".js-plotly-plot");
        const told = _fullData.map(({ name, visible, text, x, z }) => [name, visible, visible && [text, x, z]]);
        const drawn = [...document.querySelectorAll(".plot image")].map(each => each.href.baseVal.length);
        return JSON.stringify([told, drawn, document.querySelector("[role=status]").innerText]);
        """)!;

    [GeneratedRegex("""at most ([\d.]+) % of""")]
    private static partial Regex Fraction();

    [GeneratedRegex("""font":\{"size":\[?(\d+(?:,\d+)*)""")]
    private static partial Regex FontSizes();

    [GeneratedRegex("line\":\\{\"color\":\"#([0-9a-f]{6})\"")]
    private static partial Regex LineColors();
}
