/** Text that was decoded from a document, with the place of each of its UTF-16 units in the document. */
export interface MappedText {
  readonly text: string;
  /** Where it stands in the document, as written there. */
  readonly start: number;
  readonly end: number;
  /** Where a unit of `text` stands; `end` for its length. */
  at(offset: number): number;
}

/** A reference that RmlUi does not know, so that it shows as it is written. */
export interface UnknownReference {
  readonly start: number;
  readonly end: number;
}

const REFERENCE = /&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|([a-z][a-z0-9]*));/gi;
const NAMED: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'", nbsp: "\u00a0" };
const MAX_POINT = 0x10ffff;

/** Text that stands in the document as it is. */
export function verbatim(source: string, start: number, end: number): MappedText {
  return { text: source.slice(start, end), start, end, at: (offset) => start + offset };
}

/** A part of such text. */
export function partOf(whole: MappedText, from: number, to: number): MappedText {
  const [start, end] = [whole.at(from), whole.at(to)];
  const at = (offset: number): number => (offset < to - from ? whole.at(from + offset) : end);
  return { text: whole.text.slice(from, to), start, end, at };
}

/** Text with character references and the six named entities of RML. */
export function decoded(
  source: string,
  start: number,
  end: number,
): { readonly mapped: MappedText; readonly unknown: readonly UnknownReference[] } {
  const raw = source.slice(start, end);
  if (!raw.includes("&")) return { mapped: verbatim(source, start, end), unknown: [] };
  const unknown: UnknownReference[] = [];
  const places: number[] = [];
  let text = "";
  let at = 0;
  const keep = (piece: string, from: number, step: 0 | 1): void => {
    for (let unit = 0; unit < piece.length; unit += 1) places.push(start + from + unit * step);
    text += piece;
  };
  for (const match of raw.matchAll(REFERENCE)) {
    const [all] = match;
    const stands = characterOf(match);
    keep(raw.slice(at, match.index), at, 1);
    at = match.index + all.length;
    if (stands !== null) keep(stands, match.index, 0);
    else {
      keep(all, match.index, 1);
      unknown.push({ start: start + match.index, end: start + at });
    }
  }
  keep(raw.slice(at), at, 1);
  return { mapped: { text, start, end, at: (offset) => places[offset] ?? end }, unknown };
}

function characterOf([, hex, decimal, named]: RegExpMatchArray): string | null {
  if (named !== undefined) return NAMED[named.toLowerCase()] ?? null;
  const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  return point === 0 || point > MAX_POINT || (point >= 0xd800 && point <= 0xdfff) ? null : String.fromCodePoint(point);
}
