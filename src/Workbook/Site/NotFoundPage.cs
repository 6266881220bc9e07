namespace Workbook;

/// <summary>What a server of plain files shows where there is no page: GitHub Pages and others look for 404.html.</summary>
internal static class NotFoundPage
{
    /// <summary>
    /// The page is shown at the address that was asked for, which may be in a folder of the book, so that no file beside it can be named.
    /// </summary>
    public const string Script = """

        document.links[0].href = location.pathname.replace(/(\/(figures|pictures|source))?\/[^/]*$/, "/");

        """;

    public const string Html = $$"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>There is no such page</title>
        <link rel="icon" href="data:,">
        <style>
        :root { color-scheme: light dark }
        body { margin: 3em auto; max-width: 40em; padding: 0 1em; font-family: system-ui, sans-serif }
        </style>
        </head>
        <body>
        <h1>There is no such page</h1>
        <p><a href="./">The first page of the book</a> lists what there is.</p>
        <script>{{Script}}</script>
        </body>
        </html>

        """;
}
