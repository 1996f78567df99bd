import { checkMedia } from "./check-media.ts";
import { namesOfSelectors, unknownPseudos } from "./check-selectors.ts";
import { checkValue } from "./check-value.ts";
import { filesOfBlock, filesOfStatements } from "./named-files.ts";
import { parseDeclarations, parseRcss } from "./parse-rcss.ts";
import type { RcssText } from "./rcss-text.ts";
import { blocksOf, type RcssBlock, type RcssProblem, type RcssStatement, statementsOf } from "./rcss-tree.ts";
import { type OwnName, type Remark, unknownName } from "./remark.ts";
import { echo } from "../findings/finding.ts";
import { decorators } from "../rmlui/functions.ts";
import { fontFaceProperties, properties, type Property } from "../rmlui/properties.ts";

/** What a style sheet, or a `style` attribute, is like. */
export interface StyleReport {
  readonly problems: readonly RcssProblem[];
  /** Found as they are asked for: a hostile sheet may have very many. */
  readonly remarks: Iterable<Remark>;
  /** The files that it names. */
  readonly files: readonly RcssText[];
  /** Names that it gives a meaning. */
  readonly own: readonly OwnName[];
}

/** Checks a style sheet. */
export function checkSheet(source: string): StyleReport {
  const { statements, problems } = parseRcss(source);
  return {
    problems,
    remarks: remarksOfSheet(statements),
    files: filesOfStatements(statements),
    own: statementsOf(statements).flatMap(ownNames),
  };
}

/** Checks what a `style` attribute holds. */
export function checkStyle(source: string): StyleReport {
  const block = parseDeclarations(source);
  const remarks = remarksOfBlock(block, properties);
  return { problems: block.problems, remarks, files: filesOfBlock(block), own: [] };
}

function* remarksOfSheet(statements: readonly RcssStatement[]): Generator<Remark> {
  for (const statement of statementsOf(statements)) {
    if (statement.kind === "rule") yield* unknownPseudos(statement.selectors);
    if (statement.kind === "media") yield* checkMedia(statement.query);
    if (statement.kind === "decorator") yield* unknownType(statement.type);
  }
  for (const { kind, block } of blocksOf(statements)) {
    // What decorators and sprite sheets declare is theirs to name.
    if (kind === "style") yield* remarksOfBlock(block, properties);
    if (kind === "font-face") yield* remarksOfBlock(block, fontFaceProperties);
  }
}

function ownNames(statement: RcssStatement): readonly OwnName[] {
  if (statement.kind === "rule") return namesOfSelectors(statement.selectors);
  return statement.kind === "decorator" ? [`decorator ${statement.name.text}`] : [];
}

function* unknownType({ text: type, start, end }: RcssText): Generator<Remark> {
  const unknown = type === "" ? null : unknownName(type, decorators);
  if (unknown === null) return;
  const message = `RmlUi has no decorator ${echo(type)}.`;
  yield { rule: "rcss/unknown-decorator", message, start, end, ...unknown, unless: `decorator ${type}` };
}

function* remarksOfBlock({ declarations }: RcssBlock, known: Readonly<Record<string, Property>>): Generator<Remark> {
  for (const declaration of declarations) {
    const { text, start, end } = declaration.property;
    // Variables have any name and any value.
    if (text.startsWith("--")) continue;
    const property = Object.hasOwn(known, text) ? known[text] : undefined;
    if (property !== undefined) yield* checkValue(declaration, property);
    else {
      const message = `RmlUi has no property ${echo(text)}.`;
      yield { rule: "rcss/unknown-property", message, start, end, ...unknownName(text, known) };
    }
  }
}
