using System.Text.Json.Nodes;
using Microsoft.DotNet.Interactive.Formatting;

namespace Workbook;

/// <summary>What a cell has shown so far: text, values, figures and, where it stopped early, the reason.</summary>
public sealed class CellRun
{
    private readonly Lock gate = new();
    private readonly JsonArray outputs = [];
    private readonly Dictionary<JsonNode, ShownFigure> figures = [];

    /// <summary>The figures among what was shown, in order.</summary>
    public IReadOnlyList<ShownFigure> Figures => [.. outputs.Where(output => figures.ContainsKey(output!)).Select(output => figures[output!])];

    public CellFailure? Failure { get; private set; }

    /// <summary>Adds console text; consecutive pieces of one stream become one output.</summary>
    public void Write(string stream, string text)
    {
        lock (gate)
        {
            if (outputs.LastOrDefault() is JsonObject last && (string?)last["name"] == stream)
                last["text"] = (string?)last["text"] + text;
            else
                outputs.Add(new JsonObject { ["output_type"] = "stream", ["name"] = stream, ["text"] = text });
        }
    }

    /// <summary>Adds a value, formatted as .NET Interactive formats it, and always as plain text too.</summary>
    /// <param name="isResult">The cell's last expression, rather than something displayed on the way.</param>
    public void Show(object value, bool isResult)
    {
        var data = new JsonObject();
        foreach (string mime in Formatter.GetPreferredMimeTypesFor(value.GetType()).Append("text/plain"))
            data[mime] = value.ToDisplayString(mime);
        var output = new JsonObject { ["output_type"] = isResult ? "execute_result" : "display_data", ["metadata"] = new JsonObject(), ["data"] = data };
        lock (gate)
        {
            outputs.Add(output);
            if (ShownFigure.From(value) is { } figure)
                figures[output] = figure;
        }
    }

    public void Fail(CellFailure failure)
    {
        Failure = failure;
        lock (gate)
        {
            outputs.Add(new JsonObject
            {
                ["output_type"] = "error",
                ["ename"] = failure.Kind,
                ["evalue"] = failure.Message,
                ["traceback"] = new JsonArray([.. failure.ToString().Split('\n').Select(line => JsonValue.Create(line))]),
            });
        }
    }

    /// <summary>The outputs in nbformat's form.</summary>
    /// <param name="executionCount">Stands beside a result.</param>
    /// <param name="picture">What to write in place of a figure's output; the output itself where it is left out.</param>
    public JsonArray ToOutputs(int? executionCount, Func<ShownFigure, JsonObject>? picture = null)
    {
        lock (gate)
        {
            var written = new JsonArray();
            foreach (JsonNode? output in outputs)
            {
                var copy = picture != null && figures.TryGetValue(output!, out var figure) ? picture(figure) : output!.DeepClone();
                if ((string?)copy["output_type"] == "execute_result")
                    copy["execution_count"] = executionCount;
                written.Add(copy);
            }
            return written;
        }
    }
}

/// <summary>Where and why a cell stopped.</summary>
/// <param name="Kind">The compiler's error number or the exception's type.</param>
/// <param name="Place">"cell 3", or the imported file.</param>
/// <param name="Line">From 1; 0 where it is not known.</param>
/// <param name="Column">From 1; 0 where it is not known.</param>
/// <param name="SourceLine">The text of that line.</param>
public sealed record CellFailure(string Kind, string Message, string Place, int Line, int Column, string SourceLine)
{
    /// <summary>Place and reason, then the line with a caret under it.</summary>
    public override string ToString()
    {
        string sentence = $"{Place}{(Line > 0 ? $", line {Line}" : "")}: {Kind}: {Message}";
        if (Line == 0)
            return sentence;
        int column = Column > 0 ? Column - 1 : SourceLine.Length - SourceLine.TrimStart().Length;
        return $"{sentence}\n    {SourceLine}\n    {new string(' ', column)}^";
    }
}
