namespace Workbook.Tests;

/// <summary>A loss curve where the host cannot redraw it.</summary>
[Collection(OneAtATime.Name)]
public class LiveLossTests
{
    [Theory]
    [InlineData(2000, "500 1000 1500 2000")]
    [InlineData(999, "")]
    public void A_long_run_says_a_line_after_each_quarter(int steps, string said)
    {
        var (console, text) = (Console.Out, new StringWriter { NewLine = "\n" });
        Console.SetOut(text);
        try
        {
            var live = new LiveLoss("Loss", steps);
            for (int i = 0; i < steps; i++)   // numbered as in a second run
                live.Add(new TrainingStep(i + 70, Loss: 3, TokenLoss: 1, GradientNorm: 1, UpdateRatio: 1, Clipped: false));
        }
        finally
        {
            Console.SetOut(console);
        }
        var numbers = said.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(string.Concat(numbers.Select(step => $"{step} of {steps} training steps, loss per token 1.00\n")), text.ToString());
    }
}
