using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Workbook.Engine;

/// <summary>A value for a variable of a notebook, in place of the one that it is declared with.</summary>
/// <param name="Name">The variable's.</param>
/// <param name="Value">A C# expression.</param>
/// <param name="Text">How it was given, for messages.</param>
public sealed record Setting(string Name, string Value, string Text)
{
    /// <summary>Reads "name=value".</summary>
    /// <exception cref="WorkbookException">It is not of that form, or its value is not an expression.</exception>
    public static Setting Parse(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        string name = equals < 0 ? "" : text[..equals].Trim();
        return SyntaxFacts.IsValidIdentifier(name)
            ? Of(name, text[(equals + 1)..], $"--set {text}")
            : throw new WorkbookException($"--set {text}: give a variable and its value, as in seed=42.");
    }

    /// <exception cref="WorkbookException">The value is not an expression.</exception>
    internal static Setting Of(string name, string value, string text)
    {
        var expression = SyntaxFactory.ParseExpression(value, options: Submissions.Script, consumeFullText: true);
        var error = expression.GetDiagnostics().FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return error == null
            ? new Setting(name, expression.ToString(), text)
            : throw new WorkbookException(
                $"{text}: '{value}' is not a C# expression: {error.Id}: {error.GetMessage(CultureInfo.InvariantCulture)}");
    }
}
