namespace Workbook.Tests;

/// <summary>What repeats an experiment; that a reader can stop it, <see cref="LiveOutputTests"/> show.</summary>
public class ExperimentTests
{
    [Fact]
    public void Results_are_in_the_order_of_the_seeds_whichever_ends_first() =>
        Assert.Equal([0, 1, 4, 9, 16, 25, 36, 49], Experiment.Repeat(8, seed =>
        {
            Thread.Sleep(8 - seed);
            return seed * seed;
        }));

    [Fact]
    public void A_setting_is_given_as_it_is() => Assert.Equal(["0.5!", "2!"], Experiment.Each(["0.5", "2"], setting => setting + "!"));

    [Fact]
    public void An_exception_is_that_of_the_run()
    {
        var problem = Assert.Throws<ArithmeticException>(() => Experiment.Repeat(3, Fails));
        Assert.Equal("seed 1", problem.Message);
        Assert.Contains(nameof(Fails), problem.StackTrace);

        static int Fails(int seed) => seed == 1 ? throw new ArithmeticException("seed 1") : seed;
    }
}
