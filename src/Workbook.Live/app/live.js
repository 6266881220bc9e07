"use strict";
{   // not for other scripts of the page
const { make, onArrival } = book;

/** A source file that can be changed, for all notebooks that are opened from then on. */
const sourcePage = (place, name) => {
  const code = document.querySelector("#main .code, #main .notes");
  const field = make("textarea", { class: "code", "aria-label": name, wrap: "off", spellcheck: "false" });
  const done = make("span", { role: "status" });
  const set = async (text, own) => {
    done.textContent = "Checking for errors";
    const error = await live.kernel.ask("change", { name, text }).catch(problem => problem.message);
    if (!error && text === own) live.sources.delete(name);
    else if (!error) live.sources.set(name, text);
    done.textContent = error ? `Not changed: ${error}`
      : text === own ? "As in the book." : "Changed. Notebooks that you open from now on use it; the first time, their imports are compiled.";
    if (!error && live.opened?.hasRun) done.textContent += ` The variables of ${live.opened.name} are lost.`;
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
    live.say("C# runtime loaded. Change the file, then open a notebook.");
    const own = await live.kernel.ask("read", { name }), edits = live.edits("source");
    field.value = live.sources.get(name) ?? edits.get(name)?.text ?? own;
    field.rows = field.value.split("\n").length;
    field.addEventListener("input", () => field.value === own ? edits.delete(name) : edits.set(name, field.value, own));
    if (edits.get(name) && !live.sources.has(name)) done.textContent = "As you left it. Notebooks do not use it yet.";
    code.hidden = true;
    code.after(field);
    place.replaceChildren(
      live.button("Use this version", () => set(field.value, own)), " ",
      live.button("Back to the book's", () => {
        edits.delete(name);
        set(field.value = own, own);
      }), " ", done);
    field.focus({ preventScroll: true });
  };
  place.append(live.button("Change this file", open),
    " and run the notebooks with it. Their imports are then compiled when a notebook is opened, which takes 15 seconds or longer.");
};

// Why cells cannot run here, or null.
const cannot = () => {
  const serve = make("code", {}, "dotnet run --project src/Workbook -- serve");
  if (location.protocol === "file:")
    return ["This page was opened as a file, and browsers run no programs from files. ", serve,
      " shows the same pages with cells that run in them."];
  if (!window.liveRuntime)
    return ["This copy of the book has no C# runtime, so its cells cannot run. ", serve, " serves the pages with one."];
  const missing = ["WebAssembly", "Worker", "DecompressionStream"].find(name => !window[name]);
  if (missing) return [`Cells cannot run here: this browser has no ${missing}.`];
  try {
    new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));   // an empty one
    return null;
  } catch {
    return ["Cells cannot run here: this site or this browser does not allow WebAssembly."];
  }
};

const notebookPage = (place, name) => {
  const begin = () => {
    if (live.opened?.running) {   // its cell would keep this notebook waiting
      live.kernel.stop();
      live.start();
    }
    live.opened = live.notebook = new live.Notebook(name);
    live.sayOwn();
    if (live.kernel) live.say("Opening the notebook");
    else live.start();
    live.keepFocus(place, () => place.remove());   // once the bar is there
    live.notebook.open();
    live.notebook.takeLink();
  };
  if (live.kernel && live.opened?.hasRun) {
    place.append(live.button("Run it here", begin), "This clears the variables of ",
      make("a", { href: live.opened.path }, live.opened.name), ": one notebook runs at a time.");
    return;
  }
  if (live.kernel) {
    begin();
    return;
  }
  const { size: kept, linked } = live.edits(name), number = live.linkedCell();
  place.append(live.button("Run it here", begin),
    `Runs the cells in your browser. Loads ${(liveRuntime.size / 1e6).toFixed(0)} MB, once; nothing is installed.`,
    kept === 0 ? "" : kept === 1 ? " The cell that you changed is kept." : ` The ${kept} cells that you changed are kept.`,
    linked === 0 ? "" : kept === 1 ? " Its code is from a link." : linked === 1 ? " The code of one is from a link."
      : ` The code of ${linked} is from links.`);
  // The cell itself is shown once the link's code stands there: until then, this is what a reader has to see.
  if (number != null) place.append(` The link has code for cell ${number}, which does not run until you use it.`);
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
  if (!place) live.say("C# runtime loaded. Open a notebook to run its cells.");
  else if (reason) place.append(...reason);
  else if (source) sourcePage(place, source);
  else notebookPage(place, notebook);
});

addEventListener("hashchange", () => live.notebook?.takeLink());
}
