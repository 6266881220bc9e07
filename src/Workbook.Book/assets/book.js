"use strict";
{   // not for other scripts of the page
const root = document.currentScript.src.replace(/[^/]*$/, "");
const make = (tag, attributes = {}, ...inside) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...inside);
  return made;
};
const load = file => new Promise((done, failed) =>
  document.head.append(Object.assign(make("script"), { src: root + file, onload: done, onerror: failed })));
// The address's fragment as it was meant; as it stands where it is malformed, as links cut off or encoded twice are.
const decoded = hash => {
  try {
    return decodeURIComponent(hash);
  } catch {
    return hash;
  }
};
const placeOf = hash => hash ? document.getElementById(decoded(hash).slice(1)) : null;
const arrivals = [];   // what is to be done with each page, the first and those that take its place
const onArrival = act => { arrivals.push(act); act(); };

// Figures: those that come near the screen first, then the others, one at a time, so that the page stays quick.
const draw = figure => figure.drawing ??= load(figure.dataset.script).then(() => figure.classList.add("drawn"));
const near = new IntersectionObserver(seen => seen.filter(each => each.isIntersecting).forEach(each => draw(each.target)),
  { rootMargin: "800px" });
let figures = [];
const idle = window.requestIdleCallback ?? (act => setTimeout(act, 200));
const drawNext = () => {
  const next = figures.find(figure => !figure.drawing);
  if (next) draw(next).finally(() => idle(drawNext));
};
onArrival(() => {
  figures = [...document.querySelectorAll("figure[data-script]")];
  figures.forEach(figure => near.observe(figure));
  if (document.readyState === "complete") idle(drawNext);
});
addEventListener("load", () => idle(drawNext));

// In the index each figure keeps its own proportions and is scaled to its frame.
const fit = frame => {
  const figure = frame.querySelector(".js-plotly-plot");
  if (!figure?._fullLayout) return;
  const { width, height } = figure._fullLayout, scale = Math.min(1, frame.clientWidth / width);
  Object.assign(figure.style, { width: `${width}px`, height: `${height}px`, transform: `scale(${scale})`, transformOrigin: "0 0" });
  frame.style.aspectRatio = `${width} / ${height}`;
};
onArrival(() => {
  for (const frame of document.querySelectorAll(".fitted")) {
    new ResizeObserver(() => fit(frame)).observe(frame);
    const drawn = new MutationObserver(() => fit(frame));
    drawn.observe(frame.querySelector("[role=img]"), { childList: true, subtree: true });
  }
});

// The contents follow the reader, and close behind a choice.
const contents = document.getElementById("contents");
let places = [];
const follow = () => {
  const here = places.findLast(({ heading }) => heading.getBoundingClientRect().top < innerHeight / 4);
  for (const { link } of places)
    if (link !== here?.link) link.removeAttribute("aria-current");
    else if (link.getAttribute("aria-current") !== "location") {
      link.setAttribute("aria-current", "location");
      const { top, bottom } = link.getBoundingClientRect(), box = contents.getBoundingClientRect();
      if (top < box.top + 40 || bottom > box.bottom - 40) contents.scrollTop += top - box.top - box.height / 3;
    }
};
addEventListener("scroll", follow, { passive: true });
onArrival(() => {
  places = [...contents.querySelectorAll("a[href^='#']")]
    .map(link => ({ link, heading: placeOf(link.hash) })).filter(({ heading }) => heading);
  follow();
});
contents.addEventListener("click", event => event.target.closest("a") && contents.matches(":popover-open") && contents.hidePopover());

// A link to what is folded unfolds it.
const unfold = () => {
  for (let each = placeOf(location.hash); each; each = each.parentElement) if (each.tagName === "DETAILS") each.open = true;
};
addEventListener("hashchange", unfold);
onArrival(unfold);

// Code is copied by a button; what is too wide can be scrolled by keys.
const copyButton = code => {
  const button = make("button", { type: "button" }, "Copy");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(code.innerText);
    button.textContent = "Copied";
    setTimeout(() => button.textContent = "Copy", 1500);
  });
  const around = make("div", { class: "copied" });
  code.replaceWith(around);
  around.append(code, button);
};
const reach = new ResizeObserver(changed => {
  for (const { target } of changed)
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
});
onArrival(() => {
  for (const code of document.querySelectorAll(".notebook pre.code")) if (!code.closest(".copied")) copyButton(code);
  document.querySelectorAll("pre, .scroll, .output, math[display=block]").forEach(each => reach.observe(each));
});

