"use strict";
{   // not for other scripts of the page
const { make, load } = book;

const short = path => path.replace(/^.*\//, "");
const offer = (path, content, type) =>
  make("a", { href: URL.createObjectURL(new Blob([content], { type })), download: short(path) }, short(path));
const size = bytes => bytes < 1000 ? `${bytes} bytes` : bytes < 1e6 ? `${(bytes / 1e3).toFixed(0)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;

/** A file that a cell has written. */
live.file = ({ name, bytes }) => make("p", { class: "notice" }, offer(name, bytes), `, ${size(bytes.length)}`);

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
