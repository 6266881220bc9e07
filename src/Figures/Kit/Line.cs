#nullable enable

/// <summary>A curve of a figure.</summary>
/// <param name="Name">Stands at its end.</param>
/// <param name="X">One value per point.</param>
/// <param name="Y">As many as X; a value that is not finite leaves a gap.</param>
/// <param name="Points">Whether each point has a marker.</param>
/// <param name="Colour">What it has in all figures: <see cref="FigureStyle.Exact"/>, for example; dealt out if omitted.</param>
public sealed record Line(string Name, double[] X, double[] Y, bool Points = false, FigureColour? Colour = null);
