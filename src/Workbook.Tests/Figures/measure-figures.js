// In each figure of a page: every text with its ground, every line and mark with its panel, and texts that lie on one another.
// Text in a cell is measured against the pixel of the heatmap's picture beside it, other text against what is under its middle.
return (async () => {
  const found = [];
  const rgb = text => { const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number); return { r, g, b, a }; };
  const computed = colour => {
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.color = colour;
    return rgb(getComputedStyle(probe).color);
  };
  const linear = c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  const luminance = ({ r, g, b }) => 0.2126 * linear(r / 255) + 0.7152 * linear(g / 255) + 0.0722 * linear(b / 255);
  const contrast = (a, b) => {
    const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (light + 0.05) / (dark + 0.05);
  };
  const inside = (x, y, box) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
  const isPlain = ({ r, g, b }) => r === g && g === b && (r === 0 || r === 255);
  const page = rgb(getComputedStyle(document.body).backgroundColor);

  const picture = async element => {
    const image = new Image();
    image.src = element.href.baseVal;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
    const pen = canvas.getContext("2d");
    pen.drawImage(image, 0, 0);
    return { pen, box: element.getBoundingClientRect(), width: image.width, height: image.height };
  };

  for (const root of document.querySelectorAll(".rnn-figure")) {
    const chart = root.parentElement.dataset.chart, plot = root.querySelector(".js-plotly-plot");
    const whole = plot.querySelector(".svg-container").getBoundingClientRect(), given = computed(plot._fullLayout.plot_bgcolor), panel = given.a > 0 ? given : page;
    const panels = [...plot.querySelectorAll(".bglayer .bg, .plot .bg")].map(each => each.getBoundingClientRect());
    const pictures = await Promise.all([...plot.querySelectorAll(".heatmaplayer image")].map(picture));
    const ground = (x, y) => {
      for (const { pen, box, width, height } of pictures.toReversed())
        if (inside(x, y, box)) {
          const [across, down] = [(x - box.left) / box.width * width, (y - box.top) / box.height * height];
          const [r, g, b, a] = pen.getImageData(Math.floor(across), Math.floor(down), 1, 1).data;
          if (a > 0) return { r, g, b };
        }
      return panels.some(box => inside(x, y, box)) ? panel : page;
    };

    const words = [];
    for (const text of plot.querySelectorAll("svg text")) {
      const box = text.getBoundingClientRect(), style = getComputedStyle(text);
      if (box.width === 0 || style.visibility === "hidden" || !text.textContent.trim() || text.closest(".modebar, .hoverlayer")) continue;
      const parts = [text, ...text.querySelectorAll("tspan")].filter(each => each.textContent.trim());
      const isCell = text.closest(".heatmap-label") !== null, middle = (box.top + box.bottom) / 2;
      const under = isCell ? ground(box.left - 2, middle) : ground((box.left + box.right) / 2, middle);
      words.push({
        box, chart, kind: isCell ? "cell" : "text", what: text.textContent, contrast: contrast(rgb(style.fill), under),
        size: Math.min(...parts.map(each => parseFloat(getComputedStyle(each).fontSize))),
        out: Math.max(whole.left - box.left, box.right - whole.right, whole.top - box.top, box.bottom - whole.bottom),
      });
    }
    for (const [i, { box: a, what }] of words.entries())
      for (const { box: b, what: other } of words.slice(i + 1)) {
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (Math.min(across, down) > 4) found.push({ chart, kind: "overlap", what: `${what} / ${other}` });
      }
    found.push(...words.map(({ box, ...rest }) => rest));

    for (const mark of plot.querySelectorAll(".scatterlayer .js-line, .scatterlayer .point, .barlayer .point > path")) {
      const style = getComputedStyle(mark), colours = [];
      if (style.stroke !== "none" && parseFloat(style.strokeWidth) > 0) colours.push(rgb(style.stroke));
      if (style.fill !== "none" && !mark.classList.contains("js-line")) colours.push(rgb(style.fill));
      // Black in a white casing stands out from any ground.
      const seen = colours.filter(colour => colour.a > 0);
      if (seen.length && !seen.some(isPlain))
        found.push({
          chart, kind: "mark", what: mark.getAttribute("class") ?? "bar", contrast: Math.max(...seen.map(each => contrast(each, panel))),
        });
    }
  }
  return JSON.stringify(found);
})();
