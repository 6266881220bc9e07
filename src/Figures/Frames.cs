#nullable enable
using System.Collections.Generic;

/// <summary>What a figure goes through, under controls in the page: play, back, next and a slider. A picture is without them.</summary>
/// <param name="Counts">What the names of the frames count: "step", for example.</param>
/// <param name="All">
/// One object per frame, as plotly.js has them: name; data, the changes of its traces; traces, which those are (the first ones if omitted);
/// baseframe, the name of the frame that it adds to (the figure itself if omitted). And what the controls read: caption, lines of text
/// (the name if omitted); center, a place in pixels from the left that stays in view where the figure is wider than its page.
/// </param>
/// <param name="Start">The frame that looks as the figure itself does.</param>
public sealed record Frames(string Counts, IReadOnlyList<object> All, int Start = 0);
