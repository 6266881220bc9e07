"use strict";
{   // not for other scripts of the page
const { make } = book;
const loads = source => /^#(r|!import) /m.test(source);   // packages or source, and nothing else
// Characters that show nothing, or that show what follows in another order, by their numbers.
const visible = text => text.replace(/(?![\n\t])[\p{Cc}\p{Cf}\u2028\u2029]/gu,
  each => `⟨U+${each.codePointAt().toString(16).toUpperCase().padStart(4, "0")}⟩`);
const plural = (count, one, many) => count === 1 ? one : many.replace("#", count);

/** A code cell of the page. */
class LiveCell {
  notebook; number; id; source; loads;

  constructor(notebook, { number, id, source }) {
    Object.assign(this, { notebook, number, id, source, loads: loads(source) });
    this.element = document.getElementById(`cell-${number}`);
    const code = this.element.querySelector("pre.code");
    const head = this.element.querySelector(":scope > .copied, :scope > .import, :scope > .setup");
    this.offered = liveRuntime.smaller[notebook.name]?.[number] ?? source;
    this.mark = make("span", { class: "state" });
    this.back = live.button("", () => this.#turnBack(), { hidden: "" });
    const edit = live.button("Edit", () => this.editor.open(), { "aria-label": `Edit cell ${number}` });
    this.link = live.button("Copy link", () => this.#copyLink(),
      { "aria-label": `Copy link to cell ${number} as it is here`, hidden: "" });
    const tools = make("div", { class: "tools" },
      live.button("Run", () => notebook.run([this]), { "aria-label": `Run cell ${number}`, title: "Shift+Enter" }),
      live.button("Run to here", () => notebook.runTo(this), { "aria-label": `Run to here, cell ${number}` }),
      ...this.loads ? [] : [live.button("Run from here", () => notebook.runFrom(this), { "aria-label": `Run from here, cell ${number}` })],
      ...code && !this.loads ? [edit, this.back, this.link] : [], this.mark);
    head.after(tools);
    this.origin = make("div", { class: "origin", role: "group", "aria-label": `Where cell ${number} is from`, hidden: "" });
    head.before(this.origin);
    this.outputs = new live.Outputs(this.element, tools);
    // A slip beside an editor's code does not leave what runs.
    for (const link of code?.querySelectorAll("a[href]") ?? [])
      Object.assign(link, { target: "_blank", rel: "noopener", title: "Opens beside this page" });
    if (code && !this.loads)
      this.editor = new live.Editor(code, `Cell ${number}`, {
        run: () => notebook.run([this]), changed: () => this.#keep(false), escaped: () => edit.focus(),
        colour: code => live.kernel?.ask("colour", { code }).catch(() => null),
      });
    this.element.addEventListener("keydown", event => {
      if (event.key !== "Enter" || !event.shiftKey || event.target.tagName === "TEXTAREA") return;
      event.preventDefault();
      notebook.run([this]);
      notebook.cells[notebook.cells.indexOf(this) + 1]?.element.querySelector(".tools button").focus();
    });
    const kept = notebook.edits.get(id);
    this.change(kept?.text ?? this.offered, Boolean(kept?.link));
    if (kept && kept.of !== source) this.outputs.hint("The book's version of this cell has changed since you edited yours.");
  }

  get text() { return this.editor?.text ?? this.source; }

  get isEdited() { return this.text !== this.source && this.text !== this.offered; }

  /** @param isFromLink whether the text is neither the book's nor the reader's own */
  change(text, isFromLink = false) {
    if (!this.editor) return;
    this.editor.text = text;
    this.#keep(isFromLink);
  }

  /** Shows the text that a link brings, above the cell's own, which stays until the reader has decided. */
  bring(linked) {
    const text = linked.replace(/\r\n?/g, "\n");   // as a text field has it
    if (!this.editor || text === this.text) return;
    const use = () => {
      const { text: own, isFromLink, isEdited } = this;
      this.change(text, true);
      if (isEdited) this.origin.append(" ", live.button("Back to your code", () => this.change(own, isFromLink)));
    };
    this.#offer("the link's", "From a link, not from the book: read it before you use it. Until then, the cell runs with the code below.",
      text, ["Use it", use], ["Dismiss", () => this.#sayOrigin()]);
  }

  /** Another tab has kept another text of this cell: neither takes the other's place before the reader has decided. */
  meet(kept) {
    const text = kept?.text ?? this.offered;
    if (this.editor && text !== this.text)
      this.#offer("the other tab's", "Changed in another tab, to this. Until you choose, the cell runs with the code below, and what you type here is kept.",
        text, ["Use it", () => this.change(text, Boolean(kept?.link))], ["Keep the code below", () => this.#keep(this.isFromLink)]);
  }

  // A text above the cell's own, which stays until the reader has decided; whose it is says what the cell ran without.
  #offer(whose, words, text, ...choices) {
    this.offering = { whose, text };
    this.origin.replaceChildren(words, make("pre", {}, visible(text)), ...choices.flatMap(([name, act]) => [live.button(name, () => {
      history.replaceState(null, "", location.pathname + location.search);
      this.offering = null;
      act();
      this.element.querySelector(".tools button").focus({ preventScroll: true });
    }), " "]));
    this.origin.hidden = false;
  }

  // To the book's text, from there to the smaller value or to what the reader had.
  #turnBack() {
    if (this.isEdited) {
      this.undo(this.source);
      live.say(`Cell ${this.number} is as in the book again. `, live.button("Redo", () => this.takeBack()));
    } else if (this.own) this.takeBack();
    else this.change(this.text === this.source ? this.offered : this.source);
  }

  /** As the book has it; what the reader had is a press away for as long as the page is. */
  undo(text = this.offered) {
    if (this.isEdited) this.own = { text: this.text, isFromLink: this.isFromLink };
    this.change(text);
  }

  /** What the reader had before it was undone. */
  takeBack() {
    const { own } = this;
    this.own = null;
    if (own) this.change(own.text, own.isFromLink);
  }

  #sayOrigin() {
    this.origin.textContent = "From a link, not from the book.";
    this.origin.hidden = !this.isFromLink;
    this.element.classList.toggle("from-link", this.isFromLink);
  }

  async #copyLink() {
    const link = await live.linkTo(this.number, this.text).catch(problem => live.say(problem.message));
    if (!link) return;
    history.replaceState(null, "", link);
    const isCopied = await navigator.clipboard?.writeText(link).then(() => true, () => false);
    live.say(`The link to your version of cell ${this.number} ${isCopied ? "is copied, and" : "is"} in the address bar.`);
  }

  /** @param state waiting, running, done, failed, old where a cell above has run or changed since, or nothing for one that has not run */
  set state(state) {
    this.element.dataset.state = state;
    this.mark.textContent =
      { waiting: "queued", running: "running", done: "done", failed: "failed", old: "out of date" }[state] ?? "";
  }

  // What differs from the book is kept, said, and can be taken back.
  #keep(isFromLink) {
    const { text, source, offered } = this;
    this.isFromLink = isFromLink;
    if (this.offering?.text === text) this.offering = null;   // nothing is left to decide
    if (!this.offering) this.#sayOrigin();
    // What it has shown is not of this text.
    if (text !== this.last && !["running", "waiting"].includes(this.element.dataset.state)) {
      if (this.element.dataset.state) this.notebook.age(this);
      this.state = "";
    }
    this.last = text;
    if (text === offered) this.notebook.edits.delete(this.id);
    else this.notebook.edits.set(this.id, text, source, isFromLink);
    this.element.classList.toggle("edited", this.isEdited);
    this.link.hidden = !this.isEdited;
    live.hasEdits(this.notebook.edits.size > 0);
    this.back.hidden = text === source && offered === source && !this.own;
    this.back.textContent = this.own && !this.isEdited ? "Restore yours" : text === source ? "Use the smaller value"
      : text === offered ? "Smaller value: use the book's" : "Changed: restore the book's";
  }
}

