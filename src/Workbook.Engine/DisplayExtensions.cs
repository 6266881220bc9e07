using Workbook.Engine;

namespace Workbook.Scripting;

/// <summary>What cells call to show a value before their end, as they do in .NET Interactive.</summary>
public static class DisplayExtensions
{
    /// <summary>Shows the value below the cell that calls, or that started the task that does.</summary>
    public static void Display(this object? value) => CellScope.Current?.Show(value ?? "<null>", isResult: false);
}
