namespace Workbook.Scripting;

/// <summary>What cells call to show a value before their end, as they do in .NET Interactive.</summary>
public static class DisplayExtensions
{
    private static CellRun? current;

    /// <summary>Shows the value below the cell.</summary>
    public static void Display(this object? value) => current?.Show(value ?? "<null>", isResult: false);

    /// <summary>Leads what is displayed to a cell, until disposed.</summary>
    internal static IDisposable To(CellRun run)
    {
        current = run;
        return new Ending();
    }

    private sealed class Ending : IDisposable
    {
        public void Dispose() => current = null;
    }
}
