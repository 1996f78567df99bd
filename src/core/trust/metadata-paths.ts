/** Where metadata is in the published tree: versions are part of the name (TUF 1.0 section 6, consistent snapshots). */
export const metadataPath = {
  root: (version: number) => `tuf/${version}.root.json`,
  timestamp: "tuf/timestamp.json",
  snapshot: (version: number) => `tuf/${version}.snapshot.json`,
  /** Of the offline targets (`targets`) or of a bin. */
  targets: (version: number, name: string) => `tuf/${version}.${name}.json`,
} as const;

/** Where the bytes of a target are: `apps/a.json` with hash `h` at `targets/apps/h.a.json`. */
export function targetFile(targetPath: string, sha256: string): string {
  const slash = targetPath.lastIndexOf("/") + 1;
  return `targets/${targetPath.slice(0, slash)}${sha256}.${targetPath.slice(slash)}`;
}
