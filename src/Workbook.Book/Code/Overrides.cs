using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Workbook.Book.Code;

/// <summary>What a file's overrides change in the methods that they override.</summary>
internal static class Overrides
{
    /// <summary>The numbers of the lines, within overrides, that the method of the same name in another file does not have.</summary>
    public static HashSet<int> Differing(SyntaxTree file, SyntaxTree other)
    {
        var methods = other.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>().ToLookup(method => method.Identifier.Text);
        var differing = new HashSet<int>();
        foreach (var method in file.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>())
            if (method.Modifiers.Any(SyntaxKind.OverrideKeyword) && method.Body is { } body
                && methods[method.Identifier.Text].FirstOrDefault() is { } original)
            {
                var known = Lines(original).Select(line => line.Code).ToHashSet();
                differing.UnionWith(Lines(body)
                    .Where(line => line.Code is not ("{" or "}") && !known.Contains(line.Code)).Select(line => line.Number));
            }
        return differing;
    }

    // Each line's tokens, without spaces and comments.
    private static IEnumerable<(int Number, string Code)> Lines(SyntaxNode node) => node.DescendantTokens()
        .GroupBy(token => token.GetLocation().GetLineSpan().StartLinePosition.Line + 1)
        .Select(line => (line.Key, string.Join(' ', line.Select(token => token.Text))));
}
