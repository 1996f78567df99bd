import { type OwnName, type Remark, unknownName } from "./remark.ts";
import { parseSelectors, type RcssCompound, type RcssPseudo, type RcssSelector } from "./selectors.ts";
import { echo } from "../findings/finding.ts";
import { pseudoClasses } from "../rmlui/syntax.ts";

/** The pseudo-classes of a list of selectors that RmlUi has not. */
export function* unknownPseudos(selectors: readonly RcssSelector[]): Generator<Remark> {
  for (const selector of selectors) {
    for (const { pseudos } of compoundsOf(selector)) {
      for (const pseudo of pseudos) yield* unknownPseudo(pseudo);
    }
  }
}

/** The elements and attributes that a list of selectors asks for. */
export function namesOfSelectors(selectors: readonly RcssSelector[]): readonly OwnName[] {
  return selectors
    .flatMap(compoundsOf)
    .flatMap(({ tag, attributes }) => [
      ...(tag === null ? [] : [`element ${tag}` as const]),
      ...attributes.map((attribute) => `name ${/^[^~|^$*=\s]*/.exec(attribute)?.[0] ?? ""}` as const),
    ]);
}

/** With what stands in the parentheses of `:not`, one level deep. */
function compoundsOf({ compounds }: RcssSelector): readonly RcssCompound[] {
  const within = compounds.flatMap(({ pseudos }) =>
    pseudos.flatMap(({ name, argument, start, end }) => {
      if (name !== "not" || argument === null) return [];
      const text = { text: argument, start: start + ":not(".length, end: end - 1 };
      return parseSelectors(text).selectors.flatMap((selector) => selector.compounds);
    }),
  );
  return [...compounds, ...within];
}

function unknownPseudo({ name, start, end }: RcssPseudo): readonly Remark[] {
  const unknown = unknownName(name, pseudoClasses);
  // Scripts may set any pseudo-class: without a likely mistake, it is one of theirs.
  if (unknown === null || Object.keys(unknown).length === 0) return [];
  const { expected, fix } = unknown;
  const hint = { ...(expected !== undefined && { expected: `:${expected}` }), ...(fix !== undefined && { fix }) };
  const message = `RmlUi has no pseudo-class ${echo(`:${name}`)}.`;
  return [{ rule: "rcss/unknown-selector", message, start, end, ...hint, unless: `name ${name}` }];
}
