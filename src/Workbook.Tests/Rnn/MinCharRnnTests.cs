using System.Text.Json;

namespace Workbook.Tests;

/// <summary>
/// Karpathy's min-char-rnn on the names of the elements, as data/reference/min_char_rnn.py computes it: a text in chunks of 25, the state
/// carried from chunk to chunk, every entry of the gradient clipped to ±5, Adagrad.
/// </summary>
public class MinCharRnnTests
{
    private const int Hidden = 100, Chunk = 25;

    private static readonly JsonElement Recorded = Reference.Read("min-char-rnn.json")["runs"];

    [Fact]
    public void The_first_sample_is_the_same_letter_for_letter()
    {
        var (letters, text, random) = Text();
        string expected = Reference.Read("min-char-rnn.json")["first_sample"].GetString()!;
        Assert.Equal(200, expected.Length);
        foreach (Func<RnnParameters, Rnn> network in Networks)
        {
            var (rnn, after) = Start(letters, network);
            Assert.Equal(expected, string.Concat(letters.Sample(rnn, text[0], rnn.ZeroState, after).Take(200)));
        }
    }

    [Fact]
    public void At_a_rate_of_one_hundredth_the_losses_stay_together()
    {
        // Six BLAS builds keep within 1e-15 of one another; here sums are taken in yet another order, and 100 steps carry it on.
        AssertFollows(Recorded[0], network: 0, count: 100, _ => 1e-11);
        AssertFollows(Recorded[0], network: 1, count: 100, _ => 1e-11);
    }

    [Fact]
    public void At_its_own_rate_they_stay_together_until_rounding_has_grown()
    {
        // Rounding grows there: two BLAS libraries are up to 7e-10 apart after ten steps, 4e-8 after twenty and 9 % after a hundred.
        AssertFollows(Recorded[1], network: 0, count: 20, step => step < 10 ? 1e-7 : 1e-5);
        AssertFollows(Recorded[1], network: 1, count: 20, step => step < 10 ? 1e-7 : 1e-5);
    }

    private static Func<RnnParameters, Rnn>[] Networks => [weights => new Rnn(weights), weights => new FastRnn(weights)];

    private static (CharacterModel Letters, int[] Text, NumPyRandom Random) Text()
    {
        string path = Path.Combine(Repository.Root, "data", "elements.txt");
        var letters = new CharacterModel(File.ReadAllLines(path));
        return (letters, letters.Tokens(File.ReadAllText(path)), new NumPyRandom(0));
    }

    // Its weights at the start, and the random numbers that come after them.
    private static (Rnn Rnn, NumPyRandom Random) Start(CharacterModel letters, Func<RnnParameters, Rnn> network)
    {
        int size = letters.Symbols.Length;
        var random = new NumPyRandom(0);
        var rnn = network(new RnnParameters(size, Hidden, size)
        {
            Wxh = random.Randn(Hidden, size) * 0.01,
            Whh = random.Randn(Hidden, Hidden) * 0.01,
            Why = random.Randn(size, Hidden) * 0.01,
        });
        rnn.LossKind = LossKind.CrossEntropy;
        return (rnn, random);
    }

    private static void AssertFollows(JsonElement recorded, int network, int count, Func<int, double> tolerance)
    {
        var (letters, text, _) = Text();
        var (rnn, random) = Start(letters, Networks[network]);
        double rate = recorded.GetProperty("rate").GetDouble();
        double[] losses = recorded.GetProperty("losses").Deserialize<double[]>()!;
        var clipped = new List<string>();

        var chunks = TokenSequence.Chunks(text, Chunk);
        var history = new Trainer(rnn, chunks, random, Optimizer.Adagrad, rate: _ => rate, clipValue: 5, carryState: true)
            .Run(count, step => clipped.AddRange(Clipped(step.Number, rnn.Gradients)));

        Assert.Equal(count, losses.Length);
        Assert.All(history, step => Assert.Equal(losses[step.Number], step.Loss, losses[step.Number] * tolerance(step.Number)));
        // No entry comes nearer to ±5 than 0.0016, so that which are clipped does not hang on rounding.
        Assert.Equal(
            recorded.GetProperty("clipped").EnumerateArray().Select(entry => string.Join(' ', entry.EnumerateArray()))
                .Order(StringComparer.Ordinal),
            clipped.Order(StringComparer.Ordinal));
    }

    // "iteration name row column sign"
    private static IEnumerable<string> Clipped(int iteration, RnnParameters gradients) =>
        from name in gradients.Names
        from entry in gradients[name].EnumerateIndexed()
        where Math.Abs(entry.Item3) == 5
        select $"{iteration} {name} {entry.Item1} {entry.Item2} {Math.Sign(entry.Item3)}";
}
