using System.Text;
using Microsoft.CodeAnalysis;

namespace Workbook.Engine;

/// <summary>
/// A notebook's cells, compiled in their order before anyone opens it: a session that runs them in that order need compile none, up to the
/// first that a reader has changed.
/// </summary>
public sealed class CompiledNotebook
{
    private CompiledNotebook(IReadOnlyList<CompiledSubmission> submissions) => Submissions = submissions;

    /// <summary>All that was compiled, up to the first error.</summary>
    internal IReadOnlyList<CompiledSubmission> Submissions { get; }

    /// <summary>Compiles the cells; none of them runs.</summary>
    /// <param name="imports">As in <see cref="Session"/>.</param>
    public static CompiledNotebook Of(Plan plan, PackageSet packages, MetadataReference imports)
    {
        var compiled = new List<CompiledSubmission>();
        using var submissions = new Submissions(Session.Usings);
        submissions.AddReferences(packages.Framework);
        foreach (var (cell, source) in plan.Cells)
        {
            submissions.AddReferences(source.References(packages, imports));
            foreach (var (code, place) in source.Submissions(cell, plan.Notebook.Folder, areCompiled: true))
                if (submissions.CompileAhead(code, place, OptimizationLevel.Debug) is { } submission)
                    compiled.Add(submission);
                else
                    return new(compiled);
        }
        return new(compiled);
    }

    /// <summary>The same in a file.</summary>
    public void Write(Stream file)
    {
        using var writer = new BinaryWriter(file, Encoding.UTF8, leaveOpen: true);
        writer.Write(Submissions.Count);
        foreach (var (code, place, declared, image, lines) in Submissions)
        {
            writer.Write(code);
            writer.Write(place);
            writer.Write(declared);
            writer.Write(image.Length);
            writer.Write(image);
            writer.Write(lines.Length);
            writer.Write(lines);
        }
    }

    /// <summary>What <see cref="Write"/> wrote.</summary>
    public static CompiledNotebook Read(Stream file)
    {
        using var reader = new BinaryReader(file, Encoding.UTF8, leaveOpen: true);
        return new([.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => new CompiledSubmission(
            reader.ReadString(), reader.ReadString(), reader.ReadString(),
            reader.ReadBytes(reader.ReadInt32()), reader.ReadBytes(reader.ReadInt32())))]);
    }
}
