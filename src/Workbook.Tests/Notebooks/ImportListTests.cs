using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Workbook.Tests;

/// <summary>
/// What holds for the lists of imports beside the workbook's notebooks. Each is asked of a folder of notebooks and answered with
/// sentences, so that it can be shown to find what it is meant to find.
/// </summary>
[Collection(OneAtATime.Name)]
[Trait("speed", "slow")]
public sealed class ImportListTests : IDisposable
{
    private static readonly CSharpParseOptions Script = new(LanguageVersion.CSharp13, kind: SourceCodeKind.Script);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Every_list_compiles_after_what_its_notebooks_import_before_it() =>
        Assert.Empty(await Uncompiled(Repository.Notebooks));

    [Fact]
    public void Every_list_has_a_notebook_that_imports_it() => Assert.Empty(Unused(Repository.Notebooks));

    [Fact]
    public void No_list_brings_a_file_that_none_of_its_notebooks_uses() => Assert.Empty(Idle(Repository.Notebooks));

    [Fact]
    public void No_notebook_imports_a_file_twice() => Assert.Empty(Twice(Repository.Notebooks));

    [Fact]
    public async Task What_is_wrong_with_lists_is_found()
    {
        folder.File("Base.cs", "public class Base;");
        folder.File("Derived.cs", "public class Derived : Base;");
        folder.File("Idle.cs", "public class Idle { public int Derived; }");
        folder.File("order.dib", List("Derived.cs", "Base.cs"));
        folder.File("right.dib", List("Base.cs", "Derived.cs"));
        folder.File("idle.dib", List("Idle.cs", "Base.cs", "Derived.cs"));
        folder.File("nowhere.dib", List("Base.cs"));
        folder.Notebook("order", "#!import order.dib", "new Derived()");
        folder.Notebook("right", "#!import right.dib", "new Derived()");
        folder.Notebook("idle", "#!import idle.dib", "\"Idle\"; // Idle\nnew Derived()");
        folder.Notebook("twice", "#!import right.dib", "#!import Base.cs", "new Derived()");
        folder.Notebook("two", "#!import order.dib", "new Derived()");   // what order imports, once more: told once

        Assert.Equal(["order.dib in order.ipynb: Derived.cs, line 1: CS0246"], await Uncompiled(folder.Path));
        Assert.Equal(["nowhere.dib"], Unused(folder.Path));
        // Base comes after what would use it.
        Assert.Equal(["idle.dib: Idle.cs", "order.dib: Base.cs"], Idle(folder.Path));
        Assert.Equal(["twice.ipynb: Base.cs"], Twice(folder.Path));
    }

    private static string List(params string[] files) => string.Concat(files.Select(file => $"#!csharp\n#!import {file}\n\n"));

    // A cell that imports, as far as these tests look at it.
    private sealed record Import(Cell Cell, string? List, CellSource Source);

    private static List<(Notebook Notebook, List<Import> Imports)> Notebooks(string root) =>
        [.. Directory.GetFiles(root, "*.ipynb").Order(StringComparer.Ordinal).Select(Notebook.Load)
            .Select(notebook => (notebook, Plan.Of(notebook, HostPackages.All).Cells.Where(pair => pair.Value.Imports.Count > 0)
                .Select(pair => new Import(pair.Key, ListOf(notebook, pair.Key), pair.Value)).ToList()))];

    private static string? ListOf(Notebook notebook, Cell cell) =>
        cell.Source.Trim() is var line && line.EndsWith(".dib", StringComparison.Ordinal)
            ? Path.GetFullPath(line["#!import ".Length..], Path.GetDirectoryName(Path.GetFullPath(notebook.Path))!)
            : null;

    private static IEnumerable<string> Lists(string root) =>
        Directory.GetFiles(root, "*.dib", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private static string Short(string root, string path) => Path.GetRelativePath(root, path).Replace('\\', '/');

    // Packages and imports of each notebook run without its other cells; two with the same imports are compiled once.
    private static async Task<List<string>> Uncompiled(string root)
    {
        var failed = new List<string>();
        foreach (var (notebook, imports) in Notebooks(root).Where(each => each.Imports.Any(import => import.List != null))
            .DistinctBy(each => string.Join('|', each.Imports.SelectMany(import => import.Source.Imports))))
        {
            using var session = new Session(notebook, HostPackages.All, asKernels: true);
            var asking = Plan.Of(notebook, HostPackages.All).Cells.Where(pair => pair.Value.Packages.Count + pair.Value.Imports.Count > 0);
            foreach (var (cell, source) in asking)
            {
                var run = await session.RunAsync(cell, source, TestContext.Current.CancellationToken);
                if (run.Failure is not { } failure || ListOf(notebook, cell) is not string list)
                    continue;
                string place = $"{failure.Place}, line {failure.Line}";
                failed.Add($"{Short(root, list)} in {Short(root, notebook.Path)}: {place}: {failure.Kind}");
            }
        }
        return failed;
    }

    private static List<string> Unused(string root) =>
        [.. Lists(root).Except(Notebooks(root).SelectMany(each => each.Imports).Select(import => import.List).OfType<string>())
            .Select(list => Short(root, list))];

    private static List<string> Idle(string root)
    {
        var used = new HashSet<(string List, string File)>();
        foreach (var (notebook, imports) in Notebooks(root))
        {
            // Back from the end, so that a file's users are known when it is reached.
            var names = notebook.Cells.Where(cell => cell.IsCode && imports.All(import => import.Cell != cell))
                .SelectMany(cell => Identifiers(cell.Source)).ToHashSet();
            foreach (var (list, file) in imports.SelectMany(import => import.Source.Imports.Select(file => (import.List, file))).Reverse())
            {
                string text = File.ReadAllText(file);
                if (list != null && Types(text).Any(names.Contains))
                    used.Add((list, file));
                names.UnionWith(Identifiers(text));
            }
        }
        return [.. Notebooks(root).SelectMany(each => each.Imports).Where(import => import.List != null)
            .SelectMany(import => import.Source.Imports.Select(file => (List: import.List!, File: file)))
            .Distinct().Where(each => !used.Contains(each))
            .Select(each => $"{Short(root, each.List)}: {Short(root, each.File)}")];
    }

    private static List<string> Twice(string root) =>
        [.. Notebooks(root).SelectMany(each => each.Imports.SelectMany(import => import.Source.Imports)
            .GroupBy(file => file).Where(group => group.Count() > 1)
            .Select(group => $"{Short(root, each.Notebook.Path)}: {Short(root, group.Key)}"))];

    private static IEnumerable<string> Types(string code) =>
        CSharpSyntaxTree.ParseText(code, Script).GetCompilationUnitRoot().Members.Select(member => member switch
        {
            BaseTypeDeclarationSyntax type => Used(type.Identifier.ValueText),
            DelegateDeclarationSyntax type => type.Identifier.ValueText,
            _ => "",
        });

    // The name that its users write: an attribute's ending is left out.
    private static string Used(string name) => name.EndsWith("Attribute", StringComparison.Ordinal) ? name[..^"Attribute".Length] : name;

    private static IEnumerable<string> Identifiers(string code) =>
        CSharpSyntaxTree.ParseText(code, Script).GetRoot().DescendantTokens()
            .Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText);
}
