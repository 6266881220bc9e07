namespace Workbook.Book.Code;

/// <summary>Lines of code, and the comments that are about them.</summary>
/// <param name="Comments">Each without its slashes; documentation as the XML that it is.</param>
/// <param name="Hidden">The numbers of the lines that held comments alone.</param>
internal sealed record NoteRow(
    List<(string Text, bool IsDocumentation)> Comments, List<int> Hidden, List<(int Number, IReadOnlyList<CodePiece> Pieces)> Lines)
{
    /// <summary>A file's lines in rows: a comment begins one.</summary>
    public static IReadOnlyList<NoteRow> Of(IReadOnlyList<IReadOnlyList<CodePiece>> lines)
    {
        var rows = new List<NoteRow> { Empty() };
        for (int i = 0; i < lines.Count; i++)
        {
            string comment = string.Concat(lines[i].Where(piece => piece.Kind == CodeKind.Comment).Select(piece => piece.Text)).Trim();
            CodePiece[] code = [.. lines[i].Where(piece => piece.Kind != CodeKind.Comment)];
            bool alone = comment != "" && code.All(piece => string.IsNullOrWhiteSpace(piece.Text));
            if (comment != "" && rows[^1].Lines.Count > 0)
                rows.Add(Empty());
            if (comment != "")
                rows[^1].Comments.Add((comment.TrimStart('/').Trim(), comment.StartsWith("///", StringComparison.Ordinal)));
            if (alone)
                rows[^1].Hidden.Add(i + 1);
            else
                rows[^1].Lines.Add((i + 1, comment == "" ? lines[i] : WithoutSpaceAtEnd(code)));
        }
        return [.. rows.Where(row => row.Lines.Count > 0 || row.Comments.Count > 0)];
    }

    private static NoteRow Empty() => new([], [], []);

    private static CodePiece[] WithoutSpaceAtEnd(CodePiece[] code) => code is [.. var before, var last]
        ? [.. before, last with { Text = last.Text.TrimEnd() }]
        : code;
}
