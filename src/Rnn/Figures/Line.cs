#nullable enable

/// <summary>A curve of a figure.</summary>
/// <param name="Name">Stands in the legend.</param>
/// <param name="X">One value per point.</param>
/// <param name="Y">As many as X; a value that is not finite leaves a gap.</param>
/// <param name="Points">Whether each point has a marker.</param>
public sealed record Line(string Name, double[] X, double[] Y, bool Points = false);
