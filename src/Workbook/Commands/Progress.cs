using Spectre.Console;

namespace Workbook;

/// <summary>The progress of notebooks that run: a bar for each on a terminal, else a line.</summary>
/// <param name="console">Shows which packages are there at other versions, then the progress.</param>
/// <param name="errors">Where a cell that ends the whole program is reported.</param>
public sealed class Progress(IAnsiConsole console, TextWriter errors)
{
    private string? running;   // a cell, for as long as it runs

    /// <summary>Shows the progress of notebooks for as long as the work takes.</summary>
    /// <param name="work">Reports the cells that it runs.</param>
    public async Task<T> ShowAsync<T>(Func<IProgress<CellProgress>, Task<T>> work)
    {
        foreach (string sentence in HostPackages.All.Substitutions)
            Report.Line(console, sentence);
        AppDomain.CurrentDomain.UnhandledException += SayWhatAThreadThrew;
        AppDomain.CurrentDomain.ProcessExit += SayWhichCellEndsIt;
        try
        {
            return console.Profile.Capabilities.Interactive
                ? await console.Progress().StartAsync(bars => work(new Cells(this, plan => Bar(bars, plan))))
                : await work(new Cells(this, Line));
        }
        finally
        {
            running = null;
            AppDomain.CurrentDomain.ProcessExit -= SayWhichCellEndsIt;
            AppDomain.CurrentDomain.UnhandledException -= SayWhatAThreadThrew;
        }
    }

    private static Action Bar(ProgressContext bars, Plan plan)
    {
        var bar = bars.AddTask(Markup.Escape(plan.Notebook.Name), maxValue: plan.Cells.Count);
        return () => bar.Increment(1);
    }

    private Action Line(Plan plan)
    {
        Report.Line(console, $"{plan.Notebook.Name}: {plan.Cells.Count} cells to run");
        return () => { };
    }

    // Begins what shows a notebook with its first cell. Not System.Progress, which reports later and on other threads.
    private sealed class Cells(Progress progress, Func<Plan, Action> begin) : IProgress<CellProgress>
    {
        private readonly Dictionary<Plan, Action> begun = [];

        public void Report(CellProgress cell)
        {
            if (!begun.TryGetValue(cell.Plan, out var advance))
                begun[cell.Plan] = advance = begin(cell.Plan);
            progress.running = cell.Run == null ? $"{cell.Plan.Notebook.Path}, {cell.Cell.Place}" : null;
            if (cell.Run != null)
                advance();
        }
    }

    // Nothing can catch it, and .NET ends the program.
    private void SayWhatAThreadThrew(object sender, UnhandledExceptionEventArgs e)
    {
        var problem = (Exception)e.ExceptionObject;
        errors.WriteLine($"{running ?? "a cell"}: {problem.GetType().Name} on a thread that it started: {problem.Message}");
        Environment.Exit(1);
    }

    // Environment.Exit in a cell; a stack that overflows ends the program without asking anyone.
    private void SayWhichCellEndsIt(object? sender, EventArgs e)
    {
        if (running == null)
            return;
        errors.WriteLine($"{running} ended the program: its notebook and those after it are not written.");
        Environment.ExitCode = 1;
    }
}
