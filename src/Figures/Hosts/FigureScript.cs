#nullable enable

/// <summary>What draws figures in a page, and moves through the frames of those that have some.</summary>
public static class FigureScript
{
    /// <summary>
    /// A JavaScript function of the address of plotly.js and the two templates. It returns the function that draws one figure, given
    /// the id it stands under and its JSON. plotly.js is loaded once per page, hidden from the page's require.js, which would take it for
    /// itself. The figure has the template that fits what it stands on, and offers the numbers that it shows as tables, or says how to
    /// get them if they are more than 400. A frame is applied as plotly.js's own animation would, but leaves no promise that a faster
    /// reader rejects.
    /// </summary>
    public static string Source => """
        (source, light, dark) => (id, figure) => {
          const root = [...document.querySelectorAll(`[data-figure="${id}"]`)].find(each => !each.dataset.drawn);
          if (!root) return;
          root.dataset.drawn = "true";
          const place = root.querySelector("[role=img]"), box = place.parentElement;
          const make = (tag, attributes = {}, ...inside) => {
            const made = document.createElement(tag);
            for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
            made.append(...inside);
            return made;
          };
          const template = () => {
            const page = document.body.classList;
            if (page.contains("vscode-light") || page.contains("vscode-high-contrast-light")) return light;
            if (page.contains("vscode-dark") || page.contains("vscode-high-contrast")) return dark;
            for (let each = root; each; each = each.parentElement) {
              const colour = getComputedStyle(each).backgroundColor.match(/[\d.]+/g);   // none on a page that has been left
              const [r, g, b, opacity = 1] = (colour ?? [0, 0, 0, 0]).map(Number);
              if (opacity > 0) return 0.299 * r + 0.587 * g + 0.114 * b < 128 ? dark : light;
            }
            return light;
          };
          const run = code => {
            const tag = make("script", {}, "(function (define, module, exports) {" + code + "\n}).call(window)");
            document.head.append(tag);
          };
          const load = () => window.Plotly ? Promise.resolve()
            : (window.rnnPlotly ??= fetch(source).then(answer => answer.ok ? answer.text() : Promise.reject(answer.status)).then(run));

          const frames = figure.frames ?? [];
          let at = figure.controls?.start;
          const state = k => {   // the figure at a frame, which adds to the one that it names as its base
            const frame = frames[k];
            if (!frame) return figure;
            const before = state(frames.findIndex(each => frame.baseframe && each.name === frame.baseframe)), data = [...before.data];
            frame.data.forEach((patch, i) => {
              const trace = frame.traces?.[i] ?? i;
              data[trace] = { ...data[trace], ...patch };
            });
            return { data, layout: { ...before.layout, ...frame.layout } };
          };
          let isNarrow;
          const draw = () => {
            isNarrow = root.clientWidth < 480;
            const { data, layout } = state(at), narrow = isNarrow ? layout.meta?.narrow : {};
            const fitting = { ...layout, ...narrow, template: template(), uirevision: id };
            return Plotly.react(place, { data, layout: fitting, config: figure.config });
          };

          const table = (caption, rows) => {
            const made = make("table");
            made.createCaption().textContent = caption;
            for (const row of rows) {
              const line = made.insertRow();
              for (const [k, value] of row.entries()) {
                const scope = row === rows[0] ? "col" : k === 0 ? "row" : null;
                line.append(scope ? make("th", { scope }, value) : make("td", {}, value));
              }
            }
            return made;
          };
          const shown = figure => figure.data
            .filter(trace => trace.meta !== "mask" && trace.visible !== false && (trace.z ?? trace.y)?.length)
            .map(trace => trace.z ? { ...trace, z: trace.customdata ?? trace.z } : trace);
          const matrix = ({ x, y, z, name }, k) => table(name ?? `matrix ${k + 1}`,
            [["", ...z[0].map((_, j) => x?.[j] ?? j)], ...z.map((row, i) => [y?.[i] ?? i, ...row])]);
          const line = ({ x, y, name }, k) => table(name ?? `line ${k + 1}`, [["x", "y"], ...y.map((value, i) => [x?.[i] ?? i, value])]);
          // A page's own style may have taken the triangle and the pointer away.
          const summary = make("summary", { style: "display: list-item; cursor: pointer" }, "Numbers");
          const details = make("details", {}, summary);
          const fill = () => {
            if (!details.open) return;
            while (summary.nextSibling) summary.nextSibling.remove();   // the summary stays, and with it the focus
            details.append(...shown(state(at)).map((trace, k) => (trace.z ? matrix : line)(trace, k)));
          };
          details.addEventListener("toggle", fill);
          const count = shown(figure).reduce((sum, { y, z }) => sum + (z ? z.flat() : y).length, 0);
          const many = `It shows ${count} numbers: point at one, or take all from its ToJson().`;
          if (count > 0) root.append(count <= 400 ? details : make("p", {}, many));

          const style = `
            .rnn-controls { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; font: 14px Arial, sans-serif; margin: 8px 0 }
            .rnn-controls button { font: inherit; color: inherit; background: none; border: 1px solid; border-radius: 4px; padding: 0 12px;
              min-width: 64px; min-height: 32px; cursor: pointer }
            .rnn-controls input { appearance: none; flex: 1 1 160px; min-width: 0; height: 32px; margin: 0; padding: 0; color: inherit;
              background: none; cursor: pointer }
            .rnn-controls input::-webkit-slider-runnable-track { height: 3px; background: currentColor }
            .rnn-controls input::-webkit-slider-thumb { appearance: none; width: 19px; height: 19px; margin-top: -8px; border-radius: 50%;
              background: currentColor }
            .rnn-controls input::-moz-range-track { height: 3px; background: currentColor }
            .rnn-controls input::-moz-range-thumb { width: 19px; height: 19px; border: 0; border-radius: 50%; background: currentColor }
            .rnn-controls :focus-visible { outline: 2px solid; outline-offset: 2px }
            .rnn-controls .long { flex-basis: 100%; min-height: 3em; line-height: 1.5 }
            .rnn-controls .long > :first-child { font-weight: bold }
            @media (pointer: coarse) { .rnn-controls button { min-height: 44px } .rnn-controls input { height: 44px } }`;
          const controls = ({ counts }) => {
            const last = frames.length - 1, long = frames.some(frame => frame.caption);
            const button = (text, press) => {
              const made = make("button", { type: "button" }, text);
              made.addEventListener("click", press);
              return made;
            };
            let clock, wanted;
            const show = k => {
              at = Math.max(0, Math.min(last, k));
              const { name, caption = [`${counts} ${name}`], center } = frames[at];
              range.value = at;
              range.setAttribute("aria-valuetext", caption.join(". "));
              words.replaceChildren(...caption.map(text => make("div", {}, text)));
              if (center != null) box.scrollLeft = center - box.clientWidth / 2;
              cancelAnimationFrame(wanted);
              wanted = requestAnimationFrame(() => { draw(); fill(); });
            };
            const play = on => {
              clearInterval(clock);
              player.textContent = on ? "Pause" : "Play";
              words.setAttribute("aria-live", on ? "off" : "polite");
              if (!on) return;
              if (at === last) show(0);
              clock = setInterval(() => at < last && root.isConnected ? show(at + 1) : play(false), long ? 1500 : 500);
            };
            const go = k => { play(false); show(k); };
            const player = button("Play", () => play(player.textContent === "Play"));
            const range = make("input", { type: "range", max: last, value: at, "aria-label": counts });
            range.addEventListener("input", () => go(Number(range.value)));
            const width = Math.max(...frames.map(({ name }) => `${counts} ${name}`.length));   // so that the slider keeps its own
            const words = make("div", { role: "status", ...long ? { class: "long" } : { style: `min-width: ${width}ch` } });
            const bar = make("div", { class: "rnn-controls", style: `max-width: ${figure.layout.width}px` },
              player, button("Back", () => go(at - 1)), button("Next", () => go(at + 1)), range, words);
            const still = matchMedia("(prefers-reduced-motion: reduce)"), calm = () => { play(false); player.hidden = still.matches; };
            still.addEventListener("change", calm);
            calm();
            box.after(make("style", {}, style), bar);
            show(at);
            return () => bar.style.color = template().layout.font.color;
          };
          load().then(() => {
            place.replaceChildren();
            return draw();
          }).then(() => {
            const watch = new ResizeObserver(() => {   // keys can scroll it whenever it is too narrow
              if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
              else box.removeAttribute("tabindex");
              if (isNarrow !== root.clientWidth < 480 && root.clientWidth > 0) draw();
            });
            [box, place].forEach(each => watch.observe(each));
            const tint = frames.length ? controls(figure.controls) : () => {};
            tint();
            matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { draw(); tint(); });
          }).catch(problem => {
            window.rnnPlotly = undefined;
            place.append(`This figure is not drawn: plotly.js could not be loaded from ${source} (${problem}).`);
          });
        }
        """;
}
