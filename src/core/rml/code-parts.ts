/** A piece of Lua in an RML document: the content of a `<script>`, or an `on…` attribute. */
export interface RmlCode {
  readonly kind: "script" | "handler";
  /** The Lua, entities decoded. */
  readonly text: string;
  /** Where each UTF-16 unit of `text` stands in the document. */
  at(offset: number): number;
}

/** A file that a `<script>` names. */
export interface RmlScriptSource {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

/** What of a document is code, and where the document stops being markup. */
export interface RmlCodeParts {
  readonly code: readonly RmlCode[];
  readonly sources: readonly RmlScriptSource[];
  /** Null when the whole document could be read. */
  readonly problem: { readonly message: string; readonly start: number; readonly end: number } | null;
}

const TAG_NAME = /[A-Za-z][A-Za-z0-9_:-]*/y;
const ATTRIBUTE = /[\s/]*([^\s=/>"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/y;
const SCRIPT_END = /<\/script\s*>/gi;
const ENTITY = /&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|(lt|gt|amp|quot|apos|nbsp));/gi;
const NAMED: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'", nbsp: "\u00a0" };

/** Finds the Lua of an RML document, as RmlUi's parser sees it: comments and CDATA hold none. One pass, linear. */
export function rmlCodeParts(source: string): RmlCodeParts {
  const code: RmlCode[] = [];
  const sources: RmlScriptSource[] = [];
  const stop = (start: number): RmlCodeParts => {
    const problem = { message: "This is never closed.", start, end: start + 1 };
    return { code, sources, problem };
  };
  let at = 0;
  for (;;) {
    const open = source.indexOf("<", at);
    if (open < 0) return { code, sources, problem: null };
    const passive = skipPassive(source, open);
    if (passive !== null) {
      if (passive < 0) return stop(open);
      at = passive;
      continue;
    }
    TAG_NAME.lastIndex = open + 1;
    const name = TAG_NAME.exec(source)?.[0];
    if (name === undefined) {
      at = open + 1;
      continue;
    }
    const tag = readTag(source, open + 1 + name.length);
    if (tag === null) return stop(open);
    at = tag.end;
    const isScript = name.toLowerCase() === "script";
    for (const { key, value, start } of tag.attributes) {
      if (/^on/i.test(key)) code.push(handler(value, start));
      else if (isScript && /^src$/i.test(key)) sources.push({ path: value, start, end: start + value.length });
    }
    if (!isScript || tag.isEmpty) continue;
    SCRIPT_END.lastIndex = at;
    const close = SCRIPT_END.exec(source);
    if (close === null) return stop(open);
    const from = at;
    code.push({ kind: "script", text: source.slice(from, close.index), at: (offset) => from + offset });
    at = SCRIPT_END.lastIndex;
  }
}

/** The end of a comment, CDATA section, declaration or closing tag; -1 when it has none, null when it is none of these. */
function skipPassive(source: string, open: number): number | null {
  for (const [start, end] of [
    ["<!--", "-->"],
    ["<![CDATA[", "]]>"],
    ["<!", ">"],
    ["<?", ">"],
    ["</", ">"],
  ] as const) {
    if (!source.startsWith(start, open)) continue;
    const found = source.indexOf(end, open + start.length);
    return found < 0 ? -1 : found + end.length;
  }
  return null;
}

interface Tag {
  readonly attributes: readonly { readonly key: string; readonly value: string; readonly start: number }[];
  readonly end: number;
  readonly isEmpty: boolean;
}

/** Reads the attributes of a tag that have a value, and where it ends; null when it does not. */
function readTag(source: string, from: number): Tag | null {
  const attributes: Tag["attributes"][number][] = [];
  let at = from;
  for (;;) {
    ATTRIBUTE.lastIndex = at;
    const match = ATTRIBUTE.exec(source);
    if (match === null) break;
    const [all, key = "", double, single, bare] = match;
    at += all.length;
    const value = double ?? single ?? bare;
    if (value !== undefined) attributes.push({ key, value, start: at - value.length - (bare === undefined ? 1 : 0) });
  }
  const close = source.indexOf(">", at);
  return close < 0 ? null : { attributes, end: close + 1, isEmpty: source[close - 1] === "/" };
}

/** Decodes entities and keeps the place of every unit. */
function handler(value: string, start: number): RmlCode {
  if (!value.includes("&")) return { kind: "handler", text: value, at: (offset) => start + offset };
  const places: number[] = [];
  let text = "";
  let at = 0;
  const keep = (piece: string, from: number, step: 0 | 1): void => {
    for (let unit = 0; unit < piece.length; unit += 1) places.push(start + from + unit * step);
    text += piece;
  };
  for (const match of value.matchAll(ENTITY)) {
    const [all, hex, decimal, named = ""] = match;
    keep(value.slice(at, match.index), at, 1);
    const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    const known = NAMED[named.toLowerCase()];
    keep(known ?? String.fromCodePoint(point <= 0x10ffff ? point : 0xfffd), match.index, 0);
    at = match.index + all.length;
  }
  keep(value.slice(at), at, 1);
  const end = start + value.length;
  return { kind: "handler", text, at: (offset) => places[offset] ?? end };
}
