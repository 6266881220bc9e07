using System.Text;
using System.Text.Json.Nodes;

namespace Workbook.Engine;

/// <summary>What a cell has shown so far: text, values, figures and, where it stopped early, the reason.</summary>
/// <param name="onOutput">
/// Called for each output, in nbformat's form, with the figure that it shows if it shows one; text comes in the pieces in which it is
/// written.
/// </param>
/// <param name="names">Those of the figures that cells before this one have shown.</param>
public sealed class CellRun(Action<JsonObject, ShownFigure?>? onOutput = null, FigureNames? names = null)
{
    /// <summary>The console text that a cell may show, in characters; the rest is left out, and a sentence says so.</summary>
    public const int TextLimit = 1 << 20;

    private readonly Lock gate = new();
    private readonly FigureNames names = names ?? new();
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

    /// <summary>Text with line feeds alone, as notebooks have them wherever they run.</summary>
    internal static string Lines(string text) =>
        Environment.NewLine == "\n" ? text : text.Replace(Environment.NewLine, "\n", StringComparison.Ordinal);

    /// <summary>Adds console text, as far as <see cref="TextLimit"/> allows; consecutive pieces of one stream become one output.</summary>
    public void Write(string stream, string text)
    {
        text = Lines(text);
        lock (gate)
        {
            if (textLeft < 0)
                return;
            var last = outputs.LastOrDefault();
            if (last?.Stream != stream)
                outputs.Add(last = new Output(Stream(stream), stream, new StringBuilder()));
            var end = last!.Text!;
            string piece = WithinLimit(text);
            if (piece != text && piece[0] == '\n' && end.Length > 0 && char.IsHighSurrogate(end[^1]))
                end.Length--;   // half a character, whose other half is left out
            end.Append(piece);
            if (onOutput == null)
                return;
            var json = Stream(stream);
            json["text"] = piece;
            onOutput(json, null);
        }
    }

    /// <summary>
    /// Adds a value: its own <c>ToHtml()</c>, if it has that, as figures have, and its text, as <see cref="ValueText"/> writes it.
    /// </summary>
    /// <param name="isResult">The cell's last expression, rather than something displayed on the way.</param>
    public void Show(object value, bool isResult)
    {
        var data = new JsonObject();
        if (value.GetType().GetMethod("ToHtml", []) is { IsStatic: false, IsGenericMethod: false } html
            && html.ReturnType == typeof(string))
            data["text/html"] = html.CreateDelegate<Func<string>>(value)();
        data["text/plain"] = Lines(ValueText.Of(value));
        var output = new JsonObject
        {
            ["output_type"] = isResult ? "execute_result" : "display_data",
            ["metadata"] = new JsonObject(),
            ["data"] = data,
        };
        Add(new Output(output, Figure: ShownFigure.From(value, names)));
    }

    public void Fail(CellFailure failure)
    {
        Failure = failure;
        Add(new Output(new JsonObject
        {
            ["output_type"] = "error",
            ["ename"] = failure.Kind,
            ["evalue"] = failure.Message,
            ["traceback"] = new JsonArray([.. failure.ToString().Split('\n').Select(line => JsonValue.Create(line))]),
        }));
    }

    /// <summary>The outputs in nbformat's form.</summary>
    /// <param name="executionCount">Stands beside a result.</param>
    /// <param name="picture">What to write in place of a figure's output; the output itself if omitted.</param>
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

    private void Add(Output output)
    {
        lock (gate)
        {
            outputs.Add(output);
            onOutput?.Invoke(output.Json, output.Figure);
        }
    }

    private static JsonObject Stream(string name) => new() { ["output_type"] = "stream", ["name"] = name };

    // What of a text may still be shown; where it ends in the middle, with a sentence that says so.
    private string WithinLimit(string text)
    {
        int shown = Math.Min(text.Length, textLeft);
        textLeft -= text.Length;
        if (textLeft >= 0)
            return text;
        if (shown > 0 && char.IsHighSurrogate(text[shown - 1]))
            shown--;   // half a character
        return text[..shown]
            + FormattableString.Invariant($"\nThe rest is left out: a cell shows at most {TextLimit:N0} characters of text.\n");
    }

    // In nbformat's form, but for text that may still grow, and for the figure that it shows.
    private sealed record Output(JsonObject Json, string? Stream = null, StringBuilder? Text = null, ShownFigure? Figure = null);
}
