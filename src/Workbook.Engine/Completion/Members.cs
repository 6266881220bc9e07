using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Workbook.Engine;

/// <summary>What can follow a dot.</summary>
internal static class Members
{
    /// <summary>The accessible members of what stands before a dot: a value, a type, or a namespace.</summary>
    public static IEnumerable<ISymbol> Behind(SyntaxToken dot, SemanticModel model) => dot.Parent switch
    {
        MemberAccessExpressionSyntax { Expression: LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NumericLiteralExpression } } => [],
        MemberAccessExpressionSyntax { Expression: var whole } => Of(model.GetSymbolInfo(whole), TypeOf(whole, model), dot, model),
        MemberBindingExpressionSyntax binding => OfConditional(binding, dot, model),
        QualifiedNameSyntax name => OfName(name.Left, dot, model),
        _ => [],
    };

    // a?.b, where a may be a number or nothing.
    private static IEnumerable<ISymbol> OfConditional(MemberBindingExpressionSyntax binding, SyntaxToken dot, SemanticModel model)
    {
        var around = binding.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>(each => each.WhenNotNull.Contains(binding))!;
        var type = TypeOf(around.Expression, model);
        bool isNullable = type?.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;
        return OfValue(isNullable ? ((INamedTypeSymbol)type!).TypeArguments[0] : type, dot, model);
    }

    // "model." before a line that begins with a name reads as the type of a declaration.
    private static IEnumerable<ISymbol> OfName(NameSyntax name, SyntaxToken dot, SemanticModel model)
    {
        const SpeculativeBindingOption value = SpeculativeBindingOption.BindAsExpression;
        var expression = SyntaxFactory.ParseExpression(name.ToString(), options: model.SyntaxTree.Options);
        ISymbol[] found = [.. Of(model.GetSpeculativeSymbolInfo(dot.SpanStart, expression, value),
            model.GetSpeculativeTypeInfo(dot.SpanStart, expression, value).Type, dot, model)];
        return found.Length > 0 ? found : Of(model.GetSymbolInfo(name), null, dot, model);
    }

    private static IEnumerable<ISymbol> Of(SymbolInfo meaning, ITypeSymbol? type, SyntaxToken dot, SemanticModel model) =>
        (meaning.Symbol ?? meaning.CandidateSymbols.FirstOrDefault()) switch
        {
            INamespaceSymbol space => model.LookupNamespacesAndTypes(dot.SpanStart, space),
            ITypeSymbol named => model.LookupStaticMembers(dot.SpanStart, named),
            _ => OfValue(type, dot, model),
        };

    // A call whose arguments do not fit yet has the type of the method that it might be.
    private static ITypeSymbol? TypeOf(ExpressionSyntax expression, SemanticModel model) => model.GetTypeInfo(expression).Type switch
    {
        null or IErrorTypeSymbol when expression is InvocationExpressionSyntax =>
            (model.GetSymbolInfo(expression).CandidateSymbols.FirstOrDefault() as IMethodSymbol)?.ReturnType,
        var type => type,
    };

    private static IEnumerable<ISymbol> OfValue(ITypeSymbol? type, SyntaxToken dot, SemanticModel model) =>
        type is null or IErrorTypeSymbol or IPointerTypeSymbol or { SpecialType: SpecialType.System_Void } ? []
        : model.LookupSymbols(dot.SpanStart, type, includeReducedExtensionMethods: true)
            .Where(symbol => symbol is { IsStatic: false } and not ITypeSymbol);
}
