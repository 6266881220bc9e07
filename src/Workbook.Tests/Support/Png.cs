using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Workbook.Tests;

/// <summary>
/// A PNG as a browser decodes it (w3.org/TR/png-3), as far as this workbook has any: eight bits a channel, not interlaced.
/// </summary>
/// <param name="Pixels">0xRRGGBB, row by row; nothing is transparent.</param>
internal sealed record Png(int Width, int Height, int[] Pixels)
{
    public static Png Decode(byte[] file)
    {
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10], file[..8]);
        var (header, palette, data) = (Array.Empty<byte>(), Array.Empty<byte>(), new MemoryStream());
        int at = 8;
        for (string name = ""; name != "IEND";)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            byte[] body = file[(at + 8)..(at + 8 + length)];
            name = Encoding.ASCII.GetString(file, at + 4, 4);
            Assert.Equal(Crc(file.AsSpan(at + 4, 4 + length)), BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length)));
            (header, palette) = (name == "IHDR" ? body : header, name == "PLTE" ? body : palette);
            if (name == "IDAT")
                data.Write(body);
            at += 12 + length;
        }
        Assert.Equal(file.Length, at);

        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4)));
        Assert.Equal([8, 0, 0, 0], new[] { header[8], header[10], header[11], header[12] });   // bits, compression, filter, interlace
        int channels = header[9] switch { 2 => 3, 3 => 1, 6 => 4, var type => throw new InvalidDataException($"colour type {type}") };
        byte[] bytes = Unfilter(data.ToArray(), width * channels, height, channels);
        return new Png(width, height, [.. bytes.Chunk(channels).Select(pixel =>
        {
            if (channels == 1)
                pixel = palette[(3 * pixel[0])..((3 * pixel[0]) + 3)];
            Assert.True(channels < 4 || pixel[3] == 255);
            return (pixel[0] << 16) | (pixel[1] << 8) | pixel[2];
        })]);
    }

    /// <summary>How many pixels each colour has.</summary>
    public Dictionary<int, int> Colors() => Pixels.CountBy(pixel => pixel).ToDictionary();

    // Each row begins with the number of its filter: what was subtracted from its bytes.
    private static byte[] Unfilter(byte[] packed, int stride, int height, int channels)
    {
        var rows = new byte[(stride + 1) * height];
        using var zlib = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
        zlib.ReadExactly(rows);
        Assert.Equal(-1, zlib.ReadByte());
        var bytes = new byte[stride * height];
        for (int y = 0; y < height; y++)
            for (int x = 0; x < stride; x++)
            {
                int here = (y * stride) + x;
                int left = x < channels ? 0 : bytes[here - channels], up = y == 0 ? 0 : bytes[here - stride];
                int corner = x < channels || y == 0 ? 0 : bytes[here - stride - channels];
                int filter = rows[y * (stride + 1)];
                bytes[here] = (byte)(rows[(y * (stride + 1)) + 1 + x] + filter switch
                {
                    0 => 0,
                    1 => left,
                    2 => up,
                    3 => (left + up) / 2,
                    4 => new[] { left, up, corner }.MinBy(each => Math.Abs(left + up - corner - each)),   // Paeth's
                    _ => throw new InvalidDataException($"filter {filter}"),
                });
            }
        return bytes;
    }

    // The CRC-32 of a chunk's name and data.
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte each in bytes)
        {
            crc ^= each;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
        }
        return ~crc;
    }
}
