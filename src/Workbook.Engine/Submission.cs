using Microsoft.CodeAnalysis.CSharp;

namespace Workbook.Engine;

/// <summary>
/// A script among others, which see it by its number. It may be run anew in its place: those that run after that see what it then made.
/// </summary>
/// <param name="number">From 1.</param>
/// <param name="compiled">What was compiled of it before it ran, if anything.</param>
internal sealed class Submission(int number, Declarations declared, CompiledSubmission? compiled = null)
{
    public int Number => number;

    public Declarations Declared => declared;

    public CompiledSubmission? Compiled => compiled;

    /// <summary>How many submissions the compiler had bound before this one; null until it has bound it.</summary>
    public int? BoundAfter { get; set; }

    /// <summary>Its compilation, if it declares anything.</summary>
    public CSharpCompilation? Compilation { get; set; }

    /// <summary>Whether Roslyn counts a place for its variables, be there any: of a script with more than using lines, it does.</summary>
    public bool HasPlace => Compilation == null ? declared.Names.Count > 0
        : Compilation.SyntaxTrees[0].GetCompilationUnitRoot().Members.Count > 0;

    public bool HasRun { get; set; }

    /// <summary>Its variables, once it has run.</summary>
    public object? State { get; set; }
}
