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

  get names() { return [...this.#all().keys()]; }

  /** How many came with a link and were not changed since. */
  get linked() { return [...this.#all().values()].filter(({ link }) => link).length; }

  /** @returns the text, what it was made from, and whether it came with a link, as text, of and link, or nothing */
  get(id) { return this.#all().get(id); }

  // Read anew each time, as another tab may have written.
  #all() {
    try {
      const kept = Object.entries(JSON.parse(localStorage.getItem(this.#key) ?? "{}"));
      return new Map([...kept.filter(([, entry]) => typeof entry?.text === "string"), ...this.#here]);
    } catch {
      return new Map(this.#here);   // storage is off, or what is there is not ours
    }
  }

  set(id, text, of, link = false) { this.#write(all => all.set(id, link ? { text, of, link } : { text, of })); }

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

  /** Whether an entry of the storage is where these are kept. */
  isAt(key) { return key === this.#key; }

  get isStored() { return this.#here.size === 0; }
}

let isTold = false;
const lost = () => {
  if (!isTold) live.say("This browser cannot store your changes: its storage is off or full. They last until you leave the page.");
  isTold = true;
};

const opened = new Map();
live.edits = name => opened.get(name) ?? opened.set(name, new Edits(name)).get(name);

// Only what is not stored is lost by leaving.
addEventListener("beforeunload", event => {
  if ([...opened.values()].some(edits => !edits.isStored)) event.preventDefault();
});

/*
 * A link can carry the text of a cell: #cell=6,… with the text compressed. Anyone may have written it, so no more is unpacked than
 * takes a moment.
 */
const most = { packed: 64, text: 256 };   // kB
const kB = bytes => Math.ceil(bytes / 1000);
const through = async (bytes, ...streams) => {
  const stream = streams.reduce((from, to) => from.pipeThrough(to), new Blob([bytes]).stream());
  return new Uint8Array(await new Response(stream).arrayBuffer());
};

/** The address of this page with the text of a cell in it; an error that says so where that would be too long. */
live.linkTo = async (number, text) => {
  const tooLong = size => new Error(`Cell ${number} is too long for a link (${size}): save the notebook instead.`);
  const plain = new TextEncoder().encode(text);
  if (kB(plain.length) > most.text) throw tooLong(`${kB(plain.length)} kB of text; at most ${most.text}`);
  const bytes = await through(plain, new CompressionStream("deflate-raw")), length = kB(4 / 3 * bytes.length);
  if (length > most.packed) throw tooLong(`${length} kB; at most ${most.packed}`);
  const packed = btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  return `${location.href.split("#")[0]}#cell=${number},${packed}`;
};

const carried = () => book.decoded(location.hash).match(/^#cell=(\d+),(.*)$/s);

/** The number of the cell that the page's address carries a text for, or null; nothing is unpacked. */
live.linkedCell = () => carried() && Number(carried()[1]);

/** The cell that the page's address carries, as number and text, or as number and problem, a sentence; null where it carries none. */
live.linked = async () => {
  const number = live.linkedCell(), packed = carried()?.[2];
  if (number == null) return null;
  const problem = what => ({ number, problem: `The code in the link for cell ${number} is ${what}: the cell is unchanged.` });
  if (kB(packed.length) > most.packed) return problem(`too long (${kB(packed.length)} kB packed; at most ${most.packed})`);
  let size = 0;
  const limit = new TransformStream({
    transform(part, stream) {
      size += part.length;
      if (kB(size) > most.text) stream.terminate();
      else stream.enqueue(part);
    },
  });
  try {
    const bytes = Uint8Array.from(atob(packed.replaceAll("-", "+").replaceAll("_", "/")), each => each.charCodeAt(0));
    const text = await through(bytes, new DecompressionStream("deflate-raw"), limit);
    if (kB(size) > most.text) return problem(`too long (more than ${most.text} kB)`);
    return { number, text: new TextDecoder("utf-8", { fatal: true }).decode(text) };
  } catch {
    return problem("damaged");
  }
};
}
