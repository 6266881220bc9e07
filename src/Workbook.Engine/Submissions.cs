using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace Workbook.Engine;

/// <summary>
/// C# scripts, one after another: each is compiled as one that sees what those before it declared, loaded, and called. Roslyn's own
/// CSharpScript does the same, but only for assemblies with a location, which a browser's have not, and keeps all that it loads.
/// </summary>
/// <param name="usings">The namespaces that need no using line.</param>
internal sealed class Submissions(IEnumerable<string> usings) : IDisposable
{
    internal static readonly CSharpParseOptions Script = new(LanguageVersion.CSharp13, DocumentationMode.Parse, SourceCodeKind.Script);
    private static readonly EmitOptions WithLines = new(debugInformationFormat: DebugInformationFormat.PortablePdb);

    private readonly string[] usings = [.. usings];
    private readonly List<MetadataReference> references = [];
    private readonly Loaded loaded = new();
    private readonly Extensions extensions = new();
    private CSharpCompilation? previous;
    private object?[] states = new object?[16];   // where a submission finds those before it: the first at 1
    private int count;

    /// <summary>Adds what later submissions may use.</summary>
    public void AddReferences(IEnumerable<MetadataReference> more) => references.AddRange(more.Except(references));

    /// <summary>Compiles a submission. Later ones see what it declares, unless it has an error.</summary>
    /// <param name="place">The name of its source, for errors and exceptions.</param>
    /// <returns>The first error, or null and what runs it, once.</returns>
    public (Diagnostic? Error, Func<Task<object?>>? Run) Compile(string code, string place, OptimizationLevel optimization)
    {
        var compilation = Next(code, place, optimization);
        using MemoryStream image = new(), lines = new();
        var result = compilation.Emit(image, lines, options: WithLines);
        if (FirstError(result.Diagnostics) is { } error)
            return (error, null);

        previous = compilation;
        if (!result.Success)
            return (null, () => Task.FromResult<object?>(null));   // nothing to run, as in a cell of using lines
        var assembly = loaded.Add(image, lines);
        if (count >= states.Length)
            Array.Resize(ref states, 2 * count);
        var entry = compilation.GetEntryPoint(CancellationToken.None)!;
        var start = assembly.GetType(entry.ContainingType.MetadataName)!
            .GetMethod(entry.MetadataName, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!
            .CreateDelegate<Func<object?[], Task<object?>>>();
        return (null, () => start(states));
    }

    /// <summary>As <see cref="Compile"/>, but nothing is loaded: later submissions can be checked in turn, and none can run.</summary>
    /// <returns>The first error, or null.</returns>
    public Diagnostic? Check(string code, string place)
    {
        var compilation = Next(code, place, OptimizationLevel.Debug);
        if (FirstError(compilation.GetDiagnostics()) is { } error)
            return error;
        previous = compilation;
        return null;
    }

    /// <summary>What may be typed at a place in a submission that is not compiled yet. Later ones do not see it.</summary>
    /// <returns>Null where no name can stand.</returns>
    public Completion? Complete(string code, int position)
    {
        var tree = CSharpSyntaxTree.ParseText(code, Script);
        // Not created anew, if it can be helped: that would bind all references again.
        var draft = previous == null || previous.ExternalReferences.Length != references.Count ? Create(tree, 0, OptimizationLevel.Debug)
            : previous.ReplaceSyntaxTree(previous.SyntaxTrees[0], tree)
                .WithScriptCompilationInfo(previous.ScriptCompilationInfo!.WithPreviousScriptCompilation(previous));
        return Completion.At(draft, tree, position, extensions);
    }

    /// <summary>Where in a submission an exception was thrown or passed through first; null if nowhere in it.</summary>
    /// <param name="place">The name of the submission's source.</param>
    public LinePosition? LineOf(Exception problem, string place) => loaded.LineOf(problem, place);

    /// <summary>Lets go of all that was loaded; it is unloaded once nothing else holds it.</summary>
    public void Dispose()
    {
        (previous, states) = (null, []);
        loaded.Dispose();
    }

    private CSharpCompilation Next(string code, string place, OptimizationLevel optimization) =>
        Create(CSharpSyntaxTree.ParseText(SourceText.From(code, Encoding.UTF8), Script, place), ++count, optimization);

    private CSharpCompilation Create(SyntaxTree tree, int number, OptimizationLevel optimization)
    {
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, scriptClassName: $"Submission#{number}", usings: usings, optimizationLevel: optimization,
            allowUnsafe: true, concurrentBuild: !OperatingSystem.IsBrowser());
        return CSharpCompilation.CreateScriptCompilation($"Submission{number}", tree, references, options, previous, typeof(object));
    }

    private static Diagnostic? FirstError(IEnumerable<Diagnostic> diagnostics) =>
        diagnostics.FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    // The assemblies of submissions, which find one another by name.
    private sealed class Loaded() : AssemblyLoadContext("notebook", isCollectible: true), IDisposable
    {
        private readonly Dictionary<string, Assembly> byName = [];
        private readonly Dictionary<Assembly, SourceLines> lines = [];

        public Assembly Add(MemoryStream image, MemoryStream pdb)
        {
            image.Position = 0;
            var assembly = LoadFromStream(image);
            lines[assembly] = new SourceLines(pdb.ToArray());
            return byName[assembly.GetName().Name!] = assembly;
        }

        public LinePosition? LineOf(Exception problem, string place)
        {
            foreach (var frame in new System.Diagnostics.StackTrace(problem, fNeedFileInfo: false).GetFrames())
                if (frame.GetMethod() is { } method && lines.TryGetValue(method.Module.Assembly, out var source)
                    && source.Place == place && source.LineOf(method.MetadataToken, frame.GetILOffset()) is { } line)
                    return line;
            return null;
        }

        public void Dispose()
        {
            foreach (var source in lines.Values)
                source.Dispose();
            byName.Clear();
            lines.Clear();
            Unload();
        }

        protected override Assembly? Load(AssemblyName name) => byName.GetValueOrDefault(name.Name!);
    }
}
