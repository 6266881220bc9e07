using Workbook.Tests;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace Workbook.Tests;

/// <summary>
/// The order in which tests begin: what takes minutes first, so that nothing long is left for one processor alone; what reads the book
/// last, as the tests that run cells have made it by then.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Minutes = [nameof(OneAtATime), nameof(LiveNotebookTests), nameof(LiveSolutionTests)];
    private static readonly string[] Readers =
        [nameof(LivePageTests), nameof(BookBrowserTests), nameof(LiveKeepTests), nameof(SiteTests), nameof(CompletionPageTests)];

    public IReadOnlyCollection<T> OrderTestCollections<T>(IReadOnlyCollection<T> testCollections)
        where T : ITestCollection => [.. testCollections.OrderBy(each => Place(each))];

    private static int Place(ITestCollection collection)
    {
        int first = Array.FindIndex(Minutes, Is), last = Array.FindIndex(Readers, Is);
        return first >= 0 ? first : Minutes.Length + last + 1;

        // A class that names no collection is one of its own, known by the class's name.
        bool Is(string name) => collection.TestCollectionClassName == $"{nameof(Workbook)}.{nameof(Tests)}.{name}"
            || collection.TestCollectionDisplayName.Contains($".{name} ", StringComparison.Ordinal);
    }
}
