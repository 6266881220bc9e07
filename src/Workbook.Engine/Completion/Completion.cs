using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Workbook.Engine;

/// <summary>
/// What may be typed at a place in a cell: behind a dot the members of what stands before it, else the names in scope that begin with
/// what is typed. It reads and runs nothing. Roslyn's own service would need Workspaces, which browsers lack.
/// </summary>
public sealed class Completion
{
    private const int Most = 300;   // a reader types another letter rather than look through more
    private const string Keyword = "keyword";

    private static readonly string[] Keywords =
    [
        .. SyntaxFacts.GetReservedKeywordKinds().Select(SyntaxFacts.GetText).Where(word => !word.StartsWith('_')),
        "async", "await", "nameof", "record", "required", "var", "when", "where", "with", "yield",
    ];

    private readonly Compilation compilation;
    private readonly ILookup<string, ISymbol> symbols;
    private readonly bool isCreated;

    private Completion(IdentifierAtCursor word, SemanticModel model, Extensions extensions)
    {
        (compilation, From, To) = (model.Compilation, word.From, word.To);
        isCreated = word.Before.IsKind(SyntaxKind.NewKeyword);
        bool isMember = word.Before.IsKind(SyntaxKind.DotToken);
        var found = isMember ? new Members(word.Before, model, extensions).All()
            : isCreated ? model.LookupNamespacesAndTypes(From) : model.LookupSymbols(From);
        symbols = found.Where(symbol => symbol.Name.StartsWith(word.Text, StringComparison.OrdinalIgnoreCase) && IsNamed(symbol)
            && !IsLater(symbol, word, model.SyntaxTree)).ToLookup(symbol => symbol.Name);
        var keywords = isMember || isCreated ? [] : Keywords.Where(keyword => keyword.StartsWith(word.Text, StringComparison.Ordinal));
        List<string> names = [.. symbols.Select(each => each.Key).Union(keywords)
            .OrderByDescending(name => name.StartsWith(word.Text, StringComparison.Ordinal))
            .ThenByDescending(name => symbols[name].Any(IsOwn)).ThenBy(name => name, StringComparer.OrdinalIgnoreCase)
            .Where(name => !symbols.Contains(name) || Offered(name).Any()).Take(Most + 1)];
        IsComplete = names.Count <= Most;
        Items = [.. names.Take(Most).Select(name => new CompletionItem(name, Kind(symbols[name].FirstOrDefault())))];
    }

    /// <summary>Where the word that a candidate takes the place of begins, and where it ends.</summary>
    public int From { get; }

    /// <inheritdoc cref="From"/>
    public int To { get; }

    /// <summary>
    /// Names that begin as typed before those of other case; the notebook's and the shared source's own before all others.
    /// </summary>
    public IReadOnlyList<CompletionItem> Items { get; }

    /// <summary>Whether there are no more candidates than these.</summary>
    public bool IsComplete { get; }

    /// <summary>What is known of a candidate, or null of a name that is none.</summary>
    public CompletionDetails? About(string name)
    {
        ISymbol[] named = [.. Offered(name)];
        if (isCreated && named is [INamedTypeSymbol type, ..] && Constructors(type) is [_, ..] constructors)
            named = constructors;
        if (named.Length > 0)
            return new(Signature.Of(named[0]), named.Length - 1,
                named.Select(each => Summary.Of(each, compilation)).FirstOrDefault(text => text != "") ?? "");
        return Items.Contains(new(name, Keyword)) ? new(name, 0, "") : null;
    }

    /// <param name="tree">One of the compilation's.</param>
    /// <returns>Null where no name can stand: in a comment, a text, a number, or a directive.</returns>
    internal static Completion? At(CSharpCompilation compilation, SyntaxTree tree, int position, Extensions extensions) =>
        IdentifierAtCursor.At(tree.GetRoot(), tree.ToString(), position) is { } word
            ? new(word, compilation.GetSemanticModel(tree), extensions) : null;

    // A member in place of the one that it overrides.
    private IEnumerable<ISymbol> Offered(string name)
    {
        var overridden = symbols[name].Select(Summary.Overridden).ToHashSet(SymbolEqualityComparer.Default);
        return symbols[name].Where(each => !overridden.Contains(each) && IsOffered(each));
    }

    // What notebooks import, and what their cells declare, is in no namespace.
    private static bool IsOwn(ISymbol symbol) =>
        symbol is not INamespaceSymbol && symbol.ContainingNamespace is { IsGlobalNamespace: true };

    private static bool IsNamed(ISymbol symbol) => symbol.CanBeReferencedByName && SyntaxFacts.IsValidIdentifier(symbol.Name);

    private static bool IsOffered(ISymbol symbol) => symbol.Locations is [{ IsInSource: true }, ..]
        || !symbol.GetAttributes().Any(each => each.AttributeClass?.Name == "EditorBrowsableAttribute"
            && each.ConstructorArguments is [{ Value: (int)System.ComponentModel.EditorBrowsableState.Never }]);

    // A variable of this cell that is declared below the word, or around it.
    private static bool IsLater(ISymbol symbol, IdentifierAtCursor word, SyntaxTree tree) =>
        symbol is ILocalSymbol or IFieldSymbol { ContainingType.IsScriptClass: true }
        && symbol.DeclaringSyntaxReferences is [var declared, ..] && declared.SyntaxTree == tree
        && (declared.GetSyntax() is VariableDeclaratorSyntax whole ? whole.Span.End : symbol.Locations[0].SourceSpan.Start) >= word.From;

    private ISymbol[] Constructors(INamedTypeSymbol type) =>
        [.. type.InstanceConstructors.Where(each => compilation.IsSymbolAccessibleWithin(each, compilation.ScriptClass!))];

    private static string Kind(ISymbol? symbol) => symbol switch
    {
        null => Keyword,
        IFieldSymbol { ContainingType.IsScriptClass: true } or ILocalSymbol or IParameterSymbol or IRangeVariableSymbol => "variable",
        IFieldSymbol { IsConst: true } => "constant",
        INamedTypeSymbol { IsRecord: true } => "record",
        INamedTypeSymbol type => type.TypeKind.ToString().ToLowerInvariant(),
        ITypeParameterSymbol => "type parameter",
        _ => symbol.Kind.ToString().ToLowerInvariant(),
    };
}
