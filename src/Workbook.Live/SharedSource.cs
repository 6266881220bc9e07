using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Workbook.Live;

/// <summary>
/// The files that notebooks import: compiled beforehand or, where a reader has changed one, compiled here, all at once. File by file,
/// as a notebook imports them, would take several times as long.
/// </summary>
/// <param name="folder">Where they lie.</param>
internal sealed class SharedSource(string folder, PackageSet packages)
{
    private readonly Dictionary<string, string> changed = [];   // texts by name
    private int count;

    /// <summary>What an import brings.</summary>
    public MetadataReference Compiled { get; private set; } = References.Of("Rnn");

    /// <summary>The text of a file as the book has it.</summary>
    /// <param name="name">From the folder.</param>
    public string Text(string name) => File.ReadAllText(Path.Combine(folder, name));

    /// <summary>Puts a text in place of a file's, if all compiles with it.</summary>
    /// <returns>The first error, or nothing.</returns>
    public string Change(string name, string text)
    {
        var tried = new Dictionary<string, string>(changed) { [name] = text };
        if (text == Text(name))
            tried.Remove(name);
        if (tried.Count == 0)
            Compiled = References.Of("Rnn");
        else if (Compile(tried) is { } error)
            return error;
        changed.Clear();
        foreach (var (file, its) in tried)
            changed[file] = its;
        return "";
    }

    // An assembly under a new name each time, as what has been loaded stays.
    private string? Compile(Dictionary<string, string> texts)
    {
        var options = new CSharpParseOptions(LanguageVersion.CSharp13, DocumentationMode.None);
        var trees = Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path))
            .Select(name => CSharpSyntaxTree.ParseText(texts.GetValueOrDefault(name) ?? Text(name), options, name));
        var compilation = CSharpCompilation.Create($"Changed{++count}", trees,
            packages.Framework.Concat(packages.Packages.Keys.SelectMany(packages.References)).Distinct(),
            new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, concurrentBuild: false));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        if (result.Diagnostics.FirstOrDefault(each => each.Severity == DiagnosticSeverity.Error) is { } error)
            return error.ToString();
        image.Position = 0;
        AssemblyLoadContext.Default.LoadFromStream(image);
        Compiled = MetadataReference.CreateFromImage(image.ToArray());
        return null;
    }
}
