using System.Net;
using System.Text;

namespace Workbook;

/// <summary>The page that lists the notebooks of a run and shows their figures.</summary>
public static class Gallery
{
    /// <summary>The file that plotly.js is read from, beside the page.</summary>
    public const string PlotlyFile = "plotly.min.js";

    public static string PagePath(NotebookRun run, ShownFigure figure) => $"figures/{run.Notebook.Name}-{figure.Name}.html";

    public static string Html(IEnumerable<NotebookRun> runs)
    {
        var body = new StringBuilder();
        foreach (NotebookRun run in runs)
        {
            body.Append($"""
                <section>
                <h2>{Text(run.Notebook.Title)}</h2>
                <p><a href="{run.Notebook.Name}.ipynb">{run.Notebook.Name}.ipynb</a>{(run.Failure is { } failure ? $" stopped: {Text(failure.ToString().Split('\n')[0])}" : "")}</p>

                """);
            foreach (ShownFigure figure in run.Figures)
                body.Append($"""
                    <figure>
                    {figure.Html}
                    <figcaption><a href="{PagePath(run, figure)}">{Text(figure.Name)}</a></figcaption>
                    </figure>

                    """);
            body.Append("</section>\n");
        }
        return $$"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Recurrent networks and their gradients</title>
            <style>
            :root { color-scheme: light dark }
            body { background: Canvas; color: CanvasText; font-family: Arial, "Liberation Sans", sans-serif; max-width: 60em; margin: auto; padding: 1em }
            figure { margin: 1em 0 }
            </style>
            <script src="{{PlotlyFile}}"></script>
            </head>
            <body>
            <main>
            <h1>Recurrent networks and their gradients</h1>
            {{body}}</main>
            </body>
            </html>

            """;
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
