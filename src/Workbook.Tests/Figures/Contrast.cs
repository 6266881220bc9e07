namespace Workbook.Tests;

/// <summary>How far colours stand apart (WCAG 2.2, "contrast ratio" and "relative luminance").</summary>
internal static class Contrast
{
    /// <summary>From 1 to 21.</summary>
    public static double Between(double luminance, double other) =>
        (Math.Max(luminance, other) + 0.05) / (Math.Min(luminance, other) + 0.05);

    /// <summary>From 0 to 1.</summary>
    /// <param name="rgb">0xRRGGBB.</param>
    public static double Luminance(int rgb) => (0.2126 * Linear(rgb >> 16)) + (0.7152 * Linear(rgb >> 8)) + (0.0722 * Linear(rgb));

    private static double Linear(int channel) =>
        (channel & 255) / 255.0 is var c && c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
}
