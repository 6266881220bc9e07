namespace Workbook.Book.Mathematics;

/// <summary>What stands between \begin and \end: rows of cells.</summary>
internal static class Environments
{
    /// <param name="name">The environment's; its \begin has been read.</param>
    public static Atom Read(FormulaParser parser, string name)
    {
        switch (name)
        {
            case "matrix": return Matrix("", "");
            case "pmatrix": return Matrix("(", ")");
            case "bmatrix": return Matrix("[", "]");
            case "Bmatrix": return Matrix("{", "}");
            case "vmatrix": return Matrix("|", "|");
            case "Vmatrix": return Matrix("‖", "‖");
            case "cases": return new Fenced("{", Table("l", FormulaStyle.Text), "");
            case "aligned": return Table("rl", FormulaStyle.Display);
            case "array":
                string columns = parser.Text("\\begin{array}").Replace(" ", "", StringComparison.Ordinal);
                return columns.Length > 0 && columns.All("lcr".Contains)
                    ? Table(columns, FormulaStyle.Text)
                    : throw new TexException($"The columns of \\begin{{array}} are letters l, c and r, not \"{columns}\".");
            default: throw new TexException($"The environment {name} is not known.");
        }

        Fenced Matrix(string open, string close) => new(open, Table("c", FormulaStyle.Text), close);

        Table Table(string columns, FormulaStyle style) => new(name, columns, style, Rows(parser, name));
    }

    private static List<List<Atom>> Rows(FormulaParser parser, string name)
    {
        var rows = new List<List<Atom>> { new() };
        while (true)
        {
            rows[^1].Add(parser.Row());
            string? stop = parser.Stop();
            if (stop == "\\\\")
            {
                rows.Add([]);
            }
            else if (stop == "\\end")
            {
                if (parser.Text(stop) is var end && end != name)
                    throw new TexException($"\\begin{{{name}}} is closed by \\end{{{end}}}.");
                if (rows[^1] is [Row { Atoms: [] }])
                    rows.RemoveAt(rows.Count - 1);   // \\ stood after the last row
                return rows;
            }
            else if (stop != "&")
            {
                throw new TexException($"\\begin{{{name}}} has no \\end{{{name}}}.");
            }
        }
    }
}
