"use strict";
{   // not for other scripts of the page
const { make } = book;
const edits = new Map();   // by notebook: the texts of its cells that a reader has changed, by number
const loads = source => /^#(r|!import) /m.test(source);   // packages or source, and nothing else
const plural = (count, one, many) => count === 1 ? one : many.replace("#", count);

/** A code cell of the page. */
class LiveCell {
  constructor(notebook, { number, source }) {
    Object.assign(this, { notebook, number, source, loads: loads(source) });
    this.element = document.getElementById(`cell-${number}`);
    const code = this.element.querySelector("pre.code");
    const head = this.element.querySelector(":scope > .copied, :scope > .import, :scope > .setup");
    this.offered = liveRuntime.smaller[notebook.name]?.[number] ?? source;
    this.mark = make("span", { class: "state" });
    this.back = live.button("", () => this.change(this.text === this.source ? this.offered : this.source), { hidden: "" });
    const edit = live.button("Edit", () => this.editor.open(), { "aria-label": `Edit cell ${number}` });
    const tools = make("div", { class: "tools" },
      live.button("Run", () => notebook.run([this]), { "aria-label": `Run cell ${number}`, title: "Shift+Enter" }),
      live.button("Run to here", () => notebook.runTo(this), { "aria-label": `Run to here, cell ${number}` }),
      ...code && !this.loads ? [edit, this.back] : [], this.mark);
    head.after(tools);
    this.outputs = new live.Outputs(this.element, tools);
    if (code && !this.loads)
      this.editor = new live.Editor(code, `Cell ${number}`, {
        run: () => notebook.run([this]), changed: () => this.#keep(), escaped: () => edit.focus(),
        colour: code => live.kernel?.ask("colour", { code }).catch(() => null),
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
    this.back.textContent = text === source ? "Use the smaller value"
      : text === offered ? "Smaller here: use the book's" : "Changed: back to the book's";
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
    live.canStop(cell);
  }

  /** Starts it afresh; the packages and the source that it begins with are loaded at once. */
  open(then = () => live.say("Ready. Cells are run by their buttons or by Shift+Enter.", this.#smaller())) {
    const opened = ++this.#opened;
    this.#isOpen = this.#open(then).catch(problem => {
      if (live.notebook === this && opened === this.#opened && problem.message !== "stopped") live.say(problem.message);
    });
  }

  /** A cell and those above it that have not run. */
  upTo(cell) {
    return this.cells.slice(0, this.cells.indexOf(cell) + 1).filter(each => each === cell || each.element.dataset.state !== "done");
  }

  /** Runs cells, and before each what loads packages and source above it. */
  async run(cells) {
    await this.#isOpen;
    const loading = cell => this.upTo(cell).filter(each => each.loads && each !== cell && each !== this.running);
    for (const cell of cells.flatMap(cell => [...loading(cell), cell])) if (!this.#queue.includes(cell)) {
      this.#queue.push(cell);
      cell.state = "waiting";
    }
    if (!this.running) await this.#next();
  }

  async runTo(cell) {
    await this.#isOpen;   // by now some have run
    await this.run(this.upTo(cell));
  }

  restart() {
    if (this.running) {
      live.stop();
      return;
    }
    this.#forget();
    this.open(() => live.say("Restarted: nothing has run yet."));
  }

  /** The kernel has gone, and all that the cells had made. */
  lost() {
    this.running?.outputs.end();
    this.#forget();
  }

  async #open(then) {
    await live.kernel.ready;
    if (live.notebook !== this) return;
    const cells = await live.kernel.ask("open", { path: `notebooks/${this.name}.ipynb` });
    if (live.notebook !== this) return;
    if (this.cells.length === 0) this.cells = cells.map(cell => new LiveCell(this, cell));
    for (const cell of this.cells.slice(0, this.cells.findIndex(cell => !cell.loads))) if (!await this.#run(cell)) return;
    if (live.notebook === this) then();
  }

  #smaller() {
    const count = Object.keys(liveRuntime.smaller[this.name] ?? {}).length;
    return count === 0 ? "" : plural(count, " One cell has smaller values here, as a browser is slow; a button beside it gives the book's.",
      " # cells have smaller values here, as a browser is slow; a button beside each gives the book's.");
  }

  #forget() {
    [this.#queue, this.running] = [[], null];
    for (const cell of this.cells) cell.state = "";
  }

  // Runs what waits, one after another, until one fails.
  async #next() {
    const begun = live.kernel;
    while (this.#queue.length > 0) {
      const cell = this.#queue.shift(), rest = this.#queue.length;
      live.say(`Cell ${cell.number} runs`, rest > 0 ? `, ${plural(rest, "one waits", "# wait")}` : "");
      const ran = await this.#run(cell);
      if (live.kernel !== begun || live.notebook !== this) return;
      if (!ran) {
        const dropped = this.#queue.length;
        for (const each of this.#queue) each.state = "";
        this.#queue = [];
        live.say(`Cell ${cell.number} failed.`,
          dropped > 0 ? ` ${plural(dropped, "The one after it has", "The # after it have")} not run.` : "");
        return;
      }
      if (this.#queue.length === 0) live.say(`Cell ${cell.number} has run.`);
    }
  }

  async #run(cell) {
    const begun = live.kernel;
    let failed = null;
    this.running = cell;
    cell.state = "running";
    cell.outputs.begin();
    try {
      await live.kernel.ask("run", { cell: cell.number, source: cell.text }, (type, content) => {
        if (type === "error") failed = content;
        cell.outputs.add(type, content);
      });
    } catch (problem) {
      if (live.kernel !== begun) return false;   // stopped: said where that was done
      failed = { ename: "" };
      cell.outputs.say(problem.message);
    }
    this.running = null;
    cell.outputs.end();
    cell.state = failed ? "failed" : "done";
    // A name that is not known is most often of a cell above that has not run.
    if (["CS0103", "CS0246"].includes(failed?.ename) && this.upTo(cell).length > 1)
      cell.outputs.hint("Cells above have not run. ", live.button(`Run to here`, () => this.runTo(cell)));
    return !failed;
  }
}

live.Notebook = LiveNotebook;
live.hasEdits = () => [...edits.values()].some(all => all.size > 0);
}
