import type { RcssText } from "./rcss-text.ts";
import type { Remark } from "./remark.ts";
import type { ValueToken } from "./value-tokens.ts";
import { echo } from "../findings/finding.ts";

/** More than nothing and at most all, as CSS counts. */
const FRACTION = /^\s*(?:0?\.\d*[1-9]\d*|1(?:\.0*)?)\s*$/;
const HIGHEST = 255;
/** Characters between the parentheses of a colour that is looked at. */
const LONGEST = 100;

/** Colours in numbers that RmlUi cannot read, or reads as all but invisible: its alpha of `rgba` is a whole number up to 255. */
export function checkColors(tokens: readonly ValueToken[], value: RcssText): readonly Remark[] {
  return tokens.flatMap(({ kind, text, start, end }): readonly Remark[] => {
    const name = text.toLowerCase();
    if (kind !== "function" || (name !== "rgb" && name !== "rgba")) return [];
    const from = end + 1 - value.start;
    const [inner] = value.text.slice(from, from + LONGEST).split(")", 1);
    if (inner === undefined || inner.length === LONGEST || inner.includes("(")) return [];
    const numbers = inner.split(",");
    const last = end + 1 + inner.length;
    if (numbers.length !== name.length) {
      const message = `\`${name}\` needs ${name.length} numbers with commas between them.`;
      const expected = name === "rgb" ? "rgb(255, 255, 255)" : "rgba(255, 255, 255, 255)";
      return [{ rule: "rcss/invalid-value", message, start, end: Math.min(last + 1, value.end), expected }];
    }
    const alpha = numbers[3] ?? "";
    if (!FRACTION.test(alpha)) return [];
    const place = { start: last - alpha.trimStart().length, end: last - (alpha.length - alpha.trimEnd().length) };
    const message = `The alpha of \`rgba\` goes from 0 to ${HIGHEST}: ${echo(alpha.trim())} is all but invisible.`;
    return [{ rule: "rcss/invalid-value", message, ...place, expected: String(Math.round(Number(alpha) * HIGHEST)) }];
  });
}
