/** Advances of U+0020 to U+007E in Verdana, in thousandths of the font's size; most fonts are narrower. */
// prettier-ignore
const ASCII = [
  352, 394, 459, 818, 636, 1076, 727, 269, 454, 454, 636, 818, 364, 454, 364, 454, 636, 636, 636, 636, 636, 636, 636, 636,
  636, 636, 454, 454, 818, 818, 818, 545, 1000, 684, 686, 698, 771, 632, 575, 775, 751, 421, 455, 693, 557, 843, 748, 787,
  603, 787, 695, 684, 616, 732, 684, 989, 685, 615, 685, 454, 454, 454, 818, 636, 636, 601, 623, 521, 623, 596, 352, 623,
  633, 274, 344, 592, 274, 973, 633, 607, 623, 623, 427, 521, 394, 633, 592, 818, 592, 592, 525, 635, 454, 635, 818,
];
/** Letters of other scripts are about as wide as the wider Latin ones. */
const OTHER = 700;
const CURSIVE = 500;
const WIDE = 1000;
const EMOJI = 1300;

/** Ranges of code points, rising, of the blocks that have nothing but marks and joiners, ideographs and the like, and emoji. */
const RANGES: readonly (readonly [first: number, last: number, advance: number])[] = [
  [0x0300, 0x036f, 0],
  [0x0600, 0x08ff, CURSIVE],
  [0x1100, 0x115f, WIDE],
  [0x1ab0, 0x1aff, 0],
  [0x1dc0, 0x1dff, 0],
  [0x200b, 0x200f, 0],
  [0x20d0, 0x20ff, 0],
  [0x2600, 0x27bf, EMOJI],
  [0x2e80, 0xa4cf, WIDE],
  [0xac00, 0xd7a3, WIDE],
  [0xf900, 0xfaff, WIDE],
  [0xfe00, 0xfe0f, 0],
  [0xfe30, 0xfe4f, WIDE],
  [0xff00, 0xffe6, WIDE],
  [0x1f000, 0x1faff, EMOJI],
  [0x20000, 0x3ffff, WIDE],
  [0xe0000, 0xe01ef, 0],
];

/** About how wide a text is, in thousandths of the font's size; a drawing gives it exactly that much. */
export function textWidth(text: string): number {
  return Array.from(text).reduce((sum, character) => sum + advanceOf(character), 0);
}

/** The text, or so much of its beginning that it is no wider than `width` with the ellipsis after it. */
export function fitText(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let fitting = "";
  let left = width - textWidth("…");
  for (const character of text) {
    left -= advanceOf(character);
    if (left < 0) break;
    fitting += character;
  }
  return `${fitting.trimEnd()}…`;
}

function advanceOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  const ascii = ASCII[code - 0x20];
  if (ascii !== undefined) return ascii;
  return RANGES.find(([first, last]) => code >= first && code <= last)?.[2] ?? OTHER;
}
