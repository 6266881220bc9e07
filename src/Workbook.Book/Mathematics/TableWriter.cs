using System.Xml.Linq;

namespace Workbook.Book.Mathematics;

/// <summary>Matrices, cases and aligned lines. The style sheet sets the columns by their class, which MathML Core leaves to it.</summary>
internal static class TableWriter
{
    public static XElement Write(Table table) => new("mtable",
        new XAttribute("class", table.Kind.EndsWith("matrix", StringComparison.Ordinal) ? "matrix" : table.Kind),
        table.Style == FormulaStyle.Display ? new XAttribute("displaystyle", "true") : null,
        table.Rows.Select(row => new XElement("mtr", row.Cells.Select((cell, column) => Cell(table, cell, column, row.Below)))));

    private static XElement Cell(Table table, Atom cell, int column, string? below)
    {
        // A line that goes on after & goes on from what stood before it: a minus there stands between two.
        if (table.Kind == "aligned" && column % 2 == 1)
            cell = new Row([new Row([]), .. cell is Row row ? row.Atoms : [cell]]);
        string? side = table.Columns[column % table.Columns.Length] switch
        {
            'l' => "left",
            'r' => "right",
            _ => null,
        };
        return new XElement("mtd",
            side == null ? null : new XAttribute("class", side),
            below == null ? null : new XAttribute("style", $"padding-bottom:calc(0.5ex + {below})"),   // MathML Core has 0.5ex itself
            MathMlWriter.Write(cell, table.Style));
    }
}
