using System.Text.RegularExpressions;

namespace Workbook.Book.Mathematics;

/// <summary>What stands between \begin and \end: rows of cells.</summary>
internal static partial class Environments
{
    /// <param name="name">The environment's; its \begin has been read.</param>
    public static Atom Read(FormulaParser parser, string name)
    {
        switch (name)
        {
            case "matrix": return Matrix("", "");
            case "pmatrix": return Matrix("(", ")");
            case "bmatrix": return Matrix("[", "]");
            case "vmatrix": return Matrix("|", "|");
            case "cases": return new Fenced("{", Table("l", FormulaStyle.Text), "");
            case "aligned":
                Place();
                return Table("rl", FormulaStyle.Display);
            case "array":
                Place();
                string columns = parser.Text("\\begin{array}").Replace(" ", "", StringComparison.Ordinal);
                return columns.Length > 0 && columns.All("lcr".Contains)
                    ? Table(columns, FormulaStyle.Text)
                    : throw new TexException($"The columns of \\begin{{array}} are letters l, c and r, not \"{columns}\".");
            default: throw new TexException($"The environment {name} is not known.");
        }

        Fenced Matrix(string open, string close) => new(open, Table("c", FormulaStyle.Text), close);

        Table Table(string columns, FormulaStyle style) => new(name, columns, style, Rows(parser, name));

        // Which of its lines stands on that of the text: read, and the middle one does as ever.
        void Place() => parser.Option($"\\begin{{{name}}}", option => option is "t" or "c" or "b", "t, c or b");
    }

    private static List<TableRow> Rows(FormulaParser parser, string name)
    {
        var (rows, cells) = (new List<TableRow>(), new List<Atom>());
        while (true)
        {
            cells.Add(parser.Row());
            string? stop = parser.Stop();
            if (stop == "\\\\")
            {
                rows.Add(new(cells, RoomBelow(parser)));
                cells = [];
            }
            else if (stop == "\\end")
            {
                if (parser.Text(stop) is var end && end != name)
                    throw new TexException($"\\begin{{{name}}} is closed by \\end{{{end}}}.");
                if (cells is not [Row { Atoms: [] }])   // else \\ stood after the last row
                    rows.Add(new(cells, null));
                return rows;
            }
            else if (stop != "&")
            {
                throw new TexException($"\\begin{{{name}}} has no \\end{{{name}}}.");
            }
        }
    }

    // \\*[6pt]: the star forbids the end of a page there, of which a page of the web has none.
    private static string? RoomBelow(FormulaParser parser)
    {
        parser.Star();
        string? length = parser.Option(@"\\", Length().IsMatch, "a length such as 6pt or -0.5em");
        return length?.Replace(" ", "", StringComparison.Ordinal);
    }

    // Units that TeX and CSS share.
    [GeneratedRegex(@"^[+-]?([0-9]+(\.[0-9]+)?|\.[0-9]+) *(pt|pc|px|em|ex|mm|cm|in)$")]
    private static partial Regex Length();
}
