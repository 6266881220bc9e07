using Spectre.Console;

namespace Workbook;

/// <summary>What a command says while notebooks run: a bar for each on a terminal, else a line.</summary>
/// <param name="console">Told of packages at other versions first, then of progress.</param>
/// <param name="errors">Told of a cell that ends the whole program.</param>
public sealed class Progress(IAnsiConsole console, TextWriter errors)
{
    private string? running;   // a cell, for as long as it runs

    /// <param name="work">Is given what makes, for each notebook that starts, what is to be told of its cells.</param>
    public async Task<T> ShowAsync<T>(Func<Func<Plan, Action<Cell, CellRun?>>, Task<T>> work)
    {
        foreach (string sentence in HostPackages.All.StandIns)
            Report.Line(console, sentence);
        AppDomain.CurrentDomain.UnhandledException += SayWhatAThreadThrew;
        AppDomain.CurrentDomain.ProcessExit += SayWhichCellEndsIt;
        try
        {
            return console.Profile.Capabilities.Interactive
                ? await console.Progress().StartAsync(bars => work(plan => Watch(plan, Bar(bars, plan))))
                : await work(plan => Watch(plan, Line(plan)));
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

    private Action<Cell, CellRun?> Watch(Plan plan, Action done) => (cell, run) =>
    {
        running = run == null ? $"{plan.Notebook.Path}, {cell.Place}" : null;
        if (run != null)
            done();
    };

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
        errors.WriteLine($"{running} ended the program: neither its notebook nor those after it are written.");
        Environment.ExitCode = 1;
    }
}
