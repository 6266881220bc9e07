using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Workbook.Live;

/// <summary>
/// The files that notebooks import: compiled with the site or, if a reader has changed one, compiled here, all that a notebook imports at
/// once. File by file, as a notebook imports them, would take several times as long.
/// </summary>
/// <param name="folder">The one that their folders lie in.</param>
internal sealed class SharedSource(string folder, PackageSet packages)
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.CSharp13, DocumentationMode.Parse);
    private static readonly string[] Projects = ["Rnn", "Figures", "Chapters"];

    private readonly Dictionary<string, string> changed = [];   // texts by name
    private readonly Dictionary<string, SyntaxTree> trees = [];
    private readonly Dictionary<string, IReadOnlyList<ReferencedAssembly>> compiled = [];   // by the names of files, until one is changed
    private int count;

    /// <summary>What an import brings where nothing is changed.</summary>
    public IReadOnlyList<ReferencedAssembly> OfBook { get; } =
        [.. Projects.Select(project => References.Of(project, Documentation(project)))];

    /// <summary>The text of a file as the book has it.</summary>
    /// <param name="name">From the folder.</param>
    public string Text(string name) => File.ReadAllText(Path.Combine(folder, name));

    /// <summary>Puts a text in place of a file's, unless it has an error.</summary>
    /// <returns>The first error, or nothing.</returns>
    public string Change(string name, string text)
    {
        var tree = CSharpSyntaxTree.ParseText(text, Options, name);
        if (text == Text(name))
            changed.Remove(name);
        else if (ErrorIn(tree, Compilation(All().Where(file => file != name).Select(Tree).Append(tree))) is { } error)
            return error;
        else
            changed[name] = text;
        trees[name] = tree;
        compiled.Clear();
        return "";
    }

    /// <summary>What an import brings.</summary>
    /// <param name="paths">The files that a notebook imports; not asked for where nothing is changed.</param>
    /// <exception cref="WorkbookException">They do not compile with what has been changed.</exception>
    public IReadOnlyList<ReferencedAssembly> Compiled(IEnumerable<string> paths)
    {
        if (changed.Count == 0)
            return OfBook;
        string[] names = [.. paths.Select(Name).Distinct().Order(StringComparer.Ordinal)];
        if (!names.Any(changed.ContainsKey))
            return OfBook;
        string key = string.Join('|', names);
        return compiled.TryGetValue(key, out var known) ? known : compiled[key] = [Compile(names)];
    }

    private IEnumerable<string> All() => Projects
        .SelectMany(project => Directory.GetFiles(Path.Combine(folder, project), "*.cs", SearchOption.AllDirectories)).Select(Name);

    private static XmlDocumentation Documentation(string project) =>
        new(() => typeof(SharedSource).Assembly.GetManifestResourceStream($"{project}.xml")!);

    private string Name(string path) => Path.GetRelativePath(folder, path);

    private SyntaxTree Tree(string name) => trees.TryGetValue(name, out var known) ? known
        : trees[name] = CSharpSyntaxTree.ParseText(changed.GetValueOrDefault(name) ?? Text(name), Options, name);

    // Under a new name each time, as what has been loaded stays.
    private CSharpCompilation Compilation(IEnumerable<SyntaxTree> sources) => CSharpCompilation.Create($"Changed{++count}", sources,
        packages.Framework.Concat(packages.Packages.Keys.SelectMany(packages.References)).Distinct().Select(each => each.NewReference()),
        new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, concurrentBuild: false));

    private ReferencedAssembly Compile(string[] names)
    {
        using var image = new MemoryStream();
        var compilation = Compilation(names.Select(Tree));
        var result = compilation.Emit(image);
        if (First(result.Diagnostics) is { } error)
            throw new WorkbookException($"What this notebook imports does not compile with what you have changed: {error}");
        image.Position = 0;
        AssemblyLoadContext.Default.LoadFromStream(image);
        return new(AssemblyMetadata.CreateFromImage(image.ToArray()), compilation.AssemblyName!, new SourceDocumentation(compilation));
    }

    // Of one file alone, which is known in a fraction of the time.
    private static string? ErrorIn(SyntaxTree tree, CSharpCompilation compilation) =>
        First(compilation.GetSemanticModel(tree).GetDiagnostics());

    private static string? First(IEnumerable<Diagnostic> diagnostics) =>
        diagnostics.FirstOrDefault(each => each.Severity == DiagnosticSeverity.Error)?.ToString();
}
