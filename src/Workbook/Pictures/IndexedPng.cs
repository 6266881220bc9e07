using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace Workbook;

/// <summary>
/// PNG with a palette of at most 256 colours (w3.org/TR/png-3). A browser writes four bytes a pixel; a figure is a few flat colours and
/// the blends between them, and takes a quarter of that this way.
/// </summary>
public static class IndexedPng
{
    private const int Colours = 256, MostFrequent = 128;

    /// <param name="pixels">Red, green, blue and opacity of each pixel, row by row; the opacity is left out.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    public static byte[] Encode(ReadOnlySpan<byte> pixels, int width, int height)
    {
        var colors = new Dictionary<int, int>();   // how many pixels each has, then which place in the palette
        for (int i = 0; i < pixels.Length; i += 4)
            colors[Color(pixels, i)] = colors.GetValueOrDefault(Color(pixels, i)) + 1;

        int[] palette = Palette(colors);
        foreach (int color in colors.Keys)
            colors[color] = Array.IndexOf(palette, palette.MinBy(other => Distance(color, other)));

        var rows = new byte[(width + 1) * height];   // each row begins with its filter, 0 for none
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                rows[(y * (width + 1)) + 1 + x] = (byte)colors[Color(pixels, 4 * ((y * width) + x))];

        using var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 3);   // eight bits a pixel, indexed
        Chunk(png, "IHDR", header);
        Chunk(png, "PLTE", [.. palette.SelectMany(color => new[] { (byte)(color >> 16), (byte)(color >> 8), (byte)color })]);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            zlib.Write(rows);
        Chunk(png, "IDAT", packed.ToArray());
        Chunk(png, "IEND", []);
        return png.ToArray();
    }

    // The most frequent colours, then again and again the one that is farthest from all chosen, so that none is far off.
    private static int[] Palette(Dictionary<int, int> counts)
    {
        List<int> palette =
            [.. counts.OrderByDescending(color => color.Value).ThenBy(color => color.Key).Take(MostFrequent).Select(color => color.Key)];
        var distances = counts.Keys.ToDictionary(color => color, color => palette.Min(other => Distance(color, other)));
        while (palette.Count < Colours && distances.MaxBy(color => color.Value) is { Value: > 0 } farthest)
        {
            palette.Add(farthest.Key);
            foreach (int color in counts.Keys)
                distances[color] = Math.Min(distances[color], Distance(color, farthest.Key));
        }
        return [.. palette];
    }

    private static int Color(ReadOnlySpan<byte> pixels, int i) => (pixels[i] << 16) | (pixels[i + 1] << 8) | pixels[i + 2];

    private static int Distance(int a, int b)
    {
        var (red, green, blue) = ((a >> 16) - (b >> 16), (byte)(a >> 8) - (byte)(b >> 8), (byte)a - (byte)b);
        return (red * red) + (green * green) + (blue * blue);
    }

    // Length, name, data, and the CRC-32 of name and data.
    private static void Chunk(MemoryStream png, string name, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(name), .. data];
        var number = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.HashToUInt32(body));
        png.Write(number);
    }
}
