import { readAtRule } from "./read-at-rule.ts";
import { readAttribute, readBlock } from "./read-declarations.ts";
import { RcssCursor } from "./rcss-cursor.ts";
import type { RcssBlock, RcssRule, RcssSheet, RcssStatement } from "./rcss-tree.ts";
import { parseSelectors } from "./selectors.ts";

/**
 * Reads a style sheet of RmlUi 6 (`StyleSheetParser`): rules, `@media`, `@keyframes`, `@spritesheet`, `@decorator` and `@font-face`. Goes on
 * behind what it cannot read. Linear, without recursion but for the one level of `@media`.
 */
export function parseRcss(source: string): RcssSheet {
  const cursor = new RcssCursor(source);
  const statements = cursor.all(readSheet);
  return { statements: statements ?? [], problems: cursor.problems };
}

/** Reads declarations without braces: the value of a `style` attribute. */
export function parseDeclarations(source: string): RcssBlock & Pick<RcssSheet, "problems"> {
  const cursor = new RcssCursor(source);
  const declarations = cursor.all(readAttribute);
  return { declarations: declarations ?? [], problems: cursor.problems };
}

function readSheet(cursor: RcssCursor): readonly RcssStatement[] {
  const statements: RcssStatement[] = [];
  for (cursor.space(); !cursor.isAtEnd(); cursor.space()) {
    if (cursor.char() === "}") {
      cursor.report('A "}" closes nothing here.', cursor.at, cursor.at + 1, "a selector");
      cursor.at += 1;
    } else readStatement(cursor, statements, readMedia);
  }
  return statements;
}

/** The statements of `@media`, in which another `@media` means nothing. */
function readMedia(cursor: RcssCursor): readonly RcssStatement[] {
  const statements: RcssStatement[] = [];
  cursor.inBlock(() => readStatement(cursor, statements, null));
  return statements;
}

function readStatement(
  cursor: RcssCursor,
  into: RcssStatement[],
  media: ((cursor: RcssCursor) => readonly RcssStatement[]) | null,
): void {
  cursor.countOne();
  const statement = cursor.char() === "@" ? readAtRule(cursor, media) : readRule(cursor);
  if (statement !== null) into.push(statement);
}

function readRule(cursor: RcssCursor): RcssRule | null {
  const prelude = cursor.until("{};");
  if (cursor.char() !== "{") return cursor.skipped(prelude, "This is followed by no block.", '"{"');
  const { selectors, problems } = parseSelectors(prelude);
  for (const { message, start, end } of problems) cursor.report(message, start, end, "a selector");
  return { kind: "rule", selectors, declarations: readBlock(cursor) };
}
