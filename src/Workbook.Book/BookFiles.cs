namespace Workbook.Book;

/// <summary>The names of all files that running notebooks writes, below one folder, and the formats of figures.</summary>
public static class BookFiles
{
    public const string Index = "index.html", Style = "book.css", Script = "book.js", SearchIndex = "search.js";

    /// <summary>The one copy of plotly.js that all pages draw with, and the script that calls it.</summary>
    public const string Plotly = "plotly.min.js", FigureScript = "figures.js";

    /// <summary>
    /// The script that makes cells live, and one that says what runs them: nothing in a book as it is written, and something else where
    /// that is served beside it.
    /// </summary>
    public const string Live = "live.js", Runtime = "runtime.js";

    /// <summary>The mathematical font.</summary>
    public const string Font = "fonts/latinmodern-math.otf";

    /// <summary>What allows to pass it on.</summary>
    public const string FontLicense = "fonts/latinmodern-math.txt";

    /// <summary>What a figure can be exported as; all but html need a browser.</summary>
    public static readonly string[] FigureFormats = ["html", "svg", "png", "pdf"];

    /// <summary>
    /// A file's name as the address of a link from the book's folder. A # in it begins no fragment and a % no escape, and HTML need not
    /// escape it again.
    /// </summary>
    public static string Address(string file) => string.Join('/', file.Split('/').Select(Uri.EscapeDataString));

    /// <summary>Whether a page that is not a notebook's has this name, in any case: in the book, or on a site.</summary>
    public static bool IsTaken(string page) => page.ToLowerInvariant() is Index or "404.html";

    /// <summary>The page of a notebook.</summary>
    public static string Page(Notebook notebook) => $"{notebook.Name}.html";

    /// <summary>The notebook with the outputs of its run.</summary>
    public static string Executed(Notebook notebook) => $"{notebook.Name}.ipynb";

    /// <summary>A figure in a file of its own.</summary>
    public static string Figure(Notebook notebook, ShownFigure figure, string format) =>
        $"figures/{notebook.Name}-{figure.Name}.{format}";

    /// <summary>The script that draws a figure in the pages.</summary>
    public static string FigureData(Notebook notebook, ShownFigure figure) => Figure(notebook, figure, "js");

    /// <summary>The picture of a figure for pages whose scripts do not run.</summary>
    public static string Picture(Notebook notebook, ShownFigure figure) => $"pictures/{notebook.Name}-{figure.Name}.png";

    /// <summary>The page of a source file.</summary>
    /// <param name="name">As <see cref="SourceFile.Name"/>.</param>
    public static string Source(string name) => $"source/{name.Replace('/', '-')}.html";
}
