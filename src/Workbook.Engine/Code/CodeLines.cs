using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Workbook.Engine;

/// <summary>
/// Code line by line, each in pieces of one colour. Roslyn's own Classifier says the same of these few kinds (a test asks it), but needs
/// a workspace, and looks up a second time what links have looked up.
/// </summary>
public static class CodeLines
{
    /// <param name="leads">Whether names that are defined in a file with this path lead there.</param>
    public static IReadOnlyList<IReadOnlyList<CodePiece>> Of(SemanticModel model, Func<string, bool> leads) =>
        Of(model.SyntaxTree.GetRoot(), name => Symbol(model, name), leads);

    /// <summary>By the syntax alone: what a name stands for is not known.</summary>
    /// <param name="code">Of a script.</param>
    public static IReadOnlyList<IReadOnlyList<CodePiece>> Of(string code) => Of(
        CSharpSyntaxTree.ParseText(code, new CSharpParseOptions(LanguageVersion.CSharp13, kind: SourceCodeKind.Script)).GetRoot(),
        _ => null, _ => false);

    private static List<List<CodePiece>> Of(SyntaxNode root, Func<SimpleNameSyntax, ISymbol?> symbolOf, Func<string, bool> leads)
    {
        var lines = new List<List<CodePiece>> { new() };
        foreach (var token in root.DescendantTokens())
        {
            AddTrivia(token.LeadingTrivia);
            var symbol = token.Parent is SimpleNameSyntax name ? symbolOf(name) : null;
            string? kind = CodeKind.Of(token, symbol);
            Add(token.Text, kind, kind == CodeKind.Keyword ? null : Target(symbol, leads));   // var leads nowhere
            AddTrivia(token.TrailingTrivia);
        }
        return lines;

        void AddTrivia(SyntaxTriviaList list)
        {
            foreach (var trivia in list)
                Add(trivia.ToFullString(), CodeKind.Of(trivia), null);
        }

        void Add(string text, string? kind, CodePlace? target)
        {
            string[] parts = text.Split('\n');
            for (int i = 0; i < parts.Length; i++)
            {
                if (i > 0)
                    lines.Add([]);
                string part = parts[i].TrimEnd('\r');
                if (part == "")
                    continue;
                if (lines[^1] is [.., { Target: null } last] && target == null && last.Kind == kind)
                    lines[^1][^1] = last with { Text = last.Text + part };
                else
                    lines[^1].Add(new CodePiece(part, kind, target));
            }
        }
    }

    private static ISymbol? Symbol(SemanticModel model, SimpleNameSyntax name)
    {
        var found = model.GetSymbolInfo(name);
        return (found.Symbol ?? found.CandidateSymbols.FirstOrDefault())?.OriginalDefinition;
    }

    // Where a type or member is defined. Variables are, too, but near where they are used.
    public static CodePlace? Target(ISymbol? symbol, Func<string, bool> leads)
    {
        if (symbol is not (INamedTypeSymbol or IMethodSymbol { MethodKind: not MethodKind.LocalFunction } or IPropertySymbol
            or IFieldSymbol or IEventSymbol) || symbol.Locations is not [{ IsInSource: true } defined, ..])
            return null;
        string path = defined.SourceTree!.FilePath;
        return leads(path) ? new CodePlace(path, defined.GetLineSpan().StartLinePosition.Line + 1) : null;
    }
}
