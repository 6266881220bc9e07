using System.Net;
using System.Text;
using Markdig;

namespace Workbook;

/// <summary>The page that lists the notebooks of a run and shows their figures, small and live.</summary>
public static class Gallery
{
    /// <summary>The file that plotly.js is read from, beside the page.</summary>
    public const string PlotlyFile = "plotly.min.js";

    private const string Title = "Recurrent networks and their gradients";

    private static readonly MarkdownPipeline Plain = new MarkdownPipelineBuilder().DisableHtml().Build();

    /// <summary>Where a figure's file lies, from the gallery.</summary>
    public static string FilePath(NotebookRun run, ShownFigure figure, string format) =>
        $"figures/{run.Notebook.Name}-{figure.Name}.{format}";

    /// <param name="results">The folder the page will be in: figures that were exported there are linked.</param>
    public static string Html(IEnumerable<NotebookRun> runs, OutputFolder results)
    {
        var body = new StringBuilder();
        foreach (NotebookRun run in runs)
        {
            string stopped = run.Failure is { } failure ? $" stopped: {Text(failure.ToString().Split('\n')[0])}" : "";
            body.Append($"""
                <section aria-labelledby="{run.Notebook.Name}">
                <h2 id="{run.Notebook.Name}">{Text(run.Notebook.Title)}</h2>
                {Markdown.ToHtml(run.Notebook.Introduction, Plain)}
                <p><a href="{run.Notebook.Name}.ipynb">{run.Notebook.Name}.ipynb</a>{stopped}</p>
                <div class="figures">

                """);
            foreach (ShownFigure figure in run.Figures)
                body.Append($"""
                    <figure>
                    <div class="small">
                    {FigureHtml.Place(figure.Description, figure.Json)}
                    </div>
                    <figcaption>{Links(run, figure, results)}</figcaption>
                    </figure>

                    """);
            body.Append("</div>\n</section>\n");
        }
        return $$"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{{Title}}</title>
            <style>
            :root { color-scheme: light dark; --link: light-dark(#0b57a4, #8fc3ff); --line: light-dark(#d6d6de, #3a3c44) }
            body { background: light-dark(#ffffff, #16171b); color: light-dark(#262626, #e6e6ea);
              font: 16px/1.5 Arial, "Liberation Sans", sans-serif; margin: 0 }
            main { max-width: 84em; margin: auto; padding: 1em }
            h1 { font-size: 1.7em } h2 { font-size: 1.3em; margin: 2em 0 0 } section > p { max-width: 46em }
            a { color: var(--link) }
            .figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 26em), 1fr)); gap: 1em }
            figure { margin: 0; padding: .75em; border: 1px solid var(--line); border-radius: 6px; min-width: 0 }
            figcaption { font-size: .9em }
            .small { overflow: hidden }
            .small .rnn-figure > :not(:first-child) { display: none }
            </style>
            <script src="{{PlotlyFile}}"></script>
            {{FigureHtml.Script}}
            </head>
            <body>
            <main>
            <h1>{{Title}}</h1>
            {{body}}</main>
            <script>
            // Each figure keeps its own proportions and is scaled to the width of its frame.
            const fit = () => {
              for (const frame of document.querySelectorAll(".small")) {
                const figure = frame.querySelector(".js-plotly-plot");
                if (!figure?._fullLayout) continue;
                const { width, height } = figure._fullLayout, scale = Math.min(1, frame.clientWidth / width);
                Object.assign(figure.style, {
                  width: width + "px", height: height + "px", transform: `scale(${scale})`, transformOrigin: "0 0",
                });
                frame.style.height = height * scale + "px";
              }
            };
            new ResizeObserver(fit).observe(document.querySelector("main"));
            const drawing = setInterval(() => {
              fit();
              if ([...document.querySelectorAll(".small [role=img]")].every(figure => figure._fullLayout)) clearInterval(drawing);
            }, 100);
            </script>
            </body>
            </html>

            """;
    }

    private static string Links(NotebookRun run, ShownFigure figure, OutputFolder results)
    {
        var formats = ExportCommand.Formats.Where(format => format != "html" && results.Has(FilePath(run, figure, format)));
        return string.Join(" · ", formats.Select(format => $"<a href=\"{FilePath(run, figure, format)}\">{format}</a>")
            .Prepend($"<a href=\"{FilePath(run, figure, "html")}\">{Text(figure.Name)}</a>"));
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
