using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using CsCheck;

namespace Workbook.Tests;

public sealed class RnnParametersTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("rnn-").FullName;

    private string Here => Path.Combine(folder, "weights.npz");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("parameters-seed-42.npz")]
    [InlineData("parameters-seed-42-compressed.npz")]
    public void What_NumPy_wrote_is_read(string file)
    {
        // The draws are NumPy's to the last bits of log and sqrt.
        var (read, drawn) = (RnnParameters.Load(Repository.Reference(file)), RnnParameters.Draw(6, 7, 5, new NumPyRandom(42)));
        Assert.Equal((6, 7, 5), (read.Wxh.ColumnCount, read.bh.Count, read.by.Count));
        Assert.All(read.Values.Zip(drawn.Values), pair =>
            Assert.All(pair.First.Zip(pair.Second), two => Assert.Equal(two.First, two.Second, 4e-15)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_written_is_read_again_bit_for_bit(bool compressed)
    {
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 5], Gen.Int[1, 5], Gen.UInt).Sample((input, hidden, output, seed) =>
        {
            var rnn = new Rnn(input, hidden, output, new NumPyRandom(seed));
            rnn.Parameters.Save(Here, compressed);
            Assert.Equal(rnn.Parameters.Values, RnnParameters.Load(Here).Values);
        }, iter: 20, threads: 1);
        Assert.Equal([Here], Directory.GetFiles(folder));
    }

    [Fact]
    public void The_file_is_what_NumPys_format_asks_for()
    {
        var rnn = new Rnn(6, 7, 5, new NumPyRandom(0));
        rnn.Parameters.Save(Here);
        using var zip = ZipFile.OpenRead(Here);
        Assert.Equal(["Wxh.npy", "Whh.npy", "Why.npy", "bh.npy", "by.npy"], zip.Entries.Select(entry => entry.FullName));
        Assert.All(zip.Entries, entry => Assert.Equal(entry.Length, entry.CompressedLength));

        // numpy.lib.format: magic, version, length of the header, a Python dictionary, padding to 64 bytes, a line end, the numbers.
        byte[] bh = Bytes(zip, "bh.npy"), Wxh = Bytes(zip, "Wxh.npy");
        Assert.Equal([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0], bh[..8]);
        int start = 10 + bh[8] + (256 * bh[9]);
        Assert.Equal(0, start % 64);
        Assert.Equal("{'descr': '<f8', 'fortran_order': True, 'shape': (7, 1), }",
            Encoding.ASCII.GetString(bh[10..start]).TrimEnd(' ', '\n'));
        Assert.Equal((byte)'\n', bh[start - 1]);
        Assert.Equal(start + (7 * 8), bh.Length);
        // Fortran order: the second number is that below the first.
        Assert.Equal(rnn.Parameters.Wxh[1, 0], BitConverter.ToDouble(Wxh, start + 8));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task NumPy_reads_what_is_written(bool compressed)
    {
        var rnn = new Rnn(6, 7, 5, new NumPyRandom(0));
        rnn.Parameters.Save(Here, compressed);
        string printed = await Python.RunAsync("numpy", """
            import sys, numpy
            read = numpy.load(sys.argv[1])
            print(" ".join(f"{name}{read[name].shape}" for name in read.files))
            print(" ".join(repr(float(value)) for value in read["Whh"].flatten()))
            """, Here);
        string[] lines = printed.TrimEnd().Split('\n');
        Assert.Equal("Wxh(7, 6) Whh(7, 7) Why(5, 7) bh(7, 1) by(5, 1)", lines[0]);
        Assert.Equal(rnn.Parameters.Whh.ToRowMajorArray(), lines[1].Split(' ').Select(double.Parse));
    }

    [Fact]
    public void Equal_weights_make_equal_files()
    {
        var rnn = new Rnn(2, 3, 2, new NumPyRandom(0));
        rnn.Parameters.Save(Here);
        byte[] first = File.ReadAllBytes(Here);
        rnn.Parameters.Save(Here);
        Assert.Equal(first, File.ReadAllBytes(Here));
    }

    [Fact]
    public void A_file_cut_short_anywhere_is_refused()
    {
        byte[] whole = File.ReadAllBytes(Repository.Reference("parameters-seed-42.npz"));
        foreach (int length in Enumerable.Range(0, 40).Select(i => i * whole.Length / 40).Append(whole.Length - 1))
        {
            File.WriteAllBytes(Here, whole[..length]);
            AssertRefused("cannot be read as an .npz file");
        }
    }

    [Fact]
    public void An_array_cut_short_is_refused()
    {
        Write(("Wxh", Npy("'<f8'", "(7, 6)", 41 * 8)));
        AssertRefused("328 bytes of numbers, and its shape (7, 6) needs 336");
    }

    [Theory]
    [InlineData("'<f4'", "(7, 6)", "'<f4'")]
    [InlineData("'<i8'", "(7, 6)", "'<i8'")]
    [InlineData("'<f8'", "(42,)", "(42,)")]
    [InlineData("'<f8'", "(7, 6, 1)", "(7, 6, 1)")]
    [InlineData("'<f8'", "(0, 6)", "nothing in it")]
    public void An_array_of_another_kind_is_refused(string type, string shape, string because)
    {
        Write(("Wxh", Npy(type, shape, 42 * 8)));
        AssertRefused(because);
    }

    // As np.load reads them: Python 2, other programs' spaces and quotes, rows one after another or columns.
    [Theory]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (7L, 6L), }", 1)]
    [InlineData("{'descr':'<f8','fortran_order':False,'shape':(7,6),}", 1)]
    [InlineData("{\"shape\": (7, 6,), \"fortran_order\": False, \"descr\": \"<f8\"}", 1)]
    [InlineData("{'descr':'<f8','fortran_order':True,'shape':(7,6)}", 7)]
    public void Whoever_wrote_a_header_it_is_read_as_NumPy_reads_it(string header, int index)
    {
        byte[] Named(string text, int count) => [0x93, .. "NUMPY"u8, 1, 0, (byte)text.Length, 0, .. Encoding.ASCII.GetBytes(text),
            .. MemoryMarshal.AsBytes<double>(Enumerable.Range(0, count).Select(i => (double)i).ToArray())];
        string Plain(string shape) => $"{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}, }}\n";
        Write(("Wxh", Named(header, 42)), ("Whh", Named(Plain("(7, 7)"), 49)), ("Why", Named(Plain("(5, 7)"), 35)),
            ("bh", Named(Plain("(7, 1)"), 7)), ("by", Named(Plain("(5, 1)"), 5)));
        Assert.Equal(index, RnnParameters.Load(Here).Wxh[0, 1]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_damaged_file_is_refused_or_holds_the_same_weights(bool compressed)
    {
        var weights = RnnParameters.Draw(2, 3, 2, new NumPyRandom(0));
        weights.Save(Here, compressed);
        byte[] whole = File.ReadAllBytes(Here);
        int refused = 0;
        for (int i = 0; i < whole.Length; i++)
        {
            byte[] damaged = [.. whole];
            damaged[i] ^= (byte)(1 << (i % 8));
            File.WriteAllBytes(Here, damaged);
            try
            {
                Assert.Equal(weights.ToArray(), RnnParameters.Load(Here).ToArray());
            }
            catch (InvalidDataException problem)
            {
                Assert.Contains(Here, problem.Message);
                refused++;
            }
        }
        Assert.InRange(refused, whole.Length / 2, whole.Length);   // all but what NumPy and .NET say twice
    }

    [Fact]
    public void A_vector_without_a_column_and_an_array_that_is_there_twice_are_told()
    {
        Write(("Wxh", Npy("'<f8'", "(42,)", 42 * 8)));
        AssertRefused("a vector has the shape (42, 1), as b.reshape(-1, 1) makes it");
        Write(("Wxh", Npy("'<f8'", "(7, 6)", 42 * 8)), ("Wxh", Npy("'<f8'", "(7, 6)", 42 * 8)));
        AssertRefused("It has Wxh.npy 2 times");
    }

    [Fact]
    public void A_foreign_file_is_refused()
    {
        File.WriteAllText(Here, "Whh = 1");
        AssertRefused("cannot be read as an .npz file");
        Write(("weight", Npy("'<f8'", "(7, 6)", 42 * 8)));
        AssertRefused("no Wxh in it, but weight.npy");
        Write();
        AssertRefused("no Wxh in it, but nothing");
        Write(("Wxh", "hello, I am no array"u8.ToArray()));
        AssertRefused("Wxh.npy is not a NumPy array");
        var error = Assert.Throws<FileNotFoundException>(() => RnnParameters.Load(Path.Combine(folder, "missing.npz")));
        Assert.Contains("missing.npz", error.Message);
    }

    [Theory]
    [InlineData("Whh", 7, 6, "(7, 7)")]
    [InlineData("Why", 5, 6, "(5, 7)")]
    [InlineData("bh", 1, 7, "(7, 1)")]
    [InlineData("by", 4, 1, "(5, 1)")]
    public void Shapes_that_do_not_fit_together_are_refused(string name, int rows, int columns, string needed)
    {
        (string Name, int Rows, int Columns)[] shapes = [("Wxh", 7, 6), ("Whh", 7, 7), ("Why", 5, 7), ("bh", 7, 1), ("by", 5, 1)];
        Write([.. shapes.Select(each => each.Name == name ? (name, rows, columns) : each)
            .Select(each => (each.Item1, Npy("'<f8'", $"({each.Item2}, {each.Item3})", each.Item2 * each.Item3 * 8)))]);
        AssertRefused($"{name} has the shape ({rows}, {columns}), and {needed} would fit");
    }

    [Fact]
    public void A_save_that_fails_keeps_the_file_that_was_there()
    {
        var rnn = new Rnn(2, 3, 2, new NumPyRandom(0));
        rnn.Parameters.Save(Here);
        byte[] before = File.ReadAllBytes(Here);
        File.WriteAllText(Here + ".new", "the reader's own");
        Assert.Throws<IOException>(() => AtomicFile.Write(Here, file =>
        {
            file.Write(before);
            throw new IOException();
        }));
        Assert.Equal(before, File.ReadAllBytes(Here));
        rnn.Parameters.Save(Here);
        Assert.Equal([Here, Here + ".new"], Directory.GetFiles(Path.GetDirectoryName(Here)!).Order());   // and nothing else
        Assert.Equal("the reader's own", File.ReadAllText(Here + ".new"));
    }

    private void AssertRefused(string because)
    {
        var error = Assert.Throws<InvalidDataException>(() => RnnParameters.Load(Here));
        Assert.Contains(because, error.Message);
        Assert.Contains(Here, error.Message);
    }

    private void Write(params (string Name, byte[] Bytes)[] arrays)
    {
        File.Delete(Here);
        using var zip = ZipFile.Open(Here, ZipArchiveMode.Create);
        foreach (var (name, bytes) in arrays)
        {
            using var stream = zip.CreateEntry(name + ".npy").Open();
            stream.Write(bytes);
        }
    }

    private static byte[] Npy(string type, string shape, int length)
    {
        string header = $"{{'descr': {type}, 'fortran_order': False, 'shape': {shape}, }}\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. new byte[length]];
    }

    private static byte[] Bytes(ZipArchive zip, string name)
    {
        using var memory = new MemoryStream();
        using var stream = zip.GetEntry(name)!.Open();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}
