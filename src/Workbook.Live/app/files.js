"use strict";
{   // not for other scripts of the page
const { make, load, root } = book;

const short = path => path.replace(/^.*\//, "");
const offer = (path, content, type) =>
  make("a", { href: URL.createObjectURL(new Blob([content], { type })), download: short(path) }, short(path));
const size = bytes => bytes < 1000 ? `${bytes} bytes` : bytes < 1e6 ? `${(bytes / 1e3).toFixed(0)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;

// A figure's page that a cell has saved: the runtime has no plotly.js of its own to put into it, and this page has.
const cdn = /<script src="https:\/\/cdn\.plot\.ly\/plotly-[\d.]+\.min\.js"><\/script>/;
const complete = async bytes => {
  const html = new TextDecoder().decode(bytes);
  if (!cdn.test(html)) return bytes;
  const plotly = await fetch(`${root}plotly.min.js`).then(answer => answer.ok ? answer.text() : null).catch(() => null);
  return plotly ? new TextEncoder().encode(html.replace(cdn, () => `<script>${plotly}</script>`)) : bytes;
};

/** A file that a cell has written. */
live.file = ({ name, bytes }) => {
  const place = make("p", { class: "notice" });
  const show = content => place.replaceChildren(offer(name, content), `, ${size(content.length)}`);
  if (name.endsWith(".html")) complete(bytes).then(show);
  else show(bytes);
  return place;
};

/** Has the browser save a text under this name. */
live.save = (name, text, type) => offer(name, text, type).click();

/** A figure as a file, drawn here as the command line draws it: in light colours, without controls. */
live.picture = ({ name, format, scale, figure: { data, layout } }) => {
  const place = make("p", { class: "notice" }, `${short(name)} is being drawn.`);
  const draw = async () => {
    if (!window.Plotly) await load("plotly.min.js");
    const picture = { data, layout, config: { staticPlot: true } }, hidden = make("div", { style: "position: absolute; left: -99999px" });
    document.body.append(hidden);
    const { _fullLayout: { width, height } } = await Plotly.newPlot(hidden, structuredClone(picture));
    Plotly.purge(hidden);
    hidden.remove();
    const text = await Plotly.toImage(picture, { format, width, height, scale, imageDataOnly: true });
    const content = format === "svg" ? text : Uint8Array.from(atob(text), each => each.charCodeAt(0));
    place.replaceChildren(offer(name, content, { svg: "image/svg+xml", png: "image/png" }[format]),
      `, ${Math.round(width * scale)} by ${Math.round(height * scale)} pixels`);
  };
  draw().catch(problem => place.textContent = `${short(name)} could not be drawn: ${problem.message ?? problem}.`);
  return place;
};
}
