import type { RcssText } from "./rcss-text.ts";
import { limits } from "../limits.ts";

/** A piece of a value; blanks and commas are none. Offsets are those of the style sheet. */
export interface ValueToken {
  readonly kind: "function" | "number" | "word" | "hash" | "string" | "comma" | "other";
  /** As written; of a function its name. */
  readonly text: string;
  /** Of a number, lower case and blank where it has none. */
  readonly unit: string;
  /** The outermost function that it stands in, lower case; null where it stands in none. */
  readonly within: string | null;
  readonly start: number;
  readonly end: number;
}

const END = "(?=[\\s,()/\"']|$)";
const TOKEN = new RegExp(
  [
    "\\s+",
    "(?<string>\"[^\"]*\"|'[^']*')",
    "(?<function>[-\\w]+)\\(",
    `(?<number>[-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:e[-+]?\\d+)?)(?<unit>%|[a-z]+)?${END}`,
    `(?<hash>#[^\\s,()]*)`,
    "(?<comma>,)",
    "(?<close>\\))",
    "(?<word>[^\\s,()\"']+)",
    "(?<other>[^])",
  ].join("|"),
  "giy",
);
const KINDS = ["string", "function", "number", "hash", "comma", "word", "other"] as const;

/** Splits a value into its pieces, in one pass; at most `limits.rcss.pieces` of them. */
export function valueTokens({ text, start }: RcssText): readonly ValueToken[] {
  const tokens: ValueToken[] = [];
  let within: string | null = null;
  let depth = 0;
  for (const match of text.matchAll(TOKEN)) {
    const groups = match.groups ?? {};
    if (groups["close"] !== undefined) depth -= 1;
    if (depth <= 0) within = null;
    const kind = KINDS.find((each) => groups[each] !== undefined);
    if (kind === undefined) continue;
    if (tokens.length === limits.rcss.pieces) break;
    const from = start + match.index;
    const written = kind === "number" ? match[0] : (groups[kind] ?? "");
    tokens.push({
      kind,
      text: written,
      unit: groups["unit"]?.toLowerCase() ?? "",
      within,
      start: from,
      end: from + written.length,
    });
    if (kind !== "function") continue;
    depth = Math.max(depth, 0) + 1;
    within ??= written.toLowerCase();
  }
  return tokens;
}
