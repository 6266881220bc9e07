using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Workbook.Book.Code;

/// <summary>
/// A notebook's cells as few scripts, since each compilation looks through all references anew. A cell begins a script of its own if
/// it declares what one before it in the script does, has using lines, which must come first, or does not parse.
/// </summary>
internal static class CellScripts
{
    internal static readonly CSharpParseOptions Options = new(LanguageVersion.CSharp13, DocumentationMode.None, SourceCodeKind.Script);

    /// <summary>The text of each script, and the cells in it with their first lines, from 0.</summary>
    public static IEnumerable<(string Text, IReadOnlyList<(Cell Cell, int Line)> Cells)> Of(Plan plan)
    {
        var (text, cells, names, whole) = ("", new List<(Cell, int)>(), new HashSet<string>(), true);
        foreach (var (cell, source) in plan.Cells)
        {
            var tree = CSharpSyntaxTree.ParseText(source.Code, Options);
            var root = (CompilationUnitSyntax)tree.GetRoot();
            string[] declared = [.. Declared(root)];
            bool parses = tree.GetDiagnostics().All(problem => problem.Severity != DiagnosticSeverity.Error);
            if (cells.Count > 0 && (!whole || !parses || root.Usings.Count > 0 || names.Overlaps(declared)))
            {
                yield return (text, cells);
                (text, cells, names) = ("", [], []);
            }
            cells.Add((cell, text.Count(character => character == '\n')));
            text += source.Code + "\n;\n";   // the last expression of a cell has no semicolon
            names.UnionWith(declared);
            whole = parses;
        }
        if (cells.Count > 0)
            yield return (text, cells);
    }

    private static IEnumerable<string> Declared(CompilationUnitSyntax root) => root.Members.SelectMany(member => member switch
    {
        FieldDeclarationSyntax field => field.Declaration.Variables.Select(variable => variable.Identifier.Text),
        MethodDeclarationSyntax method => [method.Identifier.Text],
        BaseTypeDeclarationSyntax type => [type.Identifier.Text],
        _ => member.DescendantNodes().OfType<SingleVariableDesignationSyntax>().Select(variable => variable.Identifier.Text),
    });
}
