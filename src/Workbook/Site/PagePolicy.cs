using System.Security.Cryptography;
using System.Text;

namespace Workbook;

/// <summary>
/// What the book's pages may load and run, as a Content-Security-Policy: files from where they lie, and no script that stands in a page
/// but the one of <see cref="NotFoundPage"/>. WebAssembly is compiled. A worker is started from a blob alone: it then has its page's
/// policy, where one from a file would have what the server sends with that, which is often nothing.
/// </summary>
public static class PagePolicy
{
    /// <summary>For a page's own head.</summary>
    public static readonly string Meta = $"default-src 'none'; script-src 'self' {Hash(NotFoundPage.Script)} 'wasm-unsafe-eval'; "
        + "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src blob:; "
        + "base-uri 'none'; form-action 'none'";

    /// <summary>For a server, which alone can say who may frame a page.</summary>
    public static readonly string Header = Meta + "; frame-ancestors 'self'";

    private static string Hash(string script) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'";
}
