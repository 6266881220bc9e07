using System.Text.Json;
using System.Text.Json.Nodes;
using OpenQA.Selenium;
using OpenQA.Selenium.Interactions;

namespace Workbook.Tests;

/// <summary>Completion in a cell of a page, by keys. One page and one runtime serve all tests.</summary>
[Trait("speed", "slow")]
public sealed class CompletionPageTests(Browser browser, LiveServer server, ShortBook book) : IClassFixture<Browser>, IAsyncLifetime
{
    private const string Page = "01-rnn-step-by-step.html", Field = "document.querySelector('#cell-8 textarea')";
    private const string State = "document.getElementById('cell-8').dataset.state";
    private const string IsOpen = "document.querySelector('.completion').matches(':popover-open')";
    private const string Chosen = "document.querySelector('#completions [aria-selected=true] code').textContent";
    private const string About = "document.querySelector('#completion-about').textContent";
    private const string OfGradients = "What backward steps have added up since the last ZeroGradients.";

    private BookReader reader = null!;

    public async ValueTask InitializeAsync()
    {
        _ = browser.Page;   // skips before anything runs
        await book.WriteAsync();
        reader = new BookReader(browser, await server.BookAsync(book.Path));
        if (reader.Driver.Url.EndsWith(Page, StringComparison.Ordinal))
            return;
        reader.Open(Page);
        reader.Script("document.querySelector('.live button').click()");
        browser.WaitFor("document.querySelector('.live-bar [role=status]').textContent.startsWith('Ready')");
        reader.Script("""
            window.said = [];
            const says = document.querySelector(".unseen[role=status]");
            new MutationObserver(() => said.push(says.textContent)).observe(says, { childList: true });
            """);
        Write("var model = new Rnn(6, 7, 5, new NumPyRandom(0));|");
        Chord(Keys.Shift, Keys.Enter);
        browser.WaitFor($"{State} === 'done'");
    }

