using System.Diagnostics;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using Workbook.Scripting;

namespace Workbook;

/// <summary>Runs the cells of one notebook after another in one C# script, so that each sees what those before it made.</summary>
public sealed class Session : IDisposable
{
    // What a cell may use without saying so, as in .NET Interactive; then Display.
    private static readonly string[] Usings =
    [
        "System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq",
        typeof(DisplayExtensions).Namespace!,
    ];

    private readonly string folderBefore = Environment.CurrentDirectory;
    private readonly OptimizationLevel ofImports;
    private ScriptOptions options;
    private ScriptState<object>? state;

    /// <summary>Goes to the notebook's own folder, until disposed.</summary>
    /// <param name="debug">Compiles imported files without optimisation, as .NET Interactive and Verso do.</param>
    public Session(Notebook notebook, bool debug = false)
    {
        ofImports = debug ? OptimizationLevel.Debug : OptimizationLevel.Release;
        options = ScriptOptions.Default
            .WithLanguageVersion(LanguageVersion.CSharp13)
            .WithEmitDebugInformation(true)
            .WithFileEncoding(Encoding.UTF8)
            .WithReferences(Framework.Append(MetadataReference.CreateFromFile(typeof(DisplayExtensions).Assembly.Location)))
            .WithImports(Usings);
        Environment.CurrentDirectory = Path.GetDirectoryName(Path.GetFullPath(notebook.Path))!;
    }

    // Every assembly of the framework, as the outside engines have it.
    private static IEnumerable<MetadataReference> Framework { get; } =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == Path.GetDirectoryName(typeof(object).Assembly.Location))
            .Select(path => MetadataReference.CreateFromFile(path))];

    /// <summary>Runs a cell. What goes wrong in it is part of the result.</summary>
    /// <exception cref="OperationCanceledException">
    /// Cancelled; the cell may still be running, and the session is of no more use.
    /// </exception>
    public async Task<CellRun> RunAsync(Cell cell, CellSource source, CancellationToken cancel)
    {
        var run = new CellRun();
        options = options.AddReferences(source.Packages.SelectMany(HostPackages.References));

        using (new ConsoleCapture(run))
        using (DisplayExtensions.To(run))
        {
            // On another thread, so that a cell that never ends cannot keep its host from ending.
            await Task.Run(() => RunAsync(cell, source, run, cancel), CancellationToken.None).WaitAsync(cancel);
        }
        return run;
    }

    public void Dispose() => Environment.CurrentDirectory = folderBefore;

    // The cell's own code or, one after another, the files it imports, up to the first that fails.
    private async Task RunAsync(Cell cell, CellSource source, CellRun run, CancellationToken cancel)
    {
        // Cells are never optimised: optimised code forgets the line of an index out of range or a null reference.
        if (source.Imports.Count == 0)
            await RunAsync(source.Code, $"cell {cell.Number}", OptimizationLevel.Debug, run);
        foreach (string path in source.Imports.TakeWhile(_ => run.Failure == null && !cancel.IsCancellationRequested))
        {
            string code = await File.ReadAllTextAsync(path, cancel), place = Path.GetRelativePath(Environment.CurrentDirectory, path);
            await RunAsync(code, place, ofImports, run);
        }
    }

    private async Task RunAsync(string code, string place, OptimizationLevel optimization, CellRun run)
    {
        var script = options.WithFilePath(place).WithOptimizationLevel(optimization);
        try
        {
            state = state is null ? await CSharpScript.RunAsync<object>(code, script) : await state.ContinueWithAsync<object>(code, script);
            if (state.ReturnValue is { } value)
                run.Show(value, isResult: true);
        }
        catch (CompilationErrorException problem)
        {
            var first = problem.Diagnostics.First(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
            var start = first.Location.GetLineSpan().StartLinePosition;
            run.Fail(new CellFailure(first.Id, first.GetMessage(), place, start.Line + 1, start.Character + 1, Line(code, start.Line + 1)));
        }
        catch (Exception problem)
        {
            var frame = new StackTrace(problem, fNeedFileInfo: true).GetFrames().FirstOrDefault(frame => frame.GetFileName() == place);
            int line = frame?.GetFileLineNumber() ?? 0;
            int column = frame?.GetFileColumnNumber() ?? 0;
            run.Fail(new CellFailure(problem.GetType().Name, problem.Message, place, line, column, Line(code, line)));
        }
    }

    private static string Line(string code, int number) => code.Split('\n').ElementAtOrDefault(number - 1)?.TrimEnd() ?? "";
}
