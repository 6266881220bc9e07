using System.Globalization;
using System.Runtime.CompilerServices;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Workbook.Engine;

/// <summary>The documentation of an assembly as its compiler wrote it, read when it is first asked for.</summary>
/// <param name="open">Gives the XML file.</param>
public sealed class XmlDocumentation(Func<Stream> open) : DocumentationProvider
{
    private readonly Lazy<Dictionary<string, string>> members = new(() =>
    {
        using var file = open();
        return XDocument.Load(file).Descendants("member").ToDictionary(each => (string)each.Attribute("name")!, each => each.ToString());
    });

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    protected override string GetDocumentationForSymbol(
        string documentationMemberID, CultureInfo preferredCulture, CancellationToken cancellationToken = default) =>
        members.Value.GetValueOrDefault(documentationMemberID, "");
}
