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

    /// <summary>The figures shown, in order, under names of their own: a second "loss" is "loss-2".</summary>
    public IReadOnlyList<ShownFigure> Figures
    {
        get
        {
            var seen = new Dictionary<string, int>();
            return [.. Cells.Values.SelectMany(cell => cell.Figures).Select(figure =>
            {
                int count = seen[figure.Name] = seen.GetValueOrDefault(figure.Name) + 1;
                return count == 1 ? figure : figure with { Name = $"{figure.Name}-{count}" };
            })];
        }
    }

    public CellFailure? Failure => Cells.Values.FirstOrDefault(cell => cell.Failure != null)?.Failure;

    /// <summary>Runs the code cells in order, in the notebook's own folder, and stops at one that fails.</summary>
    /// <param name="host">As the plan was made for.</param>
    /// <param name="progress">Told of each cell before it runs, with null, and after it, with what it gave.</param>
    /// <exception cref="OperationCanceledException">Cancelled, even inside a cell.</exception>
    public static async Task<NotebookRun> RunAsync(
        Plan plan, PackageSet host, Action<Cell, CellRun?>? progress = null, CancellationToken cancel = default)
    {
        var (clock, cells) = (Stopwatch.StartNew(), new Dictionary<Cell, CellRun>());
        using var session = new Session(plan.Notebook, host);
        foreach (var (cell, source) in plan.Cells)
        {
            progress?.Invoke(cell, null);
            cells[cell] = await session.RunAsync(cell, source, cancel);
            progress?.Invoke(cell, cells[cell]);
            if (cells[cell].Failure != null)
                break;
        }
        return new NotebookRun(plan.Notebook, cells, clock.Elapsed);
    }
}
