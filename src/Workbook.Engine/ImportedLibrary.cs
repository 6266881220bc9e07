using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Workbook.Engine;

/// <summary>
/// Files that a cell imports, compiled together as a library. A kernel compiles them as scripts, one after another, which takes several
/// times as long and means the same, as long as they hold nothing but types.
/// </summary>
/// <param name="Name">The assembly's, which says what it was made of.</param>
/// <param name="Types">The names of the types that it declares.</param>
internal sealed record ImportedLibrary(string Name, IReadOnlySet<string> Types, byte[] Image)
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.CSharp13, DocumentationMode.None);
    private static readonly ConcurrentDictionary<string, ImportedLibrary?> Known = [];   // many notebooks import the same files

    /// <param name="texts">Those of the files.</param>
    /// <param name="usings">The namespaces that need no using line.</param>
    /// <returns>Null where they have to be scripts: they hold more than types, or do not compile.</returns>
    public static ImportedLibrary? Of(IEnumerable<string> texts, IEnumerable<string> usings, IReadOnlyList<MetadataReference> references)
    {
        string name = $"Imports-{Key([.. usings, "", .. texts, "", .. references.Select(each => each.Display!)])}";
        return Known.GetOrAdd(name, _ => Compile(name, texts, usings, references));
    }

    private static ImportedLibrary? Compile(
        string name, IEnumerable<string> texts, IEnumerable<string> usings, IReadOnlyList<MetadataReference> references)
    {
        var files = texts.Select(text => CSharpSyntaxTree.ParseText(text, Options).GetCompilationUnitRoot()).ToList();
        if (!files.All(HoldsTypesAlone))
            return null;
        var implied = CSharpSyntaxTree.ParseText(string.Concat(usings.Select(each => $"global using {each};\n")), Options);
        var trees = files.Select(file => CSharpSyntaxTree.Create((CSharpSyntaxNode)new Shown().Visit(file), Options));
        var compilation = CSharpCompilation.Create(name, trees.Append(implied), references,
            new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true, deterministic: true));
        using var image = new MemoryStream();
        return compilation.Emit(image).Success ? new(name, files.SelectMany(Declared).ToHashSet(), image.ToArray()) : null;
    }

    // What a library and a script can both declare, and cells see of both.
    private static bool HoldsTypesAlone(CompilationUnitSyntax file) => file.AttributeLists.Count == 0
        && file.Usings.All(each => each.GlobalKeyword.IsKind(SyntaxKind.None))
        && file.Members.All(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax
            && (member.Modifiers.Any(SyntaxKind.PublicKeyword) || member.Modifiers.Any(SyntaxKind.InternalKeyword)))
        && !file.DescendantNodes().OfType<ParameterSyntax>().Any(parameter => parameter.Modifiers.Any(SyntaxKind.ThisKeyword));

    private static IEnumerable<string> Declared(CompilationUnitSyntax file) => file.Members.Select(member => member switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier.ValueText,
        var other => ((DelegateDeclarationSyntax)other).Identifier.ValueText,
    });

    private static string Key(string[] parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts))))[..16];

    // Later scripts see what is internal in one; of a library they see what is public.
    private sealed class Shown : CSharpSyntaxRewriter
    {
        public override SyntaxToken VisitToken(SyntaxToken token) => token.IsKind(SyntaxKind.InternalKeyword)
            ? SyntaxFactory.Token(token.LeadingTrivia, SyntaxKind.PublicKeyword, token.TrailingTrivia) : token;
    }
}
