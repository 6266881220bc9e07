using System.Reflection;
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
internal sealed class Submissions : IDisposable
{
    internal static readonly CSharpParseOptions Script = new(LanguageVersion.CSharp13, DocumentationMode.Parse, SourceCodeKind.Script);
    private const string Factory = "<Factory>";   // Roslyn's name of what makes a submission and runs it
    private static readonly EmitOptions WithLines = new(debugInformationFormat: DebugInformationFormat.PortablePdb);

    private readonly string[] usings;
    private readonly HashSet<ReferencedAssembly> known = [];
    private readonly List<MetadataReference> references = [];   // to those, and to what was imported
    private readonly LoadedAssemblies loaded = new();
    private readonly Extensions extensions = new();
    private readonly PrecompiledCells precompiled;
    private readonly Dictionary<string, string> imported = [];   // texts by path
    private bool areScripts;                                     // what is imported from here on
    private readonly Queue<Submission> unbound = [];   // what has run and was not needed yet to compile another
    private readonly List<Submission> bound = [];      // by the compiler, each against those in front of it
    private int count;

    /// <param name="usings">The namespaces that need no using line.</param>
    /// <param name="precompiled">What was compiled already, in order.</param>
    public Submissions(IEnumerable<string> usings, IEnumerable<CompiledSubmission>? precompiled = null)
    {
        this.usings = [.. usings];
        this.precompiled = new(precompiled ?? []);
        count = this.precompiled.Count;
    }

    /// <summary>Adds what later submissions may use.</summary>
    public void AddReferences(IEnumerable<ReferencedAssembly> more) =>
        references.AddRange(more.Where(known.Add).Select(each => each.NewReference()));

    /// <summary>Lets later submissions use the files that a cell imports, as a library if that means the same as scripts.</summary>
    /// <returns>Whether it does; else each is to be compiled as a script, as are those imported after it.</returns>
    public bool Import(IEnumerable<string> paths)
    {
        var files = paths.Select(path => (Path: path, Text: File.ReadAllText(path)))
            .Where(file => imported.GetValueOrDefault(file.Path) != file.Text).ToList();
        if (areScripts || files.Count == 0)
            return !areScripts;
        var library = ImportedLibrary.Of(files.Select(file => file.Text), usings, references);
        // What is declared or imported once more takes the place of what was there: so it does among scripts.
        areScripts = library == null || files.Any(file => imported.ContainsKey(file.Path))
            || library.Types.Overlaps(precompiled.All.SelectMany(each => each.Declared.Names));
        if (areScripts)
            return false;
        loaded.Add(library!.Name, library.Image);
        references.Add(MetadataReference.CreateFromImage(library.Image, filePath: library.Name));
        foreach (var (path, text) in files)
            imported[path] = text;
        return true;
    }

    /// <summary>Compiles a submission, or takes it as it was compiled. Later ones see what it declares, unless it has an error.</summary>
    /// <param name="place">The name of its source, for errors and exceptions.</param>
    /// <returns>The first error, or null and what runs it, once.</returns>
    public (Diagnostic? Error, Func<Task<object?>>? Run) Compile(string code, string place, OptimizationLevel optimization)
    {
        if (precompiled.At(place) is { } known
            && (known.Compiled!.Code == code ? AsCompiled(known) : InPlace(known, code, optimization)) is { } start)
            return (null, start);
        var compilation = Next(code, place, optimization);
        var (error, image, lines) = Emit(compilation);
        if (error != null)
            return (error, null);
        int before = bound.Count;
        return (null, Load(Add(compilation, image), image, lines, bound.Take(before)));
    }

    /// <summary>As <see cref="Compile"/>, but nothing is loaded: later submissions can be compiled in turn, and none run here.</summary>
    /// <returns>Null where it has an error; else what can be loaded elsewhere.</returns>
    public CompiledSubmission? CompileAhead(string code, string place, OptimizationLevel optimization)
    {
        var compilation = Next(code, place, optimization);
        var (error, image, lines) = Emit(compilation);
        if (error != null)
            return null;
        var declared = Declarations.Of(compilation, image);
        var compiled = new CompiledSubmission(code, place, declared, Declarations.SourceOf(compilation, declared),
            Declarations.FreeNames(compilation), image, lines);
        Bind(new Submission(count, declared, compiled));   // as it will be known there
        return compiled;
    }

