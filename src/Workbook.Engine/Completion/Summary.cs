using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Workbook.Engine;

/// <summary>The summary of a symbol's documentation, as plain text.</summary>
internal static partial class Summary
{
    /// <returns>One paragraph, in which only lines of code stand alone; empty if there is none.</returns>
    public static string Of(ISymbol symbol, Compilation compilation)
    {
        foreach (var each in Sources(symbol is IMethodSymbol { ReducedFrom: { } whole } ? whole : symbol.OriginalDefinition))
        {
            var documented = Documentation(each);
            if (documented?.Element("summary") is { } summary)
                return Text(summary);
            if ((string?)documented?.Element("inheritdoc")?.Attribute("cref") is { } other
                && DocumentationCommentId.GetFirstSymbolForDeclarationId(other, compilation) is { } there
                && Documentation(there)?.Element("summary") is { } its)
                return Text(its);
        }
        return "";
    }

    // What has no words of its own is what it overrides, or what it implements.
    private static IEnumerable<ISymbol> Sources(ISymbol symbol)
    {
        for (ISymbol? each = symbol; each != null; each = Overridden(each))
            yield return each.OriginalDefinition;
        if (symbol.ContainingType is { } type and not { TypeKind: TypeKind.Interface })
            foreach (var member in type.AllInterfaces.SelectMany(each => each.GetMembers(symbol.Name)))
                if (SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(member), symbol))
                    yield return member.OriginalDefinition;
    }

    /// <summary>The member of a base type that a member overrides, or null.</summary>
    public static ISymbol? Overridden(ISymbol symbol) => symbol switch
    {
        IMethodSymbol method => method.OverriddenMethod,
        IPropertySymbol property => property.OverriddenProperty,
        _ => null,
    };

    private static XElement? Documentation(ISymbol symbol)
    {
        string? xml = symbol.GetDocumentationCommentXml();
        if (string.IsNullOrEmpty(xml))
            return null;
        try
        {
            return XElement.Parse(xml);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static string Text(XElement summary)
    {
        var text = new StringBuilder();
        foreach (var node in summary.Nodes())
            Add(node, text);
        return Ends().Replace(Spaces().Replace(text.ToString(), " "), "\n").Trim();
    }

    private static void Add(XNode node, StringBuilder text)
    {
        if (node is XText words)
            text.Append(Lines().Replace(words.Value, " "));
        if (node is not XElement element)
            return;
        if (element.Name == "code")
            text.Append('\n').Append(element.Value.Trim()).Append('\n');
        else if (!element.IsEmpty)
            foreach (var inside in element.Nodes())
                Add(inside, text);
        else if ((string?)element.Attribute("cref") is { } reference)
            text.Append(NameOf(reference));
        else
            text.Append((string?)element.Attribute("name") ?? (string?)element.Attribute("langword"));
        if (element.Name == "para")
            text.Append('\n');
    }

    // M:Rnn.Forward(System.Int32[]) is Forward, M:Rnn.#ctor is Rnn, T:List`1 is List.
    private static string NameOf(string reference)
    {
        string[] parts = Arguments().Replace(reference[(reference.IndexOf(':', StringComparison.Ordinal) + 1)..], "").Split('.');
        return parts[^1] == "#ctor" && parts.Length > 1 ? parts[^2] : parts[^1];
    }

    [GeneratedRegex(@"\(.*|`+\d+")]
    private static partial Regex Arguments();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Lines();

    [GeneratedRegex(" {2,}")]
    private static partial Regex Spaces();

    [GeneratedRegex(@" *\n[ \n]*")]
    private static partial Regex Ends();
}
