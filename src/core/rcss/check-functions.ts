import { type Remark, unknownName } from "./remark.ts";
import type { ValueToken } from "./value-tokens.ts";
import type { RuleId } from "../findings/catalogue.ts";
import { echo } from "../findings/finding.ts";
import type { Features } from "../rmlui/feature.ts";
import { decorators, filters, fontEffects, transforms, valueFunctions } from "../rmlui/functions.ts";
import { units } from "../rmlui/syntax.ts";

interface Functions {
  readonly rule: RuleId;
  readonly what: string;
  readonly known: Features;
}

/** The functions of a type of value, besides those that any value may have. */
const OF_TYPE: Readonly<Partial<Record<string, Functions>>> = {
  "<decorator>": { rule: "rcss/unknown-decorator", what: "decorator", known: decorators },
  "<filter>": { rule: "rcss/unknown-function", what: "filter", known: filters },
  "<font-effect>": { rule: "rcss/unknown-function", what: "font effect", known: fontEffects },
  "<transform>": { rule: "rcss/unknown-function", what: "transform", known: transforms },
};
const IN_VALUES: Functions = { rule: "rcss/unknown-function", what: "function", known: valueFunctions };
/** Where a decorator is drawn. */
const AREAS: ReadonlySet<string> = new Set(["none", "border-box", "padding-box", "content-box"]);
/** Decorators whose arguments are names of sprites and files, which may look like numbers. */
const PICTURES = /^(?:image|ninepatch|svg|tiled-.*)$/;

/** Functions of a value that RmlUi has not, and decorators that nothing declares. */
export function unknownFunctions(tokens: readonly ValueToken[], type: string): readonly Remark[] {
  const ofType = OF_TYPE[type];
  const hasVariable = tokens.some(({ kind, text }) => kind === "function" && text.toLowerCase() === "var");
  return tokens.flatMap(({ kind, text, within, start, end }): readonly Remark[] => {
    if (kind === "word" && type === "<decorator>" && within === null && !AREAS.has(text.toLowerCase())) {
      const message = `No decorator is declared by the name ${echo(text)}.`;
      return [{ rule: "rcss/unknown-decorator", message, start, end, unless: `decorator ${text}` }];
    }
    if (kind !== "function") return [];
    const isOfType = ofType !== undefined && (within === null || hasVariable);
    const { rule, what, known } = isOfType ? ofType : IN_VALUES;
    const name = known === transforms ? text : text.toLowerCase();
    const unknown = unknownName(name, known);
    if (unknown === null || (isOfType && unknownName(name, valueFunctions) === null)) return [];
    return [{ rule, message: `RmlUi has no ${what} ${echo(text)}.`, start, end, ...unknown }];
  });
}

/** Numbers with a unit that RmlUi has not. */
export function unknownUnits(tokens: readonly ValueToken[]): readonly Remark[] {
  return tokens.flatMap(({ kind, text, unit, within, start, end }): readonly Remark[] => {
    if (kind !== "number" || unit === "" || PICTURES.test(within ?? "")) return [];
    const unknown = unknownName(unit, units);
    if (unknown === null) return [];
    const place = { rule: "rcss/unknown-unit", message: `RmlUi has no unit ${echo(unit)}.`, start, end } as const;
    const { fix, expected = "dp" } = unknown;
    return [fix === undefined ? { ...place, expected: text.slice(0, -unit.length) + expected } : { ...place, fix }];
  });
}
