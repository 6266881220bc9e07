namespace Workbook.Tests;

public sealed class LstmParametersTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Here => Path.Combine(folder.Path, "weights.npz");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Weights_are_drawn_in_order_and_of_the_biases_the_forget_gates_alone_are_set()
    {
        var (drawn, random) = (LstmParameters.Draw(3, 2, 4, new NumPyRandom(7), scale: 0.5, forgetBias: 3), new NumPyRandom(7));
        Assert.Equal(random.Randn(8, 3) * 0.5, drawn.Wxh);
        Assert.Equal(random.Randn(8, 2) * 0.5, drawn.Whh);
        Assert.Equal(random.Randn(4, 2) * 0.5, drawn.Why);
        Assert.Equal([0, 0, 3, 3, 0, 0, 0, 0], drawn.bh);
        Assert.Equal([0, 0, 0, 0], drawn.by);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_written_is_read_again_bit_for_bit(bool compressed)
    {
        var drawn = LstmParameters.Draw(6, 7, 5, new NumPyRandom(0));
        drawn.Save(Here, compressed);
        var read = LstmParameters.Load(Here);
        Assert.Equal((6, 7, 5), (read.InputSize, read.HiddenSize, read.OutputSize));
        Assert.Equal(drawn.Values, read.Values);
    }

    [Fact]
    public async Task NumPy_reads_what_is_written_and_writes_what_is_read()
    {
        var drawn = LstmParameters.Draw(6, 7, 5, new NumPyRandom(0));
        drawn.Save(Here);
        string there = Path.Combine(folder.Path, "there.npz");
        string printed = await Python.RunAsync("numpy", """
            import sys, numpy
            read = numpy.load(sys.argv[1])
            print(" ".join(f"{name}{read[name].shape}" for name in read.files))
            numpy.savez(sys.argv[2], **{name: 2 * read[name] for name in read.files})
            """, Here, there);
        Assert.Equal("Wxh(28, 6) Whh(28, 7) Why(5, 7) bh(28, 1) by(5, 1)", printed.TrimEnd());
        drawn.Scale(2);
        Assert.Equal(drawn.Values, LstmParameters.Load(there).Values);
    }

    [Fact]
    public void Weights_of_a_plain_network_are_refused()
    {
        new RnnParameters(6, 8, 5).Save(Here);
        Assert.Contains("Whh has the shape (8, 8), and (8, 2) would fit a network of 6 inputs, 2 hidden units and 5 outputs", Refused());
        new RnnParameters(6, 3, 5).Save(Here);
        Assert.Contains("Wxh has the shape (3, 6), and (4, 6) would fit", Refused());

        string Refused() => Assert.Throws<InvalidDataException>(() => LstmParameters.Load(Here)).Message;
    }

    [Fact]
    public void Tensors_of_another_shape_are_refused()
    {
        var some = new LstmParameters(2, 3, 4);
        Assert.Throws<ArgumentException>(() => some.Add(new RnnParameters(2, 3, 4)));
        var error = Assert.Throws<ArgumentException>(() => some.Whh = new RnnParameters(2, 3, 4).Whh);
        Assert.Contains("Whh is 3 × 3; 12 × 3 is needed", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>("hiddenSize", () => new LstmParameters(2, 0, 4));
        Assert.Throws<ArgumentOutOfRangeException>("scale", () => LstmParameters.Draw(1, 1, 1, new NumPyRandom(0), scale: 0));
    }
}
