using System.Text.Json.Nodes;
using Workbook.Book;

namespace Workbook.Tests;

/// <summary>Files that are nearly notebooks.</summary>
public sealed class NotebookFormatTests : IDisposable
{
    private const string Whole = """
        {
          "cells": [
            { "cell_type": "markdown", "id": "first", "metadata": { "tags": ["a"] }, "source": ["# Title\n", "text"] },
            { "cell_type": "code", "id": "second", "execution_count": 1, "source": "int x = 1;",
              "metadata": {
                "tags": ["varies"], "polyglot_notebook": { "kernelName": "csharp" }, "dotnet_interactive": { "language": "csharp" } },
              "outputs": [
                { "output_type": "stream", "name": "stdout", "text": ["1"] },
                { "output_type": "display_data", "metadata": { "workbook": { "figure": "0" } },
                  "data": { "image/png": "AAAA", "text/plain": "words" } } ] }
          ],
          "metadata": {
            "kernelspec": { "display_name": ".NET (C#)", "language": "C#", "name": ".net-csharp" }, "language_info": { "name": "C#" },
            "workbook": { "question": "What?", "live": { "x": 2 } } },
          "nbformat": 4,
          "nbformat_minor": 5
        }
        """;

    private static readonly string[] Others = ["null", "true", "7", "\"text\"", "[]", "[7]", "[[]]", "{}", "{ \"a\": 7 }"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Any_value_of_another_kind_is_read_or_refused_by_a_sentence()
    {
        int count = Nodes(JsonNode.Parse(Whole)!).Count(), refused = 0;
        Assert.InRange(count, 40, 60);
        foreach (string other in Others)
            for (int k = 1; k < count; k++)
            {
                var root = JsonNode.Parse(Whole)!;
                Nodes(root).ElementAt(k).ReplaceWith(JsonNode.Parse(other));
                refused += Says(root.ToJsonString()) == "" ? 0 : 1;
            }
        Assert.InRange(refused, 100, count * Others.Length);
    }

    [Theory]
    [InlineData("\"question\": \"What?\"", "\"question\": 5", ": question is 5, not a text.")]
    [InlineData("\"metadata\": {\n    \"kernelspec\"", "\"metadata\": \"x\", \"other\": {\n    \"kernelspec\"",
        ": metadata is \"x\", not an object.")]
    [InlineData("\"tags\": [\"varies\"]", "\"tags\": \"varies\"", ", cell 2: tags is \"varies\", not a list.")]
    [InlineData("\"id\": \"second\"", "\"id\": 12", ", cell 2: id is 12, not a text.")]
    [InlineData("[\"# Title\\n\", \"text\"]", "[\"# Title\\n\", 2]",
        ", cell 1: source is [\"# Title\\n\",2], not a text or a list of texts.")]
    [InlineData("{ \"kernelName\": \"csharp\" }", "\"csharp\"", ", cell 2: polyglot_notebook is \"csharp\", not an object.")]
    [InlineData("\"AAAA\"", "\"AAA\"", ", cell 2: image/png is not in base64.")]
    [InlineData("\"id\": \"second\"", "\"id\": \"second\", \"id\": \"second\"", " is not a notebook: its JSON is malformed: ")]
    [InlineData("\"nbformat\": 4", "\"cells\": [], \"nbformat\": 4", " is not a notebook: its JSON is malformed: ")]
    [InlineData("\"language\": \"csharp\" }", "\"language\": \"fsharp\" }, \"polyglot_notebook2\": 1", "")]   // the newer key counts
    [InlineData("\"kernelName\": \"csharp\"", "\"kernelName\": \"fsharp\"", ", cell 2 is in fsharp: only C# cells run in every host.")]
    [InlineData("{ \"name\": \"C#\" }", "{ \"name\": \"python\" }", "")]   // as some hosts write of notebooks whose cells say C#
    public void What_is_wrong_is_named(string of, string by, string says)
    {
        string text = Whole.Replace(of, by, StringComparison.Ordinal);
        Assert.NotEqual(Whole, text);
        Assert.StartsWith(says == "" ? "" : Path.Combine(folder.Path, "odd.ipynb") + says, Says(text));
        Assert.Equal(says == "", Says(text) == "");
    }

    [Theory]
    [InlineData("\"kernelspec\": { \"language\": \"F#\", \"name\": \".net-fsharp\" }", "F#")]
    [InlineData("\"kernelspec\": { \"name\": \"python3\" }, \"language_info\": { \"name\": \"python\" }", "python")]
    [InlineData("\"kernelspec\": { \"name\": \"python3\" }", "")]
    [InlineData("\"language_info\": { \"name\": \"polyglot-notebook\" }", "")]
    public void Cells_that_do_not_say_their_language_are_in_that_of_the_metadata(string metadata, string language)
    {
        string says = Says($$"""{ "cells": [{ "cell_type": "code", "source": "1" }], "metadata": { {{metadata}} }, "nbformat": 4 }""");
        Assert.EndsWith(language == "" ? "" : $" is in {language}: only C# cells run in every host.", says);
        Assert.Equal(language == "", says == "");
    }

    [Theory]
    [InlineData("cell-1,,cell-2", "cell-1,cell-2-2,cell-2")]
    [InlineData("a,a,b", "a,cell-2,b")]
    [InlineData("a b,é,ok_1-B", "cell-1,cell-2,ok_1-B")]
    [InlineData(",cell-1,cell-1", "cell-1-2,cell-1,cell-3")]
    public async Task Each_cell_is_written_with_an_id_of_its_own_that_the_format_allows(string given, string written)
    {
        var cells = given.Split(',').Select(id => new JsonObject
        {
            ["cell_type"] = "code",
            ["execution_count"] = null,
            ["metadata"] = new JsonObject(),
            ["outputs"] = new JsonArray(),
            ["source"] = "1",
        }).Zip(given.Split(','), (cell, id) =>
        {
            if (id != "")
                cell["id"] = id;
            return (JsonNode)cell;
        });
        var root = new JsonObject { ["cells"] = new JsonArray([.. cells]), ["metadata"] = new JsonObject(), ["nbformat"] = 4 };
        var notebook = Notebook.Load(folder.File("ids.ipynb", root.ToJsonString()));
        string path = folder.File("written.ipynb", notebook.Published(_ => []));
        Assert.Equal(written.Split(','), notebook.Cells.Select(cell => cell.Id));
        Assert.Equal(written.Split(','), Notebook.Load(path).Cells.Select(cell => cell.Id));
        await Python.RunAsync("nbformat", "import sys, nbformat\nnbformat.validate(nbformat.read(sys.argv[1], as_version=4))", path);
    }

    // What is said of it on the way to where it runs, and to where its page is made; nothing if it can.
    private string Says(string text)
    {
        try
        {
            var notebook = Notebook.Load(folder.File("odd.ipynb", text));
            _ = Settings.Apply(notebook, Settings.Live(notebook), Bare.Host);
            var plan = Plan.Of(notebook, Bare.Host);
            _ = new Chapter(plan, null).Question;
            _ = notebook.Cells.Select(cell => PublishedFigure.Png(cell, new("name", "description", []))).ToList();
            Assert.Equal(notebook.Cells.Count, Notebook.Load(folder.File("again.ipynb", notebook.Published(_ => []))).Cells.Count);
            return "";
        }
        catch (WorkbookException refused)
        {
            return refused.Message;
        }
    }

    private static IEnumerable<JsonNode> Nodes(JsonNode node) => (node switch
    {
        JsonObject members => members.Select(pair => pair.Value),
        JsonArray items => items,
        _ => [],
    }).OfType<JsonNode>().SelectMany(Nodes).Prepend(node);
}
