const MOST_CHARACTERS = 500;
const SOMEWHERE = "https://portal.invalid";

/** A path of the portal, as browsers understand it; null for anything that could lead elsewhere. */
export function pathInPortal(path: string): string | null {
  // Browsers take a backslash for a slash, and drop tabs and line ends.
  const isPath = path.length <= MOST_CHARACTERS && /^\/[^\\\p{Cc}]*$/u.test(path);
  return isPath && URL.parse(path, SOMEWHERE)?.origin === SOMEWHERE ? path : null;
}
