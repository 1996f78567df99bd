import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { PackageCode, SourceCache } from "./package-source.ts";

/** Milliseconds that the code of a version is kept after it was last asked for: as long as single crashes are. */
const KEPT_MS = 30 * 86_400_000;

/** Keeps code in a folder, which may be deleted at any time. What nobody asks for any more goes when it is opened. */
export function folderSourceCache(folder: string, now: Date): SourceCache {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    if (now.getTime() - statSync(file).mtimeMs > KEPT_MS) rmSync(file);
  }
  const fileOf = (app: string, versionCode: number): string => join(folder, `${app}@${versionCode}.json`);
  return {
    read(app, versionCode) {
      const file = fileOf(app, versionCode);
      try {
        const code = JSON.parse(readFileSync(file, "utf8")) as PackageCode;
        utimesSync(file, now, now);
        return code;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
        throw error;
      }
    },
    write(app, versionCode, code) {
      const file = fileOf(app, versionCode);
      writeFileSync(`${file}.new`, JSON.stringify(code));
      utimesSync(`${file}.new`, now, now);
      renameSync(`${file}.new`, file);
    },
  };
}
