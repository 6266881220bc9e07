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

/// <summary>
/// Matrices in NumPy's .npz: a zip of .npy files, each a line of text about an array and then its numbers
/// (<see href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">numpy.lib.format</see>).
/// </summary>
internal static class Npz
{
    private static readonly byte[] Magic = [0x93, .. "NUMPY"u8];

    internal static void Write(string path, IEnumerable<(string Name, Matrix<double> Matrix)> arrays, bool compressed) =>
        AtomicFile.Write(path, file =>
        {
            using var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true);
            foreach (var (name, matrix) in arrays)
            {
                var entry = zip.CreateEntry(name + ".npy", compressed ? CompressionLevel.Optimal : CompressionLevel.NoCompression);
                entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);   // as NumPy: equal weights, equal files
                using var stream = entry.Open();
                stream.Write(Header(matrix));
                stream.Write(MemoryMarshal.AsBytes<double>(matrix.AsColumnMajorArray()));
            }
        });

    internal static Matrix<double>[] Read(string path, string[] names)
    {
        using var file = File.OpenRead(path);
        try
        {
            using var zip = new ZipArchive(file, ZipArchiveMode.Read);
            string there = string.Join(", ", zip.Entries.Select(entry => entry.Name).DefaultIfEmpty("nothing"));
            if (zip.Entries.GroupBy(entry => entry.FullName).FirstOrDefault(group => group.Count() > 1) is { } twins)
                throw new InvalidDataException($"It has {twins.Key} {twins.Count()} times, and which of them is meant is not known.");
            return [.. names.Select(name => Read(
                zip.GetEntry(name + ".npy") ?? throw new InvalidDataException($"There is no {name} in it, but {there}.")))];
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
        if (Crc32(bytes) != entry.Crc32)
            throw new InvalidDataException($"{entry.Name} is damaged: its bytes are not those that were written.");
        if (bytes.Length < 12 || !bytes.StartsWith(Magic))
            throw new InvalidDataException($"{entry.Name} is not a NumPy array.");

        int front = bytes[6] == 1 ? 10 : 12;                                          // version 2 has four bytes of length
        uint length = front == 10
            ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..])
            : BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        if (front + length > bytes.Length)
            throw new InvalidDataException($"{entry.Name} is cut short.");
        string header = Encoding.Latin1.GetString(bytes.Slice(front, (int)length));
        string Said(string key, string value) =>
            Regex.Match(header, $$"""['"]{{key}}['"]\s*:\s*({{value}})\s*[,}]""") is { Success: true } match ? match.Groups[1].Value : "";
        int[] shape = [.. Regex.Matches(Said("shape", @"\([^()]*\)"), @"\d{1,9}")
            .Select(match => int.Parse(match.Value, CultureInfo.InvariantCulture))];
        string order = Said("fortran_order", "True|False");
        if (Said("descr", """['"][^'"]*['"]""").Trim('\'', '"') != "<f8" || order == "" || shape.Length != 2)
            throw new InvalidDataException($"{entry.Name} is {header.Trim()}, where a matrix of 64-bit floats ('<f8') is needed"
                + $"{(shape.Length == 1 ? $": a vector has the shape ({shape[0]}, 1), as b.reshape(-1, 1) makes it" : "")}.");

        var (rows, columns) = (shape[0], shape[1]);
        var data = bytes[(front + (int)length)..];
        if (rows == 0 || columns == 0)
            throw new InvalidDataException($"{entry.Name} has the shape ({rows}, {columns}), and nothing in it.");
        if (data.Length != 8L * rows * columns)
            throw new InvalidDataException(
                $"{entry.Name} has {data.Length} bytes of numbers, and its shape ({rows}, {columns}) needs {8L * rows * columns}.");
        double[] values = MemoryMarshal.Cast<byte, double>(data).ToArray();
        return order == "True"
            ? Matrix<double>.Build.DenseOfColumnMajor(rows, columns, values)
            : Matrix<double>.Build.DenseOfRowMajor(rows, columns, values);
    }

    // As zip has it; .NET compares it only from version 11 on.
    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte each in bytes)
            crc = Crc32Table[(byte)(crc ^ each)] ^ (crc >> 8);
        return ~crc;
    }

    private static readonly uint[] Crc32Table = [.. Enumerable.Range(0, 256).Select(first =>
    {
        uint crc = (uint)first;
        for (int bit = 0; bit < 8; bit++)
            crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
        return crc;
    })];
}