    /// <summary>As <see cref="Compile"/>, but nothing is made of it.</summary>
    /// <returns>The first error, or null.</returns>
    public Diagnostic? Check(string code, string place)
    {
        var compilation = Next(code, place, OptimizationLevel.Debug);
        if (FirstError(compilation.GetDiagnostics()) is { } error)
            return error;
        Add(compilation, []);
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
    public bool BindNext()
    {
        int before = bound.Count;
        if (!TryBindNext())
            return false;
        if (bound.Count > before)
            Emit(bound[^1].Compilation!);
        return true;
    }

    /// <summary>Compiles what nobody will run: the compiler's own code is slow where it runs for the first time.</summary>
    public void WarmUp(string code) => Emit(Draft(Parse(code, "")));

    /// <inheritdoc cref="LoadedAssemblies.LineOf"/>
    public LinePosition? LineOf(Exception problem, string place) => loaded.LineOf(problem, place);

    /// <summary>Lets go of all that was loaded; it is unloaded once nothing else holds it.</summary>
    public void Dispose()
    {
        foreach (var each in precompiled.All)
            each.State = null;
        loaded.Dispose();
    }

    private Func<Task<object?>>? AsCompiled(Submission known) => precompiled.Holds(known)
        ? Load(known, known.Compiled!.Image, known.Compiled.Pdb, precompiled.Above(known)) : null;

    // Changed code with the declarations that it had: the images of those after it stay valid.
    private Func<Task<object?>>? InPlace(Submission known, string code, OptimizationLevel optimization)
    {
        if (!precompiled.CanBeReplaced(known))
            return null;
        int before = BindUntil(known);
        var compilation = Create(Parse(code, known.Compiled!.Place), known.Number, before, optimization);
        if (!Declarations.NamesOf(compilation).SetEquals(known.Declared.Names)
            || Declarations.FreeNames(compilation, among: precompiled.ShadowedNames(known)).Count > 0)
            return null;   // bound before anything is made of it
        var (error, image, lines) = Emit(compilation);
        if (error != null || Declarations.SourceOf(compilation, Declarations.Of(compilation, image)) != known.Compiled.DeclarationSource)
            return null;
        return Load(known, image, lines, bound.Take(before));
    }

    private bool TryBindNext()
    {
        if (!unbound.TryDequeue(out var next))
            return false;
        Bind(next);
        return true;
    }

    // A submission that was compiled already, here or ahead.
    private void Bind(Submission next)
    {
        next.BoundAfter = bound.Count;
        if (!next.Declared.Any)
            return;   // later ones would only take longer
        var tree = Parse(next.Compiled!.DeclarationSource, next.Compiled.Place);
        next.Compilation = Create(tree, next.Number, bound.Count, OptimizationLevel.Debug);
        bound.Add(next);
    }

    private void BindAll()
    {
        while (TryBindNext())
            continue;
    }

    // How many of those that the compiler has bound ran before it.
    private int BindUntil(Submission known)
    {
        while (known.BoundAfter == null && unbound.TryPeek(out var next) && next != known)
            TryBindNext();
        return known.BoundAfter ?? bound.Count;
    }

    private Submission Add(CSharpCompilation compilation, byte[] image)
    {
        var added = new Submission(count, Declarations.Of(compilation, image)) { Compilation = compilation, HasRun = true };
        precompiled.Add(added);
        if (added.Declared.Any)
            bound.Add(added);
        return added;
    }

    private static (Diagnostic? Error, byte[] Image, byte[] Pdb) Emit(CSharpCompilation compilation)
    {
        using MemoryStream image = new(), lines = new();
        var result = compilation.Emit(image, lines, options: WithLines);
        return (FirstError(result.Diagnostics), result.Success ? image.ToArray() : [], lines.ToArray());
    }

    // What runs it, once. It looks for the variables of those before it, and leaves its own, at places of a list that are counted from 1.
    private Func<Task<object?>> Load(Submission submission, byte[] image, byte[] lines, IEnumerable<Submission> before)
    {
        if (!submission.HasRun)
            unbound.Enqueue(submission);
        submission.HasRun = true;
        if (image.Length == 0)
            return () => Task.FromResult<object?>(null);
        object?[] states = [null, .. before.Where(each => each.HasPlace).Select(each => each.State), null];
        var start = loaded.Add(Name(submission.Number), image, lines).GetType(ClassName(submission.Number))!
            .GetMethod(Factory, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!
            .CreateDelegate<Func<object?[], Task<object?>>>();
        return () =>
        {
            var running = start(states);
            submission.State = states[^1];
            return running;
        };
    }

    // A submission that later ones do not see.
    private CSharpCompilation Draft(SyntaxTree tree)
    {
        BindAll();
        return Create(tree, 0, bound.Count, OptimizationLevel.Debug);
    }

    private CSharpCompilation Next(string code, string place, OptimizationLevel optimization)
    {
        BindAll();
        return Create(Parse(code, place), ++count, bound.Count, optimization);
    }

    private static SyntaxTree Parse(string code, string place) =>
        CSharpSyntaxTree.ParseText(SourceText.From(code, Encoding.UTF8), Script, place);

    // A script against the first of those that are bound.
    private CSharpCompilation Create(SyntaxTree tree, int number, int before, OptimizationLevel optimization)
    {
        string name = Name(number);
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, scriptClassName: ClassName(number), usings: usings, optimizationLevel: optimization,
            allowUnsafe: true, deterministic: true, concurrentBuild: !OperatingSystem.IsBrowser());
        if (before == 0)
            return CSharpCompilation.CreateScriptCompilation(name, tree, references, options, returnType: typeof(object));
        var previous = bound[before - 1].Compilation!;
        // Made of the one before, as CreateScriptCompilation would analyse that once more.
        return previous.ReplaceSyntaxTree(previous.SyntaxTrees[0], tree).WithAssemblyName(name).WithOptions(options)
            .WithReferences(references).WithScriptCompilationInfo(previous.ScriptCompilationInfo!.WithPreviousScriptCompilation(previous));
    }

    private static string Name(int number) => $"Submission{number}";

    private static string ClassName(int number) => $"Submission#{number}";

    private static Diagnostic? FirstError(IEnumerable<Diagnostic> diagnostics) =>
        diagnostics.FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
}
