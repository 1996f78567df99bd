import type { RcssCursor } from "./rcss-cursor.ts";
import { parts, type RcssText, trimmed } from "./rcss-text.ts";
import type { RcssKeyframe, RcssStatement } from "./rcss-tree.ts";
import { readBlock } from "./read-declarations.ts";
import { echo } from "../findings/finding.ts";

/**
 * Reads what begins with `@`.
 *
 * @param media reads the block of `@media`; null where that means nothing
 */
export function readAtRule(
  cursor: RcssCursor,
  media: ((cursor: RcssCursor) => readonly RcssStatement[]) | null,
): RcssStatement | null {
  const prelude = cursor.until("{};");
  const [at = ""] = /^@[\w-]*/.exec(prelude.text) ?? [];
  const rest = trimmed({ ...prelude, text: prelude.text.slice(at.length), start: prelude.start + at.length });
  if (cursor.char() !== "{") return cursor.skipped(prelude, `${echo(at)} is followed by no block.`, '"{"');
  switch (at.toLowerCase()) {
    case "@font-face":
      return { kind: "font-face", declarations: readBlock(cursor) };
    case "@spritesheet":
      return {
        kind: "spritesheet",
        name: named(cursor, rest, { ...prelude, text: at }),
        declarations: readBlock(cursor),
      };
    case "@decorator":
      return readDecorator(cursor, rest);
    case "@keyframes":
      return readKeyframes(cursor, named(cursor, rest, { ...prelude, text: at }));
    case "@media":
      if (media !== null) return readMedia(cursor, rest, media);
  }
  const known = "@media, @keyframes, @spritesheet, @decorator or @font-face";
  cursor.report(`${echo(at)} means nothing here.`, prelude.start, prelude.start + Math.max(at.length, 1), known);
  cursor.skipBlock();
  return null;
}

function readDecorator(cursor: RcssCursor, rest: RcssText): RcssStatement {
  const colon = rest.text.indexOf(":");
  const place = colon === -1 ? rest.text.length : colon;
  const name = trimmed({ text: rest.text.slice(0, place), start: rest.start, end: rest.start + place });
  const start = Math.min(rest.start + place + 1, rest.end);
  const type = trimmed({ text: rest.text.slice(place + 1), start, end: rest.end });
  if (name.text === "" || type.text === "") {
    const end = Math.max(rest.end, rest.start + 1);
    cursor.report("The decorator lacks its name or its type.", rest.start, end, "@decorator name : type");
  }
  return { kind: "decorator", name, type, declarations: readBlock(cursor) };
}

function readKeyframes(cursor: RcssCursor, name: RcssText): RcssStatement {
  const frames: RcssKeyframe[] = [];
  cursor.inBlock(() => {
    cursor.countOne();
    const prelude = cursor.until("{};");
    if (cursor.char() !== "{") return void cursor.skipped(prelude, "This is followed by no block.", '"{"');
    const stops = parts(prelude, ",");
    for (const { text, start, end } of stops) {
      if (/^(?:from|to|\d+(?:\.\d+)?%)$/i.test(text)) continue;
      const message = `${echo(text)} is no step of an animation.`;
      cursor.report(message, start, Math.max(end, start + 1), "from, to or a percentage");
    }
    frames.push({ stops, declarations: readBlock(cursor) });
  });
  return { kind: "keyframes", name, frames };
}

function readMedia(
  cursor: RcssCursor,
  query: RcssText,
  statements: (cursor: RcssCursor) => readonly RcssStatement[],
): RcssStatement {
  if (query.text === "") cursor.report("The query is empty.", query.start - 1, query.start, "@media (width: 400px)");
  return { kind: "media", query, statements: statements(cursor) };
}

function named(cursor: RcssCursor, name: RcssText, { text, start }: RcssText): RcssText {
  if (!/^[\w-]+$/.test(name.text)) {
    cursor.report(`${echo(text)} needs a name.`, start, start + text.length, `${text} name`);
  }
  return name;
}
