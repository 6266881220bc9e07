using System.Text;
using Microsoft.CodeAnalysis;

namespace Workbook.Engine;

/// <summary>
/// A notebook's cells, compiled in their order before anyone opens it: a session that has them compiles only what a reader has changed,
/// and what that changes the meaning of.
/// </summary>
public sealed class CompiledNotebook
{
    private CompiledNotebook(IReadOnlyList<CompiledSubmission> submissions) => Submissions = submissions;

    /// <summary>All that was compiled, up to the first error.</summary>
    internal IReadOnlyList<CompiledSubmission> Submissions { get; }

    /// <summary>Compiles the cells; none of them runs.</summary>
    /// <param name="imports">As in <see cref="Session"/>.</param>
    public static CompiledNotebook Of(Plan plan, PackageSet packages, IReadOnlyList<ReferencedAssembly> imports)
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
        foreach (var each in Submissions)
        {
            writer.Write(each.Code);
            writer.Write(each.Place);
            Write(writer, each.Declared.Names);
            writer.Write(each.Declared.HasTypes);
            writer.Write(each.Declared.HasNameless);
            writer.Write(each.Declared.IsOpen);
            writer.Write(each.Declaring);
            Write(writer, each.Mentioned);
            Write(writer, each.Image);
            Write(writer, each.Lines);
        }
    }

    /// <summary>What <see cref="Write(Stream)"/> wrote.</summary>
    public static CompiledNotebook Read(Stream file)
    {
        using var reader = new BinaryReader(file, Encoding.UTF8, leaveOpen: true);
        return new([.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => new CompiledSubmission(
            reader.ReadString(), reader.ReadString(), Declared(reader),
            reader.ReadString(), Names(reader), Bytes(reader), Bytes(reader)))]);
    }

    private static void Write(BinaryWriter writer, IReadOnlySet<string> names)
    {
        writer.Write(names.Count);
        foreach (string name in names.Order(StringComparer.Ordinal))
            writer.Write(name);
    }

    private static void Write(BinaryWriter writer, byte[] bytes)
    {
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }

    private static Declarations Declared(BinaryReader reader) =>
        new(Names(reader), reader.ReadBoolean(), reader.ReadBoolean(), reader.ReadBoolean());

    private static HashSet<string> Names(BinaryReader reader) =>
        [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => reader.ReadString())];

    private static byte[] Bytes(BinaryReader reader) => reader.ReadBytes(reader.ReadInt32());
}
