"use strict";
{   // not for other scripts of the page
const { make, onArrival } = book;
const { Outputs, Editor } = liveCell;
const megabytes = bytes => (bytes / 1e6).toFixed(0);
const plural = (count, one, many) => count === 1 ? one : many.replace("#", count);

// What a reader has changed, for as long as the pages of the book take each other's place.
const edits = new Map();     // by notebook: the texts of its cells, by number
const sources = new Map();   // the texts of source files, by name
let kernel = null, notebook = null;

const button = (text, press, attributes = {}) => {
  const made = make("button", { type: "button", ...attributes }, text);
  made.addEventListener("click", press);
  return made;
};

// The bar below the page: what can be done with the whole notebook, and what is happening.
const says = make("span", { role: "status" });
const stopper = button("Stop", () => stop(), { disabled: "" });
const whole = [button("Run all", () => notebook.run(notebook.cells)), button("Restart", () => notebook.restart()), stopper];
const bar = make("div", { class: "live-bar", role: "region", "aria-label": "Run this notebook", hidden: "" }, ...whole, says);
document.body.append(bar);
const say = (...sentence) => says.replaceChildren(...sentence);

/** Loads what runs cells, and then whatever the reader has changed in the source. */
const start = () => {
  const { size, transferred } = liveRuntime;
  let told = 0;
  const loading = bytes => {
    if (bytes < size && performance.now() - told < 100) return;
    told = performance.now();
    say(bytes < size ? `Loading what runs C#: ${megabytes(bytes)} of ${megabytes(size)} MB, ${megabytes(transferred)} compressed`
      : "Starting what runs C#");
  };
  kernel = new Kernel(loading, why => {
    kernel = null;
    notebook?.lost();
    say(why, " ", button("Start again", () => { start(); notebook?.open(); }));
  });
  const begun = kernel;
  kernel.ready.then(() => sources.forEach((text, name) => begun.ask("change", { name, text }).catch(() => {})), () => {});
  bar.hidden = false;
  document.body.classList.add("live");
  say("Loading what runs C#");
};

/** Ends a cell that does not end. All that the cells have made goes with it. */
const stop = () => {
  const { running } = notebook;
  kernel.stop();
  start();
  notebook.lost();
  running.outputs.hint("Stopped.");
  notebook.open(() => say("Stopped. What the cells had made is gone: ",
    button("Run again up to there", () => notebook.run(notebook.upTo(running).slice(0, -1)))));
};

/** A code cell of the page. */
class LiveCell {
  constructor(notebook, { number, source, loads }) {
    Object.assign(this, { notebook, number, source, loads });
    this.element = document.getElementById(`cell-${number}`);
    const code = this.element.querySelector("pre.code"), head = this.element.querySelector(":scope > .copied, :scope > .import, :scope > .setup");
    this.offered = liveRuntime.smaller[notebook.name]?.[number] ?? source;
    this.mark = make("span", { class: "state" });
    this.back = button("", () => this.change(this.text === this.source ? this.offered : this.source), { hidden: "" });
    const edit = button("Edit", () => this.editor.open(), { "aria-label": `Edit cell ${number}` });
    const tools = make("div", { class: "tools" },
      button("Run", () => notebook.run([this]), { "aria-label": `Run cell ${number}`, title: "Shift+Enter" }),
      button("Run to here", () => notebook.run(notebook.upTo(this)), { "aria-label": `Run to here, cell ${number}` }),
      ...code && !loads ? [edit, this.back] : [], this.mark);
    head.after(tools);
    this.outputs = new Outputs(this.element, tools);
    if (code && !loads)
      this.editor = new Editor(code, `Cell ${number}`, {
        run: () => notebook.run([this]), changed: () => this.#keep(), escaped: () => edit.focus(),
        colour: code => kernel?.ask("colour", { code }).catch(() => null),
      });
    this.element.addEventListener("keydown", event => {
      if (event.key !== "Enter" || !event.shiftKey || event.target.tagName === "TEXTAREA") return;
      event.preventDefault();
      notebook.run([this]);
      notebook.cells[notebook.cells.indexOf(this) + 1]?.element.querySelector(".tools button").focus();
    });
    this.change(edits.get(notebook.name)?.get(number) ?? this.offered);
  }

  get text() { return this.editor?.text ?? this.source; }

  change(text) {
    if (!this.editor) return;
    this.editor.text = text;
    this.#keep();
  }

  /** @param state waiting, running, done, failed, or nothing for one that has not run */
  set state(state) {
    this.element.dataset.state = state;
    this.mark.textContent = { waiting: "waits", running: "runs", done: "has run", failed: "failed" }[state] ?? "";
  }

  // What differs from the book is kept, said, and can be taken back.
  #keep() {
    const { text, source, offered } = this;
    if (this.element.dataset.state !== "running") this.state = "";   // what it has shown is not of this text
    const all = edits.get(this.notebook.name) ?? new Map();
    edits.set(this.notebook.name, all);
    if (text === offered) all.delete(this.number);
    else all.set(this.number, text);
    this.element.classList.toggle("edited", text !== source && text !== offered);
    this.back.hidden = text === source && offered === source;
    this.back.textContent = text === source ? "Use the smaller value" : text === offered ? "Smaller here: use the book's" : "Changed: back to the book's";
  }
}

