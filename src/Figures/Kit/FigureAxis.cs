#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;

/// <summary>A numeric axis of a figure: its range, and on a logarithmic one the ticks.</summary>
internal sealed class FigureAxis
{
    private const double Margin = 0.04;       // of the range, at either end
    private const int MostDecades = 7, FewDecades = 2;

    /// <param name="title">What it measures; nothing if the line under the figure's title says it.</param>
    /// <param name="values">What it must hold; those not finite, and on a logarithmic axis those not positive, have no place on it.</param>
    /// <param name="log">Whether it is logarithmic.</param>
    public FigureAxis(string title, IEnumerable<double> values, bool log)
    {
        IsLog = log;
        double[] places = [.. values.Select(Place).Where(double.IsFinite).DefaultIfEmpty(0)];
        double low = places.Min(), high = places.Max(), room = high > low ? Margin * (high - low) : 0.5;
        (Low, High) = (low - room, high + room);
        Layout = new() { ["title"] = new { text = title }, ["range"] = new[] { Low, High }, ["zeroline"] = false };
        if (log)
        {
            double[] ticks = Ticks(low, high);
            bool plain = ticks.All(tick => tick is >= 1e-3 and < 1e6);
            Layout["type"] = "log";
            Layout["tickvals"] = ticks;
            Layout["ticktext"] = Array.ConvertAll(ticks, tick => plain ? FigureNumber.Text(tick) : FigureNumber.Magnitude(tick));
        }
        else
            (Layout["exponentformat"], Layout["separatethousands"]) = ("none", true);
    }

    /// <summary>Whether it is logarithmic.</summary>
    public bool IsLog { get; }

    /// <summary>Where it begins, in decades if it is logarithmic.</summary>
    public double Low { get; }

    /// <summary>Where it ends.</summary>
    public double High { get; }

    /// <summary>In plotly.js's own names; may be added to.</summary>
    public Dictionary<string, object> Layout { get; }

    /// <summary>Where a value lies, in the units of <see cref="Low"/> and <see cref="High"/>.</summary>
    public double Place(double value) => !IsLog ? value : value > 0 ? Math.Log10(value) : double.NaN;

    /// <summary>Puts letters at 0, 1, 2, … of an axis in place of numbers.</summary>
    public static void PutLetters(Dictionary<string, object> axis, IReadOnlyList<string> letters)
    {
        (axis["tickvals"], axis["ticktext"]) = (Enumerable.Range(0, letters.Count), letters.Select(Shown));
        (axis["tickangle"], axis["tickfont"]) = (0, new { size = 11, family = FigureStyle.Monospaced });
    }

    /// <summary>A letter as it is seen: a space has a sign of its own.</summary>
    public static string Shown(string letter) => letter == " " ? "␣" : letter;

    /// <summary>Leaves the first and the last tick of a logarithmic axis, where there is no room for more.</summary>
    public void NameEndsAlone()
    {
        double[] ticks = (double[])Layout["tickvals"];
        string[] texts = (string[])Layout["ticktext"];
        if (ticks.Length > 2)
            (Layout["tickvals"], Layout["ticktext"]) = (new[] { ticks[0], ticks[^1] }, new[] { texts[0], texts[^1] });
    }

    // Decades, or 1, 2 and 5 in each if there are few of them; the ends if none of these lies between them.
    private static double[] Ticks(double low, double high)
    {
        bool few = high - low <= FewDecades;
        double every = Math.Max(1, Math.Ceiling((high - low) / MostDecades));
        double[] digits = few ? [1, 2, 5] : [1];
        var decades = Enumerable.Range(0, (int)((high - Math.Floor(low)) / every) + 1).Select(k => Math.Floor(low) + (k * every));
        double[] ticks = [.. decades.SelectMany(decade => digits.Select(digit => Decimal(digit, (int)decade)))
            .Where(tick => Math.Log10(tick) >= low - 0.02 && Math.Log10(tick) <= high + 0.02)];
        return ticks.Length > 1 || low == high ? ticks : [Math.Pow(10, low), Math.Pow(10, high)];
    }

    // Exact where a power of ten has no exact reciprocal: 2 × 10⁻³ is 0.002.
    private static double Decimal(double digit, int exponent) =>
        exponent < 0 ? digit / Math.Pow(10, -exponent) : digit * Math.Pow(10, exponent);
}
