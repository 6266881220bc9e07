#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;

/// <summary>Cells of what is computed, or of what stands beside it, from one operation up to another.</summary>
internal sealed record UnrolledCells(
    UnrolledPart? Part, int Step, string Name, Matrix<double> Values, double X, double Y, double Width, double Height, double Limit,
    int Since, int Until = int.MaxValue)
{
    public double Right => X + (Width * Values.ColumnCount);

    public double Bottom => Y + (Height * Values.RowCount);

    public bool IsThere(int operation) => Since <= operation && operation < Until;
}

/// <summary>An arrow, with the weights that are multiplied on its way.</summary>
internal sealed record UnrolledArrow(string Weights, double X0, double Y0, double X1, double Y1)
{
    /// <summary>To the left, or down.</summary>
    public bool GoesBack => X1 < X0 || Y1 > Y0;
}

/// <summary>Words; the side that they stand at is plotly.js's.</summary>
internal sealed record UnrolledText(double X, double Y, string Words, string Side = "center", int Size = 12);

/// <summary>
/// Where the parts of an unrolled network lie, in pixels from the top left. A column per time step and one for sums and keys; in a column
/// the output, the hidden state and the token, and below them the term of the gradient.
/// </summary>
internal sealed class UnrolledLayout
{
    private const double Row = 20, RowHeight = 17, Gap = 44, Left = 108, Output = 60, Hidden = 162, Token = 284, Terms = 380;
    private const double WidestCell = 17, NarrowestCell = 13, Thin = 9, Comfortable = 900, LeastWidth = 480, LastColumn = 120;

    // What is added up or subtracted has one range of colours.
    private static readonly UnrolledPart[][] Ranges =
    [
        [UnrolledPart.Token], [UnrolledPart.Target], [UnrolledPart.State], [UnrolledPart.Logits, UnrolledPart.OutputGradient],
        [UnrolledPart.FromOutput, UnrolledPart.FromFuture, UnrolledPart.Delta], [UnrolledPart.Term, UnrolledPart.Gradient],
    ];

    private readonly UnrolledOperations operations;
    private readonly double cell, width, side;                                // of a cell, a column, a matrix

    public UnrolledLayout(UnrolledOperations operations)
    {
        this.operations = operations;
        int most = Rows.Max(row => operations[row.Part, 0].ColumnCount), units = operations[UnrolledPart.State, 0].ColumnCount;
        cell = Math.Clamp(Math.Floor((Comfortable - Left - (T * Gap)) / ((T + 1) * most)), NarrowestCell, WidestCell);
        (width, side) = (cell * most, cell * units);
        Cells = [.. operations.All.SelectMany((_, k) => CellsOf(k))];
    }

    /// <summary>Of all operations, in their order.</summary>
    public IReadOnlyList<UnrolledCells> Cells { get; }

    public double Width => Math.Max(Column(T) + Math.Max(side, LastColumn), LeastWidth);

    public double Height => Terms + side;

    /// <summary>The colours, from the least of a range to the most.</summary>
    public UnrolledCells Scale => new(
        null, 0, "", Matrix<double>.Build.Dense(1, 9, (_, j) => (j / 4.0) - 1),
        Column(T) + 10, Token, (LastColumn - 20) / 9, Thin, Limit: 1, Since: 0);

    /// <summary>A forward arrow and one back, each before its word.</summary>
    public (UnrolledArrow Arrow, UnrolledText Word)[] Keys
    {
        get
        {
            double from = Column(T), to = from + 30, y = Output + (3 * Row) + 14;
            return
            [
                (new("", from, y, to, y), new(to + 4, y, "forward", "right")),
                (new("", to, y + 16, from, y + 16), new(to + 4, y + 16, "back", "right")),
            ];
        }
    }

    /// <summary>What lies under the cells of a column, as left, top, right and bottom.</summary>
    public IEnumerable<(double, double, double, double)> Blocks =>
        from t in Enumerable.Range(0, T)
        from block in new (double Top, int Rows)[] { (Output, 3), (Hidden, 4), (Token, 1) }
        select (Column(t) - 5, block.Top - 5, Column(t) + width + 5, block.Top + (block.Rows * Row) + 2);

