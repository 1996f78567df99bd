import type { RcssText } from "./rcss-text.ts";
import { type Remark, unknownName } from "./remark.ts";
import { echo } from "../findings/finding.ts";
import { mediaFeatures } from "../rmlui/syntax.ts";

const FEATURE = /\(\s*([\w-]+)\s*:[^()]*\)/g;
const QUERY = /^(?:not\s+)?\(\)(?:\s+and\s+\(\))*$/i;

/** What an `@media` asks that RmlUi does not read: one word of that, and all that stands in it never holds, or always. */
export function checkMedia(query: RcssText): readonly Remark[] {
  if (query.text === "") return [];
  const unknown = [...query.text.matchAll(FEATURE)].flatMap(({ 0: all, 1: name = "", index }): readonly Remark[] => {
    const found = unknownName(name.toLowerCase(), mediaFeatures);
    if (found === null) return [];
    const start = query.start + index + all.indexOf(name);
    const message = `RmlUi has no media feature ${echo(name)}.`;
    return [{ rule: "rcss/unknown-media", message, start, end: start + name.length, ...found }];
  });
  if (unknown.length > 0 || QUERY.test(query.text.replace(FEATURE, "()"))) return unknown;
  const message = `RmlUi does not read the query ${echo(query.text)}.`;
  const expected = "(min-width: 400px) and (orientation: portrait), or not before them";
  return [{ rule: "rcss/unknown-media", message, start: query.start, end: query.end, expected }];
}
