using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Workbook.Engine;

/// <summary>The name, begun or whole, that stands at a place in code.</summary>
/// <param name="Text">What is typed of it up to the place.</param>
/// <param name="From">Where it begins.</param>
/// <param name="To">Where it ends: behind the place, if that is inside of it.</param>
/// <param name="Before">The token before it; none at the beginning of the code.</param>
internal sealed record IdentifierAtCursor(string Text, int From, int To, SyntaxToken Before)
{
    /// <returns>Null where no name can stand: in a comment, a text, a number, or a directive.</returns>
    public static IdentifierAtCursor? At(SyntaxNode root, string code, int position)
    {
        int from = position, to = position;
        while (from > 0 && SyntaxFacts.IsIdentifierPartCharacter(code[from - 1]))
            from--;
        while (from < position && to < code.Length && SyntaxFacts.IsIdentifierPartCharacter(code[to]))
            to++;
        if (from < position && char.IsDigit(code[from]))
            return null;
        var before = TokenBefore(root, from);
        bool isCode = !(from > 0 && IsProse(root.FindTrivia(from - 1), code, from)) && !IsLiteral(before, from)
            && !root.FindTrivia(from).IsKind(SyntaxKind.DisabledTextTrivia);
        return isCode ? new IdentifierAtCursor(code[from..position], from, to, before) : null;
    }

    private static SyntaxToken TokenBefore(SyntaxNode root, int at)
    {
        var token = root.FindToken(at, findInsideTrivia: true);
        return token.SpanStart < at ? token : token.GetPreviousToken(includeSkipped: true);
    }

    private static bool IsProse(SyntaxTrivia trivia, string code, int at) => trivia.Kind() switch
    {
        SyntaxKind.None or SyntaxKind.WhitespaceTrivia or SyntaxKind.EndOfLineTrivia or SyntaxKind.SkippedTokensTrivia => false,
        SyntaxKind.SingleLineCommentTrivia => true,
        SyntaxKind.MultiLineCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia =>
            at < trivia.FullSpan.End || !code.AsSpan(0, at).EndsWith("*/"),
        _ => at < trivia.FullSpan.End || code[at - 1] != '\n',   // documentation, directives, what they leave out
    };

    // Whether the place is inside of a token, or behind one that has no end.
    private static bool IsLiteral(SyntaxToken token, int at) => token.Span.End > at || token.Kind() switch
    {
        SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken
            or SyntaxKind.MultiLineRawStringLiteralToken => token.ContainsDiagnostics && token.Span.End == at,
        SyntaxKind.InterpolatedStringTextToken or SyntaxKind.InterpolatedStringStartToken
            or SyntaxKind.InterpolatedVerbatimStringStartToken or SyntaxKind.InterpolatedSingleLineRawStringStartToken
            or SyntaxKind.InterpolatedMultiLineRawStringStartToken => true,
        SyntaxKind.ColonToken => token.Parent is InterpolationFormatClauseSyntax,
        SyntaxKind.CloseBraceToken => token.Parent is InterpolationSyntax,
        _ => false,
    };
}
