#nullable enable
using System;
using System.Globalization;
using System.Linq;

/// <summary>A colour of lines and marks, at least 3 : 1 on the panels of both themes. Text takes a shade of it, at least 4.5 : 1.</summary>
/// <param name="Name">Under which the templates of <see cref="FigureStyle"/> know its shades.</param>
/// <param name="Mark">Of lines and marks, "#rrggbb".</param>
public sealed record FigureColour(string Name, string Mark)
{
    /// <summary>Of text on a light page or panel.</summary>
    public string OnLight => Mixed(Mark, "#000000", 0.27);

    /// <summary>Of text on a dark page or panel.</summary>
    public string OnDark => Mixed(Mark, "#ffffff", 0.36);

    /// <summary>Of an area, through which the panel is seen.</summary>
    public string Tint => $"rgba({string.Join(",", Parts(Mark))},0.22)";

    /// <summary>A colour between two others.</summary>
    /// <param name="share">0 gives the first, 1 the second.</param>
    public static string Mixed(string first, string second, double share) =>
        "#" + string.Concat(Parts(first).Zip(Parts(second), (a, b) => ((int)Math.Round(a + (share * (b - a)))).ToString("x2")));

    private static int[] Parts(string colour) =>
        [.. new[] { 1, 3, 5 }.Select(at => int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
}