/** The notebook whose page this is. */
class LiveNotebook {
  cells = []; #running = null; #queue = []; #isOpen; #opened = 0;

  constructor(name) { this.name = name; }

  /** The cell that runs, or null. */
  get running() { return this.#running; }

  set running(cell) {
    this.#running = cell;
    stopper.disabled = !cell;
  }

  /** Starts it afresh; what only loads packages and source is run at once. */
  open(then = () => say("Ready. Cells are run by their buttons or by Shift+Enter.", this.#smaller())) {
    const opened = ++this.#opened;
    this.#isOpen = this.#open(then).catch(problem => {
      if (notebook === this && opened === this.#opened && problem.message !== "stopped") say(problem.message);
    });
  }

  upTo(cell) { return this.cells.slice(0, this.cells.indexOf(cell) + 1).filter(each => each === cell || each.element.dataset.state !== "done"); }

  async run(cells) {
    await this.#isOpen;
    for (const cell of cells) if (!this.#queue.includes(cell)) {
      this.#queue.push(cell);
      cell.state = "waiting";
    }
    if (!this.running) await this.#next();
  }

  restart() {
    if (this.running) {
      stop();
      return;
    }
    this.#forget();
    this.open(() => say("Restarted: nothing has run yet."));
  }

  /** The kernel has gone, and all that the cells had made. */
  lost() {
    this.running?.outputs.end();
    this.#forget();
  }

  async #open(then) {
    await kernel.ready;
    if (notebook !== this) return;
    if (sources.size > 0) say("Compiling all that the notebook imports: some ten seconds");
    const cells = await kernel.ask("open", { path: `notebooks/${this.name}.ipynb` });
    if (notebook !== this) return;
    if (this.cells.length === 0) this.cells = cells.map(cell => new LiveCell(this, cell));
    for (const cell of this.cells.filter(cell => cell.loads)) if (!await this.#run(cell)) return;
    if (notebook === this) then();
  }

  #smaller() {
    const count = Object.keys(liveRuntime.smaller[this.name] ?? {}).length;
    return count === 0 ? "" : " " + plural(count, "One cell has a smaller value here, as a browser is slow; a button beside it gives the book's.",
      "# cells have smaller values here, as a browser is slow; a button beside each gives the book's.");
  }

  #forget() {
    [this.#queue, this.running] = [[], null];
    for (const cell of this.cells) cell.state = "";
  }

