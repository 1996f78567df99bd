/** Something that hides what code does, and how much it says. */
export interface Feature {
  /** What was counted, behind the number. */
  readonly what: string;
  /** Less than this is nothing. */
  readonly from: number;
  /** With so much it counts with its whole weight, with less in proportion. */
  readonly full: number;
  /** Points. */
  readonly weight: number;
}

/** From so many points on a person looks. Nothing that compresses code alone gets there: short names and long lines are 6. */
export const ENOUGH_POINTS = 10;

/** Every feature. ADR 0023 tells how the numbers came about. */
export const FEATURES = {
  escapedText: { what: "characters of plain text are written as numeric escapes", from: 12, full: 40, weight: 12 },
  spelledText: { what: "characters of plain text are spelled with `string.char`", from: 8, full: 24, weight: 12 },
  splitText: { what: "characters of text are joined one by one", from: 6, full: 20, weight: 10 },
  reversedText: { what: "characters of text are written backwards", from: 8, full: 30, weight: 10 },
  hexNames: { what: "names are like `_0x3fa2`", from: 3, full: 8, weight: 10 },
  alikeNames: { what: "names are of letters that look alike", from: 3, full: 8, weight: 10 },
  randomNames: { what: "names are of random letters", from: 2, full: 5, weight: 10 },
  shortNames: { what: "percent of the names have one or two letters", from: 75, full: 95, weight: 3 },
  longLines: { what: "characters stand on a line", from: 150, full: 400, weight: 3 },
  blobs: { what: "characters are in long strings without words", from: 200, full: 800, weight: 3 },
  garbledCalls: { what: "strings of no text are given to functions of the file", from: 3, full: 8, weight: 7 },
  coded: { what: "places turn numbers into characters by arithmetic", from: 1, full: 1, weight: 3 },
  byteTables: { what: "bytes stand in lists of numbers", from: 48, full: 160, weight: 2 },
  codeTables: { what: "strings of a list are encoded", from: 6, full: 16, weight: 6 },
  listedText: {
    what: "texts are looked up in a list by number, or decoded where they are used",
    from: 3,
    full: 10,
    weight: 7,
  },
  quotedNames: { what: "percent of the fields are named by strings in brackets", from: 50, full: 90, weight: 3 },
  dispatch: { what: "numbers decide about one variable what comes next", from: 12, full: 24, weight: 7 },
  wrapped: { what: "function is called at once with all of the code in it", from: 1, full: 1, weight: 3 },
  opaque: { what: "numbers are written as sums of constants", from: 3, full: 10, weight: 6 },
  hexNumbers: { what: "percent of the small numbers are hexadecimal", from: 60, full: 90, weight: 3 },
} as const satisfies Readonly<Record<string, Feature>>;

export type FeatureId = keyof typeof FEATURES;
