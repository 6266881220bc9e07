using BenchmarkDotNet.Running;
using Workbook.Benchmarks;

// bench: what a reader of the workbook waits for; bench --help lists its options. record-training: what notebook 03 draws of many seeds.
// record-gates [MOST [FOLDER]]: what notebook 06 does; MOST trials of each setting make a slice. compare: ours, ours as Debug code and the
// peers, interleaved. Anything else is BenchmarkDotNet's: --filter '*', say.
if (args is ["bench", ..])
    return await Workbook.ExitCode.OfLineAsync([BenchCommand.Declare()], args, Console.Error);
if (args is ["record-training", ..])
{
    if (args.Length > 1)
    {
        Console.Error.WriteLine($"record-training takes no arguments; not {args[1]}.");
        return 2;
    }
    RecordTraining.Run(Record.Place);
    return 0;
}
if (args is ["record-gates", ..])
{
    int most = int.MaxValue;
    if (args.Length > 3 || (args.Length > 1 && !(int.TryParse(args[1], out most) && most > 0)))
    {
        Console.Error.WriteLine($"record-gates takes a number of trials and a folder, or nothing; not {string.Join(' ', args[1..])}.");
        return 2;
    }
    RecordGates.Run(args.Length > 2 ? args[2] : Record.Place, most);
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
