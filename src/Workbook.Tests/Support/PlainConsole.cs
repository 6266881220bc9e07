using Spectre.Console;

namespace Workbook.Tests;

/// <summary>A console that is no terminal.</summary>
internal static class PlainConsole
{
    public static IAnsiConsole To(TextWriter said) =>
        AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(said),
        });
}
