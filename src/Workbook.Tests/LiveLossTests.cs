namespace Workbook.Tests;

/// <summary>A loss curve where the host cannot redraw it.</summary>
[Collection(OneAtATime.Name)]
public class LiveLossTests
{
    [Theory]
    [InlineData(2000, "500 of 2000 steps, loss of a token 1.00\n1000 of 2000 steps, loss of a token 1.00\n1500 of 2000 steps, loss of a token 1.00\n2000 of 2000 steps, loss of a token 1.00\n")]
    [InlineData(999, "")]
    public void A_long_run_says_a_line_after_each_quarter(int steps, string expected)
    {
        var (console, text) = (Console.Out, new StringWriter { NewLine = "\n" });
        Console.SetOut(text);
        try
        {
            var live = new LiveLoss("Loss", steps);
            for (int i = 0; i < steps; i++)
                live.Add(new TrainingStep(i + 70, Loss: 3, TokenLoss: 1, GradientNorm: 1, UpdateRatio: 1, Clipped: false));   // as in a second run
        }
        finally
        {
            Console.SetOut(console);
        }
        Assert.Equal(expected, text.ToString());
    }
}
