"use strict";
{   // not for other scripts of the page
/*
 * What a reader has changed stays in this browser: the texts of a notebook's cells by their ids, those of source files by their names,
 * each with the book's text that it was made from. What cannot be stored lasts as long as the page.
 */
class Edits {
  #key; #here = new Map();   // #here: what could not be stored

  /** @param name of a notebook, or "source" */
  constructor(name) { this.#key = `workbook ${new URL(book.root).pathname} ${name}`; }

  get size() { return this.#all().size; }

  /** @returns the text and what it was made from, as text and of, or nothing */
  get(id) { return this.#all().get(id); }

  // Read anew each time, as another tab may have written.
  #all() {
    try {
      return new Map([...Object.entries(JSON.parse(localStorage.getItem(this.#key) ?? "{}")), ...this.#here]);
    } catch {
      return new Map(this.#here);   // storage is off, or what is there is not ours
    }
  }

  set(id, text, of) { this.#write(all => all.set(id, { text, of })); }

  delete(id) {
    this.#here.delete(id);
    if (this.#all().has(id)) this.#write(all => all.delete(id));
  }

  clear() { this.#write(all => all.clear()); }

  #write(change) {
    const all = this.#all();
    change(all);
    try {
      if (all.size > 0) localStorage.setItem(this.#key, JSON.stringify(Object.fromEntries(all)));
      else localStorage.removeItem(this.#key);
      this.#here.clear();
    } catch {
      this.#here = all;
      lost();
    }
  }

  get isStored() { return this.#here.size === 0; }
}

let isTold = false;
const lost = () => {
  if (!isTold) live.say("This browser keeps no changes: its storage is off or full. What you change lasts until you leave.");
  isTold = true;
};

const opened = new Map();
live.edits = name => opened.get(name) ?? opened.set(name, new Edits(name)).get(name);

// Only what is not stored is lost by leaving.
addEventListener("beforeunload", event => {
  if ([...opened.values()].some(edits => !edits.isStored)) event.preventDefault();
});

/*
 * A link can carry the text of a cell: #cell=6,… with the text compressed.
 */
const through = async (bytes, stream) => new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());

/** The address of this page with the text of a cell in it. */
live.linkTo = async (number, text) => {
  const bytes = await through(new TextEncoder().encode(text), new CompressionStream("deflate-raw"));
  const packed = btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  return `${location.href.split("#")[0]}#cell=${number},${packed}`;
};

/** The cell that the page's address carries, as number and text; null where it carries none, without a text where it is damaged. */
live.linked = async () => {
  const [, number, packed] = location.hash.match(/^#cell=(\d+),(.*)$/) ?? [];
  if (!number) return null;
  try {
    const bytes = Uint8Array.from(atob(packed.replaceAll("-", "+").replaceAll("_", "/")), each => each.charCodeAt(0));
    const text = await through(bytes, new DecompressionStream("deflate-raw"));
    return { number: Number(number), text: new TextDecoder("utf-8", { fatal: true }).decode(text) };
  } catch {
    return { number: Number(number) };
  }
};
}
