using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Workbook.Book.Code;

/// <summary>
/// Colours the code of a book by what its names mean. All source files are one library, compiled once, and a notebook's cells are
/// scripts one after another on top of it, where what they import means the same.
/// </summary>
public sealed class Colouring
{
    private static readonly CSharpParseOptions Library = new(LanguageVersion.CSharp13, DocumentationMode.Parse);

    private readonly ConcurrentDictionary<string, IReadOnlyList<IReadOnlyList<CodePiece>>> files = [];
    private readonly ConcurrentDictionary<Plan, Lazy<IReadOnlyDictionary<Cell, IReadOnlyList<IReadOnlyList<CodePiece>>>>> cells = [];
    private readonly Dictionary<string, SyntaxTree> trees;
    private readonly MetadataReference[] references;
    private readonly CSharpCompilation library;

    /// <param name="plans">Notebooks whose code will be asked for.</param>
    /// <param name="sources">The text of each file that they import, by its full path.</param>
    /// <param name="host">What the notebooks may use.</param>
    public Colouring(IEnumerable<Plan> plans, IReadOnlyDictionary<string, string> sources, PackageSet host)
    {
        references = [.. plans.SelectMany(plan => plan.Cells.Values).SelectMany(cell => cell.Packages).Distinct()
            .SelectMany(host.References).Concat(host.Framework).Distinct().Select(each => each.NewReference())];
        trees = sources.ToDictionary(file => file.Key, file => CSharpSyntaxTree.ParseText(file.Value, Library, file.Key));
        var usings = CSharpSyntaxTree.ParseText(string.Concat(Session.Usings.Select(name => $"global using {name};\n")), Library);
        library = CSharpCompilation.Create(
            "Sources", [.. trees.Values, usings], references, new(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
    }

    /// <summary>A source file's syntax, with its documentation.</summary>
    internal SyntaxTree Tree(string path) => trees[path];

    /// <summary>The lines of a source file. A name leads to where it is defined, if that is in another file.</summary>
    /// <param name="path">The file's full path.</param>
    public IReadOnlyList<IReadOnlyList<CodePiece>> File(string path) => files.GetOrAdd(path, path =>
        CodeLines.Of(library.GetSemanticModel(trees[path]), other => other != path && trees.ContainsKey(other)));

    /// <summary>Where what a file's documentation refers to is defined, by the reference's text, if that is in a source file.</summary>
    internal IReadOnlyDictionary<string, CodePlace> References(string path)
    {
        var model = library.GetSemanticModel(trees[path]);
        return trees[path].GetRoot().DescendantNodes(descendIntoTrivia: true).OfType<XmlCrefAttributeSyntax>().Select(each => each.Cref)
            .DistinctBy(cref => cref.ToString())
            .Select(cref => (Text: cref.ToString(), Place: CodeLines.Target(model.GetSymbolInfo(cref).Symbol, trees.ContainsKey)))
            .Where(each => each.Place != null).ToDictionary(each => each.Text, each => each.Place!.Value);
    }

    /// <summary>The lines of each code cell. Names lead to where they are defined, if that is in a source file.</summary>
    /// <param name="plan">Is coloured once, whichever thread asks first.</param>
    public IReadOnlyDictionary<Cell, IReadOnlyList<IReadOnlyList<CodePiece>>> Cells(Plan plan) =>
        cells.GetOrAdd(plan, each => new(() => CellsOf(each))).Value;

    private Dictionary<Cell, IReadOnlyList<IReadOnlyList<CodePiece>>> CellsOf(Plan plan)
    {
        var coloured = new Dictionary<Cell, IReadOnlyList<IReadOnlyList<CodePiece>>>();
        // What imported files say with using holds for the cells too.
        string usings = string.Concat(plan.Cells.Values.SelectMany(cell => cell.Imports).Distinct()
            .SelectMany(path => ((CompilationUnitSyntax)trees[path].GetRoot()).Usings).Select(each => each.ToString() + "\n").Distinct());
        var submission = CSharpCompilation.CreateScriptCompilation(
            "Cells", CSharpSyntaxTree.ParseText(usings, CellScripts.Options), [library.ToMetadataReference(), .. references],
            new(OutputKind.DynamicallyLinkedLibrary, usings: Session.Usings, allowUnsafe: true), returnType: typeof(object));
        foreach (var (text, cells) in CellScripts.Of(plan))
        {
            // Not created anew: that would bind all references again.
            submission = submission.RemoveAllSyntaxTrees().AddSyntaxTrees(CSharpSyntaxTree.ParseText(text, CellScripts.Options))
                .WithScriptCompilationInfo(submission.ScriptCompilationInfo!.WithPreviousScriptCompilation(submission));
            var lines = CodeLines.Of(submission.GetSemanticModel(submission.SyntaxTrees[0]), trees.ContainsKey);
            foreach (var (cell, first) in cells)
                // Directives are no C#: the engine leaves their lines empty.
                coloured[cell] = [.. cell.Source.Split('\n').Zip(lines.Skip(first), (shown, line) =>
                    line.Count == 0 && shown.Trim() != "" ? [new CodePiece(shown.TrimEnd('\r'), CodeKind.Comment)] : line)];
        }
        return coloured;
    }
}
