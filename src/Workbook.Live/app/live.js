"use strict";
{   // not for other scripts of the page
const { make, onArrival } = book;

/** A source file that can be changed, for all notebooks that are opened from then on. */
const sourcePage = (place, name) => {
  const code = document.querySelector("#main .code, #main .notes");
  const field = make("textarea", { class: "code", "aria-label": name, wrap: "off", spellcheck: "false" });
  const done = make("span", { role: "status" });
  const set = async (text, own) => {
    done.textContent = "Looking for errors";
    const error = await live.kernel.ask("change", { name, text }).catch(problem => problem.message);
    if (!error && text === own) live.sources.delete(name);
    else if (!error) live.sources.set(name, text);
    done.textContent = error ? `Not changed: ${error}`
      : text === own ? "As in the book." : "Changed. A notebook that is opened now runs with it, once all that it imports is compiled.";
    if (!error && live.opened?.hasRun) done.textContent += ` What the cells of ${live.opened.name} have made is forgotten.`;
    if (!error) live.opened = null;   // it ran with another file
    live.sayOwn();
  };
  const open = async () => {
    const button = place.querySelector("button");
    button.disabled = true;
    if (!live.kernel) live.start();
    if (!await live.kernel.ready.then(() => true, () => false)) {   // said below the page
      button.disabled = false;
      return;
    }
    live.say("Loaded. Change the file, then open a notebook.");
    const own = await live.kernel.ask("read", { name }), edits = live.edits("source");
    field.value = live.sources.get(name) ?? edits.get(name)?.text ?? own;
    field.rows = field.value.split("\n").length;
    field.addEventListener("input", () => field.value === own ? edits.delete(name) : edits.set(name, field.value, own));
    if (edits.get(name) && !live.sources.has(name)) done.textContent = "As you left it. Notebooks do not run with it yet.";
    code.hidden = true;
    code.after(field);
    place.replaceChildren(
      live.button("Use what is written here", () => set(field.value, own)), " ",
      live.button("Back to the book's", () => {
        edits.delete(name);
        set(field.value = own, own);
      }), " ", done);
    field.focus({ preventScroll: true });
  };
  place.append(live.button("Change this file", open),
    " and run the notebooks with it. What one imports is then compiled when it is opened, a quarter of a minute or longer.");
};

// Why cells cannot run here, or null.
const cannot = () => {
  const serve = make("code", {}, "dotnet run --project src/Workbook -- serve");
  if (location.protocol === "file:")
    return ["This page was opened as a file, and a browser runs no program from there. ", serve,
      " shows the same pages with cells that run in them."];
  if (!window.liveRuntime)
    return ["Cells do not run here: what runs them is not beside these pages. ", serve, " serves the pages with it."];
  const missing = ["WebAssembly", "Worker", "DecompressionStream"].find(name => !window[name]);
  if (missing) return [`Cells do not run here: this browser has no ${missing}.`];
  try {
    new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));   // an empty one
    return null;
  } catch {
    return ["Cells do not run here: this site or this browser does not allow WebAssembly."];
  }
};

const notebookPage = (place, name) => {
  const begin = () => {
    place.remove();
    if (live.opened?.running) {   // its cell would keep this notebook waiting
      live.kernel.stop();
      live.start();
    }
    live.opened = live.notebook = new live.Notebook(name);
    live.sayOwn();
    if (live.kernel) live.say("Opening the notebook");
    else live.start();
    live.notebook.open();
    live.notebook.takeLink();
  };
  if (live.kernel && live.opened?.hasRun) {
    place.append(live.button("Run it here", begin), "What the cells of ",
      make("a", { href: live.opened.path }, live.opened.name), " have made is forgotten then: one notebook runs at a time.");
    return;
  }
  if (live.kernel) {
    begin();
    return;
  }
  const { size: kept, linked } = live.edits(name), number = live.linkedCell();
  place.append(live.button("Run it here", begin),
    `Cells run in your browser. Loads ${(liveRuntime.size / 1e6).toFixed(0)} MB, once; nothing is installed.`,
    kept === 0 ? "" : kept === 1 ? " The cell that you changed comes with it." : ` The ${kept} cells that you changed come with it.`,
    linked === 0 ? "" : kept === 1 ? " Its text is from a link." : linked === 1 ? " The text of one is from a link."
      : ` The texts of ${linked} are from links.`);
  if (number == null) return;
  place.append(` The link brings a text for cell ${number}, which does not run before you say so.`);
  document.getElementById(`cell-${number}`)?.scrollIntoView();
};

onArrival(() => {
  const main = document.getElementById("main"), place = main.querySelector(".live"), { notebook, source } = place?.dataset ?? {};
  const reason = cannot();
  live.notebook = live.opened?.main === main ? live.opened : null;
  live.canStop(live.notebook?.running);
  live.hasNotebook(Boolean(notebook || live.notebook));
  live.sayOwn();
  if (live.notebook) {
    live.notebook.comeBack();
    return;
  }
  place?.replaceChildren();
  if (!place) live.say("What runs C# is loaded. Open a notebook to run its cells.");
  else if (reason) place.append(...reason);
  else if (source) sourcePage(place, source);
  else notebookPage(place, notebook);
});

addEventListener("hashchange", () => live.notebook?.takeLink());
}
