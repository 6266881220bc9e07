using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Workbook.Book;

/// <summary>What a source file defines for others: its types and their public members.</summary>
internal static class SourceNames
{
    /// <returns>Each name once, a member's behind its type's, and the line that it stands on, from 1.</returns>
    public static IEnumerable<(string Name, int Line)> Of(SyntaxTree tree) => tree.GetRoot()
        .DescendantNodes(node => node is CompilationUnitSyntax or TypeDeclarationSyntax)
        .OfType<MemberDeclarationSyntax>().Where(IsPublic)
        .SelectMany(Identifiers).Select(name => (Name(name), name.GetLocation().GetLineSpan().StartLinePosition.Line + 1))
        .DistinctBy(name => name.Item1);

    private static bool IsPublic(MemberDeclarationSyntax member) =>
        member.Modifiers.Any(SyntaxKind.PublicKeyword) || member.Parent is InterfaceDeclarationSyntax;

    private static IEnumerable<SyntaxToken> Identifiers(MemberDeclarationSyntax member) => member switch
    {
        BaseTypeDeclarationSyntax type => [type.Identifier],
        DelegateDeclarationSyntax type => [type.Identifier],
        MethodDeclarationSyntax method => [method.Identifier],
        PropertyDeclarationSyntax property => [property.Identifier],
        FieldDeclarationSyntax field => field.Declaration.Variables.Select(variable => variable.Identifier),
        _ => [],
    };

    private static string Name(SyntaxToken identifier) =>
        identifier.Parent?.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not BaseTypeDeclarationSyntax
            and { Parent: BaseTypeDeclarationSyntax type }
            ? $"{type.Identifier.Text}.{identifier.Text}"
            : identifier.Text;
}
