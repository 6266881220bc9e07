using System.Text;

namespace Workbook;

/// <summary>Leads what is written to the console to a cell, until disposed.</summary>
internal sealed class ConsoleCapture : IDisposable
{
    private readonly TextWriter standardOut = Console.Out, standardError = Console.Error;

    public ConsoleCapture(CellRun run)
    {
        Console.SetOut(new Writer(run, "stdout"));
        Console.SetError(new Writer(run, "stderr"));
    }

    public void Dispose()
    {
        Console.SetOut(standardOut);
        Console.SetError(standardError);
    }

    private sealed class Writer(CellRun run, string stream) : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override string NewLine => "\n";

        public override void Write(char value) => run.Write(stream, value.ToString());

        public override void Write(string? value) => run.Write(stream, value ?? "");

        public override void WriteLine(string? value) => run.Write(stream, value + "\n");
    }
}
