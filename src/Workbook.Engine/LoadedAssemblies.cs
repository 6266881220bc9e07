using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis.Text;

namespace Workbook.Engine;

/// <summary>
/// The assemblies of scripts. One may come once more under its name: those loaded from then on find the newer one, those before it
/// keep what they have.
/// </summary>
internal sealed class LoadedAssemblies : IDisposable
{
    private readonly List<Context> contexts = [];
    private readonly Dictionary<Assembly, SourceLines> lines = [];

    /// <param name="lines">Its portable PDB; null where no line of it is ever asked for.</param>
    public Assembly Add(string name, byte[] image, byte[]? lines = null)
    {
        if (contexts.Count == 0 || contexts[^1].ByName.ContainsKey(name))
            contexts.Add(new(contexts.LastOrDefault()?.ByName ?? []));
        var assembly = contexts[^1].LoadFromStream(new MemoryStream(image));
        contexts[^1].ByName[name] = assembly;
        if (lines != null)
            this.lines[assembly] = new SourceLines(lines);
        return assembly;
    }

    /// <summary>Where in a script an exception was thrown or passed through first; null if nowhere in it.</summary>
    /// <param name="place">The name of the script's source.</param>
    public LinePosition? LineOf(Exception problem, string place)
    {
        foreach (var frame in new System.Diagnostics.StackTrace(problem, fNeedFileInfo: false).GetFrames())
            if (frame.GetMethod() is { } method && lines.TryGetValue(method.Module.Assembly, out var source)
                && source.Place == place && source.LineOf(method.MetadataToken, frame.GetILOffset()) is { } line)
                return line;
        return null;
    }

    /// <summary>Lets go of all; each is unloaded once nothing else holds it.</summary>
    public void Dispose()
    {
        foreach (var source in lines.Values)
            source.Dispose();
        lines.Clear();
        foreach (var context in contexts)
        {
            context.ByName.Clear();
            context.Unload();
        }
        contexts.Clear();
    }

    // Each name once, or with what it was before: what a script refers to may be sought long after it was loaded.
    private sealed class Context(Dictionary<string, Assembly> before) : AssemblyLoadContext("notebook", isCollectible: true)
    {
        public Dictionary<string, Assembly> ByName { get; } = new(before);

        protected override Assembly? Load(AssemblyName name) => ByName.GetValueOrDefault(name.Name!);
    }
}
