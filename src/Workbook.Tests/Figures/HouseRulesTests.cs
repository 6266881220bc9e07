using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Workbook.Tests;

/// <summary>What holds for every kind of figure, asked of each chart's recipe.</summary>
public partial class HouseRulesTests
{
    public static TheoryData<string> Charts => [.. Recipes.All.Select(recipe => recipe.Chart)];

    [Theory]
    [MemberData(nameof(Charts))]
    public void The_title_is_a_finding_over_a_line_that_says_what_is_measured(string chart)
    {
        var (title, measures) = Title(Of(chart));
        Assert.InRange(title.Length, 1, 60);
        Assert.Contains(' ', title);
        Assert.NotEmpty(measures);
    }

    [Theory]
    [MemberData(nameof(Charts))]
    public void The_description_begins_with_the_finding_and_is_short(string chart)
    {
        var figure = Of(chart);
        Assert.StartsWith(Title(figure).Title + ".", figure.Description);
        Assert.InRange(figure.Description.Length, Title(figure).Title.Length + 2, 120);
    }

    [Theory]
    [MemberData(nameof(Charts))]
    public void Series_are_named_at_their_ends_in_their_colour_and_by_no_legend(string chart)
    {
        var figure = Of(chart).ToJson();
        Assert.False((bool)figure["layout"]!["showlegend"]!);
        var notes = (figure["layout"]!["annotations"] as JsonArray ?? []).Where(note => note!["templateitemname"] != null)
            .Select(note => (Name: (string)note!["text"]!, Colour: (string)note["templateitemname"]!)).ToList();
        var series = figure["data"]!.AsArray().Where(trace => (string?)trace!["type"] == "scatter" && (string?)trace["meta"] != "mask")
            .Select(trace => (Name: (string?)trace!["name"] ?? "", Colour: trace["line"]?["color"] ?? trace["marker"]?["color"]))
            .Where(each => each.Name != "" && each.Colour is JsonValue).ToList();
        if (series.Count > 1)
            Assert.All(series, each => Assert.Contains(notes, note =>
                note.Name.StartsWith(each.Name, StringComparison.Ordinal) && Named(note.Colour).Mark == (string?)each.Colour));
        // Beyond five colours, only ordered ones: those of a ramp.
        var hues = notes.Select(note => note.Colour).Where(name => !name.StartsWith("ramp", StringComparison.Ordinal)).Distinct();
        Assert.InRange(hues.Count(), 0, 5);
    }

    [Theory]
    [MemberData(nameof(Charts))]
    public void Numbers_have_a_true_minus_and_powers_of_ten_no_letter_e(string chart)
    {
        var figure = Of(chart);
        var json = figure.ToJson();
        var texts = new List<string> { figure.Description };
        Collect(json["layout"]!, texts);
        Collect(json["data"]!, texts);
        if (json["frames"] is JsonNode frames)
            Collect(frames, texts);
        Assert.All(texts, text => Assert.False(Wrong().IsMatch(text), $"'{text}'"));
    }

    [Theory]
    [MemberData(nameof(Charts))]
    public void A_logarithmic_axis_names_decades_or_1_2_5_alone(string chart)
    {
        foreach (var (name, axis) in Of(chart).ToJson()["layout"]!.AsObject())
        {
            if (axis is not JsonObject || (string?)axis["type"] != "log")
                continue;
            double[] ticks = [.. axis["tickvals"]!.AsArray().Select(tick => (double)tick!)];
            Assert.Equal(ticks.Length, axis["ticktext"]!.AsArray().Count);
            bool given = name == "xaxis" && chart == "a ladder of implementations";   // the sizes themselves
            if (!given)
                Assert.All(ticks, tick => Assert.Contains(Digit(tick), new[] { 1.0, 2, 5 }));
        }
    }

    [Theory]
    [MemberData(nameof(Charts))]
    public void Controls_start_at_a_frame_whose_data_are_the_figures_own(string chart)
    {
        var figure = Of(chart).ToJson();
        if (figure["frames"] is not JsonArray frames)
            return;
        int start = (int)figure["controls"]!["start"]!;
        Assert.InRange(start, 0, frames.Count - 1);
        foreach (var (i, change) in frames[start]!["data"]!.AsArray().Index())
        {
            var trace = figure["data"]![(int?)frames[start]!["traces"]?[i] ?? i]!;
            Assert.All(change!.AsObject(), member => Assert.True(JsonNode.DeepEquals(member.Value, trace[member.Key]), member.Key));
        }
    }

    [Fact]
    public void Every_recipe_says_how_it_is_called() => Assert.All(Recipes.All, recipe =>
    {
        Assert.StartsWith("() => ", recipe.Code);
        Assert.Matches(@"(Chart|Charts)\.\w+\(", recipe.Code);
    });

    [Fact]
    public void Every_maker_has_a_recipe()
    {
        // Public methods that return a figure, of classes named for charts.
        var makers = typeof(Figure).Assembly.GetExportedTypes()
            .Where(type => type.Name.TrimEnd('s').EndsWith("Chart", StringComparison.Ordinal))
            .SelectMany(type => type.GetMethods().Where(method => method.ReturnType == typeof(Figure))
                .Select(method => $"{type.Name}.{method.Name}("));
        Assert.All(makers, maker => Assert.Contains(Recipes.All, recipe => recipe.Code.Contains(maker, StringComparison.Ordinal)));
    }

    // 3 of 0.03.
    private static double Digit(double value) => Math.Round(value / Math.Pow(10, Math.Floor(Math.Log10(value) + 1e-9)), 6);

    private static Figure Of(string chart) => Recipes.All.Single(recipe => recipe.Chart == chart).Draw();

    private static FigureColour Named(string name) =>
        new[] { FigureStyle.Muted }.Concat(FigureStyle.Series).Concat(FigureStyle.Ramp(7)).Single(colour => colour.Name == name);

    private static (string Title, string Measures) Title(Figure figure)
    {
        string[] lines = ((string)figure.ToJson()["layout"]!["title"]!["text"]!).Split("<br>");
        return (lines[0], lines.Length > 1 ? Tag().Replace(lines[1], "") : "");
    }

    // What a reader sees of a figure's JSON: texts, and what stands in cells and beside ticks.
    private static void Collect(JsonNode node, List<string> texts)
    {
        if (node is JsonObject inside)
            foreach (var (key, value) in inside)
                if (key is "text" or "ticktext" or "x" or "y" or "caption" && value is not JsonObject)
                    texts.AddRange(Strings(value));
                else if (key == "name" && value is JsonValue)
                    texts.AddRange(Strings(value));
                else if (value is JsonObject or JsonArray)
                    Collect(value, texts);
        if (node is JsonArray list)
            foreach (var item in list)
                if (item is JsonObject or JsonArray)
                    Collect(item, texts);
    }

    private static IEnumerable<string> Strings(JsonNode? node) => node is JsonArray list ? list.SelectMany(Strings)
        : node is JsonValue value && value.TryGetValue(out string? text) ? [Tag().Replace(text, "")] : [];

    [GeneratedRegex(@"(^|[\s(±≤≥])-\d|\d[eE][-+]?\d")]
    private static partial Regex Wrong();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();
}
