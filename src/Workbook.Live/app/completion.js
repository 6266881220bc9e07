"use strict";
{   // not for other scripts of the page
const { make } = book;

// One list for all fields: the names and, beside them, what is known of the chosen one.
const list = make("ul", { id: "completions", role: "listbox", "aria-label": "Names", tabindex: "0" });
const about = make("div", { id: "completion-about", class: "about" });
const popup = make("div", { class: "completion", popover: "manual" }, list, about);
const says = make("span", { class: "unseen", role: "status" });
document.body.append(popup, says);
let open = null;   // whose list it is
popup.addEventListener("mousedown", event => event.preventDefault());   // the field stays the focused one
list.addEventListener("click", event => {
  const option = event.target.closest("[role=option]");
  if (option) open.take([...list.children].indexOf(option));
});
for (const moved of ["scroll", "resize"]) addEventListener(moved, () => open?.place(), { capture: true, passive: true });

const starts = (text, word) => text.toLowerCase().startsWith(word.toLowerCase());
const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };

// Null where nobody answers: the C# runtime has ended meanwhile, or has no notebook open.
const ask = async (type, content) => {
  const { kernel } = live;
  try {
    await kernel.ready;
    return await kernel.ask(type, content);
  } catch {
    return null;
  }
};

/**
 * Names for a text field of code: behind a dot and on demand (Ctrl+Space, Alt+Down), fewer with each letter. The field keeps the focus and
 * says which name is chosen, as in ARIA's pattern of a combobox with a list, though a field of many lines cannot have that role.
 */
class Completion {
  #field; #replace;
  #answer = null;              // what was asked and answered, while the list is open
  #shown = []; #chosen = 0;    // those of its names that begin as typed
  #turn = 0; #asked = null;    // an answer counts if no other turn has come; one is asked at a time

