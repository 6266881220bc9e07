namespace Workbook.Tests;

/// <summary>What live output is where the host has none; in .NET Interactive only that host itself can show.</summary>
[Collection(OneAtATime.Name)]
public class LiveOutputTests
{
    [Fact]
    public void Without_a_host_that_redraws_nothing_is_drawn_and_nothing_interrupts()
    {
        var output = new LiveOutput();
        output.Show(() => throw new InvalidOperationException("drawn"), now: true);
        Assert.False(output.IsAvailable);
        Assert.False(LiveOutput.Interrupt.CanBeCanceled);
    }
}
