import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** A file's path below its folder, and what is in it. */
type CodeFile = readonly [path: string, source: string];

/** Every `.lua` file below a folder. */
export function luaFiles(folder: string): readonly CodeFile[] {
  return filesOf(folder, /\.lua$/);
}

/** Every file of code below a folder: Lua, RML and RCSS. */
export function codeFiles(folder: string): readonly CodeFile[] {
  return filesOf(folder, /\.(?:lua|rml|rcss)$/);
}

function filesOf(folder: string, name: RegExp): readonly CodeFile[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => name.test(path) && statSync(join(folder, path), { throwIfNoEntry: false })?.isFile() === true)
    .map((path) => [path, readFileSync(join(folder, path), "utf8")]);
}
