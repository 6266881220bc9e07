using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Workbook.Book;

namespace Workbook;

/// <summary>
/// What a book needs beside its pages for its cells to run in a browser: the .NET runtime with all that cells use, built from
/// src/Workbook.Live, and the files that notebooks read.
/// </summary>
/// <param name="checkout">The folder that has notebooks/ and src/ in it.</param>
public sealed class LiveSite(string checkout)
{
    private readonly string project = Path.Combine(checkout, "src", "Workbook.Live");

    /// <summary>The folder that it lies in, once it is built.</summary>
    public string Folder => Path.Combine(project, "bin", "site");

    /// <summary>What a browser loads of it before it opens a notebook, in bytes.</summary>
    public long Size => Loaded.Where(file => !IsOfOneNotebook(file)).Sum(SizeOf);

    /// <summary>What it loads for a notebook, at most.</summary>
    public long SizeOfNotebook => Loaded.Where(IsOfOneNotebook).Max(SizeOf);

    private string Made => Path.Combine(project, "obj", "Release");

    private string[] Loaded => Directory.GetFiles(Path.Combine(Folder, "live"), "*", SearchOption.AllDirectories);

    /// <summary>
    /// Builds it, unless it is there and made of what is there now. It is made beside its place: what is there stays, and is served, until
    /// the new one is whole.
    /// </summary>
    /// <exception cref="WorkbookException">It does not build.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task BuildAsync(Action<string> say, CancellationToken cancel)
    {
        if (Inputs.Made(Folder, Inputs.OfSite(checkout)))
            return;
        string bin = Path.GetDirectoryName(Folder)!, published = Path.Combine(bin, "published"), made = Path.Combine(bin, "site.new");
        Directory.CreateDirectory(bin);
        using var turn = await TurnAsync(Path.Combine(bin, ".building"), cancel);
        string inputs = Inputs.OfSite(checkout);
        if (Inputs.Made(Folder, inputs))
            return;   // by who was building it
        say("Building the C# runtime for browsers, which takes a minute or two the first time");
        Delete(published);
        Delete(made);
        await PublishAsync(published, cancel);
        string content = Path.Combine(published, "wwwroot");
        Bundle(content);
        var notebooks = Notebooks().ToList();
        Compile(content, notebooks.Select(pair => pair.Smaller));
        Parallel.ForEach(Directory.GetFiles(content, "*", SearchOption.AllDirectories).Where(file => !IsModule(file)), Pack);
        string[] files = Directory.GetFiles(content, "*", SearchOption.AllDirectories);
        string place = $"live/{Inputs.Hash(content, files)[..12]}", manifest = Manifest(place, files, Smaller(notebooks));
        Directory.CreateDirectory(Path.Combine(made, "live"));
        Directory.Move(content, Path.Combine(made, place));
        File.WriteAllText(Path.Combine(made, BookFiles.Runtime), manifest);
        File.WriteAllText(Path.Combine(made, Inputs.File), inputs);
        string before = Path.Combine(bin, "site.old");
        Delete(before);
        if (Directory.Exists(Folder))
            Directory.Move(Folder, before);
        Directory.Move(made, Folder);
        Delete(before);
    }

