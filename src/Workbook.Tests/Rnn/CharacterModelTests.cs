namespace Workbook.Tests;

public class CharacterModelTests
{
    private static readonly string[] Elements = File.ReadAllLines(Path.Combine(Repository.Root, "data", "elements.txt"));

    [Fact]
    public void The_elements_are_118_names_in_small_letters()
    {
        Assert.Equal(118, Elements.Distinct().Count());
        Assert.All(Elements, name => Assert.Matches("^[a-z]+$", name));
        Assert.Equal(("hydrogen", "gold", "oganesson"), (Elements[0], Elements[78], Elements[^1]));
    }

    [Fact]
    public void A_word_stands_between_line_ends()
    {
        var model = new CharacterModel(["ab", "ca"]);
        Assert.Equal("\nabc", string.Concat(model.Symbols));
        var sequence = model.Sequence("cab");
        Assert.Equal([0, 3, 1, 2], sequence.X);
        Assert.Equal([3, 1, 2, 0], sequence.Y);
        Assert.Contains("'x' (U+0078)", Assert.Throws<ArgumentException>("text", () => model.Sequence("ax")).Message);
    }

    [Theory]
    [InlineData("a\0b", "U+0000")]
    [InlineData("ab😃", "'😃' (U+1F603)")]
    [InlineData("a\ud83d", "U+FFFD")]   // half a character
    public void A_letter_that_it_does_not_know_is_named_whatever_it_is(string text, string named) =>
        Assert.Contains(named, Assert.Throws<ArgumentException>(nameof(text), () => new CharacterModel(["a😀b"]).Tokens(text)).Message);

    [Fact]
    public void A_character_of_two_code_units_is_one_letter()
    {
        var model = new CharacterModel(["a😀b", "😀"]);
        Assert.Equal("\nab😀", string.Concat(model.Symbols));
        Assert.Equal([1, 3, 2], model.Tokens("a😀b"));
        var rnn = new Rnn(4, 1, 4, new NumPyRandom(0));
        rnn.Parameters.Why.Clear();
        rnn.Parameters.by.SetValues([0, 0, 0, 100]);
        Assert.Equal("😀😀", model.SampleWord(rnn, 1, new NumPyRandom(0), longest: 2));
    }

    [Fact]
    public void Letters_come_as_often_as_the_network_and_the_temperature_say()
    {
        var model = new CharacterModel(["ab"]);
        var rnn = new Rnn(3, 1, 3, new NumPyRandom(0));
        rnn.Parameters.Why.Clear();
        rnn.Parameters.by.SetValues([0, 0, Math.Log(3)]);                  // whatever came before: 1 : 1 : 3

        foreach (double temperature in new[] { 0.5, 1, 2 })
        {
            var random = new NumPyRandom(1);
            string[] words = [.. Enumerable.Range(0, 2000).Select(_ => model.SampleWord(rnn, temperature, random, longest: 1))];
            double b = Math.Pow(3, 1 / temperature);
            // 2000 draws: five standard errors are 5 · ½ / √2000 = 0.056 at most.
            Assert.Equal(1 / (2 + b), words.Count(word => word == "") / 2000.0, 0.056);
            Assert.Equal(b / (2 + b), words.Count(word => word == "b") / 2000.0, 0.056);
        }
        Assert.Equal("bbbb", model.SampleWord(rnn, 1e-4, new NumPyRandom(0), longest: 4));
        Assert.Throws<ArgumentOutOfRangeException>("temperature", () => model.SampleWord(rnn, 0, new NumPyRandom(0)));
    }
}
