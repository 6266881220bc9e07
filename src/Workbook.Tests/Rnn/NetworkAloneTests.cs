using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Workbook.Tests;

/// <summary>The network can be taken away: it and the folders it stands on compile with two packages, as the README says.</summary>
public class NetworkAloneTests
{
    private const string Program = """
        var rnn = new Rnn(6, 7, 5, new NumPyRandom(0));
        double loss = rnn.Forward([1, 3, 3], [0, 2, 1]);
        rnn.Backward();
        rnn.Update(0.1);
        return rnn.Forward([1, 3, 3], [0, 2, 1]) < loss ? 17 : 1;
        """;

    [Fact]
    public void Rnn_and_the_folders_Network_and_NumPy_are_a_program_with_two_packages()
    {
        string rnn = Path.Combine(Repository.Root, "src", "Rnn");
        string[] files = [
            Path.Combine(rnn, "Rnn.cs"),
            .. new[] { "Network", "NumPy" }.SelectMany(folder => Directory.GetFiles(Path.Combine(rnn, folder), "*.cs")),
        ];
        var options = new CSharpParseOptions(LanguageVersion.CSharp13);
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var references = Directory.GetFiles(framework, "System*.dll").Where(IsManaged)
            .Append(typeof(MathNet.Numerics.Complex32).Assembly.Location)
            .Append(typeof(System.Numerics.Tensors.TensorPrimitives).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path));

        var compilation = CSharpCompilation.Create(
            "Alone",
            files.Select(File.ReadAllText).Append(Program)
                .Select(text => CSharpSyntaxTree.ParseText(text, options, cancellationToken: TestContext.Current.CancellationToken)),
            references,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        using var assembly = new MemoryStream();
        var result = compilation.Emit(assembly, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(result.Diagnostics.Where(each => each.Severity == DiagnosticSeverity.Error).Select(each => each.ToString()));
        Assert.Equal(17, Assembly.Load(assembly.ToArray()).EntryPoint!.Invoke(null, [Array.Empty<string>()]));
    }

    private static bool IsManaged(string path)
    {
        try
        {
            AssemblyName.GetAssemblyName(path);
            return true;
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }
}
