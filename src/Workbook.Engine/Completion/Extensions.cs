using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Workbook.Engine;

/// <summary>
/// The extension methods in scope, kept as long as references and using lines stay the same. To try each of some hundred on a type, as
/// LookupSymbols does, would take longer in a browser than all else together.
/// </summary>
internal sealed class Extensions
{
    private (ISymbol? Framework, int References, string Usings) known;
    private IMethodSymbol[] methods = [];

    /// <summary>Those that a value of a type has, in the form that they are called in behind a dot.</summary>
    public IEnumerable<ISymbol> Of(ITypeSymbol type, CSharpCompilation compilation)
    {
        var bases = new HashSet<ISymbol>(SymbolEqualityComparer.Default) { compilation.ObjectType };
        for (var each = type; each != null; each = each.BaseType)
            bases.Add(each.OriginalDefinition);
        bases.UnionWith(type.AllInterfaces.Select(each => each.OriginalDefinition));
        bool MayFit(ITypeSymbol first) => first is ITypeParameterSymbol || bases.Contains(first.OriginalDefinition)
            || (first is IArrayTypeSymbol && type is IArrayTypeSymbol);
        return In(compilation).Where(method => MayFit(method.Parameters[0].Type))
            .Select(method => method.ReduceExtensionMethod(type)).OfType<ISymbol>();
    }

    private IMethodSymbol[] In(CSharpCompilation compilation)
    {
        string[] usings = [.. compilation.Options.Usings.Union(Usings(compilation))];
        var asked = (compilation.ObjectType.ContainingAssembly, compilation.ExternalReferences.Length, string.Join(' ', usings));
        if (asked != known)
        {
            known = asked;
            methods = [.. usings.Select(name => Namespace(name, compilation)).OfType<INamespaceSymbol>()
                .SelectMany(each => each.GetTypeMembers())
                .Where(type => type is { MightContainExtensionMethods: true, DeclaredAccessibility: Accessibility.Public })
                .SelectMany(type => type.GetMembers()).OfType<IMethodSymbol>()
                .Where(method => method is { IsExtensionMethod: true, DeclaredAccessibility: Accessibility.Public })];
        }
        return methods;
    }

    // The using lines of a submission and of all before it.
    private static IEnumerable<string> Usings(CSharpCompilation? submission)
    {
        for (; submission != null; submission = submission.ScriptCompilationInfo?.PreviousScriptCompilation)
            foreach (var line in submission.SyntaxTrees.SelectMany(tree => ((CompilationUnitSyntax)tree.GetRoot()).Usings))
                if (line is { Alias: null, StaticKeyword.RawKind: 0 })
                    yield return line.NamespaceOrType.ToString();
    }

    private static INamespaceSymbol? Namespace(string name, Compilation compilation) => name.Split('.').Aggregate(
        (INamespaceSymbol?)compilation.GlobalNamespace,
        (space, part) => space?.GetMembers(part).OfType<INamespaceSymbol>().FirstOrDefault());
}
