using System.Diagnostics;

namespace Workbook;

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
    /// <param name="sources">What each cell asks for, as <see cref="Plan"/> found it.</param>
    /// <param name="done">Told after each cell.</param>
    /// <param name="debug">As in <see cref="Session"/>.</param>
    /// <exception cref="OperationCanceledException">Cancelled, even inside a cell.</exception>
    public static async Task<NotebookRun> RunAsync(
        Notebook notebook, IReadOnlyDictionary<Cell, CellSource> sources, Action<Cell>? done = null, bool debug = false,
        CancellationToken cancel = default)
    {
        var (clock, cells) = (Stopwatch.StartNew(), new Dictionary<Cell, CellRun>());
        using var session = new Session(notebook, debug);
        foreach (var (cell, source) in sources)
        {
            cells[cell] = await session.RunAsync(cell, source, cancel);
            done?.Invoke(cell);
            if (cells[cell].Failure != null)
                break;
        }
        return new NotebookRun(notebook, cells, clock.Elapsed);
    }

    /// <summary>Reads what every code cell asks for, before any runs.</summary>
    /// <exception cref="WorkbookException">A cell asks for what this host cannot do.</exception>
    public static IReadOnlyDictionary<Cell, CellSource> Plan(Notebook notebook) =>
        notebook.Cells.Where(cell => cell.IsCode).ToDictionary(cell => cell, cell => CellSource.Read(notebook, cell));
}
