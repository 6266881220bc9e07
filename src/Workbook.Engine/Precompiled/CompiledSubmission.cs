namespace Workbook.Engine;

/// <summary>A script that later ones can see, as it is loaded.</summary>
/// <param name="Code">Its source.</param>
/// <param name="Place">The name of its source.</param>
/// <param name="Declared">What later ones see of it.</param>
/// <param name="Declaring">What the compiler needs of it for later ones: a script that declares the same.</param>
/// <param name="Mentioned">The names that it uses and does not bring along: where one is declared anew, it may mean something else.</param>
/// <param name="Image">The assembly; empty where there is nothing to run, as in a cell of using lines.</param>
/// <param name="Lines">The portable PDB to it.</param>
internal sealed record CompiledSubmission(
    string Code, string Place, Declarations Declared, string Declaring, IReadOnlySet<string> Mentioned, byte[] Image, byte[] Lines);
