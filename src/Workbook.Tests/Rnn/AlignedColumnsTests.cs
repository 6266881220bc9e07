using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Workbook.Tests;

public class AlignedColumnsTests
{
    [Fact]
    public void Every_column_begins_at_a_cache_line_and_stays_there()
    {
        // Each new array lies elsewhere: one alone might be aligned by chance.
        var (columns, garbage) = (new List<(AlignedColumns Columns, int Count)>(), new List<byte[]>());
        for (int rows = 1; rows <= 20; rows++)
            foreach (int count in new[] { 1, 2, 7 })
            {
                columns.Add((new AlignedColumns(rows, count), count));
                garbage.Add(new byte[8 * rows * count]);
            }
        Assert.Equal(0, Misaligned());
        garbage.Clear();
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        Assert.Equal(0, Misaligned());

        int Misaligned() => columns.Sum(each => Enumerable.Range(0, each.Count).Count(j => Address(each.Columns[j]) % 64 != 0));
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(8, 2)]
    [InlineData(9, 5)]
    public void Columns_are_zero_at_first_and_keep_apart(int rows, int count)
    {
        var columns = new AlignedColumns(rows, count);
        for (int j = 0; j < count; j++)
        {
            Assert.Equal(new double[rows], columns[j].ToArray());
            columns[j].Fill(j + 1);
        }
        for (int j = 0; j < count; j++)
            Assert.Equal(Enumerable.Repeat(j + 1.0, rows), columns[j].ToArray());
    }

    private static nint Address(Span<double> column) =>
        Unsafe.ByteOffset(ref Unsafe.NullRef<double>(), ref MemoryMarshal.GetReference(column));
}
