namespace Workbook.Tests;

/// <summary>A host of the engine's own tests, with nothing of the command in it.</summary>
internal static class Bare
{
    /// <summary>The framework; a package Known 1.0.0 whose assembly is MathNet's, by way of another; and one that brings nothing.</summary>
    public static PackageSet Host { get; } = new(
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == Path.GetDirectoryName(typeof(object).Assembly.Location))
            .Append(typeof(Scripting.DisplayExtensions).Assembly.Location).Select(path => ReferencedAssembly.FromFile(path))],
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Known"] = "1.0.0", ["Absent"] = "2.0.0" },
        new Dictionary<string, Package>(StringComparer.OrdinalIgnoreCase)
        {
            ["Known"] = new("1.0.1", ["Inner"], new(() => [])),
            ["Inner"] = new("3.0.0", ["Known"], new(() =>
                [ReferencedAssembly.FromFile(typeof(MathNet.Numerics.Complex32).Assembly.Location)])),
        },
        ["Extension"]);
}
