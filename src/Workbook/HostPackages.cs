using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.Extensions.DependencyModel;

namespace Workbook;

/// <summary>The packages that this host carries, at the versions of <c>Directory.Packages.props</c>.</summary>
public static class HostPackages
{
    // They extend the .NET Interactive kernel, and have no work where there is none.
    private static readonly string[] KernelExtensions = ["Microsoft.DotNet.Interactive", "Plotly.NET.Interactive"];

    private static readonly Dictionary<string, RuntimeLibrary> Libraries =
        DependencyContext.Default!.RuntimeLibraries.ToDictionary(library => library.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Name and version of every pinned package.</summary>
    public static IReadOnlyDictionary<string, string> Pins { get; } = typeof(HostPackages).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Where(pin => pin.Key.StartsWith("package:", StringComparison.Ordinal))
        .ToDictionary(pin => pin.Key["package:".Length..], pin => pin.Value!, StringComparer.OrdinalIgnoreCase);

    /// <summary>A sentence for each package of which this host was built with another version than the pinned one.</summary>
    public static IEnumerable<string> StandIns { get; } =
        StandInsFor(Pins, Libraries.ToDictionary(library => library.Key, library => library.Value.Version));

    /// <param name="pins">Name and version of each package that should be there.</param>
    /// <param name="versions">Name and version of each that is.</param>
    public static IReadOnlyList<string> StandInsFor(
        IReadOnlyDictionary<string, string> pins, IReadOnlyDictionary<string, string> versions) =>
        [.. pins.Where(pin => versions.TryGetValue(pin.Key, out string? version) && version != pin.Value)
            .OrderBy(pin => pin.Key, StringComparer.Ordinal)
            .Select(pin => $"{pin.Key} {versions[pin.Key]} stands in for {pin.Value}, which the package registry did not have.")];

    /// <summary>Why a notebook cannot have a package here, or null where it can.</summary>
    /// <param name="version">Empty for any.</param>
    public static string? Problem(string name, string version)
    {
        if (KernelExtensions.Contains(name, StringComparer.OrdinalIgnoreCase))
            return null;
        if (!Pins.TryGetValue(name, out string? pin) || !Libraries.ContainsKey(name))
            return $"the package {name} is not among those this host carries ({string.Join(", ", Carried)}).";
        return version == "" || version == pin ? null : $"the package {name} is pinned at {pin}, not at {version}.";
    }

    /// <summary>The assemblies of a package and of all it depends on; none for a kernel extension.</summary>
    public static IEnumerable<MetadataReference> References(string name)
    {
        var (found, open) = (new HashSet<string>(StringComparer.OrdinalIgnoreCase), new Stack<string>([name]));
        while (open.TryPop(out string? next))
        {
            if (!Libraries.TryGetValue(next, out var library) || !found.Add(next))
                continue;
            foreach (var dependency in library.Dependencies)
                open.Push(dependency.Name);
            foreach (string file in library.GetDefaultAssemblyNames(DependencyContext.Default!).Select(assembly => assembly.Name + ".dll"))
                yield return MetadataReference.CreateFromFile(Path.Combine(AppContext.BaseDirectory, file));
        }
    }

    private static IEnumerable<string> Carried => Pins.Keys.Where(Libraries.ContainsKey).Order();
}
