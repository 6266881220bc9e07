using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Workbook.Benchmarks;

/// <summary>The network's source compiled as the notebook engines compile it: without optimisation.</summary>
public static class DebugBuild
{
    private static readonly Lazy<Type> Compiled = new(() =>
    {
        string rnn = Path.Combine(Folder.Project, "..", "Rnn"), built = Path.Combine(rnn, "obj");
        var source = Directory.GetFiles(rnn, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.StartsWith(built, StringComparison.Ordinal)).Append(Path.Combine(Folder.Project, "RepeatedStep.cs"))
            .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), new CSharpParseOptions(LanguageVersion.CSharp13)));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is not ("Rnn.dll" or "Workbook.Benchmarks.dll"))
            .Select(path => MetadataReference.CreateFromFile(path));
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Debug);
        using var assembly = new MemoryStream();
        var result = CSharpCompilation.Create("RnnAsDebug", source, references, options).Emit(assembly);
        return result.Success
            ? System.Reflection.Assembly.Load(assembly.ToArray()).GetType(typeof(RepeatedStep).FullName!)!
            : throw new InvalidOperationException(
                $"The shared source does not compile: {result.Diagnostics.First(each => each.Severity == DiagnosticSeverity.Error)}");
    });

    /// <summary>The step to run, over Debug code.</summary>
    public static Action Step(Sizes sizes) =>
        Compiled.Value.GetMethod(nameof(RepeatedStep.Run))!.CreateDelegate<Action>(
            Activator.CreateInstance(Compiled.Value, sizes.Input, sizes.Hidden, sizes.Output, sizes.Steps, true));
}
