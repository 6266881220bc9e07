namespace Workbook;

/// <summary>
/// What the book's pages may load, as a Content-Security-Policy: from where they lie alone. A figure's own page has its script in it,
/// and WebAssembly is compiled.
/// </summary>
public static class PagePolicy
{
    /// <summary>For a page's own head.</summary>
    public const string Meta = "default-src 'none'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; "
        + "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self'; "
        + "base-uri 'none'; form-action 'none'";

    /// <summary>For a server, which alone can say who may frame a page.</summary>
    public const string Header = Meta + "; frame-ancestors 'self'";
}
