// One notebook's session, in a worker, so that the page stays responsive. The page sends requests, each with an id; what a cell shows
// is sent back as it comes, in Jupyter's own words (stream, display_data, execute_result, error), then the reply.
import { dotnet } from "./_framework/dotnet.js";

const send = (type, content) => postMessage({ type, content });

// A start that fails is told, and nothing comes after it: not every browser reports it of a module that waits.
let isReady = false;
const failed = problem => {
  send("failed", String(problem.message ?? problem));
  return new Promise(() => {});
};
const lost = () => isReady && send("lost");

// Text that a cell prints is sent when some has gathered, or some time has passed.
let text = null, sent = 0;
const flush = () => {
  if (!text) return;
  send("stream", text);
  text = null;
  sent = performance.now();
};
const say = (id, json) => {
  const { output_type, ...content } = JSON.parse(json);
  if (output_type !== "stream") {
    flush();
    send(output_type, { id, ...content });
    return;
  }
  if (text?.id !== id || text.name !== content.name) flush();
  text = { id, name: content.name, text: (text?.text ?? "") + content.text };
  if (text.text.length > 65536 || performance.now() - sent > 50) flush();
};

// A figure that is to be a file: drawn by the page.
const draw = (id, name, format, scale, figure) => {
  flush();
  send("picture", { id, name, format, scale, figure: JSON.parse(figure) });
};

// What is loaded comes packed, and is counted as it comes. Modules are loaded by the browser itself.
let loaded = 0;
const counted = () => new TransformStream({
  transform(bytes, stream) {
    send("loading", loaded += bytes.length);
    stream.enqueue(bytes);
  },
});
const get = async (name, through = counted()) => {
  const answer = await fetch(new URL(`${name}.bin`, import.meta.url));   // the worker's own address is a blob's
  if (!answer.ok) throw new Error(`${answer.url} could not be loaded: ${answer.status} ${answer.statusText}`);
  return new Response(answer.body.pipeThrough(through).pipeThrough(new DecompressionStream("deflate")),
    { headers: { "content-type": "application/wasm" } });
};
// All assemblies come in one file, together with the files that notebooks read.
let bundle = Promise.all([
  get("bundle.json").then(answer => answer.json()),
  get("bundle").then(answer => answer.arrayBuffer()),
]).catch(failed);
// As much of a Response as the runtime asks for; a real one would copy the bytes twice more.
const assembly = async name => {
  const [places, bytes] = await bundle, [start, length] = places[name];
  return { ok: true, status: 200, url: name, headers: new Headers(), arrayBuffer: async () => new Uint8Array(bytes, start, length) };
};
const runtime = await dotnet.withResourceLoader((type, name, address) => type === "dotnetjs" ? address
  : type === "assembly" ? assembly(address.replace(/^.*\//, "")) : get(address))
  .withModuleConfig({ onAbort: lost, onExit: lost }).create().catch(failed);
runtime.setModuleImports("worker", { say, draw });
const { FS, FS_createPath: folder, FS_createDataFile: file } = runtime.Module;
const write = (path, bytes) => {
  const [, top, name] = path.match(/^(.*)\/(.*)$/);
  folder("/", top, true, true);
  file(top, name, new Uint8Array(bytes), true, true, true);
};
{
  const [places, bytes] = await bundle;
  for (const [path, [start, length]] of Object.entries(places).filter(([path]) => path.startsWith("/")))
    write(path, bytes.slice(start, start + length));
  bundle = null;
}
const { Workbook: { Live: { Live: live } } } = await runtime.getAssemblyExports("Workbook.Live");
const { assembly: others, coreAssembly = [] } = runtime.getConfig().resources;
live.Begin([...others, ...coreAssembly].map(({ virtualPath }) => virtualPath.replace(/\.[^.]*$/, "")));

// The files that a cell has written are the reader's to take.
const files = (folder, all) => {
  for (const name of FS.readdir(folder).filter(name => name !== "." && name !== "..")) {
    const path = `${folder}/${name}`, { mode, mtime, size } = FS.stat(path);
    if (FS.isDir(mode)) files(path, all);
    else all.set(path, `${+mtime} ${size}`);
  }
  return all;
};
const allFiles = () => files("/tmp", files("/workbook", new Map()));
let known = allFiles();
const sendFiles = id => {
  const now = allFiles();
  for (const [path, state] of now) if (known.get(path) !== state) send("file", { id, name: path, bytes: FS.readFile(path) });
  known = now;
};

// The cells of a notebook, as they were compiled beforehand: without them they are compiled here.
const bring = async path => {
  if (FS.analyzePath(`/compiled/${path}`).exists) return;
  const address = path.split("/").map(encodeURIComponent).join("/");   // a notebook's name may have # or % in it
  const bytes = await get(`compiled/${address}`, new TransformStream()).then(answer => answer.arrayBuffer(), () => null);
  if (bytes) write(`/compiled/${path}`, bytes);
};

// What compiles a reader's own text, and what completes it, take seconds when they are first used: that is done bit by bit while nothing
// is asked for.
let idle;
const prepare = () => queue = queue.then(() => {
  if (live.Prepare()) idle = setTimeout(prepare);
}).catch(problem => console.error(problem));

const answers = {
  open: async ({ path }) => {
    await bring(path);
    return JSON.parse(await live.Open(path));
  },
  run: async ({ cell, source }, id) => {
    await live.Run(id, cell, source);
    flush();
    sendFiles(id);
  },
  save: ({ changed }) => live.Save(JSON.stringify(changed)),
  colour: ({ code }) => live.Colour(code),
  complete: ({ code, at }) => JSON.parse(live.Complete(code, at)),
  describe: ({ name }) => JSON.parse(live.Describe(name)),
  read: ({ name }) => live.Read(name),
  change: ({ name, text }) => live.Change(name, text),
};
let queue = Promise.resolve();
onmessage = ({ data: { id, type, content } }) => queue = queue.then(async () => {
  clearTimeout(idle);
  try {
    const result = await answers[type](content, id);
    flush();
    send("reply", { id, status: "ok", result });
  } catch (problem) {
    flush();
    send("reply", { id, status: "error", evalue: String(problem.message ?? problem) });
  }
  idle = setTimeout(prepare, 500);
});
isReady = true;
send("ready");
