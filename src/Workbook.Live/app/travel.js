"use strict";
{   // not for other scripts of the page
/*
 * Once cells run, pages of the book take each other's place in one document, so that what runs them stays loaded. Address, title and
 * the Back button follow; anything else is followed as ever.
 */
const { root, make, placeOf, arrive } = book;
history.scrollRestoration = "auto";
let shown = location.pathname;

// In the book's folder or in that of source files; figures have pages of their own that are not like these.
const isPage = ({ origin, pathname }) => /(\/|\.html)$/.test(pathname)
  && [root, `${root}source/`].includes(origin + pathname.replace(/[^/]*$/, ""));

// By the addresses that they were loaded from: what an element says of its own counts from the page that is shown.
const here = new Set([...document.scripts].map(script => script.src));
const scripts = async page => {
  for (const script of page.querySelectorAll("script[src]")) {
    const src = new URL(script.getAttribute("src"), location.href).href;
    if (here.has(src)) continue;
    here.add(src);
    await new Promise((onload, onerror) => document.head.append(Object.assign(make("script"), { src, onload, onerror })))
      .catch(() => {
        here.delete(src);
        live.say("Part of this page could not be loaded: figures may be missing.");
      });
  }
};

let turn = 0;   // of pages that are asked for before the last one has come, the last counts
const show = async (address, isBack) => {
  const mine = ++turn;
  const answer = await fetch(address).catch(() => null);
  if (mine !== turn) return;
  if (!answer) {
    live.say("That page cannot be loaded: there is no network connection. This page still works.");
    return;
  }
  const page = answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  if (mine !== turn) return;
  if (!page?.getElementById("main")) {
    location.assign(address);   // not to be had in this way, or not a page of the book
    return;
  }
  if (!isBack) history.pushState(null, "", address);
  shown = location.pathname;
  document.title = page.title;
  const isLive = document.body.classList.contains("live");
  document.body.className = page.body.className;
  document.body.classList.toggle("live", isLive);
  document.getElementById("contents").replaceChildren(...page.getElementById("contents").childNodes);
  // The notebook that is open comes back as it was left.
  const kept = live.opened?.path === location.pathname ? live.opened.main : null;
  document.getElementById("main").replaceWith(kept ?? page.getElementById("main"));
  document.querySelector(".book").setAttribute("href", page.querySelector(".book").getAttribute("href"));
  await scripts(page);
  if (mine !== turn) return;
  arrive();
  const main = document.getElementById("main"), place = placeOf(location.hash);
  main.tabIndex = -1;
  main.focus({ preventScroll: true });
  if (place) place.scrollIntoView();
  else if (!isBack) scrollTo(0, 0);
};

document.addEventListener("click", event => {
  const link = event.target.closest("a[href]");
  if (!live.kernel || !link || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey
    || event.altKey || link.target || link.hasAttribute("download")) return;
  const there = new URL(link.href);
  if (!isPage(there) || there.pathname === location.pathname) return;
  event.preventDefault();
  show(there.href, false);
});
addEventListener("popstate", () => {
  if (location.pathname !== shown) show(location.href, true);
});
}
