using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Workbook.Tests;

/// <summary>The shared source in the language of the notebooks' hosts, which show a reader each remark of the compiler.</summary>
public class SharedSourceTests
{
    [Fact]
    public void It_compiles_without_a_remark()
    {
        var options = new CSharpParseOptions(LanguageVersion.CSharp13);
        var trees = Repository.Imported
            .Select(path =>
                CSharpSyntaxTree.ParseText(File.ReadAllText(path), options, Path.GetRelativePath(Repository.Root, path)));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is not ("Rnn.dll" or "Figures.dll" or "Chapters.dll"))
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            "Shared", trees, references, new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        // Among those of level Info is CS9236, a lambda that is bound a hundred times.
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(each => each.Severity >= DiagnosticSeverity.Info).Select(each => each.ToString()));
    }
}
