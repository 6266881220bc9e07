// What the pages' scripts share, for `tsc` to hold them to (tsconfig.json). Each script is a block of its own; these are the names between them.

interface Live {
  kernel: any; notebook: any; opened: any; sources: Map<string, string>;
  harmless: { elements: string, attributes: string };
  Kernel: any; Notebook: any; Outputs: any; Editor: any; Completion: any;
  start(): void; stop(): void;
  say(...sentence: (string | Node)[]): void; sayOwn(): void; canStop(can: any): void; hasNotebook(has: boolean): void; hasEdits(has: boolean): void;
  keepFocus(place: Element, change: () => void): void;
  button(text: string, press: () => any, attributes?: Record<string, string>): HTMLButtonElement;
  edits(name: string): any; linkTo(number: number, text: string): Promise<string>; linkedCell(): number | null; linked(): Promise<any>;
  safe(html: string, left?: Set<string>): any; file(file: any): HTMLElement; picture(picture: any): HTMLElement;
  save(name: string, text: string, type: string): void;
}
interface Book {
  root: string;
  make(tag: string, attributes?: Record<string, any>, ...inside: (string | Node)[]): any;
  load(file: string): Promise<any>; decoded(hash: string): string; placeOf(hash: string): HTMLElement | null;
  onArrival(act: () => any): void; arrive(): void; reach: any;
}

declare var live: Live;
declare const book: Book;
declare const liveRuntime: { place: string, size: number, packed: number, smaller: Record<string, Record<number, string>> };
declare const Plotly: any, searchIndex: any;
declare function drawFigure(id: string, figure: any): void;
declare module "*/dotnet.js";

interface Window { live: any; book: Book; liveRuntime: any; Plotly: any; hasIndex: any }

// Elements are found by selectors that say more than their types do.
interface EventTarget { closest(selector: string): any; tagName: string }
interface Element { hash: string; open: boolean; tabIndex: number; hidden: boolean; dataset: DOMStringMap; focus(options?: FocusOptions): void }
interface SVGScriptElement { src: string }
interface Node { data: string; length: number }
