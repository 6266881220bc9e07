"use strict";
{   // not for other scripts of the page
const { make, reach } = book;
const shownLines = 20, slack = 5;   // of long text, as in the pages

/** What a cell shows: the outputs that came last, or those that the page was written with. */
class Outputs {
  #place; #captions; #isStale = false; #text = null; #figures = 0;

  constructor(cell, after) {
    this.#place = make("div", { class: "outputs" });
    const old = [];
    for (let next = after.nextSibling; next; next = next.nextSibling) old.push(next);
    this.#place.append(...old);
    cell.append(this.#place);
    this.#captions = [...this.#place.querySelectorAll("figure")].map(({ id }) =>
      ({ id, number: this.#place.querySelector(`#${CSS.escape(id)} .number`).textContent }));
  }

  /** What is shown stays until something new comes, so that the page does not jump. */
  begin() {
    [this.#isStale, this.#text, this.#figures] = [true, null, 0];
    this.#place.classList.add("stale");
  }

  add(type, content) {
    this.#clear();
    if (type === "stream") this.#stream(content.text);
    else {
      this.#text = null;
      if (type === "file") this.#place.append(live.file(content));
      else if (type === "picture") this.#place.append(live.picture(content));
      else if (type === "error") this.#append(make("pre", { class: "output failure" }, content.traceback.join("\n")));
      else this.#value(content.data);
    }
  }

  /** A sentence of the page's own. */
  say(...sentence) {
    this.#clear();
    this.hint(...sentence);
  }

  /** A sentence after what is shown. */
  hint(...sentence) { if (sentence.length > 0) this.#place.append(make("p", { class: "notice" }, ...sentence)); }

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
    const { id, number } = this.#captions[this.#figures++] ?? {};
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

live.Outputs = Outputs;
}
