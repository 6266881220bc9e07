using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis;
using Workbook.Scripting;

namespace Workbook.Engine;

/// <summary>Runs the cells of one notebook after another, so that each sees what those before it made.</summary>
public sealed class Session : IDisposable
{
    /// <summary>What a cell may use without saying so, as in .NET Interactive; then Display.</summary>
    public static IReadOnlyList<string> Usings { get; } =
    [
        "System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq",
        typeof(DisplayExtensions).Namespace!,
    ];

    private readonly string folderBefore = Environment.CurrentDirectory;
    private readonly CellScope scope = new();
    private readonly FigureNames names = new();
    private readonly bool asKernels;
    private readonly PackageSet packages;
    private readonly IReadOnlyList<ReferencedAssembly>? imports;
    private readonly string folder;
    private readonly Submissions submissions;

    /// <summary>Goes to the notebook's own folder, until disposed.</summary>
    /// <param name="asKernels">
    /// Compiles imported files as scripts, one after another and without optimisation, as .NET Interactive and Verso do.
    /// </param>
    /// <param name="imports">The assemblies of all that notebooks import, where it need not be compiled again.</param>
    /// <param name="compiled">The notebook as it was compiled with those imports.</param>
    public Session(Notebook notebook, PackageSet packages, bool asKernels = false,
        IReadOnlyList<ReferencedAssembly>? imports = null, CompiledNotebook? compiled = null)
    {
        (this.packages, this.imports, this.asKernels, folder) = (packages, imports, asKernels, notebook.Folder);
        submissions = new(Usings, compiled?.Submissions);
        submissions.AddReferences(packages.Framework);
        Environment.CurrentDirectory = folder;
    }

    /// <summary>Runs a cell. What goes wrong in it is part of the result.</summary>
    /// <param name="onOutput">As in <see cref="CellRun"/>.</param>
    /// <exception cref="OperationCanceledException">
    /// Cancelled; the cell may still be running, and the session is of no more use.
    /// </exception>
    public async Task<CellRun> RunAsync(
        Cell cell, CellSource source, CancellationToken cancel, Action<JsonObject, ShownFigure?>? onOutput = null)
    {
        var run = new CellRun(onOutput, names);
        scope.Enter(run);
        // On another thread, so that a cell that never ends cannot keep its host from ending.
        await Task.Run(() => RunAsync(cell, source, run, cancel), CancellationToken.None).WaitAsync(cancel);
        return run;
    }

    /// <summary>What may be typed at a place in a cell. Nothing runs, and nothing of it stays.</summary>
    /// <param name="code">The cell's, however unfinished.</param>
    /// <returns>Null where no name can stand: in a comment, a text, a number, or a directive.</returns>
    public Completion? Complete(string code, int position) => submissions.Complete(code, position);

    /// <inheritdoc cref="Submissions.BindNext"/>
    public bool BindNext() => submissions.BindNext();

    /// <inheritdoc cref="Submissions.WarmUp"/>
    public void WarmUp(string code) => submissions.WarmUp(code);

    /// <summary>
    /// Goes back to the folder that was current before. What was compiled is unloaded once nothing outside holds it.
    /// </summary>
    public void Dispose()
    {
        scope.Dispose();
        submissions.Dispose();
        Environment.CurrentDirectory = folderBefore;
    }

    // The cell's own code or, one after another, the files it imports, up to the first that fails.
    private async Task RunAsync(Cell cell, CellSource source, CellRun run, CancellationToken cancel)
    {
        submissions.AddReferences(source.References(packages, imports));
        bool areCompiled = imports != null || (!asKernels && submissions.Import(source.Imports));
        // Cells are never optimised: optimised code forgets the line of an index out of range or a null reference.
        var optimization = source.Imports.Count == 0 || asKernels ? OptimizationLevel.Debug : OptimizationLevel.Release;
        foreach (var (code, place) in source.Submissions(cell, folder, areCompiled))
            if (run.Failure == null && !cancel.IsCancellationRequested)
                await RunAsync(code, place, optimization, run);
    }

    private async Task RunAsync(string code, string place, OptimizationLevel optimization, CellRun run)
    {
        try
        {
            var (error, start) = submissions.Compile(code, place, optimization);
            if (error != null)
                run.Fail(CellFailure.Of(error, code, place));
            else if (await start!() is { } value)
                run.Show(value, isResult: true);
        }
        catch (Exception problem)
        {
            run.Fail(CellFailure.Of(problem, submissions.LineOf(problem, place), code, place));
        }
    }
}
