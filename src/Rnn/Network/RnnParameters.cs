#nullable enable
using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using MathNet.Numerics.LinearAlgebra;

/// <summary>The five tensors of an <see cref="Rnn"/>: its weights, or the gradient of its loss by them.</summary>
public sealed class RnnParameters
{
    /// <summary>All zero.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1.</exception>
    public RnnParameters(int inputSize, int hiddenSize, int outputSize)
    {
        foreach (var (size, name) in new[] { (inputSize, nameof(inputSize)), (hiddenSize, nameof(hiddenSize)), (outputSize, nameof(outputSize)) })
            if (size < 1)
                throw new ArgumentOutOfRangeException(name, size, $"{name} is {size}; it must be at least 1.");
        Wxh = Matrix<double>.Build.Dense(hiddenSize, inputSize);
        Whh = Matrix<double>.Build.Dense(hiddenSize, hiddenSize);
        Why = Matrix<double>.Build.Dense(outputSize, hiddenSize);
        bh = Vector<double>.Build.Dense(hiddenSize);
        by = Vector<double>.Build.Dense(outputSize);
        Values = [Wxh.AsColumnMajorArray(), Whh.AsColumnMajorArray(), Why.AsColumnMajorArray(), bh.AsArray(), by.AsArray()];
    }

    /// <summary>The names of the five, in the order of <see cref="Values"/>.</summary>
    public static string[] Names { get; } = ["Wxh", "Whh", "Why", "bh", "by"];

    /// <summary>Input to hidden, hidden × input.</summary>
    public Matrix<double> Wxh { get; }

    /// <summary>Hidden to hidden, hidden × hidden.</summary>
    public Matrix<double> Whh { get; }

    /// <summary>Hidden to output, output × hidden.</summary>
    public Matrix<double> Why { get; }

    /// <summary>Hidden bias.</summary>
    public Vector<double> bh { get; }

    /// <summary>Output bias.</summary>
    public Vector<double> by { get; }

    /// <summary>The memory of Wxh, Whh, Why, bh, by themselves, not copies; matrices column by column.</summary>
    public double[][] Values { get; }

    /// <summary>The memory of the five, as <see cref="Values"/>.</summary>
    public void Deconstruct(out double[] Wxh, out double[] Whh, out double[] Why, out double[] bh, out double[] by) =>
        (Wxh, Whh, Why, bh, by) = (Values[0], Values[1], Values[2], Values[3], Values[4]);

    /// <summary>Copies all five from another of the same sizes.</summary>
    public void CopyFrom(RnnParameters other)
    {
        for (int k = 0; k < Values.Length; k++)
            other.Values[k].CopyTo(Values[k], 0);
    }

    /// <summary>Writes all five to a file that <c>np.load</c> reads, under their <see cref="Names"/>, the biases as (n, 1). An older file there is replaced only by a whole new one.</summary>
    /// <param name="compressed">As <c>np.savez_compressed</c> does, in place of <c>np.savez</c>.</param>
    /// <exception cref="IOException">The file cannot be written; an older one is still there.</exception>
    public void Save(string path, bool compressed = false) =>
        Npz.Write(path, Names.Zip([Wxh, Whh, Why, bh.ToColumnMatrix(), by.ToColumnMatrix()]), compressed);

    /// <summary>Reads what <see cref="Save"/>, <c>np.savez</c> or <c>np.savez_compressed</c> wrote.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is no .npz, is cut short, lacks one of the five, or their shapes do not fit together.</exception>
    public static RnnParameters Load(string path)
    {
        Matrix<double>[] arrays = Npz.Read(path, Names);
        var read = new RnnParameters(inputSize: arrays[0].ColumnCount, hiddenSize: arrays[0].RowCount, outputSize: arrays[2].RowCount);
        Matrix<double>[] shapes = [read.Wxh, read.Whh, read.Why, read.bh.ToColumnMatrix(), read.by.ToColumnMatrix()];
        for (int k = 0; k < Names.Length; k++)
        {
            Matrix<double> array = arrays[k], shape = shapes[k];
            if ((array.RowCount, array.ColumnCount) != (shape.RowCount, shape.ColumnCount))
                throw new InvalidDataException($"{path}: {Names[k]} has the shape ({array.RowCount}, {array.ColumnCount}), "
                    + $"and ({shape.RowCount}, {shape.ColumnCount}) would fit a network of {read.Wxh.ColumnCount} inputs, {read.bh.Count} hidden units and {read.by.Count} outputs.");
            array.AsColumnMajorArray().CopyTo(read.Values[k], 0);
        }
        return read;
    }
}

