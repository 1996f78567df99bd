import type { LineOf } from "./crashes/crash-group.ts";
import type { SourceLines } from "./roll-day.ts";
import { readZip, type ReadZipPorts } from "../../../src/core/package/zip/zip-reader.ts";

/** The bytes of a file of a published store, by its path; null where there is none. Throws when the store does not answer. */
export type StoreBytes = (path: string) => Promise<Uint8Array | null>;

/** Versions whose source is kept at a time. */
const KEPT = 50;

/**
 * Reads lines of Lua in the packages that a store has published. A package that is no archive of the strict profile has none. What was read
 * once is kept, for a version crashes on many days.
 */
export function packageSource(read: StoreBytes, ports: ReadZipPorts): SourceLines {
  const kept = new Map<string, LineOf | null>();
  return async (app, versionCode) => {
    const path = `packages/${app}/${versionCode}/package.mosis`;
    const known = kept.get(path);
    if (known !== undefined) return known;
    const archive = await read(path);
    const lines = archive === null ? null : linesOf(archive, ports);
    const [oldest] = kept.keys();
    if (kept.size >= KEPT && oldest !== undefined) kept.delete(oldest);
    kept.set(path, lines);
    return lines;
  };
}

function linesOf(archive: Uint8Array, ports: ReadZipPorts): LineOf | null {
  const zip = readZip(archive, ports);
  if (!zip.ok) return null;
  const code = zip.entries.filter(({ path }) => path.endsWith(".lua"));
  const files = new Map(code.map(({ path, data }) => [String(path), new TextDecoder().decode(data).split("\n")]));
  return (path, line) => files.get(path)?.[line - 1] ?? null;
}
