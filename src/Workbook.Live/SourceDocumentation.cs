using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace Workbook.Live;

/// <summary>The documentation of what was compiled here, member by member as it is asked for: to write all of it takes long here.</summary>
internal sealed class SourceDocumentation(Compilation compilation) : DocumentationProvider
{
    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    protected override string GetDocumentationForSymbol(
        string documentationMemberID, CultureInfo preferredCulture, CancellationToken cancellationToken = default) =>
        DocumentationCommentId.GetFirstSymbolForDeclarationId(documentationMemberID, compilation)?
            .GetDocumentationCommentXml(preferredCulture, cancellationToken: cancellationToken) ?? "";
}
