namespace Workbook.Engine;

/// <summary>A notebook and what each of its code cells asks for, read and checked before any of them runs.</summary>
public sealed record Plan(Notebook Notebook, IReadOnlyDictionary<Cell, CellSource> Cells)
{
    /// <exception cref="WorkbookException">A cell asks for what the host cannot do.</exception>
    public static Plan Of(Notebook notebook, PackageSet host) => new(
        notebook, notebook.Cells.Where(cell => cell.IsCode).ToDictionary(cell => cell, cell => CellSource.Read(notebook, cell, host)));
}
