using System.Reflection;

namespace Workbook.Engine;

/// <summary>What a host carries: the framework that every cell may use, and the packages that a notebook may name.</summary>
/// <param name="Framework">Every assembly of the framework, as the outside engines have it.</param>
/// <param name="Pins">Name and version of each package that a notebook may ask for; names are compared without case.</param>
/// <param name="Packages">The packages that are there, and all that they depend on, by name without case.</param>
/// <param name="Ignored">Packages that a notebook may name and that bring nothing here: extensions of another host.</param>
public sealed record PackageSet(
    IReadOnlyList<ReferencedAssembly> Framework,
    IReadOnlyDictionary<string, string> Pins,
    IReadOnlyDictionary<string, Package> Packages,
    IReadOnlyCollection<string> Ignored)
{
    /// <summary>Packages that extend the .NET Interactive kernel: they have no work where there is none.</summary>
    public static IReadOnlyCollection<string> KernelExtensions { get; } = ["Microsoft.DotNet.Interactive", "Plotly.NET.Interactive"];

    /// <summary>What a host's project wrote into its assembly under keys that begin with a prefix, by the rest of the key.</summary>
    public static Dictionary<string, string> ReadMetadata(Assembly host, string prefix) =>
        host.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Where(each => each.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(each => each.Key[prefix.Length..], each => each.Value!, StringComparer.OrdinalIgnoreCase);

    /// <summary>A sentence for each package that is there at another version than the pinned one.</summary>
    public IEnumerable<string> Substitutions =>
        Pins.Where(pin => Packages.TryGetValue(pin.Key, out var package) && package.Version != pin.Value)
            .OrderBy(pin => pin.Key, StringComparer.Ordinal)
            .Select(pin => $"{pin.Key} {Packages[pin.Key].Version} stands in for {pin.Value}, which the package registry did not have.");

    /// <summary>Why a notebook cannot have a package here, or null if it can.</summary>
    /// <param name="version">Empty for any.</param>
    public string? WhyUnavailable(string name, string version)
    {
        if (Ignored.Contains(name, StringComparer.OrdinalIgnoreCase))
            return null;
        if (!Pins.TryGetValue(name, out string? pin) || !Packages.ContainsKey(name))
            return $"the package {name} is not among those this host carries ({string.Join(", ", Carried)}).";
        return version == "" || version == pin ? null : $"the package {name} is pinned at {pin}, not at {version}.";
    }

    /// <summary>The assemblies of a package and of all it depends on; none for one that brings nothing.</summary>
    public IEnumerable<ReferencedAssembly> References(string name)
    {
        var (found, open) = (new HashSet<string>(StringComparer.OrdinalIgnoreCase), new Stack<string>([name]));
        while (open.TryPop(out string? next))
        {
            if (!Packages.TryGetValue(next, out var package) || !found.Add(next))
                continue;
            foreach (string dependency in package.Dependencies)
                open.Push(dependency);
            foreach (var assembly in package.Assemblies.Value)
                yield return assembly;
        }
    }

    private IEnumerable<string> Carried => Pins.Keys.Where(Packages.ContainsKey).Order();
}

/// <summary>A package as a host carries it.</summary>
/// <param name="Dependencies">The names of the packages that it needs itself.</param>
/// <param name="Assemblies">Read when a notebook first asks for them.</param>
public sealed record Package(string Version, IReadOnlyList<string> Dependencies, Lazy<IReadOnlyList<ReferencedAssembly>> Assemblies);
