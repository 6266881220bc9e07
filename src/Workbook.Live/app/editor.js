"use strict";
{   // not for other scripts of the page
const { make } = book;

/** Code that a reader can change: what is shown, and a text field in its place while it is edited. */
class Editor {
  #shown; #field; #book;   // #book: the code as the page was written with it, with its links
  #completion;

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
    this.#completion = new live.Completion(this.#field, (from, to, text) => replace(this.#field, from, to, text));
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
    if (text === this.#book.text) {
      this.#shown.firstElementChild.innerHTML = this.#book.html;
      return;
    }
    const html = await this.actions.colour(text), coloured = html && live.safe(html);
    if (coloured?.textContent === text && this.text === text) this.#shown.firstElementChild.replaceChildren(coloured);
  }

  #key(event) {
    const { key, shiftKey, ctrlKey, metaKey } = event;
    if (this.#completion.takes(event)) {
      event.preventDefault();
      return;
    }
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

live.Editor = Editor;
}