  /** @param replace puts a text in the place of the field's text from one place to another */
  constructor(field, replace) {
    [this.#field, this.#replace] = [field, replace];
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-keyshortcuts", "Control+Space");
    field.addEventListener("blur", () => this.close());
    field.addEventListener("pointerdown", () => this.close());
    field.addEventListener("input", ({ data }) => {
      if (data?.endsWith(".") && !field.value.slice(0, field.selectionStart).endsWith("..")) {
        this.close();
        this.#ask();
      } else if (this.#answer) this.#narrow();
    });
  }

  close() {
    this.#turn++;
    if (!this.#answer) return;
    this.#answer = open = null;
    popup.hidePopover();
    says.textContent = "";
    this.#field.removeAttribute("aria-controls");
    this.#field.removeAttribute("aria-activedescendant");
  }

  /** @returns whether a key is the list's, so that it does nothing else */
  takes({ key, code, ctrlKey, altKey, metaKey, shiftKey, isComposing }) {
    if (isComposing) return false;
    if ((ctrlKey && code === "Space") || (altKey && key === "ArrowDown")) {
      this.#ask();
      return true;
    }
    if (!this.#answer) return false;
    const isPlain = !ctrlKey && !altKey && !metaKey && !shiftKey;
    if (isPlain && steps[key]) this.#step(steps[key]);
    else if (isPlain && key === "Tab") this.take(this.#chosen);
    else if (isPlain && key === "Enter" && !this.#isTyped) this.take(this.#chosen);
    else if (key === "Escape") this.close();
    else {
      if (/^(Arrow|Page|Home|End|Enter|Tab)/.test(key)) this.close();
      return false;
    }
    return true;
  }

  /** Puts a name where it is typed. */
  take(which) {
    const { from, to, at } = this.#answer, { name } = this.#shown[which], isThere = this.#word !== null;
    this.close();
    if (isThere) this.#replace(from, this.#field.selectionStart + to - at, name);
  }

  /** Puts the list where the word begins, below it or, if there is more room, above. */
  place() {
    const gap = 4, { left, top, bottom } = placeOf(this.#field, this.#answer.from);
    const { width, height, offsetTop } = visualViewport, below = offsetTop + height - bottom;
    const isBelow = popup.offsetHeight + gap <= below || below >= top - offsetTop;
    popup.style.left = `${Math.max(gap, Math.min(left, width - popup.offsetWidth - gap))}px`;
    popup.style.top = `${isBelow ? bottom + gap : Math.max(offsetTop, top - gap - popup.offsetHeight)}px`;
  }

  async #ask() {
    const turn = ++this.#turn;
    while (this.#asked) await this.#asked;
    if (turn !== this.#turn) return;
    const { value: code, selectionStart: at } = this.#field;
    this.#asked = ask("complete", { code, at });
    const answer = await this.#asked;
    this.#asked = null;
    if (turn !== this.#turn) return;
    if (answer?.candidates.length > 0) {
      this.#answer = { ...answer, code, at, known: new Map() };
      this.#narrow();
    } else this.close();
  }

  // What is typed of the word by now; null if the text around it is another, or the field is left.
  get #word() {
    const { value, selectionStart: here, selectionEnd } = this.#field, { code, at, from } = this.#answer;
    const word = value.slice(from, here);
    const isThere = document.activeElement === this.#field && here === selectionEnd && here >= from
      && value.slice(0, from) === code.slice(0, from) && value.slice(here) === code.slice(at);
    return isThere && /^[\p{L}\p{N}\p{M}_]*$/u.test(word) ? word : null;
  }

  // Whether there is nothing left to take: Enter is a new line then.
  get #isTyped() { return this.#word === this.#shown[this.#chosen].name && this.#answer.to === this.#answer.at; }

  #narrow() {
    const { code, at, from, whole, candidates } = this.#answer, word = this.#word, asked = code.slice(from, at);
    const found = candidates.filter(({ name }) => word !== null && starts(name, word));
    const isExact = ({ name }) => name.startsWith(word);
    if (found.length > 0) this.#show([...found.filter(isExact), ...found.filter(each => !isExact(each))]);
    else this.close();
    if (word !== null && (whole ? !starts(word, asked) : word !== asked)) this.#ask();   // there are others
  }

  #show(names) {
    this.#shown = names;
    list.replaceChildren(...names.map(({ name, kind }, which) =>
      make("li", { id: `completion-${which}`, role: "option", "aria-selected": "false" },
        make("code", {}, name), " ", make("small", {}, kind))));
    says.textContent = names.length === 1 ? "1 name." : `${names.length} names.`;
    if (open !== this) {
      open = this;
      about.replaceChildren();
      popup.showPopover();
      this.#field.setAttribute("aria-controls", list.id);
    }
    this.#choose(0);
    this.place();
  }

  #step(by) {
    const { length } = this.#shown, there = this.#chosen + by;
    this.#choose(Math.abs(by) === 1 ? (there + length) % length : Math.max(0, Math.min(there, length - 1)));
  }

  async #choose(which) {
    const option = list.children[which], answer = this.#answer, { name } = this.#shown[which];
    list.querySelector("[aria-selected=true]")?.setAttribute("aria-selected", "false");
    option.setAttribute("aria-selected", "true");
    this.#field.setAttribute("aria-activedescendant", option.id);
    const { offsetTop: top, offsetHeight: height } = option;
    list.scrollTop = Math.min(top, Math.max(list.scrollTop, top + height - list.clientHeight));
    this.#chosen = which;
    if (!answer.known.has(name)) answer.known.set(name, ask("describe", { name }));
    const known = await answer.known.get(name);
    if (!known || this.#answer !== answer || this.#shown[this.#chosen].name !== name) return;
    const { signature, others, summary } = known;
    const declared = others > 0 ? `${signature} and ${others} more` : signature;
    about.replaceChildren(make("code", {}, declared), ...summary ? [make("p", {}, summary)] : []);
    option.setAttribute("aria-describedby", about.id);
    says.textContent = `${declared}. ${summary}`;
    this.place();
  }
}

// Where on the screen a place of a field's text is, as a copy of the field shows it.
const placeOf = (field, at) => {
  const style = getComputedStyle(field), copy = make("div", { "aria-hidden": "true" }), mark = make("span", {}, "\u200b");
  for (const name of ["font-family", "font-size", "font-variant-ligatures", "line-height", "tab-size", "padding-left", "padding-top"])
    copy.style.setProperty(name, style.getPropertyValue(name));
  Object.assign(copy.style, { position: "fixed", inset: "0 auto auto 0", visibility: "hidden", whiteSpace: "pre" });
  copy.append(field.value.slice(0, at), mark);
  document.body.append(copy);
  const { left, top } = field.getBoundingClientRect(), there = mark.getBoundingClientRect();
  copy.remove();
  return { left: left + there.left - field.scrollLeft, top: top + there.top, bottom: top + there.bottom };
};

live.Completion = Completion;
}
