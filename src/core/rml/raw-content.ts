import { type RmlCursor, stripped } from "./rml-cursor.ts";
import type { RmlElement } from "./rml-tree.ts";

/** RmlUi passes blanks before whatever it looks for, before the slash of a tag too. */
const RAW_TAG = /<[ \t\r\n]*\//g;

/**
 * The end tag of an element in whose content nothing is markup. RmlUi looks at whole tags: the `>` of a `</x` may be that of the end tag, which
 * then is none; such content is refused, because other readers end there.
 */
export function endOfRaw(
  cursor: RmlCursor,
  { name, start, tagEnd }: RmlElement,
): { readonly open: number; readonly close: number } {
  const { source } = cursor;
  RAW_TAG.lastIndex = tagEnd;
  for (;;) {
    const match = RAW_TAG.exec(source);
    const open = match?.index ?? -1;
    const close = match === null ? -1 : source.indexOf(">", RAW_TAG.lastIndex);
    if (close === -1) {
      const message = `The element "${name}" is never closed.`;
      return cursor.stop({ message, expected: `</${name}>`, start, end: tagEnd });
    }
    const tag = source.slice(RAW_TAG.lastIndex, close);
    if (stripped(tag).toLowerCase() === name) return { open, close: close + 1 };
    if (tag.trim().toLowerCase() === name || tag.toLowerCase().includes(`</${name}`)) {
      const message = `Readers differ on whether this closes "${name}".`;
      cursor.stop({ message, expected: `</${name}> that no other "</" stands before`, start: open, end: close + 1 });
    }
    RAW_TAG.lastIndex = close + 1;
  }
}
