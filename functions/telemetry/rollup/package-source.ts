import type { LineOf } from "./crashes/crash-group.ts";
import type { SourceLines } from "./roll-day.ts";
import { readZip, type ReadZipPorts } from "../../../src/core/package/zip/zip-reader.ts";

/** The bytes of a file of a published store, by its path; null where there is none. Throws when the store does not answer. */
export type StoreBytes = (path: string) => Promise<Uint8Array | null>;

/** The Lua of a package, by path. */
export type PackageCode = Readonly<Record<string, string>>;

/** Keeps the code of versions, whose packages never change: they crash on many days, and are much larger. */
export interface SourceCache {
  read(app: string, versionCode: number): PackageCode | null;
  write(app: string, versionCode: number, code: PackageCode): void;
}

/** Reads lines of Lua in the packages that a store has published. A package that is no archive of the strict profile has none. */
export function packageSource(read: StoreBytes, cache: SourceCache, ports: ReadZipPorts): SourceLines {
  return async (app, versionCode) => {
    const known = cache.read(app, versionCode);
    if (known !== null) return linesOf(known);
    const archive = await read(`packages/${app}/${versionCode}/package.mosis`);
    const code = archive === null ? null : codeOf(archive, ports);
    if (code === null) return null;
    cache.write(app, versionCode, code);
    return linesOf(code);
  };
}

function codeOf(archive: Uint8Array, ports: ReadZipPorts): PackageCode | null {
  const zip = readZip(archive, ports);
  if (!zip.ok) return null;
  const lua = zip.entries.filter(({ path }) => path.endsWith(".lua"));
  return Object.fromEntries(lua.map(({ path, data }) => [path, new TextDecoder().decode(data)]));
}

function linesOf(code: PackageCode): LineOf {
  const files = new Map(Object.entries(code).map(([path, text]) => [path, text.split("\n")]));
  return (path, line) => files.get(path)?.[line - 1] ?? null;
}
