using System.Globalization;
using System.Reflection;
using Xunit.v3;

namespace Workbook.Tests;

/// <summary>
/// For tests that run cells: the console and the current folder belong to the whole process, so one runs at a time. Tests that need
/// neither go on meanwhile.
/// </summary>
[CollectionDefinition(Name)]
[Turn]
public sealed class OneAtATime
{
    public const string Name = "host";

    private static readonly SemaphoreSlim Free = new(1);

    /// <summary>Waits for the console and the current folder, which are the caller's until it disposes of what it gets.</summary>
    /// <remarks>For what runs cells outside of a test of this collection: such a test has them already.</remarks>
    internal static async Task<IDisposable> EnterAsync()
    {
        await Free.WaitAsync(TestContext.Current.CancellationToken);
        return new Leave();
    }

    private sealed class Leave : IDisposable
    {
        public void Dispose() => Free.Release();
    }

    private sealed class TurnAttribute : BeforeAfterTestAttribute
    {
        public override void Before(MethodInfo methodUnderTest, IXunitTest test) => Free.Wait(TestContext.Current.CancellationToken);

        public override void After(MethodInfo methodUnderTest, IXunitTest test) => Free.Release();
    }
}

/// <summary>The workbook's notebooks, each run once for all tests, as a reader with decimal commas has it.</summary>
internal static class NotebookRuns
{
    private static readonly Dictionary<string, Task<NotebookRun>> Runs = [];

    /// <summary>The files of notebooks/, without their ending.</summary>
    public static IEnumerable<string> Names =>
        Checkout.Notebooks(Repository.Notebooks).Select(path => Path.GetFileNameWithoutExtension(path));

    /// <summary>Those of their worked exercises.</summary>
    public static IEnumerable<string> Solutions => Names.Select(SolutionsOf);

    /// <param name="name">One of <see cref="Names"/>.</param>
    public static string SolutionsOf(string name) => name + ".solutions";

    /// <param name="name">One of <see cref="Names"/> or <see cref="Solutions"/>.</param>
    public static Task<NotebookRun> Of(string name)
    {
        if (!Runs.TryGetValue(name, out var run))
            Runs[name] = run = RunWithCommasAsync(Notebook.Load(Path.Combine(Repository.Notebooks, name + ".ipynb")));
        return run;
    }

    /// <summary>Any other notebook, anew.</summary>
    public static Task<NotebookRun> RunAsync(Notebook notebook) => NotebookRun.RunAsync(
        Plan.Of(notebook, HostPackages.All), HostPackages.All, cancel: TestContext.Current.CancellationToken);

    /// <summary>The same under a culture that writes "−1.234,5": there is no ICU here to ask for Finland's.</summary>
    public static async Task<NotebookRun> RunWithCommasAsync(Notebook notebook)
    {
        var current = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = Commas();   // and of whatever cells start
            return await RunAsync(notebook);
        }
        finally
        {
            CultureInfo.CurrentCulture = current;
        }
    }

    private static CultureInfo Commas()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        var numbers = culture.NumberFormat;
        (numbers.NumberDecimalSeparator, numbers.NumberGroupSeparator, numbers.NegativeSign) = (",", ".", "−");
        (numbers.PercentDecimalSeparator, numbers.PercentGroupSeparator) = (",", ".");
        return culture;
    }
}
