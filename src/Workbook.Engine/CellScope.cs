using System.Text;

namespace Workbook.Engine;

/// <summary>
/// Leads what is written to the console to the cell that runs, until disposed. A cell is known to all that it started, so a task that
/// outlives it still writes to it; what no cell started is written where it would have been.
/// </summary>
internal sealed class CellScope : IDisposable
{
    private static readonly AsyncLocal<CellRun?> Running = new();

    private readonly TextWriter standardOut = Console.Out, standardError = Console.Error;

    /// <summary>The cell whose code, or whose task, asks; null outside of any.</summary>
    public static CellRun? Current => Running.Value;

    /// <summary>Makes this the cell of whatever the caller starts from here on. A cell before it may have put writers of its own.</summary>
    public void Enter(CellRun run)
    {
        Console.SetOut(new Writer("stdout", standardOut));
        Console.SetError(new Writer("stderr", standardError));
        Running.Value = run;
    }

    public void Dispose()
    {
        Console.SetOut(standardOut);
        Console.SetError(standardError);
    }

    private sealed class Writer(string stream, TextWriter outside) : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override string NewLine => "\n";

        public override void Write(char value) => Write(value.ToString());

        public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

        public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

        public override void WriteLine(string? value) => Write(value + NewLine);

        public override void Write(string? value)
        {
            if (Current is { } run)
                run.Write(stream, value ?? "");
            else
                outside.Write(value);
        }
    }
}
