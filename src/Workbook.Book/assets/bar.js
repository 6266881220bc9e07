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
  live.button("Run all", () => live.notebook.runAll(), { title: "All cells, from a fresh start" }),
  live.button("Restart", () => live.notebook.restart()),
  stopper,
  live.button("Save as .ipynb", () => live.notebook.save()),
];
const undo = live.button("Undo all changes", () => live.notebook.undo(), { hidden: "" });
const bar = make("div", { class: "live-bar", role: "region", "aria-label": "Run this notebook", hidden: "" }, ...whole, undo, says);
document.body.append(bar);

live.say = (...sentence) => says.replaceChildren(...sentence);
live.canStop = can => stopper.disabled = !can;
live.hasNotebook = has => {
  whole.forEach(each => each.hidden = !has);
  undo.hidden = true;
};
live.hasEdits = has => undo.hidden = !has;

live.kernel = null;          // what runs cells, once it is asked for
live.notebook = null;        // the one whose page this is
live.sources = new Map();    // the texts that a reader has given to source files, by name

/** Loads what runs cells, and then whatever the reader has changed in the source. */
live.start = () => {
  const { packed } = liveRuntime;   // of all that is loaded, what the worker counts
  let told = 0;
  const loading = bytes => {
    if (bytes < packed && performance.now() - told < 100) return;
    told = performance.now();
    live.say(bytes < packed ? `Loading what runs C#: ${megabytes(bytes)} of ${megabytes(packed)} MB` : "Starting what runs C#");
  };
  const kernel = live.kernel = new live.Kernel(loading, why => {
    live.kernel = null;
    live.notebook?.lost();
    live.say(why, " ", live.button("Start again", () => {
      live.start();
      live.notebook?.open();
    }));
  });
  const change = () => live.sources.forEach((text, name) => kernel.ask("change", { name, text }).catch(() => {}));
  kernel.ready.then(change, () => {});
  bar.hidden = false;
  document.body.classList.add("live");
  live.say("Loading what runs C#");
};

/** Ends a cell that does not end. All that the cells have made goes with it. */
live.stop = () => {
  const { notebook } = live, { running } = notebook;
  live.kernel.stop();
  live.start();
  notebook.lost();
  running.outputs.hint("Stopped.");
  notebook.open(() => live.say("Stopped. What the cells had made is gone: ",
    live.button("Run again up to there", () => notebook.run(notebook.upTo(running).slice(0, -1)))));
};
}
