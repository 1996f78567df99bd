import type { PackageFile } from "../../package/package-document.ts";
import { apiModules } from "../../sdk/api-names.ts";

/** A place where a reviewer may want to look: a call by its name. Found by pattern, so it proves nothing and may miss some. */
export type CallHint = {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** Such as `camera.take`. */
  readonly call: string;
};

/** Bytes of a file that are looked at, and hints that are given. */
const MAX_BYTES = 1 << 20;
const MAX_HINTS = 200;
/** Files that can hold Lua. */
const CODE = /\.(lua|rml)$/;
/** Names that run text as code or look beneath the sandbox. */
const GLOBALS = ["load", "loadstring", "loadfile", "dofile", "require", "setmetatable", "rawset"];
const LIBRARIES = ["io", "os", "debug", "package", "crypto"];
const CALL = new RegExp(
  `\\b(?:(?:${[...new Set([...apiModules, ...LIBRARIES])].join("|")})\\s*[.:]\\s*[A-Za-z_]\\w*|(?:${GLOBALS.join("|")})(?=\\s*[("'\\[{]))`,
  "g",
);

/** Calls by name in these files of a package, in their order, each name once a file. */
export function callHints(files: readonly PackageFile[], paths: ReadonlySet<string>): readonly CallHint[] {
  const hints: CallHint[] = [];
  for (const { path, data } of files) {
    if (!paths.has(path) || !CODE.test(path)) continue;
    const seen = new Set<string>();
    const lines = new TextDecoder().decode(data.subarray(0, MAX_BYTES)).split("\n");
    for (const [index, text] of lines.entries()) {
      for (const [found] of text.matchAll(CALL)) {
        const call = found.replaceAll(/\s+/g, "");
        if (seen.has(call)) continue;
        seen.add(call);
        hints.push({ file: path, line: index + 1, call });
        if (hints.length === MAX_HINTS) return hints;
      }
    }
  }
  return hints;
}
