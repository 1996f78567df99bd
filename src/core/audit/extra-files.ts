import { appOf, type Difference, difference } from "./difference.ts";

/** Files of a store beyond those that its index and metadata name. */
export interface ExtraFiles {
  /** Of earlier states: a device with an older timestamp may still ask for them, so they are allowed to stay. */
  readonly older: readonly string[];
  /** Pages, statistics and whatever else lies outside of the index and is not compared. */
  readonly outside: readonly string[];
  readonly unexpected: readonly Difference[];
}

const METADATA = /^tuf\/[1-9]\d*\.[a-z][a-z0-9-]*\.json$/;
const PLATFORM_KEYS = /^targets\/[0-9a-f]{64}\.platform-keys\.json$/;
/** What the index is made of; everything else is outside of it. */
const INDEX = /^(?:tuf|targets|packages|deltas|assets|v1|schema|feeds|badges)\//;

/**
 * Sorts the files that a store has, but should not need. Only a folder can be listed.
 *
 * @param isNamed whether the index or the metadata in force names a path
 * @param isKnownApp whether the registry has or had an app of an id
 */
export function sortExtraFiles(
  paths: readonly string[],
  isNamed: (path: string) => boolean,
  isKnownApp: (id: string) => boolean,
): ExtraFiles {
  const older: string[] = [];
  const outside: string[] = [];
  const unexpected: Difference[] = [];
  for (const path of paths) {
    if (isNamed(path)) continue;
    if (!INDEX.test(path)) outside.push(path);
    else if (mayStay(path, isKnownApp)) older.push(path);
    else unexpected.push(difference(path, "unexpected", { message: "Nothing in the registry accounts for it." }));
  }
  return { older, outside, unexpected };
}

/** Publishing takes nothing away but what is for display. */
function mayStay(path: string, isKnownApp: (id: string) => boolean): boolean {
  if (/^(?:v1|feeds|badges)\//.test(path)) return false;
  if (path.startsWith("schema/") || METADATA.test(path) || PLATFORM_KEYS.test(path)) return true;
  const app = appOf(path);
  return app !== null && isKnownApp(app);
}
