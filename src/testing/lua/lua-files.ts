import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** Every `.lua` file below a folder, with its path from there. */
export function luaFiles(folder: string): readonly (readonly [path: string, source: string])[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter(
      (path) => path.endsWith(".lua") && statSync(join(folder, path), { throwIfNoEntry: false })?.isFile() === true,
    )
    .map((path) => [path, readFileSync(join(folder, path), "utf8")]);
}
