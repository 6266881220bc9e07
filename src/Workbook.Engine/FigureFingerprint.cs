using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Workbook.Engine;

/// <summary>
/// What a figure draws, in short: a hash of all that is not a number, and the numbers, of a long list four that sum it up. Two agree if
/// the pictures look the same, whatever the order of members. A hash of rounded numbers would not tell that: on another processor sums
/// come out differently in the last digit, and of thousands of numbers some lie where that rounds them the other way.
/// </summary>
public sealed partial class FigureFingerprint
{
    private const int MostWritten = 4;

    // Of a list's range. Without AVX2 no figure of a cell that is not tagged "varies" is off by more than two thirds of this; a pixel
    // is about a third of it, and so is a colour, of 256.
    private const double Tolerance = 1e-2;

    // Written with two digits, the last of which may round the other way: 1.0 is 1.1 then.
    private const double TextTolerance = 0.1;

    private readonly StringBuilder words = new();
    private readonly List<(string Path, bool IsText, bool IsLong, double[] Numbers)> lists = [];

    /// <param name="figure">As plotly.js reads it.</param>
    /// <param name="style">The template that it is drawn with.</param>
    public FigureFingerprint(JsonNode figure, JsonNode style)
    {
        Add(figure, "figure");
        Add(style, "style");
    }

    /// <summary>As it is stored: the hash, and each list's numbers.</summary>
    public override string ToString() => Hash + string.Concat(lists.Select(list => ";" + string.Join(' ', list.Numbers.Select(Short))));

    /// <summary>Where it differs from a stored one, as a path into the figure's JSON; null if they agree.</summary>
    public string? DifferenceFrom(string stored)
    {
        string[] parts = stored.Split(';');
        if (parts[0] != Hash || parts.Length != lists.Count + 1)
            return "words, colours or the length of a list";
        foreach (var ((path, isText, isLong, numbers), other) in lists.Zip(parts.Skip(1)))
            if (!Agree(isText, isLong, numbers, other))
                return $"{path}: {string.Join(' ', numbers.Select(Short))} instead of {other}";
        return null;
    }

    private string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(words.ToString())))[..16];

    private void Add(JsonNode? node, string path)
    {
        if (node is JsonObject members)
            foreach (var (key, value) in members.OrderBy(member => member.Key, StringComparer.Ordinal))   // plotly.js asks for names
            {
                words.Append(key).Append(':');
                Add(value, $"{path}.{key}");
            }
        else if (node is JsonArray items && items.Any(item => item is JsonObject))
            foreach (var (i, item) in items.Index())
                Add(item, $"{path}[{i}]");
        else
        {
            var (values, texts) = (new List<double>(), new List<double>());
            Flatten(node, values, texts);
            Add(values, path, isText: false);
            Add(texts, path, isText: true);
        }
        words.Append(';');
    }

    private void Flatten(JsonNode? node, List<double> values, List<double> texts)
    {
        if (node is JsonArray items)
        {
            words.Append('[');
            foreach (var item in items)
                Flatten(item, values, texts);
            words.Append(']');
        }
        else if (node?.GetValueKind() == JsonValueKind.Number)
        {
            words.Append('#');
            values.Add(Number(node.ToJsonString()));
        }
        else if (node?.GetValueKind() == JsonValueKind.String && (string)node! is var text && !Exact().IsMatch(text))
        {
            words.Append('"').Append(Digits().Replace(text, "#")).Append('"');
            texts.AddRange(Digits().Matches(text).Select(match => Number(match.Value)));
        }
        else
            words.Append(node?.ToJsonString() ?? "null").Append(',');
    }

    private void Add(List<double> numbers, string path, bool isText)
    {
        if (numbers.Count > 0)
            lists.Add((path, isText, numbers.Count > MostWritten, numbers.Count > MostWritten ? Summary(numbers) : [.. numbers]));
    }

    // Both ends, and the cosines of the angles to two fixed random directions, which no other order leaves alone. What spans more than
    // three decades is drawn on a logarithmic axis.
    private static double[] Summary(List<double> numbers)
    {
        double least = numbers.Min(), most = numbers.Max(), norm = 0, first = 0, second = 0;
        bool isLog = least > 0 && most > 1000 * least;
        var random = new Random(0);   // .NET keeps what a seed draws
        foreach (double number in numbers)
        {
            double value = isLog ? Math.Log10(number / least) : number - least;
            norm += value * value;
            first += value * (random.NextDouble() - 0.5);
            second += value * (random.NextDouble() - 0.5);
        }
        double length = norm > 0 ? Math.Sqrt(norm) : 1;
        return [least, most, first / length, second / length];
    }

    private static bool Agree(bool isText, bool isLong, double[] numbers, string stored)
    {
        double tolerance = isText ? TextTolerance : Tolerance;
        double[] others = [.. stored.Split(' ').Select(Number)];
        // A list that hardly varies stands beside others or beside zero on its axis.
        double largest = isLong ? Math.Max(Math.Abs(others[0]), Math.Abs(others[1])) : others.Max(Math.Abs);
        double scale = isLong ? Math.Max(others[1] - others[0], largest / 4) : largest;
        return numbers.Length == others.Length
            && numbers.Index().All(each => Math.Abs(each.Item - others[each.Index]) <= tolerance * (isLong && each.Index > 1 ? 1 : scale));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string Short(double number) => number.ToString("G5", CultureInfo.InvariantCulture);

    [GeneratedRegex("[0-9]+(,[0-9]{3})*([.][0-9]+)?")]
    private static partial Regex Digits();

    // Colours, and names of axes.
    [GeneratedRegex("^(#[0-9a-fA-F]{3,8}|rgba?\\(.*\\)|[a-z]+[0-9]*)$")]
    private static partial Regex Exact();
}
