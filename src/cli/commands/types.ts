import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

import type { types } from "./specs/packages.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { isMissing } from "../errors/is-missing.ts";
import { displayPath } from "../package-file.ts";

/** Shipped as it is, so `src/` and `dist/` find it at one place. */
const DEFINITIONS = new URL("../../../src/cli/templates/types/mosis.lua", import.meta.url);
const FOLDER = ".mosis/types";
/** https://luals.github.io/wiki/configuration/ */
const SETTINGS = {
  $schema: "https://raw.githubusercontent.com/LuaLS/vscode-lua/master/setting/schema.json",
  "runtime.version": "Lua 5.4",
  "runtime.path": ["assets/?.lua"],
  "workspace.library": [FOLDER],
};

export async function run({ args, cwd, dryRun }: CommandContext<typeof types>): Promise<CommandResult> {
  const folder = resolve(cwd, args.dir ?? ".");
  const settings = join(folder, ".luarc.json");
  const isConfigured = await isThere(settings);
  const files: readonly (readonly [path: string, text: string])[] = [
    [join(folder, FOLDER, "mosis.lua"), await readFile(DEFINITIONS, "utf8")],
    ...(isConfigured ? [] : [[settings, `${JSON.stringify(SETTINGS, null, 2)}\n`] as const]),
  ];
  if (!dryRun) {
    for (const [path, text] of files) {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
    }
  }
  const paths = files.map(([path]) => displayPath(cwd, path));
  const advice = `.luarc.json is there already: let its "workspace.library" name ${FOLDER}.`;
  const lines = paths.map((path) => `${dryRun ? "Would write" : "Wrote"} ${path}`);
  return {
    exitCode: 0,
    json: { dry_run: dryRun, plan: { files: paths, configured: isConfigured } },
    human: [...lines, ...(isConfigured ? [advice] : [])].join("\n"),
  };
}

async function isThere(path: string): Promise<boolean> {
  try {
    await readFile(path);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}