    public ValueTask DisposeAsync()
    {
        Assert.Empty(browser.Complaints());
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void Behind_a_dot_names_are_listed_and_fewer_with_each_letter_and_one_is_taken_and_taken_back()
    {
        Write("|\nint after = 1;");
        Type("model.");
        WaitForList();
        Assert.Superset(new HashSet<string> { "Forward", "Gradients", "Steps", "ToString" }, Names().ToHashSet());
        Assert.Equal("Backward", Script<string>(Chosen));
        Type("g");
        Assert.Equal(["Gradients", "GetHashCode", "GetType"], Names());
        browser.WaitFor($"{About} === 'RnnParameters Gradients {{ get; }}{OfGradients}'");
        Type(Keys.ArrowUp);
        Assert.Equal("GetType", Script<string>(Chosen));
        Type(Keys.ArrowDown + Keys.ArrowDown);
        Assert.Equal("GetHashCode", Script<string>(Chosen));
        Type(Keys.Enter);
        AssertClosed();
        Assert.Equal("model.GetHashCode\nint after = 1;", Text());
        Chord(Keys.Control, "z");
        Assert.Equal("model.g\nint after = 1;", Text());
        AssertClosed();
        // Fewer letters give more names again, none gives all; without the dot there is no list.
        Type(Keys.Backspace);
        Chord(Keys.Control, Keys.Space);
        WaitForList();
        int all = Names().Count;
        Type("gr");
        Assert.Equal(["Gradients"], Names());
        Type(Keys.Backspace + Keys.Backspace);
        Assert.Equal(all, Names().Count);
        Type(Keys.PageDown);
        Assert.Equal(Names()[8], Script<string>(Chosen));
        Type(Keys.Backspace);
        AssertClosed();
    }

    [Fact]
    public void On_demand_are_the_names_that_begin_as_typed_and_a_whole_name_shows_what_it_is()
    {
        Write("var x = mod|;");
        Chord(Keys.Control, Keys.Space);
        WaitForList();
        Assert.Equal("model", Names()[0]);
        Type(Keys.Tab);
        Assert.Equal("var x = model;", Text());
        Write("new RnnParam|eters(1, 1, 1);");
        Chord(Keys.Alt, Keys.ArrowDown);
        WaitForList();
        Type(Keys.Enter);
        Assert.Equal("new RnnParameters(1, 1, 1);", Text());
        Write("Console.WriteLine(Rnn|");
        Chord(Keys.Control, Keys.Space);
        WaitForList();
        browser.WaitFor($"{About}.startsWith('class RnnAn Elman network that reads a sequence')");
        Type(Keys.Enter + "x");   // there is nothing to take
        Assert.Equal("Console.WriteLine(Rnn\nx", Text());
        AssertClosed();
        // Fewer letters than were asked with are asked with again.
        Write("Rnnb|");
        Chord(Keys.Control, Keys.Space);
        WaitForList();
        Assert.Equal(["RnnbowChart"], Names());
        Type(Keys.Backspace);
        browser.WaitFor("document.querySelectorAll('#completions li').length === 3");
    }

    [Fact]
    public void Escape_closes_the_list_alone_and_pressed_again_leaves_the_field()
    {
        Write("|");
        Type("model.");
        WaitForList();
        Type(Keys.Escape);
        AssertClosed();
        Assert.Equal("TEXTAREA", Script<string>("document.activeElement.tagName"));
        Assert.Null(reader.Script($"return {Field}.getAttribute('aria-controls') ?? {Field}.getAttribute('aria-activedescendant')"));
        Type(Keys.Escape);
        Assert.Equal("Edit cell 8", Script<string>("document.activeElement.ariaLabel"));
        foreach (string key in new[] { Keys.ArrowLeft, Keys.Home, Keys.End, " ", ")" })
        {
            Write("|");
            Type("model.");
            WaitForList();
            Type(key);
            AssertClosed();
        }
    }

    [Fact]
    public void A_cell_that_is_run_has_no_list_and_an_answer_that_comes_too_late_shows_none()
    {
        Write("|");
        Type("model.");
        WaitForList();
        Chord(Keys.Shift, Keys.Enter);
        AssertClosed();
        browser.WaitFor($"{State} === 'failed'");
        // While a cell runs nothing is answered; then, only if the text is still the same.
        foreach (var (then, isShown) in new[] { ("", true), ("Gr", true), (" ", false), (Keys.Backspace, false), (Keys.Escape, false) })
        {
            Write("await System.Threading.Tasks.Task.Delay(1000);|");
            Chord(Keys.Shift, Keys.Enter);
            browser.WaitFor($"{State} === 'running'");
            Write("|");
            Type("model.");
            Type(then);
            AssertClosed();
            browser.WaitFor("!live.notebook.running");
            reader.Driver.ExecuteAsyncScript("live.kernel.ask('colour', { code: '' }).then(() => setTimeout(arguments[0], 50))");
            Assert.Equal(isShown, Script<bool>(IsOpen));
            if (then == "Gr")
                Assert.Equal(["Gradients"], Names());
        }
    }

    [Fact]
    public void A_name_is_taken_by_the_pointer_and_the_field_stays_the_focused_one()
    {
        Write("|");
        Type("Math.Tan");
        WaitForList();
        new Actions(reader.Driver).Click(reader.Driver.FindElement(By.Id("completion-1"))).Perform();
        AssertClosed();
        Type("(1)");
        Assert.Equal("Math.Tanh(1)", Text());
        Write("|");
        Type("Math.");
        WaitForList();
        reader.Script("document.activeElement.blur()");
        AssertClosed();
    }

    [Fact]
    public void Whoever_does_not_see_is_told_how_many_there_are_which_is_chosen_and_what_it_is()
    {
        Write("|");
        reader.Script("said = []");
        Type("model.");
        WaitForList();
        Assert.Equal($"{Names().Count} names.", Script<string>("said[0]"));
        Type("Grad");
        browser.WaitFor($"said.at(-1) === 'RnnParameters Gradients {{ get; }}. {OfGradients}'");
        Assert.Contains("1 name.", Script<IEnumerable<object>>("said"));
        var tree = JsonSerializer.SerializeToNode(reader.Driver.ExecuteCdpCommand("Accessibility.getFullAXTree", []))!;
        var (list, option, field) = (Node("listbox", "Names"), Node("option", "Gradients property"), Node("textbox", "Cell 8"));
        Assert.Equal($"RnnParameters Gradients {{ get; }} {OfGradients}", (string?)option["description"]!["value"]);
        Assert.Equal("list", (string?)Property("autocomplete")["value"]);
        Assert.Equal(Id(option), Id(Property("activedescendant")["relatedNodes"]![0]!));
        Assert.Equal(Id(list), Id(Property("controls")["relatedNodes"]![0]!));

        JsonNode Node(string role, string name) => tree["nodes"]!.AsArray().Single(node =>
            (string?)node!["role"]?["value"] == role && (string?)node["name"]?["value"] == name)!;
        JsonNode Property(string name) =>
            field["properties"]!.AsArray().Single(each => (string?)each!["name"] == name)!["value"]!;
        static string Id(JsonNode node) => node["backendDOMNodeId"]!.ToString();
    }

    [Theory]
    [InlineData(1400, "light")]
    [InlineData(400, "dark")]
    public void The_list_is_on_the_screen_wherever_the_caret_is_and_is_for_everyone(int width, string theme)
    {
        reader.Resize(width);
        reader.Emulate("", theme);
        foreach (string code in new[] { "|", $"{new string('\n', 30)}|", $"var far = \"{new string('x', 300)}\"; |" })
        {
            Write(code);
            Type("Rnn");
            Chord(Keys.Control, Keys.Space);
            WaitForList();
            browser.WaitFor($"{About}.startsWith('class Rnn')");
            Assert.Equal("", Script<string>("""
                (() => {
                  const { left, top, right, bottom } = document.querySelector(".completion").getBoundingClientRect();
                  const { clientWidth: width, clientHeight: height } = document.documentElement;
                  return left >= 0 && top >= 0 && right <= width && bottom <= height ? "" : [left, top, right, bottom].join(" ");
                })()
                """));
            Assert.Equal("", reader.Overflow());
        }
        Write("|");
        Type("Math.");
        WaitForList();
        Assert.Empty(reader.Serious());
    }

    // The caret stands where the | is.
    private void Write(string code)
    {
        int caret = code.IndexOf('|', StringComparison.Ordinal);
        reader.Script($"""
            document.activeElement.blur();
            document.querySelector("#cell-8 .code").click();
            const field = {Field};
            field.select();
            document.execCommand("{(code == "|" ? "delete" : "insertText")}", false, {JsonSerializer.Serialize(code.Remove(caret, 1))});
            field.setSelectionRange({caret}, {caret});
            """);
    }

    private void Type(string keys)
    {
        if (keys != "")
            reader.Driver.SwitchTo().ActiveElement().SendKeys(keys);
    }

    private void Chord(string with, string key) => new Actions(reader.Driver).KeyDown(with).SendKeys(key).KeyUp(with).Perform();

    private string Text() => Script<string>($"{Field}.value");

    private T Script<T>(string expression) => (T)reader.Script($"return {expression}")!;

    private List<string> Names() =>
        [.. Script<string>("[...document.querySelectorAll('#completions code')].map(each => each.textContent).join()").Split(',')];

    private void WaitForList() => browser.WaitFor(IsOpen);

    private void AssertClosed() => Assert.False(Script<bool>(IsOpen));
}
