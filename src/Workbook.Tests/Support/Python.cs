using System.Diagnostics;

namespace Workbook.Tests;

/// <summary>Debian's Python, as an oracle.</summary>
internal static class Python
{
    private const string Program = "/usr/bin/python3";

    /// <summary>Runs a script that imports a module, or skips the test where the module is not here; returns what it printed.</summary>
    /// <param name="module">From Debian's package python3-…</param>
    /// <param name="script">Sees the arguments in sys.argv; fails the test where it raises.</param>
    public static async Task<string> RunAsync(string module, string script, params string[] arguments)
    {
        bool isThere = File.Exists(Program) && (await StartAsync($"import {module}")).Code == 0;
        Assert.SkipUnless(isThere, $"{Program} has no module {module} here.");
        var (code, output, problems) = await StartAsync(script, arguments);
        Assert.True(code == 0, problems);
        return output;
    }

    private static async Task<(int Code, string Output, string Problems)> StartAsync(string script, params string[] arguments)
    {
        using var python = Process.Start(new ProcessStartInfo(Program, ["-c", script, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, problems) = (python.StandardOutput.ReadToEndAsync(), python.StandardError.ReadToEndAsync());
        await python.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (python.ExitCode, await output, await problems);
    }
}