/// <summary>
/// Matrices in NumPy's .npz: a zip of .npy files, each a line of text about an array and then its numbers
/// (<see href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">numpy.lib.format</see>).
/// </summary>
internal static class Npz
{
    private static readonly byte[] Magic = [0x93, .. "NUMPY"u8];

    internal static void Write(string path, IEnumerable<(string Name, Matrix<double> Matrix)> arrays, bool compressed)
    {
        string beside = path + ".new";
        try
        {
            using (var zip = new ZipArchive(File.Create(beside), ZipArchiveMode.Create))
                foreach (var (name, matrix) in arrays)
                {
                    var entry = zip.CreateEntry(name + ".npy", compressed ? CompressionLevel.Optimal : CompressionLevel.NoCompression);
                    entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);     // as NumPy: equal weights, equal files
                    using var stream = entry.Open();
                    stream.Write(Header(matrix));
                    stream.Write(MemoryMarshal.AsBytes<double>(matrix.AsColumnMajorArray()));
                }
            File.Move(beside, path, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    internal static Matrix<double>[] Read(string path, string[] names)
    {
        using var file = File.OpenRead(path);
        try
        {
            using var zip = new ZipArchive(file, ZipArchiveMode.Read);
            return [.. names.Select(name => Read(zip.GetEntry(name + ".npy")
                ?? throw new InvalidDataException($"There is no {name} in it, but {string.Join(", ", zip.Entries.Select(entry => entry.Name).DefaultIfEmpty("nothing"))}.")))];
        }
        catch (InvalidDataException problem)
        {
            throw new InvalidDataException($"{path} cannot be read as an .npz file of a network's weights. {problem.Message}", problem);
        }
    }

    // Magic, version 1.0, two bytes of length, and text that fills up to a multiple of 64 bytes.
    private static byte[] Header(Matrix<double> matrix)
    {
        string text = $"{{'descr': '<f8', 'fortran_order': True, 'shape': ({matrix.RowCount}, {matrix.ColumnCount}), }}";
        int front = Magic.Length + 4, length = ((front + text.Length + 64) / 64 * 64) - front;
        return [.. Magic, 1, 0, (byte)length, (byte)(length >> 8), .. Encoding.ASCII.GetBytes(text.PadRight(length - 1) + "\n")];
    }

    private static Matrix<double> Read(ZipArchiveEntry entry)
    {
        using var memory = new MemoryStream();
        using (var stream = entry.Open())
            stream.CopyTo(memory);
        ReadOnlySpan<byte> bytes = memory.GetBuffer().AsSpan(0, (int)memory.Length);
        if (bytes.Length < 12 || !bytes.StartsWith(Magic))
            throw new InvalidDataException($"{entry.Name} is no NumPy array.");

        int front = bytes[6] == 1 ? 10 : 12;                                          // version 2 has four bytes of length
        uint length = bytes[6] == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        if (front + length > bytes.Length)
            throw new InvalidDataException($"{entry.Name} is cut short.");
        string header = Encoding.Latin1.GetString(bytes.Slice(front, (int)length));
        var shape = Regex.Match(header, @"'shape':\s*\((\d{1,9}), (\d{1,9})\)");
        if (!header.Contains("'descr': '<f8'") || !shape.Success)
            throw new InvalidDataException($"{entry.Name} is {header.Trim()}, where a matrix of 64-bit floats ('<f8') is needed.");

        int rows = int.Parse(shape.Groups[1].Value, CultureInfo.InvariantCulture), columns = int.Parse(shape.Groups[2].Value, CultureInfo.InvariantCulture);
        var data = bytes[(front + (int)length)..];
        if (rows == 0 || columns == 0)
            throw new InvalidDataException($"{entry.Name} has the shape ({rows}, {columns}), and nothing in it.");
        if (data.Length != 8L * rows * columns)
            throw new InvalidDataException($"{entry.Name} has {data.Length} bytes of numbers, and its shape ({rows}, {columns}) needs {8L * rows * columns}.");
        double[] values = MemoryMarshal.Cast<byte, double>(data).ToArray();
        return header.Contains("'fortran_order': True")
            ? Matrix<double>.Build.DenseOfColumnMajor(rows, columns, values)
            : Matrix<double>.Build.DenseOfRowMajor(rows, columns, values);
    }
}
