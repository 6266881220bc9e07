using System.Runtime.CompilerServices;

namespace Workbook.Tests;

/// <summary>Tests run beside one another, and MathNet's own threads would only wait for the same processors.</summary>
internal static class SingleThread
{
    [ModuleInitializer]
    internal static void Use() => MathNet.Numerics.Control.UseSingleThread();
}
