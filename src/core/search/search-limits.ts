// Parts of `limits.search`. A module of their own, because pages load what a query needs and no more.

/** What a query may be. */
export const queryLimits = {
  /** Characters of a query that are read. */
  queryChars: 200,
  /** Words of a query that are looked for. */
  queryWords: 8,
  /** Code points of a word that count; what is longer is the same word. */
  wordChars: 40,
  /** Results whose documents are loaded at once. */
  results: 10,
} as const;

/** Words that are typed wrong. */
export const correctionLimits = {
  /** Code points of a word from which one wrong letter is forgiven, and two. */
  oneEditChars: 4,
  twoEditsChars: 8,
  /** Words that are taken for one that is written wrong. */
  corrections: 5,
} as const;

/** What is indexed. */
export const indexedLimits = {
  /** Characters of a text of an app that are read for its words. */
  textChars: 10_000,
  /** Words of one app's descriptions, all languages together. */
  descriptionWords: 300,
  /** Apps told of one word in names, developers, tags and categories, and in summaries and descriptions. */
  appsOfName: 2000,
  appsOfText: 500,
} as const;
