using System.Diagnostics;

namespace Workbook.Engine;

/// <summary>What running a notebook gave: the outputs of the cells that ran, up to the first that failed.</summary>
public sealed class NotebookRun
{
    private NotebookRun(Notebook notebook, Dictionary<Cell, CellRun> cells, TimeSpan time) =>
        (Notebook, Cells, Time) = (notebook, cells, time);

    public Notebook Notebook { get; }

    public IReadOnlyDictionary<Cell, CellRun> Cells { get; }

    public TimeSpan Time { get; }

    /// <summary>The figures shown, in order.</summary>
    public IReadOnlyList<ShownFigure> Figures => [.. Cells.Values.SelectMany(cell => cell.Figures)];

    public CellFailure? Failure => Cells.Values.FirstOrDefault(cell => cell.Failure != null)?.Failure;

    /// <summary>Runs the code cells in order, in the notebook's own folder, and stops at one that fails.</summary>
    /// <param name="host">As the plan was made for.</param>
    /// <param name="progress">Reported to before and after each cell.</param>
    /// <exception cref="OperationCanceledException">Cancelled, even inside a cell.</exception>
    public static async Task<NotebookRun> RunAsync(
        Plan plan, PackageSet host, IProgress<CellProgress>? progress = null, CancellationToken cancel = default)
    {
        var (clock, cells) = (Stopwatch.StartNew(), new Dictionary<Cell, CellRun>());
        using var session = new Session(plan.Notebook, host);
        foreach (var (cell, source) in plan.Cells)
        {
            progress?.Report(new(plan, cell, null));
            cells[cell] = await session.RunAsync(cell, source, cancel);
            progress?.Report(new(plan, cell, cells[cell]));
            if (cells[cell].Failure != null)
                break;
        }
        return new NotebookRun(plan.Notebook, cells, clock.Elapsed);
    }
}

/// <summary>A cell of a notebook that begins, or has ended.</summary>
/// <param name="Run">What it gave; null as it begins.</param>
public sealed record CellProgress(Plan Plan, Cell Cell, CellRun? Run);
