using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Workbook.Engine;

/// <summary>
/// What later scripts see of one: its using lines, variables, methods and types, without what any of them does. The compiler goes through
/// that in a fraction of the time.
/// </summary>
internal static class Declarations
{
    // In place of a body. What is wrong with it, as in an iterator that yields nothing, is of no matter: it is never run.
    private static readonly BlockSyntax Nothing = (BlockSyntax)SyntaxFactory.ParseStatement("{ throw null; }");

    /// <summary>Whether later scripts see anything of this one.</summary>
    public static bool Any(CSharpCompilation script) =>
        Root(script).Usings.Count > 0 || script.ScriptClass!.GetMembers().Any(member => !member.IsImplicitlyDeclared);

    /// <param name="image">The assembly that it was compiled to; empty where there is nothing to run.</param>
    /// <returns>The text of a script with the same declarations; empty where there are none.</returns>
    public static string Of(CSharpCompilation script, byte[] image)
    {
        var root = Root(script);
        // Types without a name have numbers in their order: where there are some, nothing is left out.
        if (root.ContainsDirectives || HasAnonymousTypes(image))
            return root.ToFullString();
        if (!Any(script))
            return "";
        var model = script.GetSemanticModel(root.SyntaxTree);
        var variables = script.ScriptClass!.GetMembers().OfType<IFieldSymbol>()
            .Where(field => !field.IsImplicitlyDeclared && !field.IsConst)
            .Select(field => $"{(field.IsStatic ? "static " : "")}{(field.IsReadOnly ? "readonly " : "")}"
                + $"{field.Type.ToMinimalDisplayString(model, root.FullSpan.End)} @{field.Name};\n");
        var others = root.Members.Where(member => member is not GlobalStatementSyntax
            && (member is not FieldDeclarationSyntax field || field.Modifiers.Any(SyntaxKind.ConstKeyword)));
        return root.WithMembers(default).ToFullString() + string.Concat(variables)
            + string.Concat(others.Select(member => new WithoutBodies().Visit(member).ToFullString()));
    }

    private static CompilationUnitSyntax Root(CSharpCompilation script) => script.SyntaxTrees[0].GetCompilationUnitRoot();

    private static bool HasAnonymousTypes(byte[] image)
    {
        if (image.Length == 0)
            return false;
        using var file = new PEReader(ImmutableCollectionsMarshal.AsImmutableArray(image));
        var metadata = file.GetMetadataReader();
        return metadata.TypeDefinitions.Select(metadata.GetTypeDefinition).Any(
            type => type.GetDeclaringType().IsNil && metadata.GetString(type.Name).StartsWith("<>", StringComparison.Ordinal));
    }

    private sealed class WithoutBodies : CSharpSyntaxRewriter
    {
        public override SyntaxNode VisitMethodDeclaration(MethodDeclarationSyntax node) => Without(node);

        public override SyntaxNode VisitConstructorDeclaration(ConstructorDeclarationSyntax node) => Without(node);

        public override SyntaxNode VisitDestructorDeclaration(DestructorDeclarationSyntax node) => Without(node);

        public override SyntaxNode VisitOperatorDeclaration(OperatorDeclarationSyntax node) => Without(node);

        public override SyntaxNode VisitConversionOperatorDeclaration(ConversionOperatorDeclarationSyntax node) => Without(node);

        public override SyntaxNode? VisitPropertyDeclaration(PropertyDeclarationSyntax node) => node.ExpressionBody == null
            ? base.VisitPropertyDeclaration(node.WithInitializer(null).WithSemicolonToken(default))
            : node.WithExpressionBody(null).WithSemicolonToken(default).WithAccessorList(Getter);

        public override SyntaxNode? VisitIndexerDeclaration(IndexerDeclarationSyntax node) => node.ExpressionBody == null
            ? base.VisitIndexerDeclaration(node)
            : node.WithExpressionBody(null).WithSemicolonToken(default).WithAccessorList(Getter);

        public override SyntaxNode VisitAccessorDeclaration(AccessorDeclarationSyntax node) =>
            node.Body == null && node.ExpressionBody == null ? node
                : node.WithBody(Nothing).WithExpressionBody(null).WithSemicolonToken(default);

        public override SyntaxNode VisitFieldDeclaration(FieldDeclarationSyntax node) => node.Modifiers.Any(SyntaxKind.ConstKeyword) ? node
            : node.WithDeclaration(node.Declaration.WithVariables(
                [.. node.Declaration.Variables.Select(variable => variable.WithInitializer(null))]));

        private static AccessorListSyntax Getter => SyntaxFactory.AccessorList(
            [SyntaxFactory.AccessorDeclaration(SyntaxKind.GetAccessorDeclaration, Nothing)]);

        private static BaseMethodDeclarationSyntax Without(BaseMethodDeclarationSyntax node) =>
            node.Body == null && node.ExpressionBody == null ? node
                : node.WithBody(Nothing).WithExpressionBody(null).WithSemicolonToken(default);
    }
}
