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
/// <param name="beforehand">What was compiled already, in order: taken as long as what comes is that.</param>
internal sealed class Submissions(IEnumerable<string> usings, IEnumerable<CompiledSubmission>? beforehand = null) : IDisposable
{
    internal static readonly CSharpParseOptions Script = new(LanguageVersion.CSharp13, DocumentationMode.Parse, SourceCodeKind.Script);
    private const string Factory = "<Factory>";   // Roslyn's name of what makes a submission and runs it
    private static readonly EmitOptions WithLines = new(debugInformationFormat: DebugInformationFormat.PortablePdb);

    private readonly string[] usings = [.. usings];
    private readonly List<MetadataReference> references = [];
    private readonly Loaded loaded = new();
    private readonly Extensions extensions = new();
    private readonly Queue<CompiledSubmission> beforehand = new(beforehand ?? []);
    private readonly Queue<CompiledSubmission> unseen = [];   // taken from there, and not needed yet to compile another
    private readonly HashSet<string> bare = [];   // the texts of those that had nothing to run
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
        if (beforehand.TryPeek(out var known) && known.Code == code && known.Place == place)
        {
            count++;
            unseen.Enqueue(beforehand.Dequeue());
            if (known.Image.Length == 0)
                bare.Add(code);
            return (null, Load(known.Image, known.Lines));
        }
        if (beforehand.Count > 0 && bare.Contains(code))
            return (null, Nothing);   // said already: what follows is as it was compiled
        beforehand.Clear();   // what follows was compiled with another before it
        var compilation = Next(code, place, optimization);
        var (error, image, lines) = Emit(compilation);
        if (error != null)
            return (error, null);
        Add(compilation);
        return (null, Load(image, lines));
    }

    /// <summary>As <see cref="Compile"/>, but nothing is loaded: later submissions can be compiled in turn, and none run here.</summary>
    /// <returns>Null where it has an error; else what can be loaded elsewhere.</returns>
    public CompiledSubmission? CompileAhead(string code, string place, OptimizationLevel optimization)
    {
        var compilation = Next(code, place, optimization);
        var (error, image, lines) = Emit(compilation);
        if (error != null)
            return null;
        string declared = Declarations.Of(compilation, image);
        Declare(declared, place, count);   // as it will be known there, or those after it would have other places among the states
        return new(code, place, declared, image, lines);
    }

    /// <summary>As <see cref="Compile"/>, but nothing is made of it.</summary>
    /// <returns>The first error, or null.</returns>
    public Diagnostic? Check(string code, string place)
    {
        var compilation = Next(code, place, OptimizationLevel.Debug);
        if (FirstError(compilation.GetDiagnostics()) is { } error)
            return error;
        Add(compilation);
        return null;
    }

    /// <summary>What may be typed at a place in a submission that is not compiled yet. Later ones do not see it.</summary>
    /// <returns>Null where no name can stand.</returns>
    public Completion? Complete(string code, int position)
    {
        var tree = CSharpSyntaxTree.ParseText(code, Script);
        return Completion.At(Draft(tree), tree, position, extensions);
    }

    /// <summary>Has the compiler go through one of those that ran without it, which the next text to compile would else wait for.</summary>
    /// <returns>Whether there was one.</returns>
    public bool CatchUp()
    {
        var before = previous;
        if (!See())
            return false;
        if (previous != before)
            Emit(previous!);
        return true;
    }

    /// <summary>Compiles what nobody will run: the compiler's own code is slow where it runs for the first time.</summary>
    public void Rehearse(string code) => Emit(Draft(Parse(code, "")));

    /// <summary>Where in a submission an exception was thrown or passed through first; null if nowhere in it.</summary>
    /// <param name="place">The name of the submission's source.</param>
    public LinePosition? LineOf(Exception problem, string place) => loaded.LineOf(problem, place);

    /// <summary>Lets go of all that was loaded; it is unloaded once nothing else holds it.</summary>
    public void Dispose()
    {
        (previous, states) = (null, []);
        loaded.Dispose();
    }

    private bool See()
    {
        int number = count - unseen.Count + 1;
        if (!unseen.TryDequeue(out var next))
            return false;
        Declare(next.Declared, next.Place, number);
        return true;
    }

    private void SeeAll()
    {
        while (See())
            continue;
    }

    private void Declare(string declared, string place, int number)
    {
        if (declared.Length > 0)
            previous = Create(Parse(declared, place), number, OptimizationLevel.Debug);
    }

    // For later submissions; one that none of them sees anything of would only have them take longer.
    private void Add(CSharpCompilation compilation)
    {
        if (Declarations.Any(compilation))
            previous = compilation;
    }

    private static (Diagnostic? Error, byte[] Image, byte[] Lines) Emit(CSharpCompilation compilation)
    {
        using MemoryStream image = new(), lines = new();
        var result = compilation.Emit(image, lines, options: WithLines);
        return (FirstError(result.Diagnostics), result.Success ? image.ToArray() : [], lines.ToArray());
    }

    // What runs the last submission, once.
    private Func<Task<object?>> Load(byte[] image, byte[] lines)
    {
        if (image.Length == 0)
            return Nothing;
        var assembly = loaded.Add(image, lines);
        if (count >= states.Length)
            Array.Resize(ref states, 2 * count);
        var start = assembly.GetType(ClassName(count))!
            .GetMethod(Factory, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!
            .CreateDelegate<Func<object?[], Task<object?>>>();
        return () => start(states);
    }

    private static Task<object?> Nothing() => Task.FromResult<object?>(null);

    // A submission that later ones do not see.
    private CSharpCompilation Draft(SyntaxTree tree)
    {
        SeeAll();
        return Create(tree, 0, OptimizationLevel.Debug);
    }

    private CSharpCompilation Next(string code, string place, OptimizationLevel optimization)
    {
        SeeAll();
        return Create(Parse(code, place), ++count, optimization);
    }

    private static SyntaxTree Parse(string code, string place) =>
        CSharpSyntaxTree.ParseText(SourceText.From(code, Encoding.UTF8), Script, place);

    private CSharpCompilation Create(SyntaxTree tree, int number, OptimizationLevel optimization)
    {
        string name = $"Submission{number}";
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, scriptClassName: ClassName(number), usings: usings, optimizationLevel: optimization,
            allowUnsafe: true, deterministic: true, concurrentBuild: !OperatingSystem.IsBrowser());
        if (previous == null)
            return CSharpCompilation.CreateScriptCompilation(name, tree, references, options, returnType: typeof(object));
        // Made of the one before, as CreateScriptCompilation would analyse that once more.
        return previous.ReplaceSyntaxTree(previous.SyntaxTrees[0], tree).WithAssemblyName(name).WithOptions(options)
            .WithReferences(references).WithScriptCompilationInfo(previous.ScriptCompilationInfo!.WithPreviousScriptCompilation(previous));
    }

    private static string ClassName(int number) => $"Submission#{number}";

    private static Diagnostic? FirstError(IEnumerable<Diagnostic> diagnostics) =>
        diagnostics.FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    // The assemblies of submissions, which find one another by name.
    private sealed class Loaded() : AssemblyLoadContext("notebook", isCollectible: true), IDisposable
    {
        private readonly Dictionary<string, Assembly> byName = [];
        private readonly Dictionary<Assembly, SourceLines> lines = [];

        public Assembly Add(byte[] image, byte[] lines)
        {
            var assembly = LoadFromStream(new MemoryStream(image));
            this.lines[assembly] = new SourceLines(lines);
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
