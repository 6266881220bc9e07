namespace Workbook.Engine;

/// <summary>
/// The cells of a notebook as they were compiled before anyone ran them, and whether each can still be run so: a reader leaves some out,
/// runs some twice and changes some. README.md in this folder has the rules and their reasons.
/// </summary>
internal sealed class PrecompiledCells(IEnumerable<CompiledSubmission> compiled)
{
    private readonly Submission[] known = [.. compiled.Select((each, k) => new Submission(k + 1, each.Declared, each))];
    private readonly List<Submission> others = [];

    public int Count => known.Length;

    /// <summary>All that may have run.</summary>
    public IEnumerable<Submission> All => known.Concat(others);

    /// <summary>Adds a submission that has run and replaces none of them.</summary>
    public void Add(Submission other) => others.Add(other);

    public Submission? At(string place) => Array.Find(known, each => each.Compiled!.Place == place);

    /// <summary>The submissions that it was compiled after.</summary>
    public IEnumerable<Submission> Above(Submission it) => known.Take(it.Number - 1);

    /// <summary>Whether its image can be run: its names bind as they did when it was compiled.</summary>
    public bool Holds(Submission it) =>
        it.Compiled!.Image.Length == 0 || (CanBeReplaced(it) && !it.Compiled.FreeNames.Overlaps(ShadowedNames(it)));

    /// <summary>
    /// Whether other code with the same declarations can run in its place, unless it uses one of its <see cref="ShadowedNames"/>: the
    /// images of those after it then find what they were compiled against.
    /// </summary>
    public bool CanBeReplaced(Submission it)
    {
        var (declared, shadowed) = (it.Declared, ShadowedNames(it));
        return !declared.Names.Overlaps(shadowed)
            && Above(it).All(above => above.HasRun || !(above.Declared.ChangesLookup || above.Declared.HasAnonymousTypes))
            && !others.Any(other => other.Declared.ChangesLookup)
            && !(it.HasRun && (declared.HasTypes || declared.HasAnonymousTypes))
            && !(declared.HasAnonymousTypes && shadowed.Count > 0);   // anonymous types are numbered by how many submissions come before
    }

    /// <summary>
    /// The names that may bind to something else now: those declared by others, by submissions below it, or by ones above it that did not
    /// run.
    /// </summary>
    public HashSet<string> ShadowedNames(Submission it) =>
        [.. others.Concat(Above(it).Where(above => !above.HasRun)).Concat(known.Skip(it.Number).Where(below => below.HasRun))
            .SelectMany(each => each.Declared.Names)];
}
