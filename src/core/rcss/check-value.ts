import { unknownFunctions, unknownUnits } from "./check-functions.ts";
import { checkColors } from "./check-colors.ts";
import type { Remark } from "./remark.ts";
import { type ValueToken, valueTokens } from "./value-tokens.ts";
import type { RcssDeclaration } from "./rcss-tree.ts";
import { echo } from "../findings/finding.ts";
import { nearest } from "../findings/nearest.ts";
import { colors } from "../rmlui/functions.ts";
import type { Property } from "../rmlui/properties.ts";

/** The definition of a value, taken apart. */
interface Shape {
  readonly types: ReadonlySet<string>;
  readonly keywords: ReadonlySet<string>;
  /** Of these together, at most. */
  readonly most: number;
}

const SHAPES = new WeakMap<Property, Shape>();
/** Types that are read here; of others only the functions and units are. */
const READABLE: ReadonlySet<string> = new Set(["<length>", "<percentage>", "<number>", "<color>", "<string>"]);
/** Keywords of CSS for which RmlUi may or may not have an own way. */
const GLOBAL = /^(?:inherit|initial|unset|revert)$/i;
const COLOR = /^#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i;
const LENGTHS = /^(?:px|dp|vw|vh|em|rem|in|cm|mm|pt|pc)$/;

/** What RmlUi cannot read in the value of a property that it has: only what is surely wrong. */
export function checkValue(
  { property: { text: name }, value }: RcssDeclaration,
  property: Property,
): readonly Remark[] {
  const shape = shapeOf(property);
  const tokens = valueTokens(value);
  const functions = unknownFunctions(tokens, [...shape.types][0] ?? "");
  if (shape.types.has("<string>")) return functions;
  const found = [...functions, ...unknownUnits(tokens), ...checkColors(tokens, value)];
  // One reason a value is enough, and what a function gives is not known here.
  if (found.length > 0 || !isPlain(tokens, shape)) return found;
  const top = tokens.filter(({ within }) => within === null);
  const wrong = top.find((token) => !fits(token, shape));
  if (wrong !== undefined) return [wrongPart(wrong, name, property, shape)];
  if (top.length <= shape.most) return [];
  const message = `\`${name}\` takes at most ${shape.most} ${shape.most === 1 ? "value" : "values"}.`;
  const { start, end } = top[shape.most] ?? value;
  return [{ rule: "rcss/invalid-value", message, start, end, expected: property.value }];
}

function shapeOf(property: Property): Shape {
  const known = SHAPES.get(property);
  if (known !== undefined) return known;
  const [, inner = property.value, most = "1"] = /^\[ (.*) \]\{1,(\d)\}$/.exec(property.value) ?? [];
  const words = inner.split(" | ");
  const shape: Shape = {
    types: new Set(words.filter((word) => word.startsWith("<"))),
    keywords: new Set(words.filter((word) => !word.startsWith("<"))),
    most: Number(most),
  };
  SHAPES.set(property, shape);
  return shape;
}

function isPlain(tokens: readonly ValueToken[], { types }: Shape): boolean {
  if ([...types].some((type) => !READABLE.has(type))) return false;
  return tokens.every(({ kind, text, within }) => {
    if (within !== null) return true;
    if (kind === "function") return types.has("<color>") && !/^(?:var|calc|min|max|clamp)$/i.test(text);
    return kind !== "comma" && kind !== "other" && !GLOBAL.test(text);
  });
}

function fits({ kind, text, unit }: ValueToken, { types, keywords }: Shape): boolean {
  switch (kind) {
    case "number":
      if (unit === "") return types.has("<number>") || (types.has("<length>") && Number.parseFloat(text) === 0);
      if (unit === "%") return types.has("<percentage>");
      return types.has("<length>") && LENGTHS.test(unit);
    case "hash":
      return types.has("<color>") && COLOR.test(text);
    case "word": {
      const word = text.toLowerCase();
      return keywords.has(word) || (types.has("<color>") && Object.hasOwn(colors, word));
    }
    default:
      return true;
  }
}

function wrongPart(
  { kind, text, unit, start, end }: ValueToken,
  name: string,
  property: Property,
  shape: Shape,
): Remark {
  const rule = "rcss/invalid-value";
  if (kind === "number" && unit === "" && shape.types.has("<length>")) {
    return {
      rule,
      message: `\`${name}\` needs a unit: ${echo(text)} is no length.`,
      start,
      end,
      expected: `${text}dp`,
    };
  }
  const message = `\`${name}\` does not take ${echo(text)}.`;
  const words = [...shape.keywords, ...(shape.types.has("<color>") ? Object.keys(colors) : [])];
  const suggestion = kind === "word" ? nearest(text, words) : null;
  return { rule, message, start, end, expected: suggestion ?? property.value };
}
