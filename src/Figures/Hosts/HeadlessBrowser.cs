#nullable enable
using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;

/// <summary>
/// An installed Chrome, Chromium or Edge without a window, spoken to over its DevTools protocol
/// (chromedevtools.github.io/devtools-protocol). It has a profile of its own, gone afterwards, and no network.
/// </summary>
public sealed class HeadlessBrowser : IDisposable
{
    /// <summary>The environment variable that names a browser to use before all others.</summary>
    public const string Variable = "WORKBOOK_BROWSER";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);   // for each answer; a figure takes a fraction of one

    private readonly DirectoryInfo profile;
    private readonly Process process;
    private readonly ClientWebSocket socket = new();
    private int calls;

    /// <param name="path">The browser's program; found by <see cref="Find"/> if omitted.</param>
    /// <exception cref="InvalidOperationException">There is no browser, or it does not start.</exception>
    public HeadlessBrowser(string? path = null)
    {
        path ??= Find() ?? throw new InvalidOperationException("No browser was found to draw the picture: "
            + $"install Chrome, Chromium or Edge, or name one in the environment variable {Variable}. "
            + "The camera over the figure and SaveHtml need none.");
        profile = Directory.CreateTempSubdirectory("workbook-browser-");
        string[] arguments =
        [
            "--headless", "--remote-debugging-port=0", $"--user-data-dir={profile.FullName}", "--no-first-run", "--disable-gpu",
            "--disable-extensions", "--disable-sync", "--disable-background-networking", "--disable-component-update", "--disable-quic",
            "--hide-scrollbars", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            .. Environment.UserName == "root" ? ["--no-sandbox"] : Array.Empty<string>(), "about:blank",
        ];
        var start = new ProcessStartInfo(path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            process = Process.Start(start)!;
            process.BeginOutputReadLine();   // what it says is of no use, and must not fill the pipe
            process.BeginErrorReadLine();
            socket.ConnectAsync(PageAddress(), CancellationToken.None).WaitAsync(Limit).GetAwaiter().GetResult();
        }
        catch (Exception problem)
        {
            Dispose();
            throw new InvalidOperationException($"The browser {path} does not start: {problem.Message}", problem);
        }
    }

    /// <summary>
    /// The browser that <see cref="Variable"/> names, else the first on the PATH, else the first in the usual places of Linux,
    /// macOS and Windows; null if there is none.
    /// </summary>
    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
            return named;
        string[] names =
        [
            "chromium-headless-shell",   // has no windows, and takes less of a processor
            "google-chrome", "google-chrome-stable", "chromium", "chromium-browser", "microsoft-edge", "chrome.exe", "msedge.exe",
        ];
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => names.Select(name => Path.Combine(folder, name)));
        Environment.SpecialFolder[] programs =
        [
            Environment.SpecialFolder.ProgramFiles,
            Environment.SpecialFolder.ProgramFilesX86,
            Environment.SpecialFolder.LocalApplicationData,
        ];
        string[] there =
        [
            Path.Combine("Google", "Chrome", "Application", "chrome.exe"), Path.Combine("Microsoft", "Edge", "Application", "msedge.exe"),
        ];
        var onWindows = programs.Select(Environment.GetFolderPath).Where(folder => folder != "")
            .SelectMany(folder => there.Select(program => Path.Combine(folder, program)));
        var onMac = new[] { "Google Chrome", "Chromium", "Microsoft Edge" }
            .Select(name => $"/Applications/{name}.app/Contents/MacOS/{name}");
        return onPath.Concat(onWindows).Concat(onMac).FirstOrDefault(File.Exists);
    }

    /// <summary>Puts this text in place of the page.</summary>
    public void Open(string html)
    {
        string frame = (string)Call("Page.getFrameTree", new JsonObject())["frameTree"]!["frame"]!["id"]!;
        Call("Page.setDocumentContent", new JsonObject { ["frameId"] = frame, ["html"] = html });
    }

    /// <summary>Runs JavaScript in the page, waits for its promise, and returns its value as text.</summary>
    /// <exception cref="InvalidOperationException">The script threw; the message is its own.</exception>
    public string Run(string script)
    {
        var call = new JsonObject { ["expression"] = script, ["awaitPromise"] = true, ["returnByValue"] = true };
        var answer = Call("Runtime.evaluate", call);
        return answer["exceptionDetails"] is { } thrown
            ? throw new InvalidOperationException($"The page says: {thrown["exception"]?["description"] ?? thrown["text"]}")
            : answer["result"]!["value"]?.ToString() ?? "";
    }

    /// <summary>The page as a PDF of a single sheet.</summary>
    /// <param name="width">In CSS pixels, 96 per inch.</param>
    /// <param name="height">In CSS pixels.</param>
    public byte[] Pdf(double width, double height) => Convert.FromBase64String((string)Call("Page.printToPDF", new JsonObject
    {
        ["printBackground"] = true, ["paperWidth"] = width / 96, ["paperHeight"] = height / 96, ["pageRanges"] = "1",
        ["marginTop"] = 0, ["marginBottom"] = 0, ["marginLeft"] = 0, ["marginRight"] = 0,
    })["data"]!);

    public void Dispose()
    {
        socket.Dispose();
        if (process is { HasExited: false })
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
        process?.Dispose();
        for (int tries = 0; profile.Exists && tries < 20; tries++)   // its last processes may still be writing
            try
            {
                profile.Delete(recursive: true);
                return;
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                Thread.Sleep(50);
            }
    }

    // Where the browser's only page is spoken to. The browser writes its port into its profile once it listens.
    private Uri PageAddress()
    {
        string port = Await("did not answer", () => PortFile() is [var first, _, ..] ? first : null);
        using var http = new HttpClient { Timeout = Limit };
        return new Uri(Await("opened no page", () =>
            JsonNode.Parse(http.GetStringAsync($"http://127.0.0.1:{port}/json/list").GetAwaiter().GetResult())!.AsArray()
                .Where(page => (string?)page!["type"] == "page").Select(page => (string?)page!["webSocketDebuggerUrl"]).FirstOrDefault()));
    }

    // What is not there at once: asked for until it is, or the browser has ended.
    private string Await(string otherwise, Func<string?> ask)
    {
        for (var clock = Stopwatch.StartNew(); ; Thread.Sleep(20))
            if (ask() is { } found)
                return found;
            else if (process.HasExited || clock.Elapsed > Limit)
                throw new TimeoutException(process.HasExited
                    ? $"it ended with code {process.ExitCode}."
                    : $"it {otherwise} within {Limit.TotalSeconds} seconds.");
    }

    // Its lines; none while it is not there or, on Windows, still being written.
    private string[] PortFile()
    {
        try
        {
            return File.ReadAllLines(Path.Combine(profile.FullName, "DevToolsActivePort"));
        }
        catch (IOException)
        {
            return [];
        }
    }

    private JsonNode Call(string method, JsonObject arguments)
    {
        try
        {
            return CallAsync(method, arguments).WaitAsync(Limit).GetAwaiter().GetResult();
        }
        catch (Exception problem) when (problem is WebSocketException or TimeoutException or IOException or ObjectDisposedException)
        {
            throw new InvalidOperationException($"The browser does not answer any more: {problem.Message}", problem);
        }
    }

    private async Task<JsonNode> CallAsync(string method, JsonObject arguments)
    {
        int id = ++calls;
        var call = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = arguments };
        byte[] text = Encoding.UTF8.GetBytes(call.ToJsonString());
        await socket.SendAsync(text, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None).ConfigureAwait(false);
        while (true)
        {
            var message = JsonNode.Parse(await ReceiveAsync().ConfigureAwait(false))!;   // an answer, or news that nobody asked for
            if ((int?)message["id"] == id)
                return message["result"] ?? throw new InvalidOperationException($"The browser refuses {method}: {message["error"]}");
        }
    }

    private async Task<string> ReceiveAsync()
    {
        var (whole, part) = (new List<byte>(), new byte[1 << 16]);
        while (true)
        {
            var received = await socket.ReceiveAsync(new ArraySegment<byte>(part), CancellationToken.None).ConfigureAwait(false);
            if (received.MessageType == WebSocketMessageType.Close)
                throw new InvalidOperationException("The browser has closed.");
            whole.AddRange(part.AsSpan(0, received.Count).ToArray());
            if (received.EndOfMessage)
                return Encoding.UTF8.GetString(whole.ToArray());
        }
    }
}
