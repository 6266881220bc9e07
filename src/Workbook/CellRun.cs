using System.Text;
using System.Text.Json.Nodes;
using Microsoft.DotNet.Interactive.Formatting;

namespace Workbook;

/// <summary>What a cell has shown so far: text, values, figures and, where it stopped early, the reason.</summary>
public sealed class CellRun
{
    /// <summary>The console text that a cell may show, in characters; the rest is left out, and a sentence says so.</summary>
    public const int TextLimit = 1 << 20;

    private readonly Lock gate = new();
    private readonly List<Output> outputs = [];
    private int textLeft = TextLimit;

    /// <summary>The figures among what was shown, in order.</summary>
    public IReadOnlyList<ShownFigure> Figures
    {
        get
        {
            lock (gate)
                return [.. outputs.Select(output => output.Figure).OfType<ShownFigure>()];
        }
    }

    public CellFailure? Failure { get; private set; }

    /// <summary>Adds console text, as far as <see cref="TextLimit"/> allows; consecutive pieces of one stream become one output.</summary>
    public void Write(string stream, string text)
    {
        lock (gate)
        {
            if (textLeft < 0)
                return;
            var last = outputs.LastOrDefault();
            if (last?.Stream != stream)
            {
                var json = new JsonObject { ["output_type"] = "stream", ["name"] = stream };
                outputs.Add(last = new Output(json, stream, new StringBuilder()));
            }
            var end = last!.Text!;
            end.Append(text, 0, Math.Min(text.Length, textLeft));
            textLeft -= text.Length;
            if (textLeft >= 0)
                return;
            if (end.Length > 0 && char.IsHighSurrogate(end[^1]))
                end.Length--;   // half a character
            end.Append(FormattableString.Invariant($"\nThe rest is left out: a cell shows at most {TextLimit:N0} characters of text.\n"));
        }
    }

    /// <summary>Adds a value, formatted as .NET Interactive formats it, and always as plain text too.</summary>
    /// <param name="isResult">The cell's last expression, rather than something displayed on the way.</param>
    public void Show(object value, bool isResult)
    {
        var data = new JsonObject();
        foreach (string mime in Formatter.GetPreferredMimeTypesFor(value.GetType()).Append("text/plain"))
            data[mime] = value.ToDisplayString(mime);
        var output = new JsonObject
        {
            ["output_type"] = isResult ? "execute_result" : "display_data",
            ["metadata"] = new JsonObject(),
            ["data"] = data,
        };
        var figure = ShownFigure.From(value);
        lock (gate)
            outputs.Add(new Output(output, Figure: figure));
    }

    public void Fail(CellFailure failure)
    {
        lock (gate)
        {
            Failure = failure;
            outputs.Add(new Output(new JsonObject
            {
                ["output_type"] = "error",
                ["ename"] = failure.Kind,
                ["evalue"] = failure.Message,
                ["traceback"] = new JsonArray([.. failure.ToString().Split('\n').Select(line => JsonValue.Create(line))]),
            }));
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
            foreach (Output output in outputs)
            {
                var copy = picture != null && output.Figure is { } figure ? picture(figure) : output.Json.DeepClone().AsObject();
                if (output.Text is { } text)
                    copy["text"] = text.ToString();
                if ((string?)copy["output_type"] == "execute_result")
                    copy["execution_count"] = executionCount;
                written.Add(copy);
            }
            return written;
        }
    }

    // In nbformat's form, but for text that may still grow, and for the figure that it shows.
    private sealed record Output(JsonObject Json, string? Stream = null, StringBuilder? Text = null, ShownFigure? Figure = null);
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
