"use strict";
{   // not for other scripts of the page
window.live = {};   // what these scripts share

// A worker of a blob has its page's policy; one of an address has what comes with that, which a server of plain files leaves out.
let script = null;
const start = () => script ??= URL.createObjectURL(new Blob([`
  import(${JSON.stringify(`${book.root}${liveRuntime.place}/worker.js`)})
    .catch(problem => postMessage({ type: "failed", content: String(problem.message ?? problem) }));`], { type: "text/javascript" }));

/*
 * What runs the cells of all pages: the worker of the .NET runtime, which is loaded when it is first asked for. Requests are answered in
 * their order; what a cell shows on the way is told in Jupyter's words.
 */
class Kernel {
  #worker; #asked = new Map(); #told = new Map(); #count = 0;

  /**
   * @param loading told of the bytes that have come so far
   * @param lost told, in a sentence, why it cannot go on
   */
  constructor(loading, lost) {
    this.ready = new Promise((ready, failed) => {
      const end = why => {
        failed(new Error(why));
        this.#worker?.terminate();
        this.#end(why);
        lost(why);
      };
      try {
        this.#worker = new Worker(start(), { type: "module" });
      } catch (problem) {
        setTimeout(() => end(`The C# runtime could not be started: ${problem.message}`));   // once the caller has it
        return;
      }
      this.#worker.onerror = event => {
        event.preventDefault();
        end(event.message ? `The C# runtime failed: ${event.message}` : "The C# runtime could not be loaded.");
      };
      this.#worker.onmessage = ({ data: { type, content } }) => {
        if (type === "loading") loading(content);
        else if (type === "ready") ready();
        else if (type === "reply") this.#answer(content);
        else if (type === "failed") end(`The C# runtime failed: ${content}`);
        else if (type === "lost") end("The cell crashed the C# runtime (stack overflow or Environment.Exit).");
        else this.#told.get(content.id)?.(type, content);
      };
    });
    this.ready.catch(() => {});   // said by lost
  }

  /** @param told is given each output of a cell, as type and content, even those of a task that outlives it */
  ask(type, content, told) {
    return new Promise((done, failed) => {
      const id = ++this.#count;
      if (type === "open") this.#told.clear();   // what tasks of the notebook before still show has no place any more
      this.#asked.set(id, { done, failed });
      if (told) this.#told.set(id, told);
      this.#worker.postMessage({ id, type, content });
    });
  }

  /** Ends it in the middle of whatever it does; all that was asked and not answered fails. */
  stop() {
    this.#worker.terminate();
    this.#end("stopped");
  }

  #answer({ id, status, result, evalue }) {
    const { done, failed } = this.#asked.get(id);
    this.#asked.delete(id);
    if (status === "ok") done(result);
    else failed(new Error(evalue));
  }

  #end(why) {
    for (const { failed } of this.#asked.values()) failed(new Error(why));
    this.#asked.clear();
  }
}
live.Kernel = Kernel;
}
