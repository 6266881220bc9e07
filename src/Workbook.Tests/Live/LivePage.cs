using System.Text.Json;

namespace Workbook.Tests;

/// <summary>
/// A page of the book whose cells run in a reader's browser. One page serves all tests of a class that do not ask for another: what runs
/// its cells takes seconds to load.
/// </summary>
public abstract class LivePage(Browser browser, LiveServer server, WrittenBook book) : IAsyncLifetime
{
    protected const string First = "01-rnn-step-by-step.html";
    protected const string Status = "document.querySelector('.live-bar [role=status]').textContent";

    private string address = "";

    protected Browser Browser => browser;

    protected WrittenBook Book => book;

    private protected BookReader Reader { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _ = browser.Page;   // skips before anything runs
        await book.WriteAsync();
        address = await server.BookAsync(book.Path);
        Reader = new BookReader(browser, address);
    }

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    // The first notebook's page with its cells ready, as if it had just been opened.
    protected void Begin()
    {
        if (Reader.Driver.Url.Split('#')[0] != address + First || !(bool)Reader.Script("return Boolean(live.kernel && live.notebook)")!)
        {
            Open(First);
            Load();
            return;
        }
        _ = Browser.Complaints().ToList();
        Reader.Resize(1400);
        Reader.Emulate("", "light");
        Reader.Script("""
            history.replaceState(null, "", location.pathname);
            live.notebook.undo();
            for (const cell of live.notebook.cells) cell.own = null;
            document.querySelectorAll(".outputs").forEach(each => each.replaceChildren());
            live.notebook.restart();
            scrollTo(0, 0);
            """);
        Browser.WaitFor($"{Status}.startsWith('Restarted: ') || {Status}.startsWith('Stopped.')");
    }

    protected void Open(string page)
    {
        Leave();
        Reader.Open(page);
    }

    // Without a question about what cannot be kept, and with nothing kept.
    protected void Leave() => Reader.Script("""
        addEventListener("beforeunload", event => event.stopImmediatePropagation(), true);
        if (location.protocol === "http:") localStorage.clear();
        """);

    protected void Load()
    {
        Reader.Press("Run it here", ".live");
        Browser.WaitFor($"{Status}.startsWith('Ready')");
    }

    // As typing does: the text field's value, and the event that says so.
    protected void Edit(int cell, Func<string, string> change) => Reader.Script($"""
        document.querySelector("#cell-{cell} .code").click();
        const field = document.activeElement;
        field.value = {JsonSerializer.Serialize(change(Code(cell)))};
        field.dispatchEvent(new Event("input"));
        field.blur();
        """);

    protected void Type(string keys) => Reader.Driver.SwitchTo().ActiveElement().SendKeys(keys);

    protected string Code(int cell) => (string)Reader.Script($"return document.querySelector('#cell-{cell} .code code').textContent")!;

    protected string Output(int cell) => (string)Reader.Script(
        $"return [...document.querySelectorAll('#cell-{cell} .outputs > *')].map(each => each.textContent).join('\\n')")!;

    protected string Says() => ((string)Reader.Script($"return {Status}")!).Trim();

    protected string State(int cell) => (string)Reader.Script($"return document.getElementById('cell-{cell}').dataset.state ?? ''")!;

    protected void WaitUntilIdle() =>
        Browser.WaitFor("!document.querySelector('[data-state=waiting], [data-state=running]')");

    protected IEnumerable<string> Strings(string script) => ((IEnumerable<object>)Reader.Script(script)!).Cast<string>();

    protected void Offline(bool isOffline)
    {
        Reader.Driver.ExecuteCdpCommand("Network.enable", []);
        Reader.Driver.ExecuteCdpCommand("Network.emulateNetworkConditions", new()
        {
            ["offline"] = isOffline, ["latency"] = 0, ["downloadThroughput"] = -1, ["uploadThroughput"] = -1,
        });
    }
}
