import { readFileSync } from "node:fs";

/** The version of this `mosis`, from the package.json above `src/` and `dist/` alike. */
export function mosisVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  const { version } = JSON.parse(text) as { readonly version: string };
  return version;
}
