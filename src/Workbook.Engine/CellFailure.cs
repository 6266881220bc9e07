using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Workbook.Engine;

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
        return $"{sentence}\n    {SourceLine}\n    {new string(' ', Column - 1)}^";
    }

    internal static CellFailure Of(Diagnostic error, string code, string place) =>
        At(error.Location.GetLineSpan().StartLinePosition, error.Id, error.GetMessage(CultureInfo.InvariantCulture), code, place);

    internal static CellFailure Of(Exception problem, LinePosition? line, string code, string place) => line is { } known
        ? At(known, problem.GetType().Name, CellRun.Lines(problem.Message), code, place)
        : new(problem.GetType().Name, CellRun.Lines(problem.Message), place, 0, 0, "");

    private static CellFailure At(LinePosition start, string kind, string message, string code, string place) =>
        new(kind, message, place, start.Line + 1, start.Character + 1, code.Split('\n').ElementAtOrDefault(start.Line)?.TrimEnd() ?? "");
}
