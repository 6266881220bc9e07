using System.Globalization;

namespace Workbook.Tests;

/// <summary>What a cell shows, as it grows.</summary>
[Collection(OneAtATime.Name)]
public sealed class CellRunTests
{
    private const string Sentence = "\nThe rest is left out: a cell shows at most 1,048,576 characters of text.\n";

    [Fact]
    public async Task A_cell_of_200000_lines_shows_as_much_as_it_may_and_says_that_there_was_more()
    {
        using var folder = new TemporaryFolder();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience.Limit);
        var notebook = Notebook.Load(folder.Notebook("long",
            "for (int i = 0; i < 200_000; i++)\n    Console.WriteLine($\"line {i}\");\nConsole.Error.WriteLine(\"nor this\");\n\"a value\"",
            "Console.WriteLine(\"the next cell\");"));
        var run = await NotebookRun.RunAsync(Plan.Of(notebook, Bare.Host), Bare.Host, cancel: patience.Token);

        var outputs = Outputs(run.Cells[notebook.Cells[0]]);
        string whole = string.Concat(Enumerable.Range(0, 200_000).Select(i => $"line {i}\n"));
        Assert.Equal(["stdout", "execute_result"], outputs.Select(output => output.Kind));
        // A difference would print a million characters.
        Assert.True(whole[..(1 << 20)] + Sentence == outputs[0].Text, outputs[0].Text[^200..]);
        Assert.Equal([("stdout", "the next cell\n")], Outputs(run.Cells[notebook.Cells[1]]));
    }

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(0, 1, true)]
    [InlineData(1, 1, false)]
    [InlineData(1, 2, true)]
    public void The_limit_is_exact_whichever_stream_reaches_it(int free, int more, bool isCut)
    {
        var run = new CellRun();
        run.Write("stdout", new string('a', CellRun.TextLimit - free));
        run.Write("stderr", new string('b', more));
        run.Write("stderr", "");
        Assert.Equal(new string('b', free) + (isCut ? Sentence : ""), Outputs(run).ElementAtOrDefault(1).Text);
    }

    [Fact]
    public void A_character_of_two_halves_is_never_cut_in_two()
    {
        foreach (string[] pieces in new[] { new[] { "😀" }, ["\ud83d", "\ude00"] })
        {
            var run = new CellRun();
            run.Write("stdout", new string('a', CellRun.TextLimit - 1));
            foreach (string piece in pieces)
                run.Write("stdout", piece);
            Assert.Equal('a' + Sentence, Outputs(run)[0].Text[(CellRun.TextLimit - 2)..]);
        }
    }

    [Fact]
    public void Text_in_small_pieces_costs_memory_in_proportion_to_its_length()
    {
        // What is joined again at each piece is copied again at each: 20,000 pieces would take thousands of times their length.
        var run = new CellRun();
        long before = GC.GetAllocatedBytesForCurrentThread(), length = 0;
        for (int i = 0; i < 20_000; i++)
        {
            string line = i.ToString(CultureInfo.InvariantCulture) + "\n";
            run.Write("stdout", line);
            length += line.Length;
        }
        Assert.InRange((double)(GC.GetAllocatedBytesForCurrentThread() - before) / (length * sizeof(char)), 0, 50);
        Assert.Equal(length, Assert.Single(Outputs(run)).Text.Length);
    }

    [Fact]
    public void Pieces_of_one_stream_become_one_output_until_something_else_is_shown()
    {
        var run = new CellRun();
        foreach (var (stream, text) in new[] { ("stdout", "a"), ("stdout", "b"), ("stderr", "c"), ("stdout", "d") })
            run.Write(stream, text);
        run.Show("value", isResult: false);
        run.Write("stdout", "e");
        Assert.Equal([("stdout", "ab"), ("stderr", "c"), ("stdout", "d"), ("display_data", "value"), ("stdout", "e")], Outputs(run));
    }

    [Fact]
    public async Task Its_figures_can_be_asked_for_while_it_shows_more()
    {
        // As a cell does that goes on in another task.
        var (run, figure) = (new CellRun(), Charts.Heatmap(MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(1, 1), "x"));
        var shows = Task.Run(() =>
        {
            for (int i = 0; i < 2_000; i++)
            {
                run.Show(figure, isResult: false);
                run.Write(i % 2 == 0 ? "stdout" : "stderr", "a");
            }
        }, TestContext.Current.CancellationToken);
        while (!shows.IsCompleted)
            Assert.All(run.Figures, each => Assert.StartsWith("x", each.Name));
        await shows;
        Assert.Equal(2_000, run.Figures.DistinctBy(each => each.Name).Count());
    }

    private static List<(string Kind, string Text)> Outputs(CellRun run) => [.. run.ToOutputs(1).Select(output =>
        ((string?)output!["name"] ?? (string)output["output_type"]!, (string)(output["text"] ?? output["data"]!["text/plain"])!))];
}
