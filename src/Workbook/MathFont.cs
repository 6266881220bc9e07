namespace Workbook;

/// <summary>A mathematical font that may be passed on: Latin Modern Math, under the GUST Font License.</summary>
internal static class MathFont
{
    // As Debian's fonts-lmodern and TeX Live install it.
    private static readonly string[] Places =
    [
        "/usr/share/texmf/fonts/opentype/public/lm-math/latinmodern-math.otf",
        "/usr/share/texlive/texmf-dist/fonts/opentype/public/lm-math/latinmodern-math.otf",
    ];

    /// <summary>The font of this machine, or null if it has none.</summary>
    public static byte[]? Read() => Places.FirstOrDefault(File.Exists) is { } path ? File.ReadAllBytes(path) : null;
}
