namespace Workbook.Engine;

/// <summary>
/// What was compiled before anyone ran it. A reader leaves some of it out, runs some twice and changes some: what was compiled of a script
/// holds as long as it means what the script's text means after all that has run. Using lines further down do not count, or nothing above
/// them could be run again as it was compiled.
/// </summary>
internal sealed class Beforehand(IEnumerable<CompiledSubmission> compiled)
{
    private readonly Submission[] known = [.. compiled.Select((each, k) => new Submission(k + 1, each.Declared, each))];
    private readonly List<Submission> others = [];

    public int Count => known.Length;

    /// <summary>All that may have run.</summary>
    public IEnumerable<Submission> All => known.Concat(others);

    /// <summary>Adds what has run in the place of none of them.</summary>
    public void Add(Submission other) => others.Add(other);

    public Submission? At(string place) => Array.Find(known, each => each.Compiled!.Place == place);

    /// <summary>What came before it where it was compiled.</summary>
    public IEnumerable<Submission> Above(Submission it) => known.Take(it.Number - 1);

    /// <summary>Whether what was compiled of it can be run as it is.</summary>
    public bool Holds(Submission it) =>
        it.Compiled!.Image.Length == 0 || (CanBeReplaced(it) && !it.Compiled.Mentioned.Overlaps(Elsewhere(it)));

    /// <summary>
    /// Whether a text that declares the same can run in its place, unless it mentions what is <see cref="Elsewhere"/>: those after it then
    /// find what they were compiled with.
    /// </summary>
    public bool CanBeReplaced(Submission it)
    {
        var (declared, elsewhere) = (it.Declared, Elsewhere(it));
        return !declared.Names.Overlaps(elsewhere)
            && Above(it).All(above => above.HasRun || !(above.Declared.IsOpen || above.Declared.HasNameless))
            && !others.Any(other => other.Declared.IsOpen)
            && !(it.HasRun && (declared.HasTypes || declared.HasNameless))
            && !(declared.HasNameless && elsewhere.Count > 0);   // such types are numbered by how many scripts come before
    }

    /// <summary>The names that may mean something else to it now: of others, of those below it, of those above that did not run.</summary>
    public HashSet<string> Elsewhere(Submission it) =>
        [.. others.Concat(Above(it).Where(above => !above.HasRun)).Concat(known.Skip(it.Number).Where(below => below.HasRun))
            .SelectMany(each => each.Declared.Names)];
}
