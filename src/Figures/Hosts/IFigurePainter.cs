#nullable enable
using System;
using System.Text.Json.Nodes;

/// <summary>Draws figures as pictures, in light colours on white and without controls.</summary>
public interface IFigurePainter : IDisposable
{
    /// <summary>The picture of a figure.</summary>
    /// <param name="figure">As <c>Figure.ToJson</c> gives it.</param>
    /// <param name="format">"svg", "png" or "pdf".</param>
    /// <param name="scale">Pixels of a PNG for each pixel of the figure.</param>
    byte[] Paint(JsonObject figure, string format, double scale);
}
