namespace Workbook.Benchmarks;

/// <summary>Input, hidden and output units, and steps in the sequence.</summary>
public sealed record Sizes(int Input, int Hidden, int Output, int Steps)
{
    /// <summary>The original's own, then larger ones.</summary>
    public static Sizes[] Compared { get; } =
    [
        new(6, 7, 5, 3), new(64, 128, 64, 25), new(64, 128, 64, 100),
        new(128, 256, 128, 100), new(128, 512, 128, 100), new(256, 1024, 256, 64),
    ];

    /// <summary>Those of the figure in notebook 07.</summary>
    public static Sizes[] Ladder { get; } = [.. new[] { 16, 32, 64, 128, 256, 512, 1024 }.Select(hidden => new Sizes(64, hidden, 64, 25))];

    public override string ToString() => $"{Input},{Hidden},{Output},{Steps}";
}