    /// <summary>The arrows of an operation.</summary>
    public UnrolledArrow[] Arrows(int k) => operations.All[k] is { Step: { } t } operation
        ? operation.Writes[0].Part switch
        {
            UnrolledPart.State => [Vertical("Wxh", t, Token, Hidden + (4 * Row)), FromPast(t)],
            UnrolledPart.Logits => [Vertical("Why", t, Hidden, Output + (3 * Row))],
            UnrolledPart.Loss => [Vertical("", t, Output, Output - 26)],
            UnrolledPart.OutputGradient => [Vertical("", t, Output - 26, Output)],
            UnrolledPart.FromOutput => [Vertical("Whyᵀ", t, Output + (3 * Row), Hidden)],
            UnrolledPart.FromFuture => [FromFuture(t)],
            _ => [],
        }
        : [];

    /// <summary>What an operation is about, from the left; null if it is about all.</summary>
    public double? Center(int k) => operations.All[k] is { Step: { } t } operation
        ? operation.Writes[0].Part == UnrolledPart.Term ? Column(T) : Middle(t)
        : k == 0 ? 0 : null;

    /// <summary>
    /// The losses, and how much of the gradient came through time, as far as an operation and those before it have computed them.
    /// </summary>
    public IEnumerable<UnrolledText> Results(int k)
    {
        bool IsKnown(UnrolledPart part, int t) => k >= IndexOf(part, t);
        string Value(double loss, int t) => IsKnown(UnrolledPart.Loss, t) ? $" = <b>{UnrolledOperations.Number(loss, "F2")}</b>" : "";
        string Fraction(int t) =>
            IsKnown(UnrolledPart.FromFuture, t) ? $"<b>{UnrolledOperations.Percent(operations.ThroughTime(t))}</b>" : "";
        double[] losses = [.. Enumerable.Range(0, T).Select(t => operations[UnrolledPart.Loss, t][0, 0])];
        return losses.Select((loss, t) => new UnrolledText(Middle(t), Output - 38, UnrolledOperations.At("Lₜ", t) + Value(loss, t)))
            .Append(new(Column(T), Output - 38, "L" + Value(losses.Sum(), T - 1), "right"))
            .Concat(Enumerable.Range(0, T - 1).Select(t =>
                new UnrolledText(Column(t + 1) - (Gap / 2), Hidden + Row + (RowHeight / 2), Fraction(t), Size: 11)));
    }

    /// <summary>What stands still.</summary>
    public IEnumerable<UnrolledText> Texts() =>
        RowTexts().Concat(Enumerable.Range(0, T).SelectMany(ColumnTexts)).Concat(ArrowTexts()).Concat(LastTexts());

    private int T => operations.Steps;

    private (UnrolledPart Part, double Top, string Words)[] Rows =>
    [
        (UnrolledPart.Logits, Output, "logits ŷₜ"),
        (UnrolledPart.Target, Output + Row, (operations.IsDifference ? "− " : "") + "target yₜ"),
        (UnrolledPart.OutputGradient, Output + (2 * Row), (operations.IsDifference ? "= " : "") + "dyₜ"),
        (UnrolledPart.State, Hidden, "state hₜ"),
        (UnrolledPart.FromOutput, Hidden + Row, "Whyᵀ dyₜ"),
        (UnrolledPart.FromFuture, Hidden + (2 * Row), "+ Whhᵀ δₜ₊₁"),
        (UnrolledPart.Delta, Hidden + (3 * Row), "⊙ (1 − hₜ²) = δₜ"),
        (UnrolledPart.Token, Token, "token xₜ"),
    ];

    private IEnumerable<UnrolledCells> CellsOf(int k)
    {
        foreach (var (part, t) in operations.All[k].Writes.Where(each => each.Part != UnrolledPart.Loss))
        {
            var (name, values, limit) = (operations.All[k].Name, operations[part, t], Limit(part));
            if (part == UnrolledPart.Gradient)                                // the sum so far, until another takes its place
                yield return new(part, t, "∂L/∂Whh", values, Column(T), Terms, cell, cell, limit, k,
                    Until: t > 0 ? IndexOf(part, t - 1) : int.MaxValue);
            else if (part == UnrolledPart.Term)
            {
                var (delta, before) = (operations[UnrolledPart.Delta, t], t > 0 ? operations[UnrolledPart.State, t - 1] : null);
                yield return new(part, t, name, values, Column(t), Terms, cell, cell, limit, k);
                yield return new(null, t, "", delta.Transpose(), Column(t) - 12, Terms, Thin, cell, Limit(UnrolledPart.Delta), k);
                if (before != null)
                    yield return new(null, t, "", before, Column(t), Terms - 12, cell, Thin, Limit(UnrolledPart.State), k);
            }
            else
                yield return new(part, t, name, values, Math.Floor(Middle(t) - (cell * values.ColumnCount / 2)),
                    Rows.Single(row => row.Part == part).Top, cell, RowHeight, limit, k);
        }
    }

