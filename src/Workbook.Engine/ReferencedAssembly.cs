using Microsoft.CodeAnalysis;

namespace Workbook.Engine;

/// <summary>
/// An assembly that cells may use. Each chain of compilations takes a reference of its own: the compiler keeps what it makes of an
/// assembly with the reference, and two chains over the same one can be given each other's, whose types are then not the same.
/// </summary>
/// <param name="path">The file's, or the assembly's name where it has none.</param>
/// <param name="documentation">Its members', if there is any.</param>
public sealed class ReferencedAssembly(AssemblyMetadata metadata, string path, DocumentationProvider? documentation = null)
{
    public string Path => path;

    public static ReferencedAssembly FromFile(string path, DocumentationProvider? documentation = null) =>
        new(AssemblyMetadata.CreateFromFile(path), path, documentation);

    /// <summary>A reference for one chain of compilations.</summary>
    public MetadataReference NewReference() =>
        ((AssemblyMetadata)metadata.Copy()).GetReference(documentation, filePath: path, display: path);
}
