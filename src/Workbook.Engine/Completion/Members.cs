using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Workbook.Engine;

/// <summary>What can follow a dot.</summary>
internal sealed class Members(SyntaxToken dot, SemanticModel model, Extensions extensions)
{
    private readonly int at = dot.SpanStart;

    /// <summary>The accessible members of what stands before the dot: a value, a type, or a namespace.</summary>
    public IEnumerable<ISymbol> All() => dot.Parent switch
    {
        MemberAccessExpressionSyntax { Expression: LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NumericLiteralExpression } } => [],
        MemberAccessExpressionSyntax { Expression: var whole } => Of(model.GetSymbolInfo(whole), TypeOf(whole)),
        MemberBindingExpressionSyntax binding => OfConditional(binding),
        QualifiedNameSyntax name => OfName(name.Left),
        _ => [],
    };

    // a?.b, where a may be a number or nothing.
    private IEnumerable<ISymbol> OfConditional(MemberBindingExpressionSyntax binding)
    {
        var around = binding.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>(each => each.WhenNotNull.Contains(binding))!;
        var type = TypeOf(around.Expression);
        bool isNullable = type?.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;
        return OfValue(isNullable ? ((INamedTypeSymbol)type!).TypeArguments[0] : type);
    }

    // "model." before a line that begins with a name reads as the type of a declaration.
    private IEnumerable<ISymbol> OfName(NameSyntax name)
    {
        const SpeculativeBindingOption value = SpeculativeBindingOption.BindAsExpression;
        var expression = SyntaxFactory.ParseExpression(name.ToString(), options: model.SyntaxTree.Options);
        var type = model.GetSpeculativeTypeInfo(at, expression, value).Type;
        ISymbol[] found = [.. Of(model.GetSpeculativeSymbolInfo(at, expression, value), type)];
        return found.Length > 0 ? found : Of(model.GetSymbolInfo(name), null);
    }

    private IEnumerable<ISymbol> Of(SymbolInfo meaning, ITypeSymbol? type) =>
        (meaning.Symbol ?? meaning.CandidateSymbols.FirstOrDefault()) switch
        {
            INamespaceSymbol space => model.LookupNamespacesAndTypes(at, space),
            ITypeSymbol named => model.LookupStaticMembers(at, named),
            _ => OfValue(type),
        };

    // A call whose arguments do not fit yet has the type of the method that it might be.
    private ITypeSymbol? TypeOf(ExpressionSyntax expression) => model.GetTypeInfo(expression).Type switch
    {
        null or IErrorTypeSymbol when expression is InvocationExpressionSyntax =>
            (model.GetSymbolInfo(expression).CandidateSymbols.FirstOrDefault() as IMethodSymbol)?.ReturnType,
        var type => type,
    };

    private IEnumerable<ISymbol> OfValue(ITypeSymbol? type) =>
        type is null or IErrorTypeSymbol or IPointerTypeSymbol or { SpecialType: SpecialType.System_Void } ? []
        : model.LookupSymbols(at, type).Where(symbol => symbol is { IsStatic: false } and not ITypeSymbol)
            .Concat(extensions.Of(type, (CSharpCompilation)model.Compilation));
}