    // Between two blocks: up on the left, down on the right.
    private UnrolledArrow Vertical(string weights, int t, double from, double to) => from > to
        ? new(weights, Middle(t) - 16, from - 6, Middle(t) - 16, to + 3)
        : new(weights, Middle(t) + 16, from + 3, Middle(t) + 16, to - 6);

    private UnrolledArrow FromPast(int t) =>
        new("Whh", Column(t) - (t > 0 ? Gap - 4 : 30), Hidden + (RowHeight / 2), Column(t) - 5, Hidden + (RowHeight / 2));

    private UnrolledArrow FromFuture(int t)
    {
        double y = Hidden + (2 * Row) + (RowHeight / 2), to = Column(t) + width + 5;
        return t == T - 1 ? new("Whhᵀ", Column(T) - 14, y, to, y) : new("Whhᵀ", Column(t + 1) - 4, y + Row, to, y);
    }

    private IEnumerable<UnrolledText> RowTexts()
    {
        foreach (var (part, top, words) in Rows)
        {
            yield return new(0, top + (RowHeight / 2), words, "right");
            if (part is not (UnrolledPart.Token or UnrolledPart.Target))
                yield return new(Column(T), top + (RowHeight / 2), Range(part), "right");
        }
        yield return new(0, (Terms + Height) / 2, "terms", "right");
    }

    private IEnumerable<UnrolledText> ColumnTexts(int t)
    {
        bool isLast = t == T - 1;
        yield return new(Middle(t), Token + Row + 14, $"<b>t = {t}</b>");
        yield return new(Column(t) + (side / 2), Terms - 24, UnrolledOperations.At("δₜ hₜ₋₁ᵀ", t));
        yield return new(Column(t + 1) - (Gap / 2), Output - 38, isLast ? "=" : "+", Size: 15);
        yield return new((Column(t) + side + Column(t + 1) - (isLast ? 0 : 12)) / 2, (Terms + Height) / 2, isLast ? "=" : "+", Size: 15);
    }

    private IEnumerable<UnrolledText> ArrowTexts() => Enumerable.Range(0, operations.All.Count).SelectMany(Arrows)
        .Select(arrow => (Arrow: arrow, Y: (arrow.Y0 + arrow.Y1) / 2)).Select(each => each.Arrow switch
        {
            { GoesBack: false } up when up.X0 == up.X1 => new UnrolledText(up.X0 - 5, each.Y, up.Weights, "left", 11),
            { GoesBack: true } down when down.X0 == down.X1 => new(down.X0 + 5, each.Y, down.Weights, "right", 11),
            var level => new((level.X0 + level.X1) / 2, level.Y0 + (level.GoesBack ? 11 : -10), level.Weights, Size: 11),
        });

    private UnrolledText[] LastTexts() =>
    [
        new(Left - 32, Hidden + (RowHeight / 2), "0", "left"),
        new(Column(T) - 12, Hidden + (2 * Row) + (RowHeight / 2), "0", "right"),
        new(Column(T), Token + 4, "−", "right"),
        new(Column(T) + LastColumn - 2, Token + 4, "+", "left"),
        new(Column(T) + (LastColumn / 2), Token + Row, "of a row’s range", Size: 11),
        new(Column(T) + (side / 2), Terms - 24, "<b>∂L/∂Whh</b>"),
        new(Column(T) + (side / 2), Terms - 9, Range(UnrolledPart.Gradient), Size: 11),
    ];

    private string Range(UnrolledPart part) => $"±{UnrolledOperations.Number(Limit(part))}";

    private double Limit(UnrolledPart part) => HeatmapLayer.Limit(Ranges.Single(range => range.Contains(part))
        .SelectMany(each => Enumerable.Range(0, T).Select(t => operations[each, t])));

    private int IndexOf(UnrolledPart part, int t) =>
        Enumerable.Range(0, operations.All.Count).First(k => operations.All[k].Writes.Contains((part, t)));

    private double Column(int t) => Left + (t * (width + Gap));

    private double Middle(int t) => Column(t) + (width / 2);
}
