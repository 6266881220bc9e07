using Microsoft.Extensions.DependencyModel;

namespace Workbook;

/// <summary>The packages that this program was built with, at the versions of <c>Directory.Packages.props</c>.</summary>
public static class HostPackages
{
    public static PackageSet All { get; } = new(
        [.. Framework().Append(typeof(Scripting.DisplayExtensions).Assembly.Location)
            .Select(path => ReferencedAssembly.FromFile(path))],
        PackageSet.ReadMetadata(typeof(HostPackages).Assembly, "package:"),
        DependencyContext.Default!.RuntimeLibraries.ToDictionary(library => library.Name, Package, StringComparer.OrdinalIgnoreCase),
        PackageSet.KernelExtensions);

    private static IEnumerable<string> Framework() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == Path.GetDirectoryName(typeof(object).Assembly.Location));

    private static Package Package(RuntimeLibrary library) => new(
        library.Version,
        [.. library.Dependencies.Select(dependency => dependency.Name)],
        new(() => [.. library.GetDefaultAssemblyNames(DependencyContext.Default!)
            .Select(assembly => ReferencedAssembly.FromFile(Path.Combine(AppContext.BaseDirectory, assembly.Name + ".dll")))]));
}
