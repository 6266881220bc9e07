using BenchmarkDotNet.Running;
using Workbook.Benchmarks;

// record-training: what notebook 03 draws of many seeds. compare: ours, ours as Debug code and the peers, interleaved. Anything else is
// BenchmarkDotNet's: --filter '*', say.
if (args is ["record-training", ..])
{
    if (args.Length > 1)
    {
        Console.Error.WriteLine($"record-training takes no arguments; not {args[1]}.");
        return 2;
    }
    RecordTraining.Run(Path.Combine(Folder.Project, "..", "..", "data", "recorded"));
    return 0;
}
if (args is not ["compare", ..])
{
    BenchmarkSwitcher.FromAssembly(typeof(Sizes).Assembly).Run(args);
    return 0;
}
var options = new Dictionary<string, string>
{
    ["--sizes"] = "compared", ["--rounds"] = "10", ["--seconds"] = "0.1", ["--python"] = "python3", ["--record"] = "",
};
for (int k = 1; k < args.Length; k += 2)
{
    if (!options.ContainsKey(args[k]) || k + 1 == args.Length)
    {
        Console.Error.WriteLine($"compare knows {string.Join(", ", options.Keys)}, each with a value; not {args[k]}.");
        return 2;
    }
    options[args[k]] = args[k + 1];
}
Sizes[] sizes = options["--sizes"] switch
{
    "compared" => Sizes.Compared,
    "ladder" => Sizes.Ladder,
    var some => [.. some.Split(' ').Select(each => each.Split(','))
        .Select(n => new Sizes(int.Parse(n[0]), int.Parse(n[1]), int.Parse(n[2]), int.Parse(n[3])))],
};
string? record = options["--record"] is "" ? null : options["--record"];
Comparison.Run(sizes, int.Parse(options["--rounds"]), double.Parse(options["--seconds"]), options["--python"], record);
return 0;