  // Runs what waits, one after another, until one fails.
  async #next() {
    const begun = kernel;
    while (this.#queue.length > 0) {
      const cell = this.#queue.shift(), rest = this.#queue.length;
      say(`Cell ${cell.number} runs`, rest > 0 ? `, ${plural(rest, "one waits", "# wait")}` : "");
      const ran = await this.#run(cell);
      if (kernel !== begun || notebook !== this) return;
      if (!ran) {
        const dropped = this.#queue.length;
        for (const each of this.#queue) each.state = "";
        this.#queue = [];
        say(`Cell ${cell.number} failed.`, dropped > 0 ? ` ${plural(dropped, "The one after it has", "The # after it have")} not run.` : "");
        return;
      }
      if (this.#queue.length === 0) say(`Cell ${cell.number} has run.`);
    }
  }

  async #run(cell) {
    const begun = kernel;
    let failed = null;
    this.running = cell;
    cell.state = "running";
    cell.outputs.begin();
    try {
      await kernel.ask("run", { cell: cell.number, source: cell.text }, (type, content) => {
        if (type === "error") failed = content;
        cell.outputs.add(type, content);
      });
    } catch (problem) {
      if (kernel !== begun) return false;   // stopped: said where that was done
      failed = { ename: "" };
      cell.outputs.say(problem.message);
    }
    this.running = null;
    cell.outputs.end();
    cell.state = failed ? "failed" : "done";
    // A name that is not known is most often of a cell above that has not run.
    const before = this.upTo(cell);
    if (["CS0103", "CS0246"].includes(failed?.ename) && before.length > 1)
      cell.outputs.hint("Cells above have not run. ", button(`Run to here`, () => this.run(before)));
    return !failed;
  }
}

/** A source file that can be changed, for all notebooks that are opened from then on. */
const sourcePage = (place, name) => {
  const code = document.querySelector("#main .code, #main .notes");
  const field = make("textarea", { class: "code", "aria-label": name, wrap: "off", spellcheck: "false" });
  const done = make("span", { role: "status" });
  const set = async text => {
    const changed = await kernel.ask("change", { name, text });
    if (changed) sources.set(name, text);
    else sources.delete(name);
    done.textContent = changed ? "Changed. A notebook that is opened now compiles all that it imports: some ten seconds." : "As in the book.";
  };
  const open = async () => {
    place.querySelector("button").disabled = true;
    if (!kernel) start();
    await kernel.ready;
    say("Loaded. Change the file, then open a notebook.");
    const own = await kernel.ask("read", { name });
    field.value = sources.get(name) ?? own;
    field.rows = field.value.split("\n").length;
    code.hidden = true;
    code.after(field);
    place.replaceChildren(
      button("Use what is written here", () => set(field.value)), " ",
      button("Back to the book's", () => { field.value = own; set(own); }), " ", done);
    field.focus({ preventScroll: true });
  };
  place.append(button("Change this file", open),
    " and run the notebooks with it: they then compile all that they import, which takes some ten seconds.");
};

const cannot = () => location.protocol === "file:"
  ? ["This page was opened as a file, and a browser runs no program from there. ", make("code", {}, "dotnet run --project src/Workbook -- serve"),
    " shows the same pages with cells that run in them."]
  : !window.liveRuntime ? ["Cells do not run here: what runs them is not beside these pages. ",
    make("code", {}, "dotnet run --project src/Workbook -- serve"), " serves the pages with it."]
  : !window.WebAssembly || !window.Worker ? ["Cells do not run here: this browser has no WebAssembly."]
  : null;

onArrival(() => {
  [notebook, stopper.disabled] = [null, true];
  const place = document.querySelector("#main .live");
  whole.forEach(each => each.hidden = !place?.dataset.notebook);
  if (!place) {
    if (kernel) say("What runs C# is loaded. Open a notebook to run its cells.");
    return;
  }
  const reason = cannot(), { notebook: name, source } = place.dataset;
  place.replaceChildren();
  if (reason) place.append(...reason);
  else if (source) sourcePage(place, source);
  else {
    const begin = () => {
      place.remove();
      notebook = new LiveNotebook(name);
      if (kernel) say("Opening the notebook");
      else start();
      notebook.open();
    };
    if (kernel) begin();
    else place.append(button("Run it here", begin), make("span", {},
      `Cells run in your browser. Loads ${megabytes(liveRuntime.transferred)} MB, once; nothing is installed.`));
  }
});

addEventListener("beforeunload", event => {
  if (sources.size > 0 || [...edits.values()].some(all => all.size > 0)) event.preventDefault();
});
book.isLive = () => kernel !== null;
}
