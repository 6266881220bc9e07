using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Workbook.Engine;

/// <summary>The kinds of code that code.css gives a colour; names of variables and members have none.</summary>
public static class CodeKind
{
    public const string Keyword = "keyword", Type = "type", Method = "method", Text = "string", Number = "number", Comment = "comment";

    /// <param name="symbol">What a name stands for, or null.</param>
    public static string? Of(SyntaxToken token, ISymbol? symbol) => token.Kind() switch
    {
        SyntaxKind.IdentifierToken => OfName(token, symbol),
        SyntaxKind.NumericLiteralToken => Number,
        SyntaxKind.StringLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
            or SyntaxKind.CharacterLiteralToken or SyntaxKind.InterpolatedStringTextToken or SyntaxKind.InterpolatedStringStartToken
            or SyntaxKind.InterpolatedStringEndToken or SyntaxKind.InterpolatedVerbatimStringStartToken
            or SyntaxKind.InterpolatedSingleLineRawStringStartToken or SyntaxKind.InterpolatedMultiLineRawStringStartToken
            or SyntaxKind.InterpolatedRawStringEndToken => Text,
        var kind => SyntaxFacts.IsKeywordKind(kind) ? Keyword : null,
    };

    /// <summary>Of what stands between tokens.</summary>
    public static string? Of(SyntaxTrivia trivia) => trivia.IsDirective ? Keyword : trivia.Kind() switch
    {
        SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia or SyntaxKind.DisabledTextTrivia
            or SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia => Comment,
        _ => null,
    };

    private static string? OfName(SyntaxToken name, ISymbol? symbol) => name.Parent switch
    {
        BaseTypeDeclarationSyntax or DelegateDeclarationSyntax or TypeParameterSyntax or ConstructorDeclarationSyntax => Type,
        MethodDeclarationSyntax or LocalFunctionStatementSyntax => Method,
        IdentifierNameSyntax { IsVar: true } or IdentifierNameSyntax { Identifier.Text: "nameof" } => Keyword,
        _ => symbol switch
        {
            ITypeSymbol or IMethodSymbol { MethodKind: MethodKind.Constructor } => Type,
            IMethodSymbol => Method,
            IParameterSymbol { IsImplicitlyDeclared: true, Name: "value" } => Keyword,   // of a set accessor
            _ => null,
        },
    };
}
