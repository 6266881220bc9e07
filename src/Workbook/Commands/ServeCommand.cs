using System.CommandLine;
using System.Diagnostics;
using Spectre.Console;

namespace Workbook;

/// <summary>The command that shows the book with its cells running in the reader's browser, from this machine alone.</summary>
public static class ServeCommand
{
    private const int UsualPort = 8123;

    public static Command Declare()
    {
        var command = new Command("serve", "Serves the book on this machine, with cells that run in the browser.");
        var port = new Option<int>("--port")
        {
            Description = "The port to serve on. If it is in use, a free one is taken.",
            DefaultValueFactory = _ => UsualPort,
        };
        port.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var token }] && !(int.TryParse(token, out int number) && number is >= 0 and <= 65535))
                result.AddError($"--port {token}: give a number from 0 to 65535.");
        });
        var open = new Option<bool>("--open") { Description = "Opens the book in the default browser." };
        var output = new Option<string>("--out", "-o")
        {
            Description = "The book's folder; the book is written first if it is not there. Default: out/ in the repository root.",
            HelpName = "folder",
        };
        foreach (Option option in new Option[] { port, open, output })
            command.Add(option);
        command.SetAction((line, cancel) => RunAsync(
            new() { Port = line.GetValue(port), Open = line.GetValue(open), Output = line.GetValue(output) },
            AnsiConsole.Console, Console.Error, cancel));
        return command;
    }

    /// <returns>
    /// When it is cancelled 0, or 1 where a cell of the book failed as it was written; else as <see cref="ExitCode.OfAsync"/> says.
    /// </returns>
    public static Task<int> RunAsync(ServeOptions options, IAnsiConsole console, TextWriter errors, CancellationToken cancel) =>
        ExitCode.OfAsync(errors, async () =>
        {
            var site = new LiveSite(Checkout.Folder());
            string book = options.Output ?? Checkout.DefaultOutput;
            int code = await LiveBook.MakeAsync(book, site, console, errors, cancel);
            if (code > 1)
                return code;
            await using var server = await BookServer.StartAsync([site.Folder, book], options.Port, cancel);
            Report.Line(console, $"The book is at {server.Address} until Ctrl+C is pressed");
            if (options.Open)
                Open(server.Address);
            await Task.Delay(Timeout.Infinite, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return code;
        });

    // A machine without a browser has shown the address all the same.
    private static void Open(string address)
    {
        try
        {
            Process.Start(new ProcessStartInfo(address) { UseShellExecute = true })?.Dispose();
        }
        catch (System.ComponentModel.Win32Exception)
        {
        }
    }
}

/// <summary>What <see cref="ServeCommand"/> is to do.</summary>
public sealed record ServeOptions
{
    /// <summary>The port; 0 for any that is free.</summary>
    public int Port { get; init; }

    /// <summary>Whether the browser is opened.</summary>
    public bool Open { get; init; }

    /// <summary>The book's folder; the checkout's out/ if omitted.</summary>
    public string? Output { get; init; }
}
