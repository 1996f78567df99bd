import type { PackageFileRecord } from "../package/package-document.ts";

/** Older files that are tried for a new one. */
const MOST = 4;
/** Bytes of a new file for which several are tried. */
const SMALL_BYTES = 1 << 18;

/**
 * Places of older files that a file under a new path may be like: the one of the same bytes where there is one; else null for none
 * at all, and some of the same kind, those of the same name before those of about the same length.
 */
export function likelyBases(file: PackageFileRecord, older: readonly PackageFileRecord[]): readonly (number | null)[] {
  const same = older.findIndex(({ sha256 }) => sha256 === file.sha256);
  if (same >= 0) return [same];
  const name = nameOf(file.path);
  const isOther = (other: PackageFileRecord): number => (nameOf(other.path) === name ? 0 : 1);
  const distance = (other: PackageFileRecord): number => Math.abs(other.length - file.length);
  const alike = older
    .map((other, place) => ({ other, place }))
    .filter(({ other }) => kindOf(nameOf(other.path)) === kindOf(name))
    .toSorted(
      (a, b) => isOther(a.other) - isOther(b.other) || distance(a.other) - distance(b.other) || a.place - b.place,
    )
    .slice(0, file.length <= SMALL_BYTES ? MOST : 1);
  return [null, ...alike.map(({ place }) => place)];
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** What follows the last dot. */
function kindOf(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}