// What is folded is printed too.
addEventListener("beforeprint", () => document.querySelectorAll("main details:not(.run, .setup, .rnn-figure details)")
  .forEach(each => each.open = true));

// The search: every word of the question begins a word of the place; a title counts more than a text.
const plain = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const start = (word, flags) => new RegExp(`(?<![\\p{L}\\p{N}])${word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`, flags);
const found = question => {
  const words = plain(question).split(/\s+/).filter(Boolean);
  const starts = words.map(word => start(word, "u"));
  const score = ([, , title, text]) => {
    const [t, x] = [plain(title), plain(text)];
    let sum = 0;
    for (const [k, start] of starts.entries()) {
      if (start.test(t)) sum += t === words[k] ? 20 : 5;
      else if (start.test(x)) sum += 1;
      else if (t.includes(words[k])) sum += 1;
      else return 0;
    }
    return sum;
  };
  return words.length === 0 ? []
    : searchIndex.entries.map(entry => ({ entry, score: score(entry) })).filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score).slice(0, 20).map(({ entry }) => ({ entry, words }));
};
const excerpt = (text, words) => {
  const at = Math.max(0, Math.min(...words.map(word => plain(text).indexOf(word)).filter(at => at >= 0)));
  const from = at < 60 || !Number.isFinite(at) ? 0 : text.lastIndexOf(" ", at - 40) + 1;
  return (from > 0 ? "… " : "") + text.slice(from, from + 140) + (from + 140 < text.length ? " …" : "");
};
// The words that a search has led here for.
const sought = plain(new URLSearchParams(location.search).get("find") ?? "").split(" ").filter(Boolean);
if (sought.length && window.Highlight) {
  const marks = new Highlight(), texts = document.createTreeWalker(document.getElementById("main"), NodeFilter.SHOW_TEXT);
  for (let node; node = texts.nextNode();) {
    const text = plain(node.data);
    if (text.length === node.length)   // places in the one are places in the other
      for (const { index, 0: { length } } of sought.flatMap(word => [...text.matchAll(start(word, "gu"))]))
        marks.add(new StaticRange({ startContainer: node, startOffset: index, endContainer: node, endOffset: index + length }));
  }
  CSS.highlights.set("found", marks);
}
const search = document.querySelector("button.search");
const dialog = make("dialog", { "aria-label": "Search" });
const input = make("input", { type: "search", "aria-label": "Search the book", placeholder: "Search", autocomplete: "off", spellcheck: "false" });
let hasIndex = false;
const list = make("ol"), says = make("p", { role: "status" });
dialog.append(input, says, list);
document.body.append(dialog);
search.hidden = false;
const show = () => {
  const results = hasIndex ? found(input.value) : [];
  list.replaceChildren(...results.map(({ entry: [page, id, title, text], words }) => make("li", {},
    make("a", { href: `${root}${searchIndex.pages[page][0]}?find=${encodeURIComponent(words.join(" "))}${id && `#${id}`}` }, title,
      make("small", {}, [searchIndex.pages[page][1], excerpt(text, words)].filter(Boolean).join(" · "))))));
  says.textContent = input.value.trim() === "" ? "Searches headings, text, figures, and names in the source."
    : results.length === 0 ? "No results." : results.length === 1 ? "1 result" : `${results.length} results`;
};
const open = async () => {
  if (contents.matches(":popover-open")) contents.hidePopover();
  dialog.showModal();
  input.select();
  show();
  if (!hasIndex)
    await load("search.js").then(() => hasIndex = true, () => says.textContent = "search.js is missing.");
  if (hasIndex) show();
};
search.addEventListener("click", open);
input.addEventListener("input", show);
list.addEventListener("click", event => event.target.closest("a") && dialog.close());
dialog.addEventListener("click", event => event.target === dialog && dialog.close());
dialog.addEventListener("keydown", event => {
  const links = [input, ...list.querySelectorAll("a")], step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    links[(links.indexOf(document.activeElement) + step + links.length) % links.length].focus();
  } else if (event.key === "Enter" && document.activeElement === input && links.length > 1) {
    links[1].click();
  }
});
addEventListener("keydown", event => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || dialog.open || event.target.closest("input, textarea")) return;
  event.preventDefault();
  open();
});

// For the scripts of live cells.
window.book = { root, make, load, reach, decoded, placeOf, onArrival, arrive: () => arrivals.forEach(act => act()) };
}
