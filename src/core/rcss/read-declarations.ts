import type { RcssCursor } from "./rcss-cursor.ts";
import type { RcssDeclaration } from "./rcss-tree.ts";
import { echo } from "../findings/finding.ts";

/** Reads the block that begins at the cursor. */
export function readBlock(cursor: RcssCursor): readonly RcssDeclaration[] {
  const declarations: RcssDeclaration[] = [];
  cursor.inBlock(() => readOne(cursor, false, declarations));
  return declarations;
}

/** Reads what a `style` attribute holds: declarations without braces. */
export function readAttribute(cursor: RcssCursor): readonly RcssDeclaration[] {
  const declarations: RcssDeclaration[] = [];
  for (cursor.space(); !cursor.isAtEnd(); cursor.space()) readOne(cursor, true, declarations);
  return declarations;
}

function readOne(cursor: RcssCursor, isAttribute: boolean, into: RcssDeclaration[]): void {
  if (cursor.char() === ";") {
    cursor.at += 1;
    return;
  }
  cursor.countOne();
  const declaration = readDeclaration(cursor, isAttribute);
  if (declaration !== null) into.push(declaration);
}

function readDeclaration(cursor: RcssCursor, isAttribute: boolean): RcssDeclaration | null {
  const written = cursor.until(isAttribute ? ":;" : ":;{}");
  if (cursor.char() !== ":") {
    if (cursor.char() !== "{") {
      return cursor.skipped(written, `${echo(written.text)} has no value.`, "property: value;");
    }
    cursor.report("A block within a block means nothing.", cursor.at, cursor.at + 1, '"}" before it');
    cursor.skipBlock();
    return null;
  }
  cursor.at += 1;
  cursor.space();
  const value = cursor.until(isAttribute ? ";" : ";{}");
  if (cursor.char() === "{") {
    cursor.report("The declaration before is never closed.", cursor.at, cursor.at + 1, '";" or "}"');
    cursor.skipBlock();
    return null;
  }
  const text = written.text.startsWith("--") ? written.text : written.text.toLowerCase();
  const property = { ...written, text };
  if (/^-{0,2}[a-z_][\w-]*$/i.test(text) && value.text !== "") return { property, value };
  const message = value.text === "" ? `${echo(text)} has no value.` : `${echo(text)} is no name of a property.`;
  cursor.report(message, written.start, Math.max(written.end, written.start + 1), "property: value;");
  return null;
}