/** The notebook whose page this is. */
class LiveNotebook {
  cells = []; #running = null; #queue = []; #isOpen; #opened = 0; #drawn = new Set();   // #drawn: the names of pictures

  constructor(name) {
    this.name = name;
    this.edits = live.edits(name);
    this.path = location.pathname;
    this.main = document.getElementById("main");
  }

  /** Whether anything is lost with what the cells have made. */
  get hasRun() { return this.cells.some(cell => !cell.loads && cell.element.dataset.state); }

  /** Its page is shown again. */
  comeBack() {
    live.hasEdits(this.edits.size > 0);
    live.say(this.running ? `Cell ${this.running.number} is running` : "As you left it.");
    dispatchEvent(new Event("resize"));   // figures that were drawn meanwhile had no width to fit
  }

  /** What has run below a cell is out of date. */
  age(cell) {
    for (const each of this.cells.slice(this.cells.indexOf(cell) + 1))
      if (!each.loads && each.element.dataset.state === "done") each.state = "old";
  }

  /** The cell that runs, or null. */
  get running() { return this.#running; }

  set running(cell) {
    this.#running = cell;
    if (live.notebook === this) live.canStop(cell);
  }

  /** Starts it afresh; the packages and the source that it begins with are loaded at once. */
  open(then = () => live.say("Ready. Run a cell with its button or with Shift+Enter.", this.#smaller())) {
    const opened = ++this.#opened;
    this.#isOpen = this.#open(then).then(() => true, problem => {
      // A kernel that has gone has said so itself.
      if (live.kernel && live.notebook === this && opened === this.#opened && problem.message !== "stopped") live.say(problem.message);
      return false;
    });
  }

  /** A cell and those above it that have not run. */
  upTo(cell) {
    return this.cells.slice(0, this.cells.indexOf(cell) + 1).filter(each => each === cell || each.element.dataset.state !== "done");
  }

  run(cells) { return this.#run(() => cells); }

  runTo(cell) { return this.#run(() => this.upTo(cell)); }

  /** A cell and all below it. */
  runFrom(cell) {
    return this.#run(() => this.cells.slice(this.cells.indexOf(cell)).filter(each => !each.loads || each.element.dataset.state !== "done"));
  }

  /** Runs all cells in a new session where any has run: what they make is then what the texts say, and nothing else. */
  runAll() {
    if (!this.running && this.hasRun) {
      this.#forget();
      this.open(() => {});
    }
    return this.#run(() => this.cells.filter(cell => !cell.loads || cell.element.dataset.state !== "done"));
  }

  // Runs cells that are known once the notebook is open, and before each what loads packages and source above it.
  async #run(which) {
    if (!await this.#isOpen) return;
    const loading = cell => this.upTo(cell).filter(each => each.loads && each !== cell && each !== this.running);
    for (const cell of which().flatMap(cell => [...loading(cell), cell])) if (!this.#queue.includes(cell)) {
      this.#queue.push(cell);
      cell.state = "waiting";
    }
    if (!this.running) await this.#next();
  }

  restart() {
    if (this.running) {
      live.stop();
      return;
    }
    this.#forget();
    this.open(() => live.say("Restarted: no cell has run yet."));
  }

  /** All cells as the book has them. */
  undo() {
    const changed = this.cells.filter(cell => cell.isEdited);
    for (const cell of this.cells) cell.undo();
    this.edits.clear();
    live.hasEdits(false);
    live.say("All cells are as in the book again. ", changed.length === 0 ? ""
      : live.button("Redo", () => {
        for (const cell of changed) cell.takeBack();
        live.say("Your changes are back.");
      }));
  }

  /** The notebook as a file, with what the reader has changed. */
  async save() {
    await this.#isOpen;
    if (this.running) live.say("It will be saved when the running cell ends.");
    const changed = this.cells.filter(cell => cell.isEdited).map(cell => [cell.number, cell.text]);
    const text = await live.kernel.ask("save", { changed: Object.fromEntries(changed) });
    live.save(`${this.name}.ipynb`, text, "application/x-ipynb+json");
    live.say(`${this.name}.ipynb is saved, ${plural(changed.length, "one cell", "# cells")} changed. `
      + "It runs in the workbook's folder notebooks.");
  }

  /** Takes what the page's address brings. */
  async takeLink() {
    await this.#isOpen;
    const link = await live.linked(), cell = this.cells.find(each => each.number === link?.number && each.editor);
    if (!link || live.notebook !== this) return;
    if (!cell) live.say(`The link is for cell ${link.number}, which has no code that can be changed.`);
    else if (link.problem) live.say(link.problem);
    else {
      cell.bring(link.text);
      cell.element.scrollIntoView();
    }
  }

  /** The kernel has gone, and all that the cells had made. */
  lost() {
    this.running?.outputs.end();
    this.#forget();
  }

  async #open(then) {
    await live.kernel.ready;
    if (live.sources.size > 0) live.say("Compiling this notebook's imports with your changes: this takes a while.");
    if (live.opened !== this) return;
    const cells = await live.kernel.ask("open", { path: `notebooks/${this.name}.ipynb` });
    if (live.opened !== this) return;
    if (this.cells.length === 0) this.cells = cells.map(cell => new LiveCell(this, cell));
    for (const cell of this.cells.slice(0, this.cells.findIndex(cell => !cell.loads))) if (!await this.#runOne(cell)) return;
    if (live.opened === this) then();
  }

  #smaller() {
    const count = Object.keys(liveRuntime.smaller[this.name] ?? {}).length;
    return count === 0 ? "" : plural(count, " One cell has smaller values here, as a browser is slow; a button beside it restores the book's.",
      " # cells have smaller values here, as a browser is slow; a button beside each restores the book's.");
  }

  #forget() {
    [this.#queue, this.running] = [[], null];
    for (const cell of this.cells) cell.state = "";
  }

  // What an error means here, where it does not say so itself.
  #explain(cell, { ename, evalue = "" }) {
    if (["CS0103", "CS0246"].includes(ename) && this.upTo(cell).length > 1)
      return ["Cells above it have not run. ", live.button("Run to here", () => this.runTo(cell))];
    if (ename === "PlatformNotSupportedException")
      return ["A browser has no processes, sockets or threads for a page. This runs on the command line."];
    if (ename === "HttpRequestException") return ["These pages load nothing from other sites."];
    if (ename === "FileNotFoundException" && [...this.#drawn].some(name => evalue.includes(name)))
      return ["The page draws a saved picture after the cell has ended: it can be downloaded, not read back."];
    return [];
  }

  // Runs what waits, one after another, until one fails.
  async #next() {
    const begun = live.kernel;
    while (this.#queue.length > 0) {
      const cell = this.#queue.shift(), rest = this.#queue.length;
      live.say(`Cell ${cell.number} is running`, rest > 0 ? `, ${rest} queued` : "");
      const ran = await this.#runOne(cell);
      if (live.kernel !== begun || live.opened !== this) return;
      if (!ran) {
        const dropped = this.#queue.length;
        for (const each of this.#queue) each.state = "";
        this.#queue = [];
        live.say(`Cell ${cell.number} failed.`,
          dropped > 0 ? ` ${plural(dropped, "The one after it has", "The # after it have")} not run.` : "");
        return;
      }
      if (this.#queue.length === 0) live.say(`Cell ${cell.number} is done.`);
    }
  }

  async #runOne(cell) {
    const begun = live.kernel;
    const source = cell.text;
    let failed = null;
    this.running = cell;
    cell.state = "running";
    if (!cell.loads) this.age(cell);
    cell.outputs.begin();
    try {
      await live.kernel.ask("run", { cell: cell.number, source }, (type, content) => {
        if (type === "error") failed = content;
        if (type === "picture") this.#drawn.add(content.name);
        cell.outputs.add(type, content);
      });
    } catch (problem) {
      if (live.kernel !== begun) return false;   // stopped: said where that was done
      failed = { ename: "" };
      cell.outputs.say(problem.message);
    }
    this.running = null;
    cell.outputs.end();
    cell.state = failed ? "failed" : cell.text === source ? "done" : "old";   // a reader may have typed meanwhile
    if (failed) cell.outputs.hint(...this.#explain(cell, failed));
    if (cell.offering) cell.outputs.hint(`This cell ran with its own code, not with ${cell.offering.whose} version.`);
    return !failed;
  }
}

live.Notebook = LiveNotebook;

// Written by another tab: what is not the same here is asked about, and nothing is written over without a word.
addEventListener("storage", event => {
  const { notebook } = live;
  if (event.key === null || notebook?.edits.isAt(event.key)) for (const cell of notebook?.cells ?? []) cell.meet(notebook.edits.get(cell.id));
});
}
