"use strict";
{   // not for other scripts of the page
const { make, reach } = book;
const shownLines = 20, slack = 5;   // of long text, as in the pages

/** What a cell shows: the outputs that came last, or those that the page was written with. */
class Outputs {
  #place; #captions; #isStale = false; #text = null;

  constructor(cell, after) {
    this.#place = make("div", { class: "outputs" });
    const old = [];
    for (let next = after.nextSibling; next; next = next.nextSibling) old.push(next);
    this.#place.append(...old);
    cell.append(this.#place);
    this.#captions = [...this.#place.querySelectorAll("figure")].map(({ id }) =>
      ({ id, number: this.#place.querySelector(`#${CSS.escape(id)} .number`).textContent }));
    this.figures = 0;
  }

  /** What is shown stays until something new comes, so that the page does not jump. */
  begin() {
    [this.#isStale, this.#text, this.figures] = [true, null, 0];
    this.#place.classList.add("stale");
  }

  add(type, content) {
    this.#clear();
    if (type === "stream") this.#stream(content.text);
    else {
      this.#text = null;
      if (type === "error") this.#append(make("pre", { class: "output failure" }, content.traceback.join("\n")));
      else this.#value(content.data);
    }
  }

  /** A sentence of the page's own. */
  say(...sentence) {
    this.#clear();
    this.hint(...sentence);
  }

  /** A sentence after what is shown. */
  hint(...sentence) { this.#place.append(make("p", { class: "notice" }, ...sentence)); }

  end() {
    this.#clear();
    for (const text of this.#place.querySelectorAll("pre.output:not(.failure)")) fold(text);
  }

  #clear() {
    if (this.#isStale) this.#place.replaceChildren();
    this.#isStale = false;
    this.#place.classList.remove("stale");
  }

  #append(element) {
    this.#place.append(element);
    reach.observe(element);
    return element;
  }

  #stream(text) {
    this.#text ??= this.#append(make("pre", { class: "output" }));
    this.#text.append(text);
  }

  #value(data) {
    if (data["application/vnd.plotly.v1+json"]) this.#figure(data);
    else if (data["text/html"]) {
      const value = this.#append(make("div", { class: "output value" }));
      value.innerHTML = data["text/html"];
      value.querySelectorAll("style").forEach(each => each.remove());   // of the formatters, for all tables of the page
    } else this.#append(make("pre", { class: "output" }, data["text/plain"] ?? ""));
  }

  // In the place, and under the number, of the figure that the page was written with.
  #figure(data) {
    const { id, number } = this.#captions[this.figures++] ?? {};
    const { width = 700, height = 450 } = data["application/vnd.plotly.v1+json"].layout ?? {};
    const figure = make("figure", { class: "figure drawn", style: `--width: ${width}; --height: ${height}`, ...id ? { id } : {} });
    figure.innerHTML = data["text/html"];
    if (id) figure.append(make("figcaption", {}, make("a", { class: "number", href: `#${id}` }, number)));
    this.#place.append(figure);
    drawFigure(figure.querySelector("[data-figure]").dataset.figure, data["application/vnd.plotly.v1+json"]);
  }
}

const fold = text => {
  const lines = text.textContent.replace(/\n$/, "").split("\n");
  text.textContent = lines.join("\n");
  if (lines.length <= shownLines + slack) return;
  text.textContent = lines.slice(0, shownLines).join("\n");
  const rest = make("pre", { class: "output" }, lines.slice(shownLines).join("\n"));
  const count = number => number.toLocaleString("en-US");
  text.after(make("details", { class: "more" },
    make("summary", {}, `${count(lines.length - shownLines)} more of ${count(lines.length)} lines`), rest));
  reach.observe(rest);
};

/** Code that a reader can change: what is shown, and a text field in its place while it is edited. */
class Editor {
  #shown; #field; #book;   // #book: the code as the page was written with it, with its links

  /**
   * @param shown the pre element of the code
   * @param label what a screen reader calls the field
   * @param actions changed: told of each change; run: of Shift+Enter; escaped: of Escape; colour: gives code as HTML
   */
  constructor(shown, label, actions) {
    this.#shown = shown;
    this.#book = { text: shown.textContent, html: shown.firstElementChild.innerHTML };
    this.#field = make("textarea", { class: "code", "aria-label": label, wrap: "off", spellcheck: "false", autocapitalize: "off",
      autocomplete: "off", hidden: "" });
    this.actions = actions;
    shown.after(this.#field);
    shown.addEventListener("click", event => {
      if (!event.target.closest("a") && getSelection().isCollapsed) this.open(placeIn(shown, event));
    });
    this.#field.addEventListener("input", () => { this.#fit(); actions.changed(); });
    this.#field.addEventListener("blur", () => this.#leave());
    this.#field.addEventListener("keydown", event => this.#key(event));
  }

  get text() { return this.#field.value; }

  set text(text) {
    this.#field.value = text;
    this.#fit();
    this.#colour();
  }

  open(at = 0) {
    [this.#shown.hidden, this.#field.hidden] = [true, false];
    this.#fit();
    this.#field.focus();
    this.#field.setSelectionRange(at, at);
  }

  #fit() { this.#field.rows = this.#field.value.split("\n").length; }

  #leave() {
    if (this.#field.hidden) return;
    [this.#shown.hidden, this.#field.hidden] = [false, true];
    this.#colour();
  }

  async #colour() {
    const text = this.text;
    if (this.#shown.textContent === text) return;
    this.#shown.firstElementChild.textContent = text;
    const html = text === this.#book.text ? this.#book.html : await this.actions.colour(text);
    if (html && this.text === text) this.#shown.firstElementChild.innerHTML = html;
  }

  #key(event) {
    const { key, shiftKey, ctrlKey, metaKey } = event;
    if (key === "Enter" && (shiftKey || ctrlKey || metaKey)) this.actions.run();
    else if (key === "Escape") this.actions.escaped();
    else if (key === "Tab" && !ctrlKey && !metaKey) indent(this.#field, shiftKey);
    else return;
    event.preventDefault();
  }
}

// By insertText, deprecated as it is, what is typed can be undone; nothing else keeps that.
const replace = (field, from, to, text) => {
  field.setSelectionRange(from, to);
  document.execCommand(text ? "insertText" : "delete", false, text);
};

// Tab: to the next multiple of four, or all selected lines by four; with Shift, back.
const indent = (field, isBack) => {
  const { value, selectionStart: from, selectionEnd: to } = field;
  const line = value.lastIndexOf("\n", from - 1) + 1;
  if (!isBack && from === to) {
    replace(field, from, to, " ".repeat(4 - (from - line) % 4));
    return;
  }
  const old = value.slice(line, to);
  const lines = old.split("\n").map(each => isBack ? each.replace(/^ {1,4}/, "") : each && `    ${each}`);
  const shift = lines[0].length - old.split("\n")[0].length, length = lines.join("\n").length;
  if (lines.join("\n") === old) return;
  replace(field, line, to, lines.join("\n"));
  field.setSelectionRange(Math.max(line, from + shift), line + length);
};

// Where in the text of an element a pointer is.
const placeIn = (element, { clientX, clientY }) => {
  const at = document.caretPositionFromPoint?.(clientX, clientY);
  const range = at ? null : document.caretRangeFromPoint?.(clientX, clientY);
  const node = at?.offsetNode ?? range?.startContainer, offset = at?.offset ?? range?.startOffset;
  if (!node || !element.contains(node)) return 0;
  const before = document.createRange();
  before.setStart(element, 0);
  before.setEnd(node, offset);
  return before.toString().length;
};

window.liveCell = { Outputs, Editor };
}
