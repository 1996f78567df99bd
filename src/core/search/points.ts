/**
 * Points of one word of a query by its place (`FIELDS`): where it is the word, and where it is the beginning of one. Names come before
 * developers, these before tags and categories, summaries and descriptions.
 */
export const WORD_POINTS = {
  names: [
    [100, 100, 60, 40],
    [80, 80, 50, 35],
  ],
  texts: [
    [16, 8],
    [12, 6],
  ],
} as const;

/** Points beside those of its words for an app whose name is the query, and whose name begins with it: more than eight words get. */
export const WHOLE_POINTS = [[2000], [1000]] as const;

/** Points of a word of a name by how many edits it is from what was typed. */
export const CORRECTED_POINTS = { 1: [30, 30], 2: [24, 24] } as const;
