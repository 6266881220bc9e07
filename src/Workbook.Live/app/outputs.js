"use strict";
{   // not for other scripts of the page
const { make, reach } = book;
const shownLines = 20, slack = 5;   // of long text, as in the pages

/*
 * What runs cells is not trusted with this page. HTML that comes from there is read in a document in which nothing loads or runs, and
 * made anew from these elements and attributes alone; classes are those that the page has a style for.
 */
const elements = new Set(live.harmless.elements.trim().toUpperCase().split(/\s+/));   // as names are in HTML alone, not in SVG
const attributes = new Set(live.harmless.attributes.split(" "));
const classes = /^(dni-[\w-]+|keyword|type|method|string|number|comment)$/;   // of .NET Interactive's formatters, and of code.css
const isLink = address => {
  try {
    return /^https?:$/.test(new URL(address, document.baseURI).protocol);
  } catch {
    return false;
  }
};
const isPicture = address => /^data:image\//i.test(address);

const remake = (from, left) => {
  const made = document.createDocumentFragment();
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) made.append(node.data);
    if (node.nodeType !== Node.ELEMENT_NODE) continue;
    if (!elements.has(node.nodeName) || node.nodeName === "IMG" && !isPicture(node.getAttribute("src"))) {
      left.add(node.localName);
      continue;
    }
    const element = make(node.localName);
    for (const { name, value } of node.attributes)
      if (attributes.has(name) || name === "href" && isLink(value) || name === "src") element.setAttribute(name, value);
    for (const name of node.classList) if (classes.test(name)) element.classList.add(name);
    if (element.href) Object.assign(element, { target: "_blank", rel: "noopener noreferrer" });
    element.append(remake(node, left));
    made.append(element);
  }
  return made;
};

/**
 * What may be shown of HTML that comes from the C# runtime.
 * @param left given the names of the elements that are left out
 */
live.safe = (html, left = new Set()) => remake(new DOMParser().parseFromString(`<body>${html}`, "text/html").body, left);

let drawn = 0;   // figures, for their names

/** What a cell shows: the outputs that came last, or those that the page was written with. */
class Outputs {
  #place; #captions; #isStale = false; #text = null; #figures = 0;

  constructor(cell, after) {
    this.#place = make("div", { class: "outputs" });
    const old = [];
    for (let next = after.nextSibling; next; next = next.nextSibling) old.push(next);
    this.#place.append(...old);
    cell.append(this.#place);
    this.#captions = [...this.#place.querySelectorAll("figure.figure")].map(({ id }) =>
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
      const left = new Set();
      this.#append(make("div", { class: "output value" }, live.safe(data["text/html"], left)));
      left.delete("style");   // each value of the formatters brings one
      if (left.size > 0) this.hint(`Left out of this output: ${[...left].join(", ")}. A page shows the text, tables, lists, links and `
        + "embedded images of a cell's HTML, and runs none of it.");
    } else this.#append(make("pre", { class: "output" }, data["text/plain"] ?? ""));
  }

  // In the place, and under the number, of the figure that the page was written with.
  #figure(data) {
    const { id, number } = this.#captions[this.#figures++] ?? {};
    const { width = 700, height = 450 } = data["application/vnd.plotly.v1+json"].layout ?? {};
    const text = data["text/plain"], name = `live-${++drawn}`;
    const place = make("div", { class: "rnn-figure", "data-figure": name },   // as FigureHtml.Place makes it
      make("div", { style: "overflow-x: auto" }, make("div", { role: "img", "aria-label": text }, make("p", {}, text))));
    const figure = make("figure", { class: "figure drawn", style: `--width: ${Number(width)}; --height: ${Number(height)}`,
      ...id ? { id } : {} }, place);
    if (id) figure.append(make("figcaption", {}, make("a", { class: "number", href: `#${id}` }, number)));
    this.#place.append(figure);
    drawFigure(name, data["application/vnd.plotly.v1+json"]);
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
