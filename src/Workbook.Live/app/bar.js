"use strict";
{   // not for other scripts of the page
const { make } = book;
const megabytes = bytes => (bytes / 1e6).toFixed(0);

live.button = (text, press, attributes = {}) => {
  const made = make("button", { type: "button", ...attributes }, text);
  made.addEventListener("click", press);
  return made;
};

// The bar below the page: what can be done with the whole notebook, and what is happening.
const says = make("span", { role: "status" });
const stopper = live.button("Stop", () => live.stop(), { disabled: "" });
const whole = [
  live.button("Run all", () => live.notebook.runAll(), { title: "Runs all cells in a new session" }),
  live.button("Restart", () => !live.notebook.hasRun || live.notebook.running ? live.notebook.restart()
    : live.say("This clears all variables; your changes to the cells stay. ",
      live.button("Restart now", () => live.notebook.restart()))),
  stopper,
  live.button("Save as .ipynb", () => live.notebook.save()),
];
const undo = live.button("Undo all changes", () => live.notebook.undo(), { hidden: "" });
const own = make("span", { class: "own", hidden: "" });
const bar = make("div", { class: "live-bar", role: "region", "aria-label": "Run this notebook", tabindex: "-1", hidden: "" },
  ...whole, undo, own, says);
document.body.append(bar);

// What is at the end of the page is not under it, and what the Tab key goes to is not either.
new ResizeObserver(() => document.documentElement.style.setProperty("--live-bar", `${bar.offsetHeight}px`)).observe(bar);

/**
 * Changes a place of the page. A focused button that goes with that would leave the focus nowhere: the bar has it then, and not a button
 * in it, which a key that is still held would press.
 */
live.keepFocus = (place, change) => {
  const focused = document.activeElement, isThere = place.contains(focused);
  change();
  if (isThere && (focused.matches(":disabled") || focused.getClientRects().length === 0)) bar.focus();
};

live.say = (...sentence) => live.keepFocus(says, () => says.replaceChildren(...sentence));
live.canStop = can => live.keepFocus(stopper, () => stopper.disabled = !can);
live.hasNotebook = has => {
  whole.forEach(each => each.hidden = !has);
  undo.hidden = true;
};
live.hasEdits = has => live.keepFocus(undo, () => undo.hidden = !has);

/** Says, for as long as it is so, that source files are the reader's: those that notebooks run with, and those that are only kept. */
live.sayOwn = () => {
  const used = [...live.sources.keys()], kept = live.edits("source").names.filter(name => !live.sources.has(name));
  const are = (names, one, many) => `${names.join(", ")} ${names.length === 1 ? one : many}`;
  own.replaceChildren(...[used.length > 0 && `${are(used, "is", "are")} yours, not the book's. `,
    kept.length > 0 && `Your ${are(kept, "is kept but not used", "are kept but not used")}. `].filter(Boolean));
  if (used.length > 0) own.append(live.button("Use the book's", async () => {
    for (const name of used) {
      await live.kernel.ask("change", { name, text: await live.kernel.ask("read", { name }) });
      live.sources.delete(name);
    }
    live.sayOwn();
    live.notebook?.restart();
  }));
  own.hidden = used.length + kept.length === 0;
};

live.kernel = null;          // the C# runtime, once it is asked for
live.notebook = null;        // the one whose page this is
live.opened = null;          // the one whose cells have run last; its page comes back as it was left
live.sources = new Map();    // the texts that a reader has given to source files, by name

/** Loads the C# runtime, and then whatever the reader has changed in the source. */
live.start = () => {
  const { packed } = liveRuntime;   // of all that is loaded, what the worker counts
  let told = 0;
  const loading = bytes => {
    if (bytes < packed && performance.now() - told < 100) return;
    told = performance.now();
    live.say(bytes < packed ? `Loading the C# runtime: ${megabytes(bytes)} of ${megabytes(packed)} MB` : "Starting the C# runtime");
  };
  const kernel = live.kernel = new live.Kernel(loading, why => {
    live.kernel = null;
    live.opened?.lost();
    if (live.opened !== live.notebook) live.opened = null;   // its page would come back without what ran it
    live.say(why, " ", live.button("Start again", () => {
      live.start();
      live.notebook?.open();
    }));
  });
  const change = () => live.sources.forEach((text, name) => kernel.ask("change", { name, text }).catch(() => {}));
  kernel.ready.then(change, () => {});
  bar.hidden = false;
  document.body.classList.add("live");
  live.say("Loading the C# runtime");
};

/** Ends a cell that does not end. All that the cells have made goes with it. */
live.stop = () => {
  const { notebook } = live, { running } = notebook;
  live.kernel.stop();
  live.start();
  notebook.lost();
  running.outputs.hint("Stopped.");
  notebook.open(() => live.say("Stopped. All variables are lost: ",
    live.button("Run again up to this cell", () => notebook.run(notebook.upTo(running).slice(0, -1)))));
};
}
