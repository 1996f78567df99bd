import type { RcssText } from "./rcss-text.ts";
import { echo } from "../findings/finding.ts";

/** How an element is related to the one that the part before is about; blank where it is within it. */
export type RcssCombinator = " " | ">" | "+" | "~";

/** What an element has to be like. */
export interface RcssCompound {
  /** Null in the first one. */
  readonly combinator: RcssCombinator | null;
  /** Lower case; null for any. */
  readonly tag: string | null;
  readonly ids: readonly string[];
  readonly classes: readonly string[];
  readonly pseudos: readonly RcssPseudo[];
  readonly attributes: readonly string[];
}

/** A pseudo-class, with what stands in its parentheses. */
export interface RcssPseudo {
  readonly name: string;
  readonly argument: string | null;
  readonly start: number;
  readonly end: number;
}

export interface RcssSelector {
  readonly compounds: readonly RcssCompound[];
  readonly start: number;
  readonly end: number;
}

interface SelectorProblem {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

const COMBINATOR = /\s*([>+~])\s*|\s+/y;
const SIMPLE = new RegExp(
  [
    "(?<tag>\\*|[A-Za-z_][\\w-]*)",
    "#(?<id>[\\w-]+)",
    "\\.(?<class>[\\w-]+)",
    ":(?<pseudo>[\\w-]+)(?:\\((?<argument>[^()]*(?:\\([^()]*\\)[^()]*)*)\\))?",
    "\\[(?<attribute>[^\\]\"']*(?:(?:\"[^\"]*\"|'[^']*')[^\\]\"']*)?)\\]",
  ].join("|"),
  "y",
);
const SEPARATOR = /\s*,\s*/y;

/** Reads a list of selectors, without recursion: what stands in parentheses stays text. */
export function parseSelectors({ text, start }: RcssText): {
  readonly selectors: readonly RcssSelector[];
  readonly problems: readonly SelectorProblem[];
} {
  const selectors: RcssSelector[] = [];
  let at = 0;
  for (;;) {
    const from = at;
    const compounds: RcssCompound[] = [];
    let combinator: RcssCombinator | null = null;
    for (;;) {
      const read = readCompound(text, at, start, combinator);
      if (read === null) {
        const found = text.slice(at, at + 20);
        const message = found === "" ? "A selector is missing at the end." : `${echo(found)} begins no selector.`;
        const place = Math.min(at, Math.max(text.length - 1, 0));
        return {
          selectors,
          problems: [{ message, start: start + place, end: start + Math.max(text.length, place + 1) }],
        };
      }
      compounds.push(read.compound);
      at = read.end;
      const between = matchAt(COMBINATOR, text, at);
      if (between === null) break;
      at += between[0].length;
      combinator = (between[1] ?? " ") as RcssCombinator;
    }
    selectors.push({ compounds, start: start + from, end: start + at });
    if (at === text.length) return { selectors, problems: [] };
    const separator = matchAt(SEPARATOR, text, at);
    if (separator === null) {
      const message = `${echo(text.slice(at, at + 20))} continues no selector.`;
      return { selectors, problems: [{ message, start: start + at, end: start + text.length }] };
    }
    at += separator[0].length;
  }
}

function readCompound(
  text: string,
  from: number,
  offset: number,
  combinator: RcssCombinator | null,
): { readonly compound: RcssCompound; readonly end: number } | null {
  let tag: string | null = null;
  const [ids, classes, attributes]: readonly [string[], string[], string[]] = [[], [], []];
  const pseudos: RcssPseudo[] = [];
  let at = from;
  for (let match = matchAt(SIMPLE, text, at); match !== null; match = matchAt(SIMPLE, text, at)) {
    const groups = match.groups ?? {};
    if (groups["tag"] !== undefined && at > from) break;
    if (groups["tag"] !== undefined) tag = groups["tag"] === "*" ? null : groups["tag"].toLowerCase();
    if (groups["id"] !== undefined) ids.push(groups["id"]);
    if (groups["class"] !== undefined) classes.push(groups["class"]);
    if (groups["attribute"] !== undefined) attributes.push(groups["attribute"].trim());
    const end = at + match[0].length;
    const { pseudo, argument = null } = groups;
    if (pseudo !== undefined) {
      pseudos.push({ name: pseudo.toLowerCase(), argument, start: offset + at, end: offset + end });
    }
    at = end;
  }
  return at === from ? null : { compound: { combinator, tag, ids, classes, pseudos, attributes }, end: at };
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
