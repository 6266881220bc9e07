using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using Microsoft.CodeAnalysis.Text;

namespace Workbook.Engine;

/// <summary>
/// The lines of one source file in a portable PDB. .NET reads them itself for an exception, but not everywhere: in a browser a frame
/// knows its place in the compiled code and nothing else.
/// </summary>
internal sealed class SourceLines : IDisposable
{
    private readonly MetadataReaderProvider provider;
    private readonly MetadataReader reader;

    /// <param name="pdb">With a single document.</param>
    public SourceLines(byte[] pdb)
    {
        provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(pdb));
        reader = provider.GetMetadataReader();
        Place = reader.Documents.Count == 0 ? "" : reader.GetString(reader.GetDocument(reader.Documents.First()).Name);
    }

    /// <summary>The document's name; empty if the submission holds no code.</summary>
    public string Place { get; }

    /// <summary>Where the statement at a place in a method begins, or null if the method has no lines.</summary>
    /// <param name="method">The method's metadata token.</param>
    /// <param name="offset">In bytes of its intermediate language.</param>
    public LinePosition? LineOf(int method, int offset)
    {
        var handle = MetadataTokens.MethodDefinitionHandle(method & 0xFFFFFF).ToDebugInformationHandle();
        LinePosition? last = null;
        foreach (var point in reader.GetMethodDebugInformation(handle).GetSequencePoints())
            if (point.Offset <= offset && !point.IsHidden)
                last = new LinePosition(point.StartLine - 1, point.StartColumn - 1);
        return last;
    }

    public void Dispose() => provider.Dispose();
}
