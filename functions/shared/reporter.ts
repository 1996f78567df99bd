/** The same trouble is told once in so long: a full disk would be told with every request. */
const QUIET_MS = 60_000;
/** Different troubles that are remembered. */
const TROUBLES = 100;

/**
 * Tells an operator what is our own fault. Nothing of a request is in it, but for what errors say.
 *
 * @param now milliseconds since 1970
 */
export function createReporter(write: (line: string) => void, now: () => number): (error: unknown) => void {
  const told = new Map<string, number>();
  return (error) => {
    const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    if (now() - (told.get(what) ?? Number.NEGATIVE_INFINITY) < QUIET_MS) return;
    if (told.size >= TROUBLES) told.clear();
    told.set(what, now());
    write(error instanceof Error ? (error.stack ?? what) : what);
  };
}
