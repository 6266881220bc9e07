using System.Text;
using System.Text.Json.Nodes;
using Microsoft.DotNet.Interactive.Formatting;

namespace Workbook.Engine;

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

    /// <summary>
    /// Adds a value, always as plain text too: as it says itself how it shows (<c>ToHtml()</c> and <c>ToString()</c>, as figures do),
    /// else as .NET Interactive formats it.
    /// </summary>
    /// <param name="isResult">The cell's last expression, rather than something displayed on the way.</param>
    public void Show(object value, bool isResult)
    {
        var data = new JsonObject();
        if (value.GetType().GetMethod("ToHtml", []) is { } html && html.ReturnType == typeof(string))
            (data["text/html"], data["text/plain"]) = (html.CreateDelegate<Func<string>>(value)(), value.ToString());
        else
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
