namespace Workbook.Tests;

public class TokenSequenceTests
{
    [Fact]
    public void From_each_token_the_next_is_predicted()
    {
        var next = TokenSequence.Next([4, 7, 1]);
        Assert.Equal([4, 7], next.X);
        Assert.Equal([7, 1], next.Y);
    }

    [Theory]
    [InlineData(10, 3, 3)]     // 0-2, 3-5, 6-8, and the token after each
    [InlineData(9, 3, 2)]      // nothing follows the third
    [InlineData(4, 3, 1)]
    [InlineData(3, 1, 2)]
    public void Chunks_follow_one_another_and_leave_out_the_rest(int tokens, int length, int count)
    {
        int[] text = [.. Enumerable.Range(0, tokens)];
        var chunks = TokenSequence.Chunks(text, length);
        Assert.Equal(count, chunks.Length);
        Assert.All(chunks, chunk => Assert.Equal(length, chunk.X.Length));
        Assert.Equal(text[..(count * length)], chunks.SelectMany(chunk => chunk.X));
        Assert.Equal(text[1..((count * length) + 1)], chunks.SelectMany(chunk => chunk.Y));
    }

    [Fact]
    public void A_text_too_short_or_a_length_too_small_is_refused()
    {
        Assert.Contains("has 3 tokens; a chunk of 3",
            Assert.Throws<ArgumentException>("text", () => TokenSequence.Chunks([1, 2, 3], 3)).Message);
        Assert.Contains("length is 0",
            Assert.Throws<ArgumentOutOfRangeException>("length", () => TokenSequence.Chunks([1, 2, 3], 0)).Message);
    }
}
