using Spectre.Console;

namespace Workbook;

/// <summary>
/// What a command says at its end: what failed and where, then a table of the notebooks, in plain lines where there is no terminal.
/// </summary>
public static class Report
{
    public static void Print(IAnsiConsole console, IReadOnlyList<NotebookRun> runs)
    {
        foreach (NotebookRun run in runs.Where(run => run.Failure != null))
            Line(console, $"\n{run.Notebook.Path}, {run.Failure}\n");

        var table = new Table().Border(TableBorder.Rounded).AddColumns("Notebook", "Cells", "Figures", "Seconds", "");
        foreach (NotebookRun run in runs)
        {
            string cells = $"{run.Cells.Count}", figures = $"{run.Figures.Count}", seconds = $"{run.Time.TotalSeconds:F1}";
            string outcome = run.Failure is { } failure ? $"failed in {failure.Place}" : "ok";
            if (console.Profile.Capabilities.Interactive)
                table.AddRow(Markup.Escape(run.Notebook.Name), cells, figures, seconds, Markup.Escape(outcome));
            else
                Line(console, $"{run.Notebook.Name}: {cells} cells, {figures} figures, {seconds} s, {outcome}");
        }
        if (console.Profile.Capabilities.Interactive)
            console.Write(table);
    }

    /// <summary>A line as it is: Spectre.Console would break a long one where there is no terminal.</summary>
    public static void Line(IAnsiConsole console, string text) => console.Profile.Out.Writer.WriteLine(text);
}