    // One program builds at a time, as they share what lies in obj.
    private static async Task<FileStream> TurnAsync(string path, CancellationToken cancel)
    {
        while (true)
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(200, cancel);
            }
    }

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    private async Task PublishAsync(string folder, CancellationToken cancel)
    {
        // An assembly that is no longer trimmed has its package's date, and what was made of the trimmed one would be taken for newer.
        Delete(Made);
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet";
        string[] arguments = ["publish", project, "-c", "Release", "-p:ForReaders=true", "-v", "q", "-o", folder];
        using var build = new Process
        {
            StartInfo = new(dotnet, arguments) { RedirectStandardOutput = true, RedirectStandardError = true },
        };
        try
        {
            build.Start();
        }
        catch (System.ComponentModel.Win32Exception problem)
        {
            throw new WorkbookException($"The C# runtime for browsers could not be built: {dotnet} does not start ({problem.Message}). "
                + "Put the .NET SDK on the PATH, or its program's path into the environment variable DOTNET_HOST_PATH.", problem);
        }
        var (output, error) = (build.StandardOutput.ReadToEndAsync(CancellationToken.None),
            build.StandardError.ReadToEndAsync(CancellationToken.None));
        try
        {
            await build.WaitForExitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            build.Kill(entireProcessTree: true);
            throw;
        }
        if (build.ExitCode == 0)
            return;
        string[] said = [.. $"{await output}\n{await error}".Split('\n').Select(line => line.Trim()).Where(line => line != "")];
        string why = said.FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal)) ?? said.LastOrDefault() ?? "no reason";
        throw new WorkbookException($"The C# runtime for browsers could not be built (dotnet publish {project}): {why}");
    }

    // All assemblies and all that notebooks read in one file, and where each is in it: one request takes two thirds of the time that
    // 187 take.
    private void Bundle(string content)
    {
        var places = new Dictionary<string, long[]>();
        using (var all = File.Create(Path.Combine(content, "bundle")))
            foreach (var (name, bytes) in Assemblies(content).Concat(Workbook()))
            {
                places[name] = [all.Position, bytes.Length];
                all.Write(bytes);
            }
        File.WriteAllText(Path.Combine(content, "bundle.json"), JsonSerializer.Serialize(places));
    }

    private static IEnumerable<(string Name, byte[] Bytes)> Assemblies(string content)
    {
        foreach (string file in Directory.GetFiles(Path.Combine(content, "_framework"), "*.wasm").Order(StringComparer.Ordinal)
            .Where(file => !Path.GetFileName(file).StartsWith("dotnet.", StringComparison.Ordinal)))
        {
            yield return (Path.GetFileName(file), File.ReadAllBytes(file));
            File.Delete(file);
        }
    }

    // The notebooks, without outputs, and what they import and read.
    private IEnumerable<(string Name, byte[] Bytes)> Workbook() =>
        Files("notebooks", "*.ipynb").Concat(Files("notebooks", "*.dib"))
            .Concat(Checkout.Imported.SelectMany(folder => Files(folder, "*.cs")))
            .Concat(Files("data", "*")).Concat(Files("src/Workbook.Benchmarks/peers", "*.csv"))
            .Select(name => ("/workbook/" + name, name.EndsWith(".ipynb", StringComparison.Ordinal)
                ? Encoding.UTF8.GetBytes(Notebook.Load(Path.Combine(checkout, name)).Published(_ => []))
                : File.ReadAllBytes(Path.Combine(checkout, name))));

    // For the worker to load when one is opened. What is compiled says what it was compiled with: our own assemblies are those that are
    // published, so that it is the same whatever checkout it is built in.
    private void Compile(string content, IEnumerable<Notebook> notebooks)
    {
        string published = Directory.GetDirectories(Made, "linked", SearchOption.AllDirectories).Single();
        ReferencedAssembly Published(string path) => ReferencedAssembly.FromFile(Path.Combine(published, Path.GetFileName(path)));
        string engine = typeof(Scripting.DisplayExtensions).Assembly.Location;
        var packages = HostPackages.All with
        {
            Framework = [.. HostPackages.All.Framework.Select(each => each.Path == engine ? Published(engine) : each)],
        };
        ReferencedAssembly[] imports =
            [.. new[] { typeof(Rnn), typeof(Figure), typeof(Answers) }.Select(type => Published(type.Assembly.Location))];
        foreach (var notebook in notebooks)
        {
            string path = Path.Combine(content, "compiled", "notebooks", notebook.Name + ".ipynb");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var file = File.Create(path);
            CompiledNotebook.Of(Plan.Of(notebook, packages), packages, imports).Write(file);
        }
    }

    // What the pages need to know of it before it is loaded.
    private static string Manifest(string place, string[] files, IEnumerable<(string Name, Dictionary<int, string> Cells)> smaller)
    {
        var runtime = new
        {
            place,
            size = files.Where(file => !IsOfOneNotebook(file)).Sum(SizeOf),
            packed = files.Where(file => !IsOfOneNotebook(file) && !IsModule(file)).Sum(SizeOf),
            smaller = smaller.ToDictionary(pair => pair.Name, pair => pair.Cells),
        };
        return $"window.liveRuntime = {JsonSerializer.Serialize(runtime)};\n";
    }

    // The cells of each notebook that have a smaller value in a slow place.
    private static IEnumerable<(string Name, Dictionary<int, string> Cells)> Smaller(
        IEnumerable<(Notebook Own, Notebook Smaller)> notebooks)
    {
        foreach (var (own, smaller) in notebooks)
        {
            var cells = own.Cells.Zip(smaller.Cells).Where(pair => pair.First.Source != pair.Second.Source)
                .ToDictionary(pair => pair.First.Number, pair => pair.Second.Source);
            if (cells.Count > 0)
                yield return (own.Name, cells);
        }
    }

    // Those that have a page, as they are and with their smaller values.
    private IEnumerable<(Notebook Own, Notebook Smaller)> Notebooks() =>
        from path in Checkout.Notebooks(Path.Combine(checkout, "notebooks"))
        let own = Notebook.Load(path)
        select (own, Settings.Apply(own, Settings.Live(own), HostPackages.All));

    private static bool IsOfOneNotebook(string file) => Path.GetFileName(file).EndsWith(".ipynb.bin", StringComparison.Ordinal);

    // Browsers load these themselves; all else is unpacked by the worker.
    private static bool IsModule(string file) => file.EndsWith(".js", StringComparison.Ordinal);

    // So that no server need compress, or know a type: .bin is one that all send as it is. ZLIB, which browsers call "deflate", has no
    // date in it and no system.
    private static void Pack(string file)
    {
        using (var packed = new ZLibStream(File.Create(file + ".bin"), CompressionLevel.SmallestSize))
            packed.Write(File.ReadAllBytes(file));
        File.Delete(file);
    }

    private static long SizeOf(string file) => new FileInfo(file).Length;

    private IEnumerable<string> Files(string folder, string pattern) => Inputs.Files(checkout, folder, pattern);
}
