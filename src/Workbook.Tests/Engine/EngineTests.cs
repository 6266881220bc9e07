namespace Workbook.Tests;

/// <summary>What the engine is made of.</summary>
public sealed class EngineTests
{
    [Fact]
    public void It_knows_no_terminal_no_page_and_no_network() =>
        Assert.Equal(
            ["Microsoft.CodeAnalysis", "Microsoft.CodeAnalysis.CSharp"],
            typeof(Session).Assembly.GetReferencedAssemblies().Select(each => each.Name!).Order(StringComparer.Ordinal)
                .Where(name => !name.StartsWith("System.", StringComparison.Ordinal) && name != "netstandard"));
}
