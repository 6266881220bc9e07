namespace Workbook.Live;

internal static class Program
{
    // A runtime needs an entry point to start; all else is called from the page's worker.
    private static void Main()
    {
    }
}
