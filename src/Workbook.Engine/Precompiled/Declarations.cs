using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Workbook.Engine;

/// <summary>What a submission declares, as far as later ones are bound against it.</summary>
/// <param name="Names">Of its variables, methods and types.</param>
/// <param name="HasTypes">Whether it declares types: run again, it declares different ones.</param>
/// <param name="HasAnonymousTypes">Whether it has anonymous types, which later submissions share if theirs have the same members.</param>
/// <param name="ChangesLookup">Whether using lines or extension methods change what names mean that it does not declare.</param>
internal sealed record Declarations(IReadOnlySet<string> Names, bool HasTypes, bool HasAnonymousTypes, bool ChangesLookup)
{
    // In place of a body. What is wrong with it, as in an iterator that yields nothing, is of no matter: it is never run.
    private static readonly BlockSyntax Nothing = (BlockSyntax)SyntaxFactory.ParseStatement("{ throw null; }");

    /// <summary>Whether binding a later submission depends on this one.</summary>
    public bool Any => ChangesLookup || Names.Count > 0;

    /// <param name="image">The assembly that it was compiled to; empty if there is nothing to run.</param>
    public static Declarations Of(CSharpCompilation script, byte[] image)
    {
        var members = Members(script).ToList();
        return new(
            NamesOf(script), members.Any(member => member is ITypeSymbol),
            DeclaresAnonymousTypes(image) || members.OfType<IFieldSymbol>().Any(field => IsAnonymous(field.Type)),
            Root(script).Usings.Count > 0 || members.Any(member => member is IMethodSymbol { IsExtensionMethod: true }));
    }

    /// <summary>The declared names, which binding alone gives.</summary>
    public static IReadOnlySet<string> NamesOf(CSharpCompilation script) => Members(script).Select(member => member.Name).ToHashSet();

    /// <summary>
    /// Source with the same declarations and no bodies, which the compiler binds in a fraction of the time; empty if there are none.
    /// </summary>
    /// <param name="declared">What it declares.</param>
    public static string SourceOf(CSharpCompilation script, Declarations declared)
    {
        var root = Root(script);
        string usings = root.WithMembers(default).ToFullString();
        if (!Members(script).Any())
            return root.Usings.Count > 0 ? usings : "";
        // Types without a name cannot be written, and have numbers in their order: where there are some, nothing is left out.
        if (root.ContainsDirectives || declared.HasAnonymousTypes)
            return root.ToFullString();
        var model = script.GetSemanticModel(root.SyntaxTree);
        var variables = Members(script).OfType<IFieldSymbol>().Where(field => !field.IsConst)
            .Select(field => $"{(field.IsStatic ? "static " : "")}{(field.IsReadOnly ? "readonly " : "")}"
                + $"{field.Type.ToMinimalDisplayString(model, root.FullSpan.End)} @{field.Name};\n");
        var others = root.Members.Where(member => member is not GlobalStatementSyntax
            && (member is not FieldDeclarationSyntax field || field.Modifiers.Any(SyntaxKind.ConstKeyword)));
        return usings + string.Concat(variables)
            + string.Concat(others.Select(member => new WithoutBodies().Visit(member).ToFullString()));
    }

    /// <summary>The names that a submission uses and does not declare: another submission could shadow what they bind to.</summary>
    /// <param name="among">The names in question; null for all.</param>
    public static IReadOnlySet<string> FreeNames(CSharpCompilation script, IReadOnlySet<string>? among = null)
    {
        var model = script.GetSemanticModel(script.SyntaxTrees[0]);
        return Root(script).DescendantNodes().OfType<SimpleNameSyntax>()
            .Where(name => (among == null || among.Contains(Written(name))) && !IsMember(name)
                && model.GetSymbolInfo(name).Symbol is not (ILocalSymbol or IParameterSymbol or IRangeVariableSymbol))
            .Select(Written).ToHashSet();
    }

    private static string Written(SimpleNameSyntax name) =>
        name.Identifier.ValueText + (name.Parent is AttributeSyntax ? "Attribute" : "");

    // Sought in something that stands before it.
    private static bool IsMember(SimpleNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Name == name,
        QualifiedNameSyntax qualified => qualified.Right == name,
        MemberBindingExpressionSyntax or AliasQualifiedNameSyntax or NameColonSyntax => true,
        _ => false,
    };

    private static IEnumerable<ISymbol> Members(CSharpCompilation script) =>
        script.ScriptClass!.GetMembers().Where(member => !member.IsImplicitlyDeclared);

    private static CompilationUnitSyntax Root(CSharpCompilation script) => script.SyntaxTrees[0].GetCompilationUnitRoot();

    // Or made of one, as a list of them is.
    private static bool IsAnonymous(ITypeSymbol type) => type.ToDisplayString().Contains("<anonymous", StringComparison.Ordinal);

    private static bool DeclaresAnonymousTypes(byte[] image)
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
