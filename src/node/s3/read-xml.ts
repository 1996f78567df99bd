/** An element of a small XML document: what is in it is either text or elements. */
export interface XmlElement {
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlElement[];
}

interface Open {
  readonly name: string;
  text: string;
  readonly children: XmlElement[];
}

const TOKEN = /<\?xml [^<>]*\?>|<(\/?)([A-Za-z][\w.-]*)((?:\s+[\w:.-]+="[^"<>]*")*)\s*(\/?)>|([^<>]+)/y;
const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const MAX_DEPTH = 16;

/**
 * Reads the XML that S3 answers with: elements, text, entities of characters. Null for all else that XML may hold (declarations,
 * entities of one's own, CDATA, comments), and for what is not well-formed. Attributes are skipped.
 */
export function readXml(source: string): XmlElement | null {
  const root: Open = { name: "", text: "", children: [] };
  const open: Open[] = [root];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const token = TOKEN.exec(source);
    const current = open.at(-1);
    if (token === null || current === undefined) return null;
    const [, end, name, attributes = "", empty, text] = token;
    if (text !== undefined) {
      const plain = unescaped(text);
      if (plain === null) return null;
      current.text += plain;
    } else if (name === undefined) {
      if (token.index !== 0) return null;
    } else if (end === "/") {
      if (current.name !== name || attributes !== "" || empty === "/") return null;
      open.pop();
    } else {
      const element: Open = { name, text: "", children: [] };
      current.children.push(element);
      if (empty !== "/") open.push(element);
      if (open.length > MAX_DEPTH) return null;
    }
  }
  const [only, ...others] = root.children;
  return open.length === 1 && others.length === 0 && root.text.trim() === "" ? (only ?? null) : null;
}

/** The text of the only child of that name; null where there is none, or several. */
export function childText({ children }: XmlElement, name: string): string | null {
  const [child, ...others] = children.filter((each) => each.name === name);
  return child === undefined || others.length > 0 ? null : child.text;
}

function unescaped(text: string): string | null {
  let isKnown = true;
  const plain = text.replaceAll(/&(?:#(\d{1,7})|#x([0-9A-Fa-f]{1,6})|(\w+));|&/g, (_, decimal, hex, name) => {
    const code =
      decimal !== undefined ? Number(decimal) : hex !== undefined ? Number.parseInt(hex as string, 16) : null;
    const character =
      code === null ? ENTITIES[String(name)] : code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
    isKnown &&= character !== undefined;
    return character ?? "";
  });
  return isKnown ? plain : null;
}
