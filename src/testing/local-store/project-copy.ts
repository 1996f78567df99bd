import { cp, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";

import type { LocalStore } from "./local-store.ts";

/** A copy of a project with the next version number, and what else changes in its manifest. Gives its folder. */
export async function copyProject(
  project: string,
  { layout }: Pick<LocalStore, "layout">,
  change: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const copy = join(layout.projects, `${basename(project)}-next`);
  await cp(project, copy, { recursive: true });
  const file = join(copy, "manifest.json");
  const manifest = JSON.parse(await readFile(file, "utf8")) as { readonly version_code: number };
  const next = { ...manifest, version: "1.1.0", version_code: manifest.version_code + 1, ...change };
  await writeFile(file, `${JSON.stringify(next, null, 2)}\n`);
  return copy;
}
