using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Workbook.Engine;

/// <summary>
/// Puts values in place of those that a notebook declares: a reader's own, for the variables of cells with Jupyter's tag
/// <c>parameters</c>, and the smaller ones that a notebook names in its metadata for slow places
/// (<c>"workbook": { "live": { "strings": 400 } }</c>).
/// </summary>
public static class Settings
{
    /// <summary>The variables that a reader is invited to change, in order.</summary>
    public static IEnumerable<string> Names(Notebook notebook) => Variables(Changeable(notebook)).Select(variable => variable.Name);

    /// <summary>The smaller values that a notebook names for its slow places; none if it names none.</summary>
    /// <exception cref="WorkbookException">
    /// They are anything but numbers, true, false, or texts of C# expressions; or no cell declares a variable of that name.
    /// </exception>
    public static IReadOnlyList<Setting> Live(Notebook notebook)
    {
        if (notebook.Metadata?["live"] is not { } live)
            return [];
        if (live is not JsonObject values)
            throw new WorkbookException(
                $"{notebook.Path}: the metadata's smaller values are {live.ToJsonString()}, not names with values.");
        var declared = Variables(notebook.Cells).Select(variable => variable.Name).ToHashSet();
        return [.. values.Select(pair =>
        {
            string value = pair.Value?.GetValueKind() == JsonValueKind.String ? (string)pair.Value! : pair.Value?.ToJsonString() ?? "null";
            string text = $"{notebook.Path}, smaller value {pair.Key}={value}";
            return declared.Contains(pair.Key)
                ? Setting.Of(pair.Key, value, text)
                : throw new WorkbookException($"{text}: no cell declares {pair.Key} with a value.");
        })];
    }

    /// <summary>
    /// The notebook with these values in it; those of variables that it does not declare are left out, and of two for one variable
    /// the later counts.
    /// </summary>
    /// <exception cref="WorkbookException">A value does not compile where it would stand; nothing has run.</exception>
    public static Notebook Apply(Notebook notebook, IReadOnlyList<Setting> settings, PackageSet host)
    {
        var byName = settings.GroupBy(setting => setting.Name).ToDictionary(group => group.Key, group => group.Last());
        var variables = Placed(notebook, byName);
        if (variables.Count == 0)
            return notebook;
        var changed = notebook.With(variables.GroupBy(variable => variable.Cell).ToDictionary(group => group.Key, group =>
            SourceText.From(group.Key.Source)
                .WithChanges(group.OrderBy(each => each.Value.Start).Select(each => new TextChange(each.Value, byName[each.Name].Value)))
                .ToString()));
        if (!variables.All(each => IsAlike(byName[each.Name].Value, each.Cell.Source[each.Value.Start..each.Value.End])))
            Check(Plan.Of(changed, host), Placed(changed, byName), byName, host);
        return changed;
    }

    // A number in place of one of the same type, for example: it compiles, and need not wait for all that is imported.
    private static bool IsAlike(string value, string other) =>
        SyntaxFactory.ParseExpression(value) is LiteralExpressionSyntax { Token.Value: { } mine }
        && SyntaxFactory.ParseExpression(other) is LiteralExpressionSyntax { Token.Value: { } theirs }
        && mine.GetType() == theirs.GetType();

    // The variables that the settings are for, each where it is first declared; first where a reader is invited to change it.
    private static List<Variable> Placed(Notebook notebook, Dictionary<string, Setting> settings) =>
        [.. Variables(Changeable(notebook).Concat(notebook.Cells)).Where(variable => settings.ContainsKey(variable.Name))
            .DistinctBy(variable => variable.Name)];

    // Compiles the notebook, up to the last of the values, without running any of it.
    private static void Check(Plan plan, List<Variable> variables, Dictionary<string, Setting> settings, PackageSet host)
    {
        using var submissions = new Submissions(Session.Usings);
        submissions.AddReferences(host.Framework);
        foreach (var (cell, source) in plan.Cells.TakeWhile(pair => variables.Any(variable => variable.Cell.Number >= pair.Key.Number)))
        {
            submissions.AddReferences(source.References(host));
            foreach (var (code, place) in source.Submissions(cell, plan.Notebook.Folder, submissions.Import(source.Imports)))
            {
                if (submissions.Check(code, place) is not { } error)
                    continue;
                int start = error.Location.SourceSpan.Start;
                if (variables.Find(variable => variable.Cell == cell && variable.Value.Contains(start)) is { } wrong)
                    throw new WorkbookException(
                        $"{settings[wrong.Name].Text}: {error.Id}: {error.GetMessage(CultureInfo.InvariantCulture)}");
                return;   // what is wrong elsewhere is said when it runs
            }
        }
    }

    /// <summary>The code cells that a reader is invited to change.</summary>
    public static IEnumerable<Cell> Changeable(Notebook notebook) =>
        notebook.Cells.Where(cell => cell.IsCode && cell.HasTag("parameters"));

    // What cells declare with a value, outside of any function or type.
    private static IEnumerable<Variable> Variables(IEnumerable<Cell> cells) =>
        from cell in cells
        where cell.IsCode
        let code = CSharpSyntaxTree.ParseText(cell.Source, Submissions.Script).GetCompilationUnitRoot()
        from field in code.Members.OfType<FieldDeclarationSyntax>()
        from variable in field.Declaration.Variables
        let value = variable.Initializer?.Value
        where value != null
        select new Variable(cell, variable.Identifier.Text, value.Span);

    private sealed record Variable(Cell Cell, string Name, TextSpan Value);
}
