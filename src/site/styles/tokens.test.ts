import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

const css = readFileSync(join(import.meta.dirname, "tokens.css"), "utf8");
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#\w+), (#\w+)\)/g)].map((match) => [match[1], match]),
);

/** Text by the surfaces it stands on. */
const PAIRS: readonly (readonly [text: string, surfaces: readonly string[]])[] = [
  ["ink", ["paper", "surface", "sunk"]],
  ["muted", ["paper", "surface", "sunk"]],
  ["accent", ["paper", "surface", "sunk"]],
  ["accent-strong", ["paper", "surface", "accent-soft"]],
  ["accent-ink", ["accent", "accent-strong"]],
  ["warn", ["warn-soft"]],
  ["bad", ["bad-soft"]],
];
const cases = PAIRS.flatMap(([text, surfaces]) =>
  surfaces.flatMap((surface) => (["light", "dark"] as const).map((theme) => ({ text, surface, theme }))),
);

test.each(cases)("$text on $surface can be read in the $theme theme (WCAG AA)", ({ text, surface, theme }) => {
  const [a, b] = [luminance(colour(text, theme)), luminance(colour(surface, theme))].toSorted((x, y) => y - x);
  expect((a! + 0.05) / (b! + 0.05)).toBeGreaterThanOrEqual(4.5);
});

function colour(name: string, theme: "light" | "dark"): string {
  const hex = tokens.get(name)?.[theme === "light" ? 2 : 3] ?? "";
  return hex.length === 4 ? hex.replace(/\w/g, "$&$&") : hex;
}

/** Relative luminance as WCAG 2.2 defines it. */
function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}
