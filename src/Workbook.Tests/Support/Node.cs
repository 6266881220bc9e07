using System.Diagnostics;

namespace Workbook.Tests;

/// <summary>Debian's Node, as an oracle.</summary>
internal static class Node
{
    private const string Program = "/usr/bin/node", Modules = "/usr/share/nodejs";

    /// <summary>Runs a script that requires a module, or skips the test if the module is not here; returns what it printed.</summary>
    /// <param name="module">From Debian's package of that name.</param>
    /// <param name="input">What the script reads from its standard input.</param>
    public static async Task<string> RunAsync(string module, string script, string input)
    {
        bool isThere = File.Exists(Program) && Directory.Exists(Path.Combine(Modules, module));
        Assert.SkipUnless(isThere, $"This test needs {Program} and its module {module}, from Debian's {module}.");
        using var node = Process.Start(new ProcessStartInfo(Program, ["-e", script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["NODE_PATH"] = Modules },
        })!;
        var (output, problems) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        await node.StandardInput.WriteAsync(input);
        node.StandardInput.Close();
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(node.ExitCode == 0, await problems);
        return await output;
    }
}
