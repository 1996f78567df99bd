interface Pattern {
  readonly find: RegExp;
  readonly replace: string | ((...found: string[]) => string);
}

/** A piece of a path: no quotes, colons or brackets, and a space only where the path goes on behind it. */
const PIECE = String.raw`[^\s\\/"'<>|:()\[\]]`;
const FOLDERS = String.raw`(?:${PIECE}{1,64}(?: ${PIECE}{1,64}){0,6}[\\/]+)*`;
/** The name of a file may have spaces as well, when it ends as such names do. */
const FILE = String.raw`${PIECE}*(?:(?: ${PIECE}{1,64}){1,4}\.[a-z0-9]{1,5}(?![\w.]))?`;
const PATH_END = FOLDERS + FILE;
const SECRETS =
  "api[_-]?key|key|token|secret|pass(?:word|wd|phrase)?|pwd|auth(?:orization)?|session(?:id)?|cookie|credentials?|sig(?:nature)?";
const HEX4 = "[0-9a-f]{1,4}";

/** In this order: what contains others comes first. */
const patterns: readonly Pattern[] = [
  { find: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'<>]*/giu, replace: "<url>" },
  { find: /\bwww\.[^\s"'<>]+/giu, replace: "<url>" },
  {
    find: /[\p{L}\p{N}!#$%&'*+/=?^_`{|}~.-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})+/gu,
    replace: "<email>",
  },
  { find: /\beyJ[\w-]+(?:\.[\w-]*){1,4}/gu, replace: "<token>" },
  { find: /\b(bearer|basic)\s+[\w.~+/=-]{6,}/giu, replace: (_, scheme = "") => `${scheme} <token>` },
  {
    find: new RegExp(String.raw`(\b|_)(${SECRETS})(["']?\s*[=:]\s*)("[^"\n]*"|'[^'\n]*'|[^\s"',;&)\]}<]+)`, "giu"),
    replace: (_, edge = "", name = "", sign = "") => `${edge}${name}${sign}<token>`,
  },
  { find: /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/giu, replace: "<uuid>" },
  {
    find: new RegExp(String.raw`(?<![\w.])(?:[a-z]:[\\/]+|\\\\|~[\w-]{0,32}[\\/]+)${PATH_END}`, "giu"),
    replace: "<path>",
  },
  {
    find: new RegExp(String.raw`(?<![\w.<>\\/])(?:\.\.[\\/]+|/)(?=${PIECE}|\.\.)${PATH_END}`, "gu"),
    replace: "<path>",
  },
  { find: /(?<![0-9a-z])(?:0x)?[0-9a-f]{32,}(?![0-9a-z])/giu, replace: "<token>" },
  {
    find: /[A-Za-z0-9+/_-]{40,}={0,2}/gu,
    replace: (text) => (/[0-9]/.test(text) && /[a-z]/.test(text) && /[A-Z]/.test(text) ? "<token>" : text),
  },
  { find: /(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?!\.?\d)/gu, replace: "<ip>" },
  { find: new RegExp(`(?<![\\w:])(?:${HEX4}:){7}${HEX4}(?![\\w:])`, "giu"), replace: "<ip>" },
  {
    find: new RegExp(`(?<![\\w:])(?:${HEX4}:){0,6}(?:${HEX4})?::(?:${HEX4}:){0,6}${HEX4}(?![\\w:])`, "giu"),
    replace: "<ip>",
  },
  { find: /(?<![\w:])(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?![\w:])/giu, replace: "<mac>" },
];

/**
 * A text of a crash without what may tell who or where somebody is: addresses of people, machines and pages, paths outside of the package,
 * and secrets. Paths in the package, names of functions and numbers of lines stay, and the same text always becomes the same.
 */
export function scrubText(text: string): string {
  return patterns.reduce((clean, { find, replace }) => clean.replace(find, replace as string), text);
}
