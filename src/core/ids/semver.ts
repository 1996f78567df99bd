/** The pattern that semver.org itself suggests (SemVer 2.0.0, FAQ), shared with the JSON schemas by a test. */
export const semverPattern = String.raw`^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(?:-((?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\+([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?$`;

const SEMVER = new RegExp(semverPattern);

/** True for a version of SemVer 2.0.0. */
export function isSemver(text: string): boolean {
  return SEMVER.test(text);
}

/**
 * Order of two SemVer versions: below 0, 0 or above 0. Build metadata does not count (SemVer 2.0.0 section 10).
 *
 * @throws RangeError when one is no version
 */
export function compareSemver(a: string, b: string): number {
  const left = parts(a);
  const right = parts(b);
  for (const index of [0, 1, 2] as const) {
    const order = compareNumeric(left.core[index], right.core[index]);
    if (order !== 0) return order;
  }
  return comparePrerelease(left.prerelease, right.prerelease);
}

function parts(text: string): { core: readonly [string, string, string]; prerelease: readonly string[] } {
  const match = SEMVER.exec(text);
  if (match === null) throw new RangeError(`not a SemVer version: ${JSON.stringify(text)}`);
  const [, major = "", minor = "", patch = "", prerelease] = match;
  return { core: [major, minor, patch], prerelease: prerelease === undefined ? [] : prerelease.split(".") };
}

function comparePrerelease(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return Number(a.length === 0) - Number(b.length === 0);
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (right === undefined) return 1;
    const order = compareIdentifier(left, right);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function compareIdentifier(a: string, b: string): number {
  const numeric = [a, b].map((each) => /^[0-9]+$/.test(each));
  if (numeric[0] === true && numeric[1] === true) return compareNumeric(a, b);
  if (numeric[0] !== numeric[1]) return numeric[0] === true ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Digits without leading zeros compare by length, then as text: no precision to lose. */
function compareNumeric(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}
