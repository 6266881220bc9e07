using System.Reflection;
using System.Reflection.Metadata;
using Microsoft.CodeAnalysis;

namespace Workbook.Live;

/// <summary>
/// What cells may use here: the assemblies that the browser has loaded serve as references too, without a second download.
/// </summary>
internal static class References
{
    /// <summary>The framework, and the packages at the versions that this program was built with.</summary>
    /// <param name="names">Of all assemblies that the browser has loaded.</param>
    public static PackageSet All(IEnumerable<string> names)
    {
        var host = typeof(References).Assembly;
        var packageOf = PackageSet.ReadMetadata(host, "assembly:")
            .ToDictionary(pair => pair.Key, pair => pair.Value.Split(' '), StringComparer.OrdinalIgnoreCase);
        var assemblies = names.ToLookup(name => packageOf.GetValueOrDefault(name)?[0]);
        var packages = packageOf.Values.DistinctBy(package => package[0]).ToDictionary(package => package[0], package => new Package(
            package[1],
            [.. assemblies[package[0]].SelectMany(Needs).Select(name => packageOf.GetValueOrDefault(name)?[0]).OfType<string>().Distinct()],
            new(() => [.. assemblies[package[0]].Select(Of)])), StringComparer.OrdinalIgnoreCase);
        return new(
            [.. assemblies[null].Where(IsFramework).Append(typeof(Scripting.DisplayExtensions).Assembly.GetName().Name!).Select(Of)],
            PackageSet.ReadMetadata(host, "package:"), packages, PackageSet.KernelExtensions);
    }

    /// <summary>The metadata of an assembly, by its name.</summary>
    public static ReferencedAssembly Of(string name) => Of(name, null);

    /// <inheritdoc cref="Of(string)"/>
    /// <param name="documentation">The assembly's, or null.</param>
    public static unsafe ReferencedAssembly Of(string name, DocumentationProvider? documentation) =>
        Assembly.Load(new AssemblyName(name)).TryGetRawMetadata(out byte* metadata, out int length)
            ? new(AssemblyMetadata.Create(ModuleMetadata.CreateFromMetadata((IntPtr)metadata, length)), name, documentation)
            : throw new WorkbookException($"The assembly {name} has no metadata here.");

    private static bool IsFramework(string name) =>
        name is "mscorlib" or "netstandard" or "System" or "WindowsBase"
        || name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal);

    private static IEnumerable<string> Needs(string assembly) =>
        Assembly.Load(new AssemblyName(assembly)).GetReferencedAssemblies().Select(name => name.Name!);
}
