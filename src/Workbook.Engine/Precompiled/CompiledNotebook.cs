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
            writer.Write(each.Declared.HasAnonymousTypes);
            writer.Write(each.Declared.ChangesLookup);
            writer.Write(each.DeclarationSource);
            Write(writer, each.FreeNames);
            Write(writer, each.Image);
            Write(writer, each.Pdb);
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

/// <summary>A submission as it was compiled before it ran.</summary>
/// <param name="Code">Its source.</param>
/// <param name="Place">The name of its source.</param>
/// <param name="Declared">What it declares.</param>
/// <param name="DeclarationSource">Source that declares the same, to bind later submissions against.</param>
/// <param name="FreeNames">The names that it uses and does not declare.</param>
/// <param name="Image">The assembly; empty if there is nothing to run, as in a cell of using lines.</param>
/// <param name="Pdb">The portable PDB to it.</param>
internal sealed record CompiledSubmission(
    string Code, string Place, Declarations Declared, string DeclarationSource, IReadOnlySet<string> FreeNames, byte[] Image, byte[] Pdb);
