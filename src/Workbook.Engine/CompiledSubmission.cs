namespace Workbook.Engine;

/// <summary>A script that later ones can see, as it is loaded.</summary>
/// <param name="Code">Its source.</param>
/// <param name="Place">The name of its source.</param>
/// <param name="Declared">What the compiler needs of it for later ones, as <see cref="Declarations"/> has it; empty if nothing.</param>
/// <param name="Image">The assembly; empty where there is nothing to run, as in a cell of using lines.</param>
/// <param name="Lines">The portable PDB to it.</param>
internal sealed record CompiledSubmission(string Code, string Place, string Declared, byte[] Image, byte[] Lines);
