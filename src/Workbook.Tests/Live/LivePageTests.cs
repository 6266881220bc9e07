using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpenQA.Selenium;
using OpenQA.Selenium.Interactions;

namespace Workbook.Tests;

/// <summary>The pages of the book as their cells run in a reader's browser.</summary>
[Trait("speed", "slow")]
public sealed class LivePageTests(Browser browser, LiveServer server, ShortBook book)
    : LivePage(browser, server, book), IClassFixture<Browser>
{
    [Fact]
    public void Until_it_is_pressed_nothing_is_loaded_and_then_cells_run_without_another_site()
    {
        Open(First);
        Assert.Equal(0L, Reader.Script(
            "return performance.getEntriesByType('resource').filter(each => each.name.includes('/live/')).length"));
        Load();
        Reader.Press("Run all", ".live-bar");
        WaitUntilIdle();
        Assert.Equal("Cell 105 is done.", Says());
        Assert.Equal(0L, Reader.Script(
            "return performance.getEntriesByType('resource').filter(each => !each.name.startsWith(location.origin)).length"));
        Assert.Empty(Browser.Complaints());
        // Each figure in the place of the one that the page was written with.
        Assert.Equal(Book.Runs[0].Figures.Select(figure => figure.Description), Strings(
            "return [...document.querySelectorAll('main figure [role=img]')].map(each => each.getAttribute('aria-label'))"));
        Assert.Equal(Book.Runs[0].Figures.Select((_, k) => $"Figure 1.{k + 1}"), Strings(
            "return [...document.querySelectorAll('main figure .number')].map(each => each.textContent)"));
    }

    [Fact]
    public void HTML_that_a_cell_returns_shows_and_runs_nothing_and_figures_are_drawn()
    {
        Begin();
        Edit(8, _ => """"
            record Html(string Text) { public string ToHtml() => Text; }

            string image = """<img src="data:image/gif;base64,x" onerror="window.pwned = 1">""";
            new Html($"""<b>bold</b>{image}<svg onload="window.pwned = 1"></svg>""").Display();
            new[] { 1.5, 2 }.Display();
            var two = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(2, 3, 1.5);
            Charts.Heatmap(two, "All are 1.5", rows: "row", columns: "column", measures: "value", name: "two")
            """");
        Reader.Press("Run", "#cell-8");
        WaitUntilIdle();
        Browser.WaitFor("document.querySelector('#cell-8 .outputs .js-plotly-plot')?._fullLayout");
        Assert.Null(Reader.Script("return window.pwned"));
        Assert.Equal("<b>bold</b><img src=\"data:image/gif;base64,x\">",
            Reader.Script("return document.querySelector('#cell-8 .outputs .value').innerHTML"));
        Assert.Contains("Left out of this output: svg. ", Output(8));
        Assert.Equal("[1.5, 2]", Reader.Script("return document.querySelector('#cell-8 pre.output').textContent"));
    }

    [Fact]
    public void Another_seed_gives_that_seeds_recorded_gradient()
    {
        Begin();
        Edit(8, code => code.Replace("seed = 0", "seed = 42", StringComparison.Ordinal));
        Reader.Press("Run to here", "#cell-63");
        WaitUntilIdle();
        double[] shown = [.. System.Text.RegularExpressions.Regex.Matches(Output(63), @"-?\d+\.\d+(e-\d+)?")
            .Select(number => double.Parse(number.Value, CultureInfo.InvariantCulture))];
        var record = JsonNode.Parse(File.ReadAllText(Repository.Reference("original-seed-42.json")))!;
        double[] recorded = [.. record["gradients"]!["Whh"]!.AsArray().SelectMany(row => row!.AsArray().Select(value => (double)value!))];
        Assert.Equal(recorded.Length, shown.Length);
        Assert.All(recorded.Zip(shown), pair => Assert.Equal(pair.First, pair.Second, 0.51e-8));   // printed to eight decimals
    }

    [Theory]
    [InlineData("int a = 1;\nint b = nothing;", "cell 8, line 2: CS0103: The name 'nothing' does not exist in the current context\n"
        + "    int b = nothing;\n            ^")]
    [InlineData("int[] a = [1];\n\nConsole.WriteLine(a[3]);", "cell 8, line 3: IndexOutOfRangeException: "
        + "Index was outside the bounds of the array.\n    Console.WriteLine(a[3]);\n    ^")]
    [InlineData("new Rnn(6, 7, 5, new NumPyRandom(0)).Forward([1, 9], [0, 2])",
        "cell 8, line 1: ArgumentOutOfRangeException: x[1] is 9; tokens here run from 0 to 5. (Parameter 'x')\nActual value was 9.\n"
        + "    new Rnn(6, 7, 5, new NumPyRandom(0)).Forward([1, 9], [0, 2])\n    ^")]
    public void What_goes_wrong_is_said_with_its_line_and_the_cells_after_it_wait(string code, string says)
    {
        Begin();
        Edit(8, _ => code);
        Reader.Press("Run all", ".live-bar");
        WaitUntilIdle();
        Assert.Equal(says, Output(8));
        Assert.StartsWith("Cell 8 failed. The ", Says());
        Assert.Equal("", (string)Reader.Script("return document.getElementById('cell-10').dataset.state")!);
    }

    [Fact]
    public void Run_all_begins_afresh()
    {
        Begin();
        Edit(8, _ => "Console.WriteLine(later);");
        Edit(10, _ => "int later = 1;");
        Reader.Press("Run", "#cell-10");
        WaitUntilIdle();
        Reader.Press("Run", "#cell-8");
        WaitUntilIdle();
        Assert.Equal("1", Output(8));
        Reader.Press("Run all", ".live-bar");
        Browser.WaitFor($"{Status}.startsWith('Cell 8 failed. The ')");
        Assert.StartsWith("cell 8, line 1: CS0103: ", Output(8));
    }

    [Fact]
    public void A_cell_that_never_ends_is_stopped_at_once_and_the_page_goes_on_meanwhile()
    {
        Begin();
        Edit(10, _ => "Console.WriteLine(\"begun\");\nwhile (true) { }");
        Reader.Press("Run to here", "#cell-10");
        Browser.WaitFor("document.querySelector('#cell-10 .outputs').textContent === 'begun\\n'");
        // The page's own clock goes on meanwhile.
        Assert.Equal("running", Reader.Driver.ExecuteAsyncScript("""
            const done = arguments[0];
            let ticks = 0;
            const clock = setInterval(() => {
              if (++ticks < 10) return;
              clearInterval(clock);
              done(document.getElementById("cell-10").dataset.state);
            }, 50);
            """));
        // At once: nothing is waited for.
        Assert.Equal("", Reader.Script("""
            [...document.querySelectorAll(".live-bar button")].find(each => each.textContent === "Stop").click();
            return document.getElementById("cell-10").dataset.state;
            """));
        Assert.Equal("begunStopped.", Output(10).Replace("\n", "", StringComparison.Ordinal));
        Browser.WaitFor($"{Status}.startsWith('Stopped. All variables are lost')");
        Reader.Press("Run again up to this cell", ".live-bar");
        WaitUntilIdle();
        Assert.Equal("done", (string)Reader.Script("return document.getElementById('cell-8').dataset.state")!);
        Assert.Equal("", (string)Reader.Script("return document.getElementById('cell-10').dataset.state")!);
    }

    [Fact]
    public void A_cell_that_never_ends_does_not_keep_the_next_page_waiting()
    {
        Begin();
        Edit(8, _ => "while (true) { }");
        Reader.Press("Run", "#cell-8");
        Browser.WaitFor("document.getElementById('cell-8').dataset.state === 'running'");
        Reader.Script("document.querySelector('.neighbours [rel=next]').click()");
        Browser.WaitFor("document.title.startsWith('Is the gradient right')");
        Load();
        Reader.Press("Run to here", "#cell-13");
        WaitUntilIdle();
        Assert.Equal("done", State(13));
    }

    [Fact]
    public void An_exercise_judges_a_readers_answer()
    {
        Begin();
        Reader.Press("Run to here", "#cell-90");
        WaitUntilIdle();
        Assert.StartsWith("Not yet: ", Output(90));
        foreach (var (answer, verdict) in new[]
        {
            ("Vector<double> answer1 = Why * h[^1] + by;", "Not yet: "),
            ("Vector<double> answer1 = Why * (Wxh.Column(0) + Whh * h[^1] + bh).PointwiseTanh() + by;", "Right."),
        })
        {
            Edit(89, _ => answer);
            Reader.Press("Run to here", "#cell-90");
            WaitUntilIdle();
            Assert.StartsWith(verdict, Output(90));
        }
    }

    [Fact]
    public void A_cell_is_edited_by_keys_alone_and_goes_back_to_what_it_was()
    {
        Begin();
        string original = Code(8);
        Reader.Script("document.querySelector('#cell-8 .tools button').focus()");
        Reader.PressUntil(Keys.Tab, "here.textContent === 'Edit'");
        Type(Keys.Enter);
        Assert.Equal("TEXTAREA", (string)Reader.Script("return document.activeElement.tagName")!);
        Type(Keys.Tab + "int added = 1;" + Keys.Enter);
        Assert.Equal("    int added = 1;\n" + original, (string)Reader.Script("return document.activeElement.value")!);
        for (int k = 0; k < 20 && (string)Reader.Script("return document.activeElement.value")! != original; k++)
            new Actions(Reader.Driver).KeyDown(Keys.Control).SendKeys("z").KeyUp(Keys.Control).Perform();
        Assert.Equal(original, (string)Reader.Script("return document.activeElement.value")!);
        new Actions(Reader.Driver).KeyDown(Keys.Shift).SendKeys(Keys.Enter).KeyUp(Keys.Shift).Perform();
        WaitUntilIdle();
        Assert.Equal("done", (string)Reader.Script("return document.getElementById('cell-8').dataset.state")!);
        Type("// changed\n".ReplaceLineEndings(Keys.Enter));
        Type(Keys.Escape);
        Reader.PressUntil(Keys.Tab, "here.textContent === \"Changed: restore the book's\"");
        // Coloured again, by the syntax.
        Browser.WaitFor("document.querySelector('#cell-8 .code .comment')?.textContent === '// changed'");
        Assert.True((bool)Reader.Script("return document.getElementById('cell-8').classList.contains('edited')")!);
        Type(Keys.Enter);
        Assert.Equal(original, Code(8));
        Assert.False((bool)Reader.Script("return document.getElementById('cell-8').classList.contains('edited')")!);
        Assert.NotEqual(0L, Reader.Script("return document.querySelectorAll('#cell-8 .code .keyword').length"));
    }

    [Fact]
    public void Another_page_takes_its_place_with_address_title_and_Back_and_the_runtime_stays()
    {
        Begin();
        Edit(8, code => code.Replace("seed = 0", "seed = 7", StringComparison.Ordinal));
        Reader.Script("window.stayed = true; document.querySelector('.neighbours [rel=next]').click()");
        Browser.WaitFor("location.pathname.endsWith('/02-checking-the-gradient.html')");
        Browser.WaitFor($"{Status}.startsWith('Ready')");
        Assert.True((bool)Reader.Script("return window.stayed")!);
        Assert.StartsWith("Is the gradient right?", Reader.Driver.Title);
        Assert.Equal("main", (string)Reader.Script("return document.activeElement.id")!);
        Assert.Equal("page", (string)Reader.Script(
            "return document.querySelector('#contents [href=\"02-checking-the-gradient.html\"]').ariaCurrent")!);
        Reader.WaitForFigures();
        Reader.Press("Run to here", "#cell-13");
        WaitUntilIdle();
        Assert.Equal("done", (string)Reader.Script("return document.getElementById('cell-13').dataset.state")!);

        Reader.Driver.Navigate().Back();
        Browser.WaitFor("document.title.startsWith('A recurrent network')");
        Assert.Contains("This clears the variables of 02-checking-the-gradient",
            (string)Reader.Script("return document.querySelector('#main .live').textContent")!);
        Load();
        Assert.Contains("seed = 7", Code(8));
        Assert.Equal("", State(8));   // afresh
        Assert.Empty(Browser.Complaints());
    }

    [Theory]
    [InlineData("document.querySelector('#contents .book, a.book').click()")]   // the first page
    [InlineData("document.querySelector('.neighbours [rel=next]').click()")]    // another notebook, which is not run
    [InlineData("document.querySelector('#contents [href*=\"02-\"]').click()")]
    public void A_page_that_is_left_is_found_as_it_was(string leave)
    {
        Begin();
        Edit(10, _ => "int count = 0;");
        Edit(12, _ => "Console.WriteLine(++count);");
        Reader.Press("Run", "#cell-10");
        Reader.Press("Run", "#cell-12");
        WaitUntilIdle();
        string title = Reader.Driver.Title;
        Reader.Script(leave);
        Browser.WaitFor($"document.title !== {JsonSerializer.Serialize(title)}");
        Browser.WaitFor("document.activeElement.id === 'main'");
        Reader.Driver.Navigate().Back();
        Browser.WaitFor($"document.title === {JsonSerializer.Serialize(title)}");
        Browser.WaitFor($"{Status} === 'As you left it.'");
        Assert.Equal(("done", "1"), (State(12), Output(12)));
        Reader.Press("Run", "#cell-12");
        WaitUntilIdle();
        Assert.Equal("2", Output(12));
        Assert.Equal(1L, Reader.Script("return document.querySelectorAll('#cell-12 .copied > button').length"));
        // Names in the code lead to pages beside this one.
        Assert.Equal(0L, Reader.Script("return document.querySelectorAll('.cell pre.code a[href]:not([target=_blank])').length"));
        Assert.NotEqual(0L, Reader.Script("return document.querySelectorAll('.cell pre.code a[href]').length"));
        Assert.Empty(Browser.Complaints());
    }

    [Fact]
    public void A_page_whose_runtime_was_lost_while_another_was_shown_begins_afresh()
    {
        Begin();
        Edit(8, _ => "Environment.Exit(3);");
        Edit(10, _ => "1");
        Reader.Press("Run", "#cell-10");
        WaitUntilIdle();
        string title = Reader.Driver.Title;
        Reader.Script("document.querySelector('a.book').click()");
        Browser.WaitFor("document.activeElement.id === 'main'");
        Reader.Script("live.opened.run(live.opened.cells.filter(cell => cell.number === 8))");
        Browser.WaitFor("live.kernel === null");
        Reader.Driver.Navigate().Back();
        Browser.WaitFor($"document.title === {JsonSerializer.Serialize(title)}");
        Load();
        Assert.Equal(("Environment.Exit(3);", ""), (Code(8), State(10)));
        Reader.Press("Run", "#cell-10");
        WaitUntilIdle();
        Assert.Equal("1", Output(10));
    }

    [Fact]
    public void What_ran_below_a_cell_that_has_run_or_changed_since_is_out_of_date()
    {
        Begin();
        Edit(8, _ => "int count = 0;");
        Edit(10, _ => "Console.WriteLine(++count);");
        Edit(12, _ => "Console.WriteLine(count);");
        Reader.Press("Run to here", "#cell-12");
        WaitUntilIdle();
        Assert.Equal(["done", "done", "done"], [State(8), State(10), State(12)]);
        Reader.Press("Run to here", "#cell-10");   // has run, and runs again
        WaitUntilIdle();
        Assert.Equal("2", Output(10));
        Assert.Equal(["done", "done", "old"], [State(8), State(10), State(12)]);
        Assert.Equal("out of date", Reader.Script("return document.querySelector('#cell-12 .state').textContent"));
        Reader.Press("Run to here", "#cell-12");
        WaitUntilIdle();
        Assert.Equal("2", Output(12));
        Edit(8, _ => "int count = 5;");
        Assert.Equal(["", "old", "old"], [State(8), State(10), State(12)]);
        Edit(14, _ => "throw new Exception();");
        Reader.Press("Run from here", "#cell-8");
        WaitUntilIdle();
        Assert.Equal(["done", "done", "done", "failed"], [State(8), State(10), State(12), State(14)]);
        Assert.Equal(("6", "6"), (Output(10), Output(12)));
    }

    [Fact]
    public void A_cell_is_out_of_date_if_it_was_changed_while_it_ran_and_not_if_an_undo_leaves_its_text()
    {
        Begin();
        Edit(8, _ => "var end = DateTime.Now.AddSeconds(2);\nwhile (DateTime.Now < end) { }");
        Edit(10, _ => "1");
        Reader.Press("Run", "#cell-10");
        WaitUntilIdle();
        Reader.Press("Run", "#cell-8");
        Browser.WaitFor("document.getElementById('cell-8').dataset.state === 'running'");
        Edit(8, _ => "2");
        WaitUntilIdle();
        Assert.Equal(["old", "old"], [State(8), State(10)]);
        Reader.Press("Changed: restore the book's", "#cell-8");
        Reader.Press("Run to here", "#cell-10");
        WaitUntilIdle();
        Reader.Press("Undo all changes", ".live-bar");
        Assert.Equal(["done", ""], [State(8), State(10)]);
    }

    [Fact]
    public void A_button_that_goes_when_it_is_pressed_leaves_the_focus_to_the_bar()
    {
        Open(First);
        PressFocused("#main .live button");
        Browser.WaitFor($"{Status}.startsWith('Ready')");
        Assert.True(IsInBar());
        Type(Keys.Tab);
        Assert.Equal("Run all", Reader.Script("return document.activeElement.textContent"));
        Edit(8, _ => "1");
        PressFocused(".live-bar > button:not([hidden]):last-of-type");   // Undo all changes
        Assert.True(IsInBar());
        PressFocused(".live-bar [role=status] button");   // Redo
        Assert.Equal("Your changes are back.", Says());
        Assert.True(IsInBar());

        void PressFocused(string button)
        {
            Reader.Script($"document.querySelector({JsonSerializer.Serialize(button)}).focus()");
            Type(Keys.Enter);
        }

        bool IsInBar() => (bool)Reader.Script("return document.activeElement.className === 'live-bar'")!;
    }

    [Fact]
    public void What_is_undone_can_be_taken_back_and_a_restart_asks_first()
    {
        Begin();
        string book = Code(8);
        Edit(8, _ => "// mine");
        Reader.Press("Changed: restore the book's", "#cell-8");
        Assert.Equal(book, Code(8));
        Reader.Press("Redo", ".live-bar");
        Assert.Equal("// mine", Code(8));
        Edit(10, _ => "// mine too");
        Reader.Press("Undo all changes", ".live-bar");
        Assert.Equal(book, Code(8));
        Reader.Press("Redo", ".live-bar");
        Assert.Equal(("// mine", "// mine too"), (Code(8), Code(10)));
        Reader.Press("Undo all changes", ".live-bar");
        Reader.Press("Run", "#cell-8");
        WaitUntilIdle();
        Reader.Press("Restore yours", "#cell-10");   // whatever has been said since
        Assert.Equal("// mine too", Code(10));

        Reader.Press("Restart", ".live-bar");
        Assert.Equal("done", State(8));
        Reader.Press("Restart now", ".live-bar");
        Browser.WaitFor($"{Status}.startsWith('Restarted: ')");
        Assert.Equal("", State(8));
    }

    [Fact]
    public void A_text_that_another_tab_has_kept_takes_the_place_of_none_before_the_reader_says_so()
    {
        Begin();
        Edit(8, _ => "// here");
        Edit(10, _ => "// only here");
        string first = Reader.Driver.CurrentWindowHandle;
        Reader.Driver.SwitchTo().NewWindow(WindowType.Tab);
        try
        {
            Reader.Open(First);
            Load();
            Assert.Equal("// here", Code(8));
            Edit(8, _ => "// there");
            Reader.Driver.SwitchTo().Window(first);
            Browser.WaitFor("!document.querySelector('#cell-8 .origin').hidden");
            Assert.Equal(("// here", "// only here"), (Code(8), Code(10)));
            Reader.Press("Run", "#cell-8");
            WaitUntilIdle();
            Assert.Equal("This cell ran with its own code, not with the other tab's version.", Output(8));
            Reader.Press("Keep the code below", "#cell-8 .origin");
            Assert.Equal(("// here", "done"), (Code(8), State(8)));
            Reader.Driver.SwitchTo().Window(Reader.Driver.WindowHandles[^1]);
            Browser.WaitFor("!document.querySelector('#cell-8 .origin').hidden");
            Reader.Press("Use it", "#cell-8 .origin");
            Assert.Equal("// here", Code(8));
            Edit(8, _ => "// there again");
            Reader.Driver.SwitchTo().Window(first);
            Browser.WaitFor("!document.querySelector('#cell-8 .origin').hidden");
            Edit(8, _ => "// there again");   // the same: nothing is left to decide
            Assert.Equal(true, Reader.Script("return document.querySelector('#cell-8 .origin').hidden"));
        }
        finally
        {
            Reader.Driver.SwitchTo().Window(Reader.Driver.WindowHandles[^1]);
            Leave();
            Reader.Driver.Close();
            Reader.Driver.SwitchTo().Window(first);
        }
    }

    [Fact]
    public void A_changed_source_file_is_what_notebooks_run_with_until_it_is_taken_back()
    {
        var own = new Rnn(6, 7, 5, new NumPyRandom(0));
        own.Forward([1, 3, 3], [0, 2, 1]);
        own.Backward();
        string expected = string.Join(' ',
            own.Gradients.Whh.ToRowMajorArray().Select(each => each.ToString("G8", CultureInfo.InvariantCulture)));

        Open("source/Rnn-Rnn.cs.html");
        Reader.Press("Change this file", ".live");
        Browser.WaitFor("document.querySelector('main textarea')");
        Write("1 - h.PointwiseMultiply(h)", "1 - h.PointwiseMultiply(H)");
        Reader.Press("Use this version", ".live");
        Browser.WaitFor("document.querySelector('#main .live').textContent.includes('Not changed: ')");
        Assert.Matches(@"Not changed: Rnn/Rnn\.cs\(\d+,\d+\): error CS0103: The name 'H' does not exist in the current context$",
            (string)Reader.Script("return document.querySelector('#main .live').textContent")!);

        Write("1 - h.PointwiseMultiply(H)", "2 - h.PointwiseMultiply(h)");
        Reader.Press("Use this version", ".live");
        Browser.WaitFor("document.querySelector('#main .live').textContent.includes('Changed. ')");
        string badge = "", changed = GradientInNotebook();
        Assert.StartsWith("Rnn/Rnn.cs is yours, not the book's.", badge);
        Assert.Equal(49, changed.Split(' ').Length);
        Assert.NotEqual(expected, changed);

        Reader.Driver.Navigate().Back();
        Browser.WaitFor("document.querySelector('#main .live button')?.textContent === 'Change this file'");
        Reader.Press("Change this file", ".live");
        Browser.WaitFor("document.querySelector('main textarea')?.value.includes('2 - h.PointwiseMultiply(h)')");
        Write("public virtual Vector<double> StepBackward(", "public Vector<double> StepBackward(");   // an error in another file alone
        Reader.Press("Use this version", ".live");
        Browser.WaitFor("document.querySelector('#main .live').textContent.includes('Changed. ')");
        Browser.WaitFor("document.querySelector('#main .live').textContent.endsWith("
            + "' The variables of 02-checking-the-gradient are lost.')");
        OpenNotebook();
        Browser.WaitFor($"{Status}.startsWith('What this notebook imports does not compile with what you have changed: ')");
        Assert.Contains("PublishedRnn.cs(", Says());

        Reader.Driver.Navigate().Back();
        Browser.WaitFor("document.querySelector('#main .live button')?.textContent === 'Change this file'");
        Reader.Press("Change this file", ".live");
        Browser.WaitFor("document.querySelector('main textarea')?.value.includes('public Vector<double> StepBackward(')");
        Reader.Press("Back to the book's", ".live");
        Browser.WaitFor("document.querySelector('#main .live').textContent.includes('As in the book.')");
        Assert.Equal(expected, GradientInNotebook());
        Assert.Equal("", badge);

        void Write(string old, string other) => Reader.Script($$"""
            const field = document.querySelector("main textarea");
            field.value = field.value.replace({{JsonSerializer.Serialize(old)}}, {{JsonSerializer.Serialize(other)}});
            field.dispatchEvent(new Event("input"));
            """);

        void OpenNotebook() => Reader.Script("document.querySelector('#contents [href*=\"02-\"]').click()");

        string GradientInNotebook()
        {
            OpenNotebook();
            Browser.WaitFor($"{Status}.startsWith('Ready')");
            badge = (string)Reader.Script("return document.querySelector('.live-bar .own').innerText")!;
            Edit(13, _ => "var own = new Rnn(6, 7, 5, new NumPyRandom(0));\nown.Forward([1, 3, 3], [0, 2, 1]);\nown.Backward();\n"
                + "Console.Write(string.Join(' ', own.Gradients.Whh.ToRowMajorArray().Select(each => "
                + "each.ToString(\"G8\", System.Globalization.CultureInfo.InvariantCulture))));");
            Reader.Press("Run", "#cell-13");
            WaitUntilIdle();
            return Output(13);
        }
    }

    [Theory]
    [InlineData("int Deep(int x) => 1 + Deep(x + 1);\nDeep(0)")]
    [InlineData("Environment.Exit(3);")]
    public void A_cell_that_ends_the_runtime_is_told_of_and_the_reader_goes_on(string code)
    {
        Begin();
        Edit(8, _ => code);
        Reader.Press("Run", "#cell-8");
        Browser.WaitFor($"{Status}.startsWith('The cell crashed the C# runtime')");
        Edit(8, _ => "1 + 1");
        Reader.Press("Start again", ".live-bar");
        Browser.WaitFor($"{Status}.startsWith('Ready')");
        Reader.Press("Run", "#cell-8");
        WaitUntilIdle();
        Assert.Equal("2", Output(8));
    }

    [Fact]
    public void A_smaller_value_is_said_and_the_books_is_a_press_away()
    {
        Open("03-training-and-the-loss.html");
        Load();
        Assert.Equal("Ready. Run a cell with its button or with Shift+Enter. One cell has smaller values here, as a browser is slow; "
            + "a button beside it restores the book's.", Says());
        string ofBook = Book.Runs[2].Notebook.Cells[10].Source;
        Assert.Contains("int networks = 3;", Code(11));
        Assert.Equal(0L, Kept());
        Reader.Press("Smaller value: use the book's", "#cell-11");
        Assert.Equal(ofBook, Code(11));
        Reader.Press("Use the smaller value", "#cell-11");
        Assert.Contains("int networks = 3;", Code(11));
        Edit(11, code => code + " ");
        Assert.Equal(1L, Kept());

        long Kept() => (long)Reader.Script("return live.edits('03-training-and-the-loss').size")!;
    }

    [Fact]
    public void Long_text_is_folded_when_its_cell_has_ended_and_too_much_of_it_is_left_out()
    {
        Begin();
        Edit(8, _ => "for (int i = 0; i < 300_000; i++)\n    Console.WriteLine(i);");
        Reader.Press("Run", "#cell-8");
        WaitUntilIdle();
        Assert.Equal(20L, Reader.Script("return document.querySelector('#cell-8 pre.output').textContent.split('\\n').length"));
        Assert.Matches(@"^\d+,\d{3} more of \d+,\d{3} lines$", (string)Reader.Script(
            "return document.querySelector('#cell-8 .more summary').textContent")!);
        Assert.EndsWith("The rest is left out: a cell shows at most 1,048,576 characters of text.", Output(8));
    }

    [Fact]
    public void A_link_to_a_place_on_another_page_leads_there_while_cells_run()
    {
        Begin();
        Reader.Script("""
            const link = document.createElement("a");
            link.href = [...document.querySelectorAll("#contents a")].find(each => each.href.includes("02-")).href + "#cell-39";
            document.querySelector("main").prepend(link);
            link.click();
            """);
        Browser.WaitFor("document.title.startsWith('Is the gradient right')");
        Browser.WaitFor("document.activeElement.id === 'main'");
        Assert.True((bool)Reader.Script(
            "const { top } = document.getElementById('cell-39').getBoundingClientRect(); return top >= 0 && top < innerHeight")!);
    }

    [Fact]
    public void The_network_may_go_when_all_is_loaded_even_for_a_new_start()
    {
        Begin();
        Offline(true);
        try
        {
            Reader.Press("Run to here", "#cell-20");
            WaitUntilIdle();
            Assert.Equal("Cell 20 is done.", Says());
            Edit(20, _ => "while (true) { }");
            Reader.Press("Run", "#cell-20");
            Browser.WaitFor("document.getElementById('cell-20').dataset.state === 'running'");
            Reader.Press("Stop", ".live-bar");
            Browser.WaitFor($"{Status}.startsWith('Stopped.')");
            Reader.Press("Run to here", "#cell-18");
            WaitUntilIdle();
            Assert.Equal("Cell 18 is done.", Says());
        }
        finally
        {
            Offline(false);
        }
    }

    [Fact]
    public async Task Without_a_server_or_without_what_runs_cells_a_sentence_says_so()
    {
        Leave();
        new BookReader(Browser, Book.Path).Open(First);
        Assert.StartsWith("This page was opened as a file, and browsers run no programs from files.",
            (string)Reader.Script("return document.querySelector('#main .live').textContent")!);
        await using var plain = await BookServer.StartAsync([Book.Path], 0, TestContext.Current.CancellationToken);
        new BookReader(Browser, plain.Address).Open(First);
        Assert.StartsWith("This copy of the book has no C# runtime, so its cells cannot run.",
            (string)Reader.Script("return document.querySelector('#main .live').textContent")!);
        Assert.Empty(Browser.Complaints());
    }

    [Theory]
    [InlineData(1400, "light")]
    [InlineData(400, "dark")]
    public void A_page_whose_cells_run_fits_and_is_for_everyone(int width, string theme)
    {
        Begin();
        Reader.Resize(width);
        Reader.Emulate("", theme);
        Edit(8, code => code + "\n");
        Reader.Press("Run to here", "#cell-20");
        WaitUntilIdle();
        Assert.Equal("", Reader.Overflow());
        Assert.Empty(Reader.Serious());
        // The bar takes the lines that it needs, and covers nothing at the end of the page.
        Reader.Script("live.say('A long sentence. '.repeat(40))");
        Browser.WaitFor("""
            (scrollTo(0, document.documentElement.scrollHeight), document.querySelector(".neighbours").getBoundingClientRect().bottom)
              <= document.querySelector(".live-bar").getBoundingClientRect().top
            """);
    }
}
