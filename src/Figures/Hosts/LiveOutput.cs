#nullable enable
using System;
using System.Diagnostics;

/// <summary>
/// A figure below the running cell that is redrawn while the cell runs, where the host can do that: .NET Interactive can, and is
/// reached by reflection, since the other hosts lack its assembly. There, nothing is shown.
/// </summary>
public sealed class LiveOutput
{
    private const double Fraction = 0.02;                                        // of the time, at most, goes into drawing
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly object? context = Context();
    private TimeSpan spent, last, cost = TimeSpan.FromMilliseconds(10);       // cost: of the last drawing, or a guess at the first
    private object? displayed;

    /// <summary>Whether the host can redraw an output.</summary>
    public bool IsAvailable => context != null;

    /// <summary>
    /// Shows the figure, or replaces the one shown before, if at least a tenth of a second has passed since and drawing, once more
    /// too, takes under two hundredths of the time. Call it from the cell's own thread.
    /// </summary>
    /// <param name="draw">Called only if there is something to show it in.</param>
    /// <param name="now">Draws at once, whatever the time: the last figure.</param>
    public void Show(Func<Figure> draw, bool now = false)
    {
        TimeSpan start = clock.Elapsed;
        if (context == null || (!now && (start < last + Pause || spent + cost > Fraction * start)))
            return;
        if (displayed == null)
            displayed = Extensions?.GetMethod("Display")?.Invoke(null, [context, draw(), new[] { "text/html" }]);
        else
            displayed.GetType().GetMethod("Update")?.Invoke(displayed, [draw()]);
        last = clock.Elapsed;
        cost = last - start;
        spent += cost;
    }

    private static Type? Extensions => InInteractive("KernelInvocationContextExtensions");

    private static object? Context() => InInteractive("KernelInvocationContext")?.GetProperty("Current")?.GetValue(null);

    private static Type? InInteractive(string name) => Type.GetType($"Microsoft.DotNet.Interactive.{name}, Microsoft.DotNet.Interactive");
}
