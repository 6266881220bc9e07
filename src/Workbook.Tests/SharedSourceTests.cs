using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Workbook.Tests;

/// <summary>The shared source in the language of the notebooks' hosts, which show a reader each remark of the compiler.</summary>
public class SharedSourceTests
{
    [Fact]
    public void It_compiles_without_a_remark()
    {
        string folder = Path.Combine(Repository.Root, "src", "Rnn");
        var options = new CSharpParseOptions(LanguageVersion.CSharp13);
        var trees = Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(path => !Path.GetRelativePath(folder, path).StartsWith("obj", StringComparison.Ordinal))
            .Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), options, Path.GetRelativePath(folder, path)));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) != "Rnn.dll").Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            "Shared", trees, references, new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        // Among those of level Info is CS9236, a lambda that is bound a hundred times.
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(each => each.Severity >= DiagnosticSeverity.Info).Select(each => each.ToString()));
    }
}
